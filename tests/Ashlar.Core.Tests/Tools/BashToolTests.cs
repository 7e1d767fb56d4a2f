using Ashlar.Core.Agents;
using Ashlar.Core.Tools;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class BashToolTests
{
    private static AgentScope AppOnly { get; } = new() { Allow = [new ScopePattern("app/**", 3)] };

    [Fact]
    public async Task The_first_line_says_how_it_ended_and_what_changed()
    {
        using var room = new ToolRoom().With("a", "1\n").With("b", "2\n");

        var answer = await room.Bash("echo out; echo err >&2; echo more >> a; rm b; echo new > c; exit 3");

        var lines = answer.Text.Split('\n');
        Assert.Matches("^exit 3 · [0-9]+\\.[0-9] s · changed: a, b \\(deleted\\), c$", lines[0]);
        Assert.Equal(["out", "err"], lines[1..]);
        Assert.True(answer.IsError);
        Assert.Equal(
            [new FilesChanged(["a", "b", "c"])],
            answer.Effects.OfType<FilesChanged>().Select(effect => effect with { By = null }),
            ByPaths
        );
    }

    [Theory]
    [InlineData(false, "exit 0")]
    [InlineData(true, "exit 1")]
    public async Task What_a_command_with_a_secret_leaves_in_its_folders_is_not_there_for_the_next(bool givesSecrets, string second)
    {
        using var room = new ToolRoom();
        room.Context = room.Context with { GivesSecrets = givesSecrets };

        var first = await room.Bash("echo left > \"$TMPDIR/left\"");
        var next = await room.Bash("cat \"$TMPDIR/left\"");

        Assert.StartsWith("exit 0", first.Text, StringComparison.Ordinal);
        Assert.StartsWith(second, next.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_is_empty_for_each_command_so_that_no_start_up_file_lasts()
    {
        using var room = new ToolRoom();

        var first = await room.Bash(
            "mkdir -p ~/.config/git \"$XDG_DATA_HOME\" \"$XDG_STATE_HOME\" && for f in .bashrc .bash_profile .profile .npmrc .gitconfig .ashlar-env; do echo 'export LASTS=yes' > ~/$f; done; ls -A ~"
        );
        var next = await room.Bash("ls -A ~; bash -lic 'echo \"[$LASTS]\"'; echo \"[$BASH_ENV$ENV]\"; ls -A \"$XDG_CONFIG_HOME\"");

        Assert.Contains(".npmrc", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(".", string.Concat(next.Text.Split('\n')[1..].Where(line => line.StartsWith('.'))), StringComparison.Ordinal);
        Assert.Contains("[]\n[]", next.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_working_directory_lasts_and_the_environment_does_not()
    {
        using var room = new ToolRoom().With("app/deep/x", "x\n");

        _ = await room.Bash("cd app/deep && export KEPT=yes");
        var second = await room.Bash("pwd; echo \"KEPT=$KEPT\"");
        var failed = await room.Bash("cd ..; exit 7");
        var third = await room.Bash("pwd");
        var away = await room.Bash("cd /");

        Assert.EndsWith($"\n{room.Root}/app/deep\nKEPT=", second.Text, StringComparison.Ordinal);
        Assert.StartsWith("exit 7", failed.Text, StringComparison.Ordinal);
        Assert.EndsWith($"\n{room.Root}/app", third.Text, StringComparison.Ordinal);
        Assert.EndsWith(
            "(the next command starts in app; a working directory outside the repository does not last)",
            away.Text,
            StringComparison.Ordinal
        );
        Assert.Equal("app", room.Context.Memory.WorkingDirectory);
    }

    [Theory]
    [InlineData("echo 'it'\\''s'; cat <<'X'\nhere $HOME 'q'\nX\necho end", "it's\nhere $HOME 'q'\nend")]
    [InlineData("nosuchprogram", "bash: line 1: nosuchprogram: command not found")]
    [InlineData("true\n\nnosuchprogram", "bash: line 3: nosuchprogram: command not found")]
    [InlineData("echo )", "bash: -c: line 1: syntax error near unexpected token `)'\nbash: -c: line 1: `echo )'")]
    [InlineData("read line; echo \"got:$line\"", "got:")]
    [InlineData("printf 'a\\033[31mred\\033[0m\\033]0;title\\007b\\rover\\n'", "over")]
    public async Task The_line_runs_as_it_was_written(string line, string output)
    {
        using var room = new ToolRoom();

        Assert.Equal(
            output,
            (await room.Bash(line))
                .Text.Split('\n', 2)[1]
                .Replace("/usr/bin/", "", StringComparison.Ordinal)
                .Replace("/bin/", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed()
    {
        using var room = new ToolRoom();

        var answer = await room.Call("Bash", ("command", "echo begun; sleep 600"), ("timeout", "300"));

        Assert.StartsWith("timed out after 0.3 s and killed, with all it started", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("begun", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.IsError);
    }

    [Fact]
    public async Task Long_output_is_cut_in_the_middle_and_can_be_read_whole()
    {
        using var room = new ToolRoom();

        var answer = await room.Bash("seq 1 20000");

        var hash = answer.Text.Split("Read artifact:")[1][..64];
        Assert.True(answer.Text.Length < 40_000);
        Assert.EndsWith("\n20000", answer.Text, StringComparison.Ordinal);
        var whole = await room.Call("Read", ("file_path", $"artifact:{hash}"), ("offset", 9_999), ("limit", 2));
        Assert.Equal("  9999\t9999\n 10000\t10000\n(continue with offset=10001)", whole.Text);
        Assert.True((await room.Read("artifact:../../canary")).IsError);
    }

    [Fact]
    public async Task Changes_outside_the_scope_are_undone_to_the_state_before_the_command()
    {
        using var room = new ToolRoom { Rules = AppOnly }
            .With("app/a", "1\n")
            .With("docs/r.md", "rules\n")
            .With("gone.md", "stay\n");
        File.SetUnixFileMode(room["gone.md"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        room.Begin();

        var answer = await room.Bash(
            "echo 2 > app/a; echo x >> docs/r.md; rm gone.md; mkdir -p new/deep; echo y > new/deep/f; chmod 4755 app/a"
        );

        Assert.Equal(
            "This command also changed files outside the scope; undone: app/a, docs/r.md, gone.md, new/deep/f (1 of 3 before the task stops).",
            answer.Text.Split('\n')[1]
        );
        Assert.Contains("Rule: rules.yaml:3, allow: app/**", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.IsError);
        Assert.Equal(("rules\n", "stay\n"), (room.Text("docs/r.md"), room.Text("gone.md")));
        Assert.True(File.GetUnixFileMode(room["gone.md"]).HasFlag(UnixFileMode.UserExecute));
        Assert.False(Directory.Exists(room["new"]));
        Assert.Equal(1, room.Context.Memory.ScopeStrikes);
    }

    [Fact]
    public async Task A_name_that_is_no_text_does_not_escape_the_scope()
    {
        using var room = new ToolRoom { Rules = AppOnly }
            .With("app/a", "1\n")
            .With("docs/r.md", "rules\n");

        var answer = await room.Bash("touch $'docs/x\\xff'; ls docs | wc -l");

        var left = await room.Bash("ls docs | wc -l; rm -f docs/x*");
        Assert.Contains("undone: docs/x\\xff (1 of 3", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n2", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n1", left.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_before_is_not_undone_by_a_later_command()
    {
        using var room = new ToolRoom { Rules = AppOnly }
            .With("app/a", "1\n")
            .With("docs/r.md", "rules\n");

        _ = await room.Write("app/new", "mine\n");
        _ = await room.Bash("echo x > docs/r.md; echo 2 > app/a");

        Assert.Equal(("mine\n", "2\n", "rules\n"), (room.Text("app/new"), room.Text("app/a"), room.Text("docs/r.md")));
    }

    [Theory]
    [InlineData("mkdir -p app/sub/.git && echo x > app/sub/.git/config", "app/sub/.git", "scope.git")]
    [InlineData("echo 'gitdir: /tmp/x' > .git", ".git", "scope.git")]
    [InlineData("ln -s /etc/passwd app/p", "app/p", "scope.symlink")]
    [InlineData("ln -s . app/d && ln -s d/../../.. app/e", "app/e", "scope.symlink")]
    [InlineData("chmod u+s app/a", "app/a", "scope.set-id")]
    [Trait("case", "PATH-023")]
    [Trait("case", "PATH-024")]
    public async Task What_no_command_may_leave_behind_is_taken_away(string command, string path, string code)
    {
        using var room = new ToolRoom { Rules = AppOnly }
            .With("app/a", "1\n")
            .With(".git", "gitdir: /nowhere\n");

        var answer = await room.Bash(command);

        Assert.Equal(code, answer.Refusal?.Code);
        Assert.Contains($"undone: {path}", answer.Text, StringComparison.Ordinal);
        Assert.Equal("gitdir: /nowhere\n", room.Text(".git"));
        Assert.False(Directory.Exists(room["app/sub/.git"]) || File.Exists(room["app/p"]) || File.Exists(room["app/e"]));
        Assert.False(File.GetUnixFileMode(room["app/a"]).HasFlag(UnixFileMode.SetUser));
    }

    [Theory]
    [InlineData("mkfifo app/p")]
    [InlineData("ln app/a app/p")]
    [Trait("case", "PATH-011")]
    public async Task Pipes_and_hard_links_are_taken_away_without_blame(string command)
    {
        using var room = new ToolRoom { Rules = AppOnly }.With("app/a", "1\n");

        var answer = await room.Bash(command);

        Assert.False(answer.IsError, answer.Text);
        Assert.Contains("Undone: app/p", answer.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(room["app/p"]));
        Assert.Equal("1\n", room.Text("app/a"));
    }

    [Fact]
    public async Task Ignored_files_are_no_change_unless_a_rule_names_them()
    {
        using var room = new ToolRoom
        {
            Rules = new AgentScope { Allow = [new ScopePattern("app/**", 1)], Deny = [new ScopePattern(".env", 2)] },
        }
            .With(".gitignore", "build/\n.env\n")
            .With("app/a", "1\n");

        var answer = await room.Bash("mkdir -p build __pycache__ && echo x > build/out && echo y > __pycache__/z.pyc && echo KEY > .env");

        Assert.Contains("undone: .env (1 of 3", answer.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(room["build/out"]) && File.Exists(room["__pycache__/z.pyc"]));
        Assert.False(File.Exists(room[".env"]));
    }

    [Fact]
    public async Task An_ignore_file_written_by_the_command_hides_nothing()
    {
        using var room = new ToolRoom { Rules = AppOnly }.With("app/a", "1\n");

        var answer = await room.Bash("mkdir other && echo '*' > other/.gitignore && echo x > other/f");

        Assert.True(answer.IsError);
        Assert.False(Directory.Exists(room["other"]));
    }

    [Fact]
    public async Task A_background_command_is_watched_and_ended()
    {
        using var room = new ToolRoom { Rules = AppOnly }
            .With("app/a", "1\n")
            .With("docs/r", "rules\n");

        var started = await room.Call(
            "Bash",
            ("command", "echo up; echo x > docs/r; until [ -e \"$TMPDIR/go\" ]; do sleep 0.05; done; echo gone; sleep 600"),
            ("run_in_background", true)
        );
        var seen = "";
        while (!seen.Contains("gone", StringComparison.Ordinal))
        {
            _ = await room.Bash("touch \"$TMPDIR/go\"");
            seen += (await room.Call("BashOutput", ("bash_id", "bash_1"))).Text;
        }

        var killed = await room.Call("KillShell", ("shell_id", "bash_1"));

        Assert.Equal(
            "Started bash_1 in the background. Look with BashOutput bash_id=bash_1. End it with KillShell shell_id=bash_1.",
            started.Text
        );
        Assert.StartsWith("bash_1: killed", killed.Text, StringComparison.Ordinal);
        Assert.Equal("rules\n", room.Text("docs/r"));
        Assert.Equal(1, room.Context.Memory.ScopeStrikes);
        Assert.Equal(
            "There is no background command bash_9. There are: bash_1.",
            (await room.Call("BashOutput", ("bash_id", "bash_9"))).Text
        );
    }

    [Fact]
    public async Task A_failing_git_command_is_explained()
    {
        using var room = new ToolRoom();

        var answer = await room.Bash("git stash; git commit -m x");

        Assert.Contains(
            ".git is read-only: commit, add, stash, checkout and restore fail; Ashlar commits.",
            answer.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(".git is read-only", (await room.Bash("git --version")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_the_sandbox_denied_names_the_rule()
    {
        using var room = new ToolRoom { Rules = AppOnly }.With("docs/r.md", "rules\n");

        var answer = await room.Bash("echo \"bash: docs/r.md: Read-only file system\"; false");

        Assert.EndsWith(
            "docs/r.md is outside this task's scope (rules.yaml:3, allow: app/**). chmod, sudo or another path will not help; this does not count.",
            answer.Text,
            StringComparison.Ordinal
        );
    }

    private static IEqualityComparer<FilesChanged> ByPaths { get; } =
        EqualityComparer<FilesChanged>.Create((one, other) => one!.Paths.SequenceEqual(other!.Paths), _ => 0);
}
