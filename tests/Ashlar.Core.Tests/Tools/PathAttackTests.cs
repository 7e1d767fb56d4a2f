using System.Diagnostics;
using Ashlar.Core.Agents;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class PathAttackTests
{
    private static AgentScope Scope { get; } =
        new() { Allow = [new ScopePattern("app/**", 3)], Deny = [new ScopePattern("app/tests/**", 4)] };

    private static ToolRoom Room() =>
        new ToolRoom { Rules = Scope }
            .With("app/sum.py", "one\n")
            .With("app/tests/test_sum.py", "test\n")
            .With("docs/rules.md", "rules\n");

    public static TheoryData<string, string> Refusals =>
        new()
        {
            { "app/tests/test_x.py", "scope.write" },
            { "app/../app/tests/test_x.py", "scope.write" },
            { "App/Tests/x.py", "scope.write" },
            { "docs/rules.md", "scope.write" },
            { "README.md", "scope.write" },
            { "/etc/cron.d/x", "scope.outside" },
            { "ROOT/../x", "scope.outside" },
            { "../x", "scope.outside" },
            { "app/../../x", "scope.outside" },
            { "ROOT-sibling/x", "scope.outside" },
            { "app/a\0b", "arg.invalid" },
            { "app/a\nb", "arg.invalid" },
            { "app/a\tb", "arg.invalid" },
            { "app/a\u009bb", "arg.invalid" },
            { "app/a\uFFFDb", "arg.invalid" },
            { "app/LONG", "arg.invalid" },
            { "app/DEEP", "arg.invalid" },
            { ".git", "scope.git" },
            { ".git/hooks/pre-commit", "scope.git" },
            { "app/sub/.git/config", "scope.git" },
            { "app/link", "scope.symlink" },
            { "app/linked/x", "scope.symlink" },
            { "app/linked/deep/x", "scope.symlink" },
            { "app/inside", "scope.symlink" },
            { "app/pipe", "scope.not-regular" },
            { "app/hard", "scope.hard-link" },
            { "CLAUDE.md", "scope.write" },
            { ".claude/settings.json", "scope.write" },
            { ".vscode/settings.json", "scope.write" },
            { ".mcp.json", "scope.write" },
            { ".github/workflows/ci.yml", "scope.write" },
            { "sitecustomize.py", "scope.write" },
            { "conftest.py", "scope.write" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    [Trait("case", "PATH-001")]
    [Trait("case", "PATH-002")]
    [Trait("case", "PATH-003")]
    [Trait("case", "PATH-005")]
    [Trait("case", "PATH-011")]
    [Trait("case", "PATH-034")]
    public async Task A_write_that_leads_out_of_the_scope_is_refused_and_changes_nothing(string path, string code)
    {
        using var room = Room();
        Plant(room);
        room.Begin();
        var before = Fingerprint(room);

        var answer = await room.Write(Real(room, path), "planted");

        Assert.True(answer.IsError, answer.Text);
        Assert.Equal(code, answer.Refusal?.Code);
        Assert.Equal(before, Fingerprint(room));
    }

    [Theory]
    [InlineData("app/new.py")]
    [InlineData("./app//new.py")]
    [InlineData("app/deep/er/new.py")]
    [InlineData("app/x/../new.py")]
    [InlineData("/app/new.py")]
    [InlineData("ROOT/app/new.py")]
    [InlineData("app/-rf")]
    [InlineData("app/ trailing ")]
    [InlineData("app/name.")]
    [InlineData("app/BARELY")]
    public async Task A_write_inside_the_scope_is_done(string path)
    {
        using var room = Room();
        Plant(room);
        room.Begin();
        var before = Fingerprint(room);

        var answer = await room.Write(Real(room, path), "mine");

        Assert.False(answer.IsError, answer.Text);
        Assert.NotEqual(before, Fingerprint(room));
    }

    [Fact]
    public async Task A_name_with_a_replacement_character_is_taken_where_such_a_file_exists()
    {
        using var room = Room().With("app/a\uFFFDb.py", "old\n");

        var read = await room.Read("app/a\uFFFDb.py");
        var written = await room.Write("app/a\uFFFDb.py", "new\n");
        var missing = await room.Read("app/c\uFFFDd.py");
        var edited = await room.Call("Edit", ("file_path", "app/c\uFFFDd.py"), ("old_string", "a"), ("new_string", "b"));

        Assert.Equal((false, false), (read.IsError, written.IsError));
        Assert.Equal("new\n", room.Text("app/a\uFFFDb.py"));
        Assert.Equal(["arg.invalid", "arg.invalid"], new[] { missing, edited }.Select(answer => answer.Refusal?.Code));
    }

    [Theory]
    [InlineData("app/tests/test_sum.py", true)]
    [InlineData("app/Tests/test_sum.py", false)]
    [InlineData("app/TESTS/TEST_SUM.PY", false)]
    [InlineData("App/tests/test_sum.py", true)]
    [InlineData("APP/sum.py", true)]
    [InlineData(".Git/config", true)]
    [Trait("case", "PATH-012")]
    public async Task Another_case_is_another_path_which_an_allow_rule_must_name_and_no_way_to_a_denied_file(string path, bool isRefused)
    {
        using var room = Room();
        room.Begin();

        var written = await room.Write(path, "planted");
        var byCommand = await room.Bash($"mkdir -p \"$(dirname {path})\"; echo planted > {path}");

        Assert.Equal((isRefused, isRefused), (written.IsError, byCommand.IsError));
        Assert.Equal("test\n", room.Text("app/tests/test_sum.py"));
        Assert.Equal("one\n", room.Text("app/sum.py"));
        Assert.Equal(!isRefused, File.Exists(room[path]) && room.Text(path).StartsWith("planted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../canary")]
    [InlineData("/etc/hostname")]
    [InlineData("app/link")]
    [InlineData("app/linked/canary")]
    [InlineData("app/pipe")]
    public async Task A_read_never_leads_out(string path)
    {
        using var room = Room();
        Plant(room);

        var answer = await room.Read(path);

        Assert.True(answer.IsError);
        Assert.DoesNotContain("canary-content", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("case", "PATH-007")]
    public void No_write_lands_outside_while_a_folder_is_swapped_for_a_link(bool walk)
    {
        using var room = Room();
        var outside = Directory.CreateDirectory(Path.Combine(room.Outside, "outside")).FullName;
        Directory.CreateDirectory(room["app/d"]);
        File.CreateSymbolicLink(room["app/s"], outside);
        using var files = new SafeFiles(room.Workspace, walk);
        const string script = "import ctypes\nlibc=ctypes.CDLL(None)\nwhile True: libc.renameat2(-100,b'd',-100,b's',2)";
        using var swapper = Process.Start(new ProcessStartInfo("python3", ["-c", script]) { WorkingDirectory = room["app"] })!;
        var (landed, refused) = (0, 0);
        try
        {
            for (var i = 0; i < 3000 || (landed == 0 || refused == 0) && i < 300_000; i++)
            {
                var result = files.Write("app/d/f", "x"u8);
                _ = result.Ok ? landed++ : refused++;
            }
        }
        finally
        {
            swapper.Kill();
            swapper.WaitForExit();
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.True(landed > 0 && refused > 0, $"{landed} landed, {refused} refused");
    }

    [Fact]
    [Trait("case", "PATH-005")]
    [Trait("case", "PATH-028")]
    public async Task A_link_made_by_a_command_does_not_survive_it()
    {
        using var room = Room();
        File.WriteAllText(Path.Combine(room.Outside, "canary"), "canary-content");

        var made = await room.Bash("ln -s ../../canary app/way && ln -s sum.py app/near && ls -l app >/dev/null");

        Assert.True(made.IsError);
        Assert.Equal("scope.symlink", made.Refusal?.Code);
        Assert.False(File.Exists(room["app/way"]));
        Assert.Equal("sum.py", new FileInfo(room["app/near"]).LinkTarget);
    }

    private static void Plant(ToolRoom room)
    {
        var canary = Path.Combine(room.Outside, "canary");
        File.WriteAllText(canary, "canary-content");
        Directory.CreateDirectory(Path.Combine(room.Outside, "out"));
        File.WriteAllText(room[".git"], "gitdir: /nowhere\n");
        File.CreateSymbolicLink(room["app/link"], canary);
        File.CreateSymbolicLink(room["app/linked"], room.Outside);
        File.CreateSymbolicLink(room["app/inside"], "sum.py");
        Run("mkfifo", room["app/pipe"]);
        Run("ln", canary, room["app/hard"]);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static string Real(ToolRoom room, string path) =>
        path.Replace("ROOT", room.Root, StringComparison.Ordinal)
            .Replace("LONG", new string('n', 256), StringComparison.Ordinal)
            .Replace("BARELY", new string('n', 255), StringComparison.Ordinal)
            .Replace("DEEP", string.Join('/', Enumerable.Repeat("deep", 1000)), StringComparison.Ordinal);

    private static string Fingerprint(ToolRoom room)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                "bash",
                ["-c", "find tree canary out -printf '%p %y %m %n %s %l\\n' | sort; cat canary tree/docs/* tree/app/tests/*"]
            )
            {
                WorkingDirectory = room.Outside,
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }
}
