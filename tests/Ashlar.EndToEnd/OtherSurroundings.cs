using System.Diagnostics;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Repositories and machines as other people have them.</summary>
public sealed class OtherSurroundings
{
    private const string Gate = "gates:\n  - {name: check, run: test ! -e broken}\n";

    [RootFact]
    public async Task A_repository_of_another_owner_is_told_in_gits_words_and_the_remedy_works()
    {
        using var project = Project.TwoTasks();
        Run(project.Root, "chown", "-R", "12345:12345", project.Root);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var refused = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);
        var resumed = await project.Ashlar("resume").EndsWithAsync(2);
        var settings = project.Beside("gitconfig");
        Assert.Contains($"git config --global --add safe.directory {project.Root}", refused.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(settings, $"[safe]\n\tdirectory = {project.Root}\n");
        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).With("GIT_CONFIG_GLOBAL", settings).EndsWithAsync(0);

        Assert.Contains("dubious ownership", refused.Error, StringComparison.Ordinal);
        Assert.Contains("dubious ownership", resumed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("git init", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[core]\n\tbare = maybe\n", "bad boolean config value")]
    [InlineData("[core]\n\trepositoryformatversion = 99\n", "repo version")]
    [InlineData("[extensions]\n\tunheard = of\n[core]\n\trepositoryformatversion = 1\n", "unheard")]
    public async Task Whatever_hinders_git_is_told_in_its_words(string config, string words)
    {
        using var project = Project.TwoTasks();
        await File.AppendAllTextAsync(Path.Combine(project.Root, ".git", "config"), config);

        var result = await project.Ashlar("run", "tasks.md", "--trust").EndsWithAsync(2);

        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("git init", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submodules_are_filled_from_the_checkout_without_network_and_stay_as_they_are()
    {
        using var library = Project.With(("lib.txt", "value\n"));
        using var project = Project.TwoTasks((".ashlar/config.yaml", "gates:\n  - {name: check, run: grep -q value vendor/lib/lib.txt}\n"));
        project.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.Root, "vendor/lib");
        project.Commit("A library");
        Directory.Move(library.Root, library.Root + ".gone");
        // Gates are tried on the same files before anything is paid.
        var tried = await project.Ashlar("gates", "--trust").EndsWithAsync(0);
        Assert.Contains("check  green", tried.Out, StringComparison.Ordinal);
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("cat vendor/lib/lib.txt; git status --short"),
                Say.Read("vendor/lib/lib.txt"),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("\nvalue", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("vendor", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("value", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal(project.Git("rev-parse", "main:vendor/lib"), project.Git("rev-parse", "work:vendor/lib"));
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    [Fact]
    public async Task A_submodule_that_is_not_there_is_said()
    {
        using var library = Project.With(("lib.txt", "value\n"));
        using var project = Project.TwoTasks();
        project.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.Root, "vendor/lib");
        project.Commit("A library");
        project.Git("submodule", "--quiet", "deinit", "--force", "--all");
        Directory.Delete(Path.Combine(project.Root, ".git", "modules"), recursive: true);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Contains("git submodule update --init", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("husky", ".husky/pre-commit")]
    [InlineData("pre-commit", ".pre-commit-config.yaml")]
    [InlineData("lefthook", "lefthook.yml")]
    [InlineData("hooksPath", "hooks/pre-commit")]
    [InlineData("installed", ".git/hooks/commit-msg")]
    public async Task Hooks_are_said_in_one_line_at_the_start_and_are_no_longer_once_a_gate_runs_them(string kind, string place)
    {
        using var project = Project.TwoTasks(kind is "installed" ? [] : [(place, "exit 0\n")]);
        if (kind is "hooksPath")
        {
            project.Git("config", "core.hooksPath", "hooks");
        }

        if (kind is "installed" or "hooksPath")
        {
            project.Write(place, "#!/bin/sh\ntouch \"$(git rev-parse --show-toplevel)/ran\"\nexit 1\n");
            File.SetUnixFileMode(Path.Combine(project.Root, place), (UnixFileMode)0b111_101_101);
            project.Git("commit", "--quiet", "--no-verify", "--allow-empty", "-am", "Hook");
        }

        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var line = Assert.Single(result.Error.Split('\n'), one => one.Contains("has hooks", StringComparison.Ordinal));
        Assert.Contains(place, line, StringComparison.Ordinal);
        Assert.Contains("name: hooks, run: ", line, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(project.Root, "ran")));
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));

        if (kind is "husky")
        {
            using var gated = Project.TwoTasks(
                (place, "exit 0\n"),
                (".ashlar/config.yaml", Gate + "  - {name: hooks, run: sh .husky/pre-commit}\n")
            );
            await using var again = await Script.OfTwoTasks().ServeAsync();
            var silent = await gated.Ashlar("run", "tasks.md", "--trust").Asking(again).EndsWithAsync(0);
            Assert.DoesNotContain("has hooks", silent.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("feature", "feature/x")]
    [InlineData("work/deep/down", "work")]
    [InlineData("work/deep/down", "work/deep")]
    public async Task A_branch_that_another_is_in_the_way_of_is_told_before_anything_starts(string other, string wanted)
    {
        using var project = Project.TwoTasks();
        project.Git("branch", other);

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", wanted).EndsWithAsync(2);

        Assert.Contains($"there can be no branch {wanted} beside the branch {other}", result.Error, StringComparison.Ordinal);
        Assert.Contains("--branch", result.Error, StringComparison.Ordinal);
        Assert.Empty(project.Runs);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("@")]
    [InlineData("FETCH_HEAD")]
    [InlineData("x/HEAD")]
    [InlineData("refs/heads/x")]
    [InlineData("0123456789012345678901234567890123456789")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("x.lock")]
    public async Task Odd_names_of_branches_are_refused(string name)
    {
        using var project = Project.TwoTasks();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", name).EndsWithAsync(2);

        Assert.Contains("is not a name for a branch", result.Error, StringComparison.Ordinal);
        Assert.Equal("refs/heads/main", project.Git("for-each-ref", "--format=%(refname)"));
    }

    [Fact]
    public async Task A_repository_that_was_moved_is_told_and_moving_it_back_helps()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Escalate("question", "Which letter?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        await project.Ashlar("answer", run, "E1", "a").EndsWithAsync(0);
        var moved = project.Beside("moved");
        Directory.Move(project.Root, moved);

        foreach (var command in new[] { "resume", "diff", "undo" })
        {
            var elsewhere = await project.Ashlar(command, run).In("/").Knowing(server).EndsWithAsync(2);
            var there = await project.Ashlar(command, run, "-C", moved).In("/").Knowing(server).EndsWithAsync(2);

            Assert.Contains($"no longer at {project.Root}", elsewhere.Out + elsewhere.Error, StringComparison.Ordinal);
            Assert.Contains($"mv {moved} {project.Root}", there.Error, StringComparison.Ordinal);
        }

        foreach (var command in new[] { "status", "report", "logs" })
        {
            await project.Ashlar(command, run).In("/").EndsWithAsync(0);
        }

        Directory.CreateDirectory(project.Root);
        var empty = await project.Ashlar("resume", run).In("/").Knowing(server).EndsWithAsync(2);
        Assert.Contains(project.Root, empty.Error, StringComparison.Ordinal);
        Directory.Delete(project.Root);
        Directory.Move(moved, project.Root);
        await project.Ashlar("resume", run).In("/").Knowing(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task Links_inside_the_repository_are_followed_and_others_name_their_target()
    {
        using var project = Project.TwoTasks(("AGENTS.md", "Rules of the house\n"), ("docs/guide.md", "A guide\n"));
        Link(project, "CLAUDE.md", "AGENTS.md");
        Link(project, "manual", "docs");
        Link(project, "docs/up", "../AGENTS.md");
        Link(project, "out", "/etc/hostname");
        Link(project, "round", "round");
        project.Commit("Links");
        await using var server = await Script
            .Of(
                "1",
                Say.Read("CLAUDE.md"),
                Say.Read("manual/guide.md"),
                Say.Read("manual/up"),
                Say.Read("out"),
                Say.Read("round"),
                Say.Write("manual/new.md", "x"),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.Contains("Rules of the house", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("A guide", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("Rules of the house", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Contains("/etc/hostname", server.Requests[4].LastResultText, StringComparison.Ordinal);
        Assert.True(server.Requests[5].LastToolResults[0].IsError);
        Assert.Contains("docs/new.md", server.Requests[6].LastResultText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_what_may_not_be_read_shows_nothing_of_it()
    {
        using var project = Project.TwoTasks(
            ("private/plan.md", "The hidden plan\n"),
            (".ashlar/config.yaml", Gate + "scope: {hide: [\"private/**\"]}\n")
        );
        Link(project, "plan.md", "private/plan.md");
        project.Commit("A link");
        await using var server = await Script.Of("1", Say.Read("plan.md"), Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);

        Assert.DoesNotContain("The hidden plan", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.True(server.Requests[1].LastToolResults[0].IsError);
    }

    [Fact]
    public async Task Installed_packages_that_a_rule_hides_are_kept_from_readers_and_not_from_gates()
    {
        using var project = Project.TwoTasks(
            (".gitignore", "node_modules/\n"),
            ("package.json", "{\"name\": \"app\"}\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test -f node_modules/thing/index.js && test ! -e private}\n"),
            ("private/plan.md", "The hidden plan\n"),
            (".claude/agents/dev.md", "---\nname: dev\n---\nDo not read `node_modules/`, it is huge. Never read `private/`.\n")
        );
        project.Write("node_modules/thing/index.js", "thing\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Read("node_modules/thing/index.js"),
                Say.Bash("cat node_modules/thing/index.js private/plan.md"),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        var run = await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--agent", "dev").Asking(server).EndsWithAsync(0);

        Assert.Contains("commands and gates see node_modules although a rule hides it", run.Error, StringComparison.Ordinal);
        Assert.True(server.Requests[1].LastToolResults[0].IsError);
        Assert.Contains("thing", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("The hidden plan", server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_scope_the_runners_caches_lie_elsewhere_and_do_not_complain()
    {
        using var project = Project.TwoTasks(
            ("test_a.py", "def test_a():\n    assert False\n"),
            (".ashlar/config.yaml", Gate + "scope: {allow: [\"src/**\"]}\n")
        );
        project.Write("tasks.md", "# Tasks\n\n- [ ] Write src/a.txt\n").Commit("One task");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("python3 -m pytest -q 2>&1 | tail -n 40"),
                Say.Bash("python3 -m pytest -q -o cache_dir=.pytest_cache 2>&1 | tail -n 40"),
                Say.Write("src/a.txt", "a\n"),
                Say.Done("src/a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Contains("1 failed", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("CacheWarning", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("CacheWarning", server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_up_command_that_fails_shows_what_it_said()
    {
        using var project = Project.TwoTasks(
            (
                ".ashlar/config.yaml",
                Gate + "setup:\n  - {run: \"echo Collecting things; echo No matching distribution for nonesuch >&2; exit 3\"}\n"
            )
        );
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("Collecting things", result.Error, StringComparison.Ordinal);
        Assert.Contains("No matching distribution for nonesuch", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_application_is_refused_since_nothing_would_come_of_it()
    {
        using var project = Project.TwoTasks((".ashlar/config.yaml", Gate + "application: {run: python3 -m http.server}\n"));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("application", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [ProgramsFact("ssh-keygen")]
    public async Task Commits_are_signed_with_the_users_key_also_after_a_crash()
    {
        using var project = Project.TwoTasks((".ashlar/config.yaml", Gate + "commit: {sign: true}\n"));
        var key = project.Beside("key");
        Run(project.Root, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada@example.org", "-f", key);
        var signers = project.Beside("signers");
        await File.WriteAllTextAsync(signers, $"ada@example.org {await File.ReadAllTextAsync(key + ".pub")}");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var without = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("HOME", project.Beside("nobody"))
            .EndsWithAsync(2);
        project.Git("config", "gpg.format", "ssh");
        project.Git("config", "user.signingKey", key + ".pub");
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var at = project.Journal().Entries.ToList().FindIndex(entry => entry.GetProperty("type").GetString() is "commit.created");

        Assert.Contains("sign: false", without.Error, StringComparison.Ordinal);
        Assert.Equal(2, project.Hashes("work").Count);
        foreach (var hash in project.Hashes("work"))
        {
            project.Git("-c", $"gpg.ssh.allowedSignersFile={signers}", "verify-commit", hash);
        }

        using var other = Project.TwoTasks((".ashlar/config.yaml", Gate + "commit: {sign: true}\n"));
        other.Git("config", "gpg.format", "ssh");
        other.Git("config", "user.signingKey", key + ".pub");
        await using var again = await Script.OfTwoTasks().ServeAsync();
        await other
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(again)
            .With("ASHLAR_FAILPOINT", $"{at}")
            .EndsWithAsync(137);
        await other.Ashlar("resume").Knowing(again).EndsWithAsync(0);
        Assert.Equal(["1", "2"], other.Trailers("work", "Ashlar-Task"));
        Assert.All(
            other.Hashes("work"),
            hash => Assert.Contains("gpgsig", other.Git("cat-file", "commit", hash), StringComparison.Ordinal)
        );
    }

    [ProgramsFact("ssh-keygen")]
    public async Task A_program_that_only_the_repository_names_signs_nothing()
    {
        using var project = Project.TwoTasks((".ashlar/config.yaml", Gate + "commit: {sign: true}\n"));
        var key = project.Beside("key");
        Run(project.Root, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        var planted = project.Beside("planted");
        await File.WriteAllTextAsync(planted, $"#!/bin/sh\ntouch {planted}.ran\nexit 1\n");
        File.SetUnixFileMode(planted, (UnixFileMode)0b111_101_101);
        project.Git("config", "gpg.format", "ssh");
        project.Git("config", "user.signingKey", key + ".pub");
        project.Git("config", "gpg.ssh.program", planted);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.False(File.Exists(planted + ".ran"));
        Assert.Contains("gpgsig", project.Git("cat-file", "commit", "work"), StringComparison.Ordinal);
    }

    private static void Link(Project project, string path, string target) =>
        File.CreateSymbolicLink(Path.Combine(project.Root, path), target);

    private static void Run(string directory, params string[] words)
    {
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = directory,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Places.Isolate(start.Environment);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {error}");
    }
}
