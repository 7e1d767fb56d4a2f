using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>
/// A stranger's repository holds programs that are named as those of the host, in its root and in its <c>bin</c>, and PATH leads there.
/// None of them runs on the host, whatever the person types and whatever the model writes.
/// </summary>
public sealed class PlantedPrograms
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] Names =
    [
        "git",
        "sh",
        "bash",
        "gh",
        "bwrap",
        "rm",
        "nsenter",
        "unshare",
        "kill",
        "python3",
        "perl",
        "ssh",
        "gpg",
        "less",
        "cat",
        "env",
        "git-remote-https",
        "git-credential-theirs",
    ];

    [Fact]
    public async Task Looking_at_a_strangers_repository_runs_none_of_its_programs()
    {
        using var place = Plant();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        string[][] commands =
        [
            ["--version"],
            ["status"],
            ["doctor"],
            ["init", "--help"],
            ["tasks", "list", "tasks.md"],
            ["agents", "list"],
            ["inbox"],
            ["clean"],
            ["run", "tasks.md", "--dry-run"],
            ["-C", place.Project.Root, "status"],
        ];
        foreach (var command in commands)
        {
            await place.Ashlar(command).Knowing(server).RunAsync();
            await place.Ashlar(command).Knowing(server).In(place.Project.Beside("elsewhere")).RunAsync();
        }

        place.AssertNothingRan();
        place.AssertTheyWouldBeSeen();
    }

    [Theory]
    [InlineData("--no-color")]
    [InlineData("--in-place")]
    public async Task Nor_does_a_run_with_push_pull_request_and_notice_and_what_follows_it(params string[] options)
    {
        using var place = Plant();
        var gh = place.Outside("gh", $"echo \"$PATH\" > {place.Project.Beside("gh.path")}");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("printf '#!/bin/sh\\n' > git; chmod 755 git; cp git sh; cp git bwrap"),
                Say.Write("a.txt", "a\n"),
                Report("a.txt")
            )
            .Then("2", Say.Write("b.txt", "b\n"), Say.Report(["b.txt"]))
            .ServeAsync();

        var run = await place
            .Ashlar(["run", "tasks.md", "--trust", "--branch", "work", "--push", "--pull-request", .. options])
            .With("PATH", place.SearchPath(gh))
            .Asking(server)
            .EndsWithAsync(0);
        var id = place.Project.Runs[0];
        foreach (var command in new[] { $"report {id}", $"diff {id}", $"logs {id}", $"replay {id}", $"undo {id}", "clean --all", "status" })
        {
            await place.Ashlar(command.Split(' ')).Knowing(server).RunAsync();
        }

        place.AssertNothingRan();
        Assert.Contains("no program is taken from", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(place.Project.Beside("noticed")), "the notice itself was not run");
        var path = File.ReadAllText(place.Project.Beside("gh.path")).Trim();
        Assert.DoesNotContain(place.Project.Root, path, StringComparison.Ordinal);
        Assert.DoesNotContain("::", $":{path}:", StringComparison.Ordinal);
        place.AssertTheyWouldBeSeen();
    }

    [Fact]
    public async Task Git_that_is_missing_or_too_old_is_said_with_what_helps()
    {
        using var place = Plant();
        var old = place.Outside("git", "echo git version 2.10.1");
        foreach (var (path, code) in new[] { (Path.GetDirectoryName(old)!, "git.old"), (place.Project.Beside("elsewhere"), "git.missing") })
        {
            foreach (var command in new[] { "status --json", "run tasks.md --dry-run --json", "init --json", "trust --json" })
            {
                var result = await place.Ashlar(command.Split(' ')).With("PATH", path).EndsWithAsync(2);

                Assert.Equal(code, result.Json.GetProperty("code").GetString());
                Assert.NotEqual("", result.Json.GetProperty("remedy").GetString());
            }

            await place.Ashlar(["--version"]).With("PATH", path).EndsWithAsync(0);
            await place.Ashlar(["explain", "git.old"]).With("PATH", path).EndsWithAsync(0);
        }
    }

    [Fact]
    public async Task A_state_folder_within_the_repository_is_refused()
    {
        using var place = Plant();
        foreach (var folder in new[] { ".git/state", "state", "." })
        {
            var result = await place
                .Ashlar(["status", "--json"])
                .With("ASHLAR_HOME", Path.Combine(place.Project.Root, folder))
                .EndsWithAsync(2);

            Assert.Equal("state.in-repository", result.Json.GetProperty("code").GetString());
        }
    }

    [Theory]
    [InlineData("run", "tasks.md", "--trust", "--dry-run", "--json")]
    [InlineData("run", "tasks.md", "--trust", "--json")]
    public async Task Without_user_namespaces_a_run_does_not_start_and_says_so(params string[] command)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        string[] without = ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/", "--"];

        var result = await project.Ashlar(command).Asking(server).Through(without).EndsWithAsync(2);

        Assert.Equal("sandbox.missing", result.Json.GetProperty("code").GetString());
        Assert.Contains("user namespaces", result.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        await project
            .Ashlar("run", "tasks.md", "--trust", "--dry-run")
            .Asking(server)
            .Through("bwrap", "--dev-bind", "/", "/", "--")
            .EndsWithAsync(0);
    }

    private static ScriptedAnswer Report(params string[] created) => Say.Report([.. created, "sh", "bwrap"], ["git"]);

    private static Planted Plant() => new();

    /// <summary>The repository.</summary>
    private sealed class Planted : IDisposable
    {
        public Planted()
        {
            Project = Project.TwoTasks();
            Directory.CreateDirectory(Project.Beside("elsewhere"));
            File.CreateSymbolicLink(Project.Beside("linked"), Path.Combine(Project.Root, "bin"));
            Project.Write(
                ".ashlar/config.yaml",
                $"gates:\n  - {{name: check, run: /usr/bin/test ! -e broken}}\nnotify: \"touch {Project.Beside("noticed")}; ssh -V; rm -f nothing\"\n"
            );
            foreach (var name in Names.SelectMany(name => new[] { $"bin/{name}", $"node_modules/.bin/{name}" }))
            {
                Project.Write(name, Mark(name));
                File.SetUnixFileMode(Path.Combine(Project.Root, name), Executable);
            }

            foreach (var name in Names.Where(name => name is not ("sh" or "bwrap")))
            {
                Project.Write(name, Mark(name));
                File.SetUnixFileMode(Path.Combine(Project.Root, name), Executable);
            }

            Project.Commit("Programs");
            Project.Git("init", "--quiet", "--bare", Project.Beside("remote.git"));
            Project.Git("remote", "add", "origin", Project.Beside("remote.git"));
        }

        public Project Project { get; }

        private string Marks => Project.Beside("marks");

        public AshlarCommand Ashlar(IReadOnlyList<string> arguments) => Project.Ashlar(arguments).With("PATH", SearchPath());

        public string SearchPath(string? first = null)
        {
            string[] entries =
            [
                .. first is null ? [] : new[] { Path.GetDirectoryName(first)! },
                "",
                ".",
                "bin",
                "./node_modules/.bin",
                Path.Combine(Project.Root, "bin"),
                Path.Combine(Project.Root, "node_modules/.bin"),
                Project.Root,
                Project.Beside("linked"),
            ];
            return $"{string.Join(':', entries)}:{Environment.GetEnvironmentVariable("PATH")}:";
        }

        /// <summary>A program outside of the repository, as people install them.</summary>
        public string Outside(string name, string does)
        {
            var folder = Directory.CreateDirectory(Project.Beside($"own-{name}")).FullName;
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, $"#!/bin/sh\n{does}\n");
            File.SetUnixFileMode(path, Executable);
            return path;
        }

        public void AssertNothingRan() => Assert.False(File.Exists(Marks), File.Exists(Marks) ? File.ReadAllText(Marks) : "");

        public void AssertTheyWouldBeSeen()
        {
            using var program = System.Diagnostics.Process.Start(Path.Combine(Project.Root, "bin", "git"), "status");
            program.WaitForExit();
            Assert.True(File.Exists(Marks), "the planted programs leave no mark at all");
        }

        public void Dispose() => Project.Dispose();

        private string Mark(string name) => $"#!/bin/sh\necho {name} \"$@\" >> {Marks}\n";
    }
}
