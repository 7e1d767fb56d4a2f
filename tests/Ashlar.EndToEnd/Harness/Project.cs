using System.Diagnostics;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Harness;

/// <summary>A git repository in a temporary folder, with a state folder of its own, in which the real program is started.</summary>
internal sealed class Project : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Project()
    {
        Directory.CreateDirectory(Root);
        Git("init", "--quiet", "--initial-branch=main");
        Git("config", "user.name", "Ada Lovelace");
        Git("config", "user.email", "ada@example.org");
    }

    /// <summary>The checkout.</summary>
    public string Root => folder["project"];

    /// <summary>What ASHLAR_HOME names.</summary>
    public string Home => folder["state"];

    /// <summary>A path beside the repository.</summary>
    public string Beside(string name) => folder[name];

    /// <summary>A committed copy of one of the projects in <c>examples/</c>.</summary>
    public static Project Example(string name)
    {
        var project = new Project();
        CopyAll(Path.Combine(Places.Examples, name), project.Root);
        return project.Commit("The example");
    }

    /// <summary>A repository with these files, committed.</summary>
    public static Project With(params IReadOnlyList<(string Path, string Text)> files)
    {
        var project = new Project();
        foreach (var (path, text) in files)
        {
            project.Write(path, text);
        }

        return files.Count == 0 ? project : project.Commit("Start");
    }

    /// <summary>Two tasks in a plain list and one gate, which is red while a file named <c>broken</c> is there.</summary>
    public static Project TwoTasks(params IReadOnlyList<(string Path, string Text)> files) =>
        With([
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n"),
            .. files,
        ]);

    /// <summary>Writes a file in the checkout.</summary>
    public Project Write(string path, string text)
    {
        folder.Write(Path.Combine("project", path), text);
        return this;
    }

    /// <summary>Commits all that is in the checkout.</summary>
    public Project Commit(string message)
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--message", message);
        return this;
    }

    /// <summary>A file of the checkout.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>A file at a commit or branch.</summary>
    public string Read(string commit, string path) => Git("show", $"{commit}:{path}");

    /// <summary>What git prints, without the last line end; it must succeed.</summary>
    public string Git(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Places.Isolate(start.Environment);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {error.Result}");
        return output.TrimEnd('\n');
    }

    /// <summary>The subjects of a branch's commits since main, oldest first.</summary>
    public IReadOnlyList<string> Subjects(string branch) => Lines(Git("log", "--reverse", "--format=%s", $"main..{branch}"));

    /// <summary>A trailer of each of a branch's commits since main, oldest first; empty where a commit has none.</summary>
    public IReadOnlyList<string> Trailers(string branch, string name) =>
        [.. Hashes(branch).Select(hash => Git("log", "-1", $"--format=%(trailers:key={name},valueonly)", hash).Trim())];

    /// <summary>A branch's commits since main, oldest first.</summary>
    public IReadOnlyList<string> Hashes(string branch) => Lines(Git("log", "--reverse", "--format=%H", $"main..{branch}"));

    /// <summary>A command of the program, to be completed and run.</summary>
    public AshlarCommand Ashlar(params IReadOnlyList<string> arguments) => new(this, arguments);

    /// <summary>The runs of this project's state folder, by folder name, oldest first.</summary>
    public IReadOnlyList<string> Runs =>
        Directory.Exists(Path.Combine(Home, "runs"))
            ?
            [
                .. Directory
                    .GetDirectories(Path.Combine(Home, "runs"))
                    .Order(StringComparer.Ordinal)
                    .Select(path => Path.GetFileName(path)!),
            ]
            : [];

    /// <summary>The journal of the only run.</summary>
    public RunJournal Journal() => RunJournal.Read(Path.Combine(Home, "runs", Assert.Single(Runs), "journal.jsonl"));

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.Split('\n');

    private static void CopyAll(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
