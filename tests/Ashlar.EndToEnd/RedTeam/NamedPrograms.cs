using System.Diagnostics;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>
/// Git runs programs that its configuration and its environment name. Those of the user and the system hold; what the repository names,
/// or what lies in it, is run by nothing that Ashlar starts, at a push either.
/// </summary>
public sealed class NamedPrograms : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // These say where the repository is or what is pushed where, so that a wrong value ends everything before a program could run.
    private static readonly string[] Places =
    [
        "core.worktree",
        "core.bare",
        "remote.origin.url",
        "remote.origin.pushurl",
        "remote.origin.push",
        "remote.origin.fetch",
        "remote.origin.mirror",
        "url.origin.insteadof",
        "url.origin.pushinsteadof",
        "remote.origin.vcs",
        "core.repositoryformatversion",
        "user.name",
        "user.email",
    ];

    private readonly Project project = Project.TwoTasks();

    public NamedPrograms()
    {
        Directory.CreateDirectory(project.Beside("marks"));
        project.Git("init", "--quiet", "--bare", project.Beside("remote.git"));
        project.Git("remote", "add", "origin", project.Beside("remote.git"));
    }

    [Fact]
    [Trait("case", "PATH-025")]
    [Trait("case", "INJ-009")]
    public async Task Nothing_that_the_repositorys_own_configuration_names_is_run()
    {
        var evil = Mark(project.Beside("evil"), "evil");
        var keys = Settable(evil);
        Assert.True(keys.Count > 200, $"only {keys.Count} settings of git are tried");
        Assert.Contains("core.sshcommand", keys);
        foreach (var key in keys)
        {
            File.AppendAllText(Path.Combine(project.Root, ".git", "config"), Section(key, evil));
        }

        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push").Asking(server).EndsWithAsync(0);
        foreach (var command in new[] { "report", "diff", "logs", "status", "replay", "doctor" })
        {
            await project.Ashlar(command).Knowing(server).RunAsync();
        }

        Assert.Equal([], Marks);
        Assert.Equal(project.Git("rev-parse", "work"), Remote("work"));
        Assert.Equal(project.Git("rev-parse", "work"), project.Git("rev-parse", "refs/remotes/origin/work"));
    }

    [Theory]
    [InlineData("receivepack", "EVIL")]
    [InlineData("vcs", "ext")]
    public async Task Nor_is_what_it_names_to_push_by(string name, string value)
    {
        var evil = Mark(project.Beside("evil"), "evil");
        project.Git("config", $"remote.origin.{name}", value.Replace("EVIL", evil, StringComparison.Ordinal));
        project.Git("config", "protocol.ext.allow", "always");
        if (name == "vcs")
        {
            project.Git("remote", "set-url", "origin", evil);
        }

        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push").Asking(server).RunAsync();

        Assert.Equal([], Marks);
        Plain(project.Root, [], "git", "push", "origin", "work:refs/heads/by-hand");
        Assert.Equal(["evil"], Marks);
    }

    [Theory]
    [InlineData("GIT_SSH_COMMAND", "./tools/ssh")]
    [InlineData("GIT_SSH_COMMAND", "sh -c 'exec tools/ssh'")]
    [InlineData("GIT_SSH", "tools/ssh")]
    [InlineData("GIT_SSH", "ROOT/tools/ssh")]
    [InlineData("GIT_SSH", "LINKED")]
    [InlineData("PATH", "BIN:/usr/bin:/bin")]
    [InlineData("GIT_CONFIG_GLOBAL", "ROOT/tools/config")]
    [InlineData("HOME", "ROOT/tools/home")]
    public async Task No_ssh_of_the_repository_is_run_however_it_is_named(string name, string value)
    {
        Directory.CreateDirectory(project.Beside("bin"));
        Mark(Path.Combine(project.Root, "tools", "ssh"), "theirs");
        project.Write("tools/config", $"[core]\n\tsshCommand = {project.Root}/tools/ssh\n[user]\n\tname = A\n\temail = a@example.org\n");
        project.Write("tools/home/.gitconfig", $"[core]\n\tsshCommand = {project.Root}/tools/ssh\n");
        project.Git("config", "user.name", "A");
        project.Git("config", "user.email", "a@example.org");
        project.Commit("Tools");
        File.CreateSymbolicLink(project.Beside("bin/ssh"), Path.Combine(project.Root, "tools", "ssh"));
        project.Git("remote", "set-url", "origin", "ssh://git@127.0.0.1:9/a.git");
        value = value
            .Replace("ROOT", project.Root, StringComparison.Ordinal)
            .Replace("LINKED", project.Beside("bin/ssh"), StringComparison.Ordinal)
            .Replace("BIN", project.Beside("bin"), StringComparison.Ordinal);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var run = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push")
            .Asking(server)
            .With(name, value)
            .EndsWithAsync(1);

        Assert.Contains("origin could not be pushed to: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("the repository exists", run.Error, StringComparison.Ordinal);
        Assert.Equal([], Marks);
        Plain(project.Root, [(name, value)], "git", "push", "origin", "work:refs/heads/by-hand");
        Assert.Equal(["theirs"], Marks);
    }

    [Theory]
    [InlineData("GIT_SSH_COMMAND", "OWN -i ~/.ssh/id")]
    [InlineData("GIT_SSH", "OWN")]
    [InlineData("GIT_CONFIG_GLOBAL", "CONFIG")]
    public async Task The_users_own_ssh_is(string name, string value)
    {
        var own = Mark(project.Beside("own-ssh"), "own");
        File.WriteAllText(
            project.Beside("config"),
            $"[includeIf \"gitdir:{project.Root}/\"]\n\tpath = included\n[user]\n\tname = A\n\temail = a@example.org\n"
        );
        File.WriteAllText(project.Beside("included"), $"[core]\n\tsshCommand = {own}\n");
        project.Git("remote", "set-url", "origin", "ssh://git@127.0.0.1:9/a.git");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push")
            .Asking(server)
            .With(
                name,
                value.Replace("OWN", own, StringComparison.Ordinal).Replace("CONFIG", project.Beside("config"), StringComparison.Ordinal)
            )
            .EndsWithAsync(1);

        Assert.Equal(["own"], Marks);
    }

    [Theory]
    [InlineData("vendor/remote.git")]
    [InlineData("./vendor/remote.git")]
    [InlineData("file://ROOT/vendor/remote.git")]
    [InlineData("LINKED")]
    public async Task A_remote_within_the_checkout_is_not_pushed_to_since_its_hooks_would_run(string url)
    {
        project.Git("init", "--quiet", "--bare", Path.Combine(project.Root, "vendor/remote.git"));
        Mark(Path.Combine(project.Root, "vendor/remote.git/hooks/pre-receive"), "hook");
        File.CreateSymbolicLink(project.Beside("linked"), Path.Combine(project.Root, "vendor"));
        url = url.Replace("ROOT", project.Root, StringComparison.Ordinal)
            .Replace("LINKED", project.Beside("linked/remote.git"), StringComparison.Ordinal);
        project.Git("remote", "set-url", "origin", url);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var run = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push").Asking(server).EndsWithAsync(1);

        Assert.Contains("so that pushing would run programs from there", run.Error, StringComparison.Ordinal);
        Assert.Equal([], Marks);
        Plain(project.Root, [], "git", "push", "origin", "work:refs/heads/by-hand");
        Assert.Equal(["hook"], Marks);
    }

    public void Dispose() => project.Dispose();

    private string[] Marks =>
        [.. Directory.GetFiles(project.Beside("marks")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string Remote(string branch) => project.Git("--git-dir", project.Beside("remote.git"), "rev-parse", $"refs/heads/{branch}");

    /// <summary>All settings that this git knows by name and that may hold the name of a program.</summary>
    private List<string> Settable(string evil)
    {
        var scratch = project.Beside("scratch");
        project.Git("clone", "--quiet", project.Root, scratch);
        var keys = Plain(scratch, [], "git", "help", "--config")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line.Trim(), "<[^>]*>|\\*", "origin"))
            .Where(key => key.Contains('.', StringComparison.Ordinal) && !key.Contains(' ', StringComparison.Ordinal))
            .Select(key => key.ToLowerInvariant())
            .Concat(["credential.https://127.0.0.1.helper", "filter.lfs.clean", "alias.status", "alias.push"])
            .Except(Places)
            .Distinct(StringComparer.Ordinal)
            .Chunk(10)
            .SelectMany(some =>
                Works(scratch, string.Concat(some.Select(key => Section(key, evil))))
                    ? some
                    : some.Where(key => Works(scratch, Section(key, evil)))
            )
            .ToList();
        Assert.Equal(["evil"], Marks);
        foreach (var mark in Directory.GetFiles(project.Beside("marks")))
        {
            File.Delete(mark);
        }

        return keys;
    }

    /// <summary>Whether git works in a repository with this setting.</summary>
    private static bool Works(string repository, string setting)
    {
        var file = Path.Combine(repository, ".git", "config");
        var before = File.ReadAllText(file);
        File.WriteAllText(file, before + setting);
        const string Work = """
            git log -1 && git status --short && git update-ref refs/heads/probe HEAD && git update-ref -d refs/heads/probe &&
            GIT_INDEX_FILE=.git/probe git read-tree HEAD && git write-tree && git commit-tree -m x HEAD^{tree} && git worktree list &&
            git diff-tree -r -p HEAD HEAD && git cat-file -t HEAD && echo x | git hash-object -w --stdin && git ls-files -s && git read-tree -u --reset HEAD
            """;
        var works = Status(repository, "sh", "-c", Work.ReplaceLineEndings(" ")) == 0;
        File.WriteAllText(file, before);
        return works;
    }

    private static string Section(string key, string value)
    {
        var (first, last) = (key.IndexOf('.', StringComparison.Ordinal), key.LastIndexOf('.'));
        var subsection = last > first ? $" \"{key[(first + 1)..last]}\"" : "";
        return $"[{key[..first]}{subsection}]\n\t{key[(last + 1)..]} = {value}\n";
    }

    private string Mark(string path, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\ntouch {project.Beside("marks")}/{name}\nexit 1\n");
        File.SetUnixFileMode(path, Executable);
        return path;
    }

    private static int Status(string folder, string program, params IReadOnlyList<string> arguments)
    {
        using var process = Start(folder, [], program, arguments);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string Plain(
        string folder,
        IReadOnlyList<(string Name, string Value)> environment,
        string program,
        params IReadOnlyList<string> arguments
    )
    {
        using var process = Start(folder, environment, program, arguments);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static Process Start(
        string folder,
        IReadOnlyList<(string Name, string Value)> environment,
        string program,
        IReadOnlyList<string> arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
