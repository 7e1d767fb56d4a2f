using System.Diagnostics;
using System.Text;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class WorktreeScanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
    private readonly Workspace workspace;

    public WorktreeScanTests()
    {
        Directory.CreateDirectory(folder["tree"]);
        workspace = new Workspace(folder["tree"], folder["tree"]);
        foreach (var (path, text) in new[] { ("a", "1\n"), ("b", "2\n"), ("d/c", "3\n"), ("d/e/f", "4\n"), (".gitignore", "ignored/\n") })
        {
            folder.Write($"tree/{path}", text);
            contents[path] = Encoding.UTF8.GetBytes(text);
        }
    }

    public void Dispose()
    {
        workspace.Files.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_fresh_worktree_has_no_differences_and_stays_so_when_only_times_change()
    {
        var scan = Scan();

        File.SetLastWriteTimeUtc(folder["tree/a"], DateTime.UnixEpoch);
        File.WriteAllText(folder["tree/b"], "2\n");

        Assert.Empty(scan.Rescan());
        Assert.Equal("ashlar snapshot 1\n", scan.Current.ToText());
    }

    [Fact]
    public void Every_kind_of_change_is_seen_once()
    {
        var scan = Scan();

        Shell(
            "echo x >> a; rm b; chmod +x d/c; mkdir n; echo new > n/o; ln -s a l; mkfifo p; mkdir ignored; echo i > ignored/x; mkdir -p s/.git; echo g > s/.git/config"
        );

        Assert.Equal(
            [
                ("a", WorktreeChangeKind.Modified),
                ("b", WorktreeChangeKind.Deleted),
                ("d/c", WorktreeChangeKind.Mode),
                ("l", WorktreeChangeKind.Added),
                ("n/o", WorktreeChangeKind.Added),
                ("p", WorktreeChangeKind.Added),
                ("s/.git", WorktreeChangeKind.Added),
            ],
            scan.Rescan().Select(change => (change.Path, change.Kind))
        );
        Assert.Empty(scan.Rescan());
    }

    [Fact]
    public void A_change_of_the_same_size_within_the_same_moment_is_seen()
    {
        var scan = Scan();

        for (var i = 0; i < 200; i++)
        {
            File.WriteAllText(folder["tree/a"], $"{(char)('A' + (i % 26))}\n");
            Assert.Equal(["a"], scan.Rescan().Select(change => change.Path));
        }
    }

    [Theory]
    [InlineData("echo x > a; rm b; chmod +x d/c")]
    [InlineData("rm -r d; echo file > d")]
    [InlineData("rm a; mkdir -p a/x; echo y > a/x/z")]
    [InlineData("rm -r d; ln -s /etc d")]
    [InlineData("rm a; ln -s b a")]
    [InlineData("mv d e; mv a d")]
    [InlineData("mkfifo p; mkdir -p s/.git; touch s/.git/config; echo x > n; ln b h")]
    [InlineData("echo staged > kept; rm link; echo more >> mine/file; chmod 600 mine/file")]
    public void Restoring_puts_everything_back_as_it_was(string command)
    {
        var scan = Scan();
        Shell(
            "mkdir mine; echo m > mine/file; chmod 755 mine/file; ln -s mine/file link; echo k > kept; rm d/e/f; echo g > d/e/g; echo changed > d/c"
        );
        scan.Rescan();
        scan.Judged = scan.Current;
        var before = scan.Current;
        var tree = Listing();

        Shell(command);
        scan.Rescan();
        var changed = Listing();
        var trouble = scan.Restore(Snapshot.FromText(before.ToText()));

        Assert.NotEqual(tree, changed);
        Assert.Equal([], trouble);
        Assert.Equal(tree, Listing());
        Assert.Equal(before.ToText(), scan.Current.ToText());
    }

    [Fact]
    public void A_second_process_sees_the_same_state_from_the_names_of_what_differs()
    {
        var scan = Scan();
        Shell("echo x > a; rm b; echo n > new");
        scan.Rescan();

        var resumed = Scan(new HashSet<string>(["a", "b", "new"], StringComparer.Ordinal));

        Assert.Equal(scan.Current.ToText(), resumed.Current.ToText());
    }

    [Fact]
    public void A_shared_folder_is_no_part_of_the_worktree()
    {
        folder.Write("tree/.venv/lib/x.py", "x");
        var scan = Scan(skip: ".venv");

        Shell("echo y >> .venv/lib/x.py");

        Assert.Empty(scan.Rescan());
        Assert.Empty(scan.Current.Differences);
    }

    [Fact]
    public void Snapshots_survive_their_text()
    {
        var scan = Scan();
        Shell("printf x > $'we\"ird\\nname'; chmod 751 a; rm b; ln -s a l; mkfifo p");
        scan.Rescan();

        var text = scan.Current.ToText();

        Assert.Equal(text, Snapshot.FromText(text).ToText());
        Assert.Throws<FormatException>(() => Snapshot.FromText("nothing"));
    }

    private WorktreeScan Scan(IReadOnlySet<string>? differing = null, string? skip = null)
    {
        var files = contents.ToDictionary(
            file => file.Key,
            file => new BaseFile(false, BaseFiles.BlobOf(file.Value)),
            StringComparer.Ordinal
        );
        var scan = new WorktreeScan(
            workspace,
            new BaseFiles(files, path => contents.GetValueOrDefault(path)),
            new ContentFolder(folder["contents"]),
            TimeProvider.System
        )
        {
            Skip = skip is null ? new HashSet<string>() : new HashSet<string>([skip], StringComparer.Ordinal),
        };
        scan.Begin(differing);
        return scan;
    }

    private void Shell(string command) => Output(command);

    private string Listing() =>
        Output("find . -not -name .git -printf '%p %y %m %n %l\\n' | sort; find . -type f -exec sh -c 'cat \"$1\"' _ {} \\; | sort");

    private string Output(string command)
    {
        using var process = Process.Start(
            new ProcessStartInfo("bash", ["-c", command])
            {
                WorkingDirectory = folder["tree"],
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
