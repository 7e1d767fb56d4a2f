using System.Diagnostics;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class FolderRemovalTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Names_that_are_no_text_and_folders_without_rights_are_no_hindrance()
    {
        Bash(
            "mkdir -p a/shut/below && touch a/shut/below/file && d=$(printf 'a/d\\351') && mkdir -p \"$d/x\" && echo y > \"$d/x/$(printf '\\377')\" && mkfifo a/pipe && chmod 000 a/shut/below a/shut && chmod 500 a"
        );

        FolderRemoval.Delete(folder["a"]);

        Assert.Equal("", Bash("ls -A"));
    }

    [Fact]
    public void Nothing_that_a_link_leads_to_is_touched()
    {
        Bash(
            "mkdir -p out/deep a/b && echo kept > out/file && chmod 500 out/deep && ln -s ../../out a/b/link && ln -s $PWD/out/file a/file && ln out/file a/hard && ln -s out entry"
        );
        var before = Bash("find out -printf '%p %m %n %T@\\n' | sort");

        FolderRemoval.Delete(folder["a"]);
        FolderRemoval.Delete(folder["entry"]);

        Assert.Equal("out\n", Bash("ls"));
        Assert.Equal(before.Replace("644 2", "644 1", StringComparison.Ordinal), Bash("find out -printf '%p %m %n %T@\\n' | sort"));
        Bash("chmod 700 out/deep");
    }

    [Fact]
    public void A_tree_of_any_depth_and_a_folder_of_many_entries_go()
    {
        Bash(
            "mkdir -p a/many && cd a && python3 -c 'import os\nfor i in range(10000):\n    os.mkdir(\"dddddddd\"); os.chdir(\"dddddddd\")\nopen(\"f\", \"w\")' && cd many && seq 20000 | xargs touch && seq -f 'd%g' 3000 | xargs mkdir && seq -f 'd%g/f' 3000 | xargs touch"
        );

        FolderRemoval.Delete(folder["a"]);

        Assert.False(Directory.Exists(folder["a"]));
    }

    [Fact]
    public void While_folders_are_swapped_for_links_nothing_outside_is_removed()
    {
        Bash("mkdir out && for i in $(seq 50); do echo kept > out/f$i; done");
        for (var round = 0; round < 5; round++)
        {
            Bash("mkdir a && for i in $(seq 50); do mkdir -p a/d$i/e; for j in $(seq 5); do : > a/d$i/e/f$j; done; done");
            using var swapping = Process.Start(
                new ProcessStartInfo(
                    "bash",
                    ["-c", "for i in $(seq 50); do mv -T a/d$i/e a/d$i/g && ln -s ../../out a/d$i/e; done 2>/dev/null"]
                )
                {
                    WorkingDirectory = folder.Path,
                }
            )!;
            try
            {
                FolderRemoval.Delete(folder["a"]);
            }
            catch (IOException)
            {
                // Trouble is allowed here; harm is not.
            }

            swapping.WaitForExit();
            FolderRemoval.Delete(folder["a"]);
        }

        Assert.Equal("50\n", Bash("ls out | wc -l"));
    }

    private string Bash(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }
}
