using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>A project whose list holds the value, with a remote and a fake <c>gh</c>.</summary>
internal sealed class SpokenProject : IDisposable
{
    private const string Agent = "You implement. When green, call `commit_and_push`.\n";
    private readonly string path;

    /// <summary>A project in which the value is a secret or is not.</summary>
    public SpokenProject(string value, bool isSecret, string more = "")
    {
        Project = Project.With();
        Project
            .Write("tasks.md", $"# Tasks\n\nTicket: {value}\n\n- [ ] Write src/a.txt for {value}\n  - Acceptance: {value} works\n")
            .Write(".gitignore", ".ashlar/secrets.env\n")
            .Write("notes.md", $"It is {value}.\n")
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: \"true\"}\n" + (isSecret ? "env: {TOKEN: {secret: TOKEN}}\n" : "") + more
            )
            .Commit("Start");
        if (isSecret)
        {
            Project.Write(".ashlar/secrets.env", $"TOKEN='{value}'\n");
            File.SetUnixFileMode(Path.Combine(Project.Root, ".ashlar/secrets.env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(Project.Beside("agent.md"), Agent);
        Project.Git("init", "--quiet", "--bare", Project.Beside("remote.git"));
        Project.Git("remote", "add", "origin", Project.Beside("remote.git"));
        var folder = Directory.CreateDirectory(Project.Beside("bin")).FullName;
        var gh = Path.Combine(folder, "gh");
        File.WriteAllText(gh, $"#!/bin/sh\necho \"$@\" > {PullRequestPath}\nfor last; do :; done\ncat \"$last\" >> {PullRequestPath}\n");
        File.SetUnixFileMode(gh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        path = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    /// <summary>The repository.</summary>
    public Project Project { get; }

    /// <summary>The messages of the commits on the branch.</summary>
    public string Messages => Project.Git("log", "work", "--format=%B");

    /// <summary>What <c>gh</c> was told.</summary>
    public string PullRequest => File.Exists(PullRequestPath) ? File.ReadAllText(PullRequestPath) : "";

    private string PullRequestPath => Project.Beside("gh.seen");

    /// <summary>A command that finds the fake <c>gh</c>.</summary>
    public AshlarCommand Ashlar(params string[] arguments) => Project.Ashlar(arguments).With("PATH", path);

    /// <summary>The places where a value is seen.</summary>
    public IEnumerable<string> Places(ScriptedModelServer server, string value, IReadOnlyList<AshlarResult> shown)
    {
        var scan = new SecretScan(value);
        var found = new List<(string Place, bool Seen)>
        {
            ("requests", server.Requests.Any(request => scan.Finds(request.Bytes))),
            ("commits", scan.Finds(Messages)),
            ("pull request", scan.Finds(PullRequest)),
            ("console", shown.Any(result => scan.Finds(result.Out) || scan.Finds(result.Error))),
        };
        found.AddRange(
            Directory
                .EnumerateFiles(Path.Combine(Project.Home, "runs"), "*", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/scratch/", StringComparison.Ordinal))
                .Select(file => (Path.GetFileName(file), scan.Finds(File.ReadAllBytes(file))))
        );
        return found.Where(place => place.Seen).Select(place => place.Place);
    }

    /// <inheritdoc />
    public void Dispose() => Project.Dispose();
}
