using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Agents;

/// <summary>Definitions that were written for OpenCode, Copilot, VS Code and Codex.</summary>
public sealed class OtherProgramsTests
{
    [Theory]
    [InlineData("{edit: deny, bash: allow}", "Read Bash BashOutput KillShell Glob Grep WebFetch")]
    [InlineData("{edit: allow, bash: deny, webfetch: deny}", "Read Write Edit Glob Grep")]
    [InlineData("{write: deny}", "Read Bash BashOutput KillShell Glob Grep WebFetch")]
    [InlineData("{edit: ask, bash: ask}", "Read Glob Grep WebFetch")]
    [InlineData("deny", "")]
    [InlineData("{'*': deny, read: allow, grep: allow}", "Read Grep")]
    [InlineData("{read: allow, '*': deny}", "")]
    [InlineData("{task: deny, todowrite: deny, external_directory: deny}", "Read Write Edit Bash BashOutput KillShell Glob Grep WebFetch")]
    [InlineData("{bash: {'*': deny}}", "Read Write Edit Glob Grep WebFetch")]
    [InlineData("{webfetch: {'https://example.org/*': allow, '*': deny}}", "Read Write Edit Bash BashOutput KillShell Glob Grep")]
    public void A_permission_takes_tools_away(string permission, string expected) =>
        Assert.Equal(expected, Granted(Read($"---\ndescription: d\nmode: subagent\ntemperature: 0.1\npermission: {permission}\n---\n")));

    [Fact]
    public void A_permission_for_commands_goes_by_the_last_rule_that_fits()
    {
        var agent = Read(
            "---\npermission:\n  bash:\n    \"*\": ask\n    \"git *\": deny\n    \"git status*\": allow\n    \"npm run test*\": allow\n    \"npm run test:e2e\": deny\n---\n"
        );
        var grant = ToolGrant.Of(agent, PolicySource.BuiltInTools);

        Assert.Equal(
            [true, true, true, false, false, false, false, false],
            new[]
            {
                "git status",
                "git status --short && npm run test",
                "npm run test:unit",
                "npm run test:e2e",
                "git push",
                "/usr/bin/git push",
                "ls",
                "git status && git push",
            }.Select(command => grant.DecideCommand(command) is null)
        );
        Assert.Contains(grant.Notes, note => note.Contains("asked", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_permission_does_not_name_may_run()
    {
        var grant = ToolGrant.Of(Read("---\npermission: {bash: {\"rm *\": deny}}\n---\n"), PolicySource.BuiltInTools);
        Assert.Null(grant.DecideCommand("ls -l"));
        Assert.NotNull(grant.DecideCommand("rm -r x"));
        Assert.NotNull(grant.DecideCommand("rm"));
    }

    [Theory]
    [InlineData("{'*': deny, 'docs/*': allow}", "docs/a/b.md", true)]
    [InlineData("{'*': deny, 'docs/*': allow}", "src/a.cs", false)]
    [InlineData("{'*': deny, '*.md': allow}", "docs/x/y.md", true)]
    [InlineData("{'*': deny, 'README.md': allow}", "docs/README.md", false)]
    [InlineData("{'src/*.lock': deny}", "src/a/b.lock", false)]
    [InlineData("{'src/gen*x.cs': deny}", "src/gen/y/ax.cs", false)]
    [InlineData("{'src/gen*x.cs': deny}", "src/genx.cs", false)]
    [InlineData("{'src/gen*x.cs': deny}", "src/other.cs", true)]
    [InlineData("{'secret/*': ask}", "secret/a", false)]
    public void A_permission_for_paths_is_a_rule_of_scope(string edit, string path, bool writable)
    {
        var policy = PolicyCompiler.Compile(Read($"---\npermission: {{edit: {edit}}}\n---\n"), PolicySource.None);
        Assert.True(policy.Tools.Offers("Edit"));
        Assert.Equal(writable, policy.Scope.DecideWrite(path, false).Allowed);
        Assert.Contains(policy.Rules, rule => rule.Kind == "permission" && rule.Enforced);
    }

    [Theory]
    [InlineData("permission: {edit: never}", "agent.permission", 2)]
    [InlineData("permission: {edit: false}", "agent.permission", 2)]
    [InlineData("permissions: {edit: deny}", "agent.misspelt-key", 2)]
    [InlineData("mode: plan", "agent.misspelt-key", 2)]
    [InlineData("disable: true", "agent.disabled", 2)]
    public void What_would_widen_when_ignored_is_an_error(string matter, string code, int line) =>
        Assert.Equal(
            [(code, (int?)line, false)],
            Read($"---\n{matter}\n---\n").Problems.Select(problem => (problem.Code, problem.Line, problem.Warning))
        );

    [Fact]
    public void Keys_of_other_programs_are_known() =>
        Assert.Empty(
            Read(
                "---\nmode: primary\ntemperature: 0.2\ntop_p: 1\nhidden: true\nsteps: 7\ntarget: vscode\nuser-invocable: false\nargument-hint: text\n---\n"
            ).Problems
        );

    [Fact]
    public void Steps_bound_the_turns() => Assert.Equal(7, Read("---\nsteps: 7\n---\n").MaxTurns);

    [Theory]
    [InlineData("{write: true, edit: true, bash: true}", "Read Write Edit Bash BashOutput KillShell Glob Grep WebFetch")]
    [InlineData("{write: false, edit: false}", "Read Bash BashOutput KillShell Glob Grep WebFetch")]
    [InlineData("{write: false}", "Read Bash BashOutput KillShell Glob Grep WebFetch")]
    [InlineData("{write: false, edit: true}", "Read Edit Bash BashOutput KillShell Glob Grep WebFetch")]
    [InlineData("{'*': false, read: true, grep: true}", "Read Grep")]
    public void A_map_of_tools_switches_single_ones(string tools, string expected) =>
        Assert.Equal(expected, Granted(Read($"---\ntools: {tools}\n---\n")));

    [Fact]
    public void A_map_takes_tools_of_a_server_by_the_name_that_OpenCode_gives_them()
    {
        var grant = ToolGrant.Of(Read("---\ntools: {'tracker_*': false}\n---\n"), ["Read", "mcp__tracker__close", "mcp__other__open"]);
        Assert.Equal(["Read", "mcp__other__open"], grant.Names.Except(ToolGrant.Always));
    }

    [Theory]
    [InlineData(".github/agents/mason.agent.md", "mason")]
    [InlineData(".github/chatmodes/mason.chatmode.md", "mason")]
    [InlineData("mason.md", "mason")]
    [InlineData("mason.v2.md", "mason.v2")]
    [InlineData("agent.md", "agent")]
    public void A_file_names_its_agent_without_what_says_that_it_is_one(string path, string name) =>
        Assert.Equal(name, AgentFile.Read(path, "Build."u8).Name);

    [Fact]
    public void A_definition_of_the_repository_comes_before_a_built_in_one_whatever_its_file_is_called()
    {
        var catalog = AgentCatalog.Of([
            (".github/agents/implementer.agent.md", Bytes("---\nname: Site mason\n---\nBuild.")),
            (".claude/agents/other.md", Bytes("x")),
        ]);
        Assert.Equal(".github/agents/implementer.agent.md", catalog.Find("implementer").Path);
        Assert.Equal("built-in:implementer", catalog.Find("built-in:implementer").Path);
        Assert.Equal("built-in:developer", catalog.Find("developer").Path);
    }

    [Fact]
    public void Of_copies_in_several_folders_the_first_folder_counts()
    {
        var text = Bytes("---\nname: mason\n---\nBuild.");
        var catalog = AgentCatalog.Of([(".opencode/agents/mason.md", text), (".claude/agents/mason.md", text)]);
        Assert.Equal(".claude/agents/mason.md", catalog.Find("mason").Path);
        Assert.Equal(".opencode/agents/mason.md", catalog.Find(".opencode/agents/mason.md").Path);
        Assert.Equal(2, catalog.Repository.Count);
    }

    [Theory]
    [InlineData(".claude/agents/a.md", true)]
    [InlineData(".opencode/agent/a.md", true)]
    [InlineData(".opencode/agents/sub/a.md", true)]
    [InlineData(".codex/agents/a.toml", true)]
    [InlineData(".github/agents/a.agent.md", true)]
    [InlineData(".opencode/command/a.md", false)]
    [InlineData(".codex/config.toml", false)]
    public void Definitions_are_looked_for_where_other_programs_keep_them(string path, bool found) =>
        Assert.Equal(found, AgentCatalog.IsDefinitionPath(path));

    [Fact]
    public void Definitions_of_Codex_are_refused_with_what_to_write()
    {
        var agent = AgentFile.Read(
            ".codex/agents/rev.toml",
            Bytes("name = \"rev\"\nsandbox_mode = \"read-only\"\ndeveloper_instructions = \"\"\"\nLook.\n\"\"\"\n")
        );
        var problem = Assert.Single(agent.Problems);
        Assert.Equal(("rev", "agent.format", false), (agent.Name, problem.Code, problem.Warning));
        Assert.Contains(".claude/agents/rev.md", problem.Remedy, StringComparison.Ordinal);
        Assert.Contains("permissionMode: plan", problem.Remedy, StringComparison.Ordinal);
        Assert.Contains("developer_instructions", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal("", Granted(agent));
    }

    [Fact]
    public void In_front_matter_that_is_no_YAML_a_list_ends_where_the_next_key_begins()
    {
        var agent = Read("---\ndescription: a: b\ntools: Read, Edit\nthinking:\n  mode: enabled\nmodel: sonnet\n---\nGo.");
        Assert.Equal(["Read", "Edit"], agent.Tools);
        Assert.Equal("sonnet", agent.Model);
        Assert.Contains(agent.Problems, problem => problem is { Code: "agent.unknown-key", Line: 4 });
    }

    [Fact]
    public void In_front_matter_that_is_no_YAML_a_permission_holds()
    {
        var agent = Read("---\ndescription: a: b\npermission:\n  edit: deny\n---\nGo.");
        Assert.Equal("Read Bash BashOutput KillShell Glob Grep WebFetch", Granted(agent));
    }

    [Theory]
    [InlineData("readonly: true", "Read Glob Grep", true)]
    [InlineData("readonly: yes", "Read Glob Grep", true)]
    [InlineData("readonly: true\npermissionMode: acceptEdits", "Read Glob Grep", true)]
    [InlineData("readonly: false", "Read Write Edit Bash BashOutput KillShell Glob Grep WebFetch", true)]
    [InlineData("readOnly: true", "Read Write Edit Bash BashOutput KillShell Glob Grep WebFetch", false)]
    [InlineData("read_only: true", "Read Write Edit Bash BashOutput KillShell Glob Grep WebFetch", false)]
    public void An_agent_of_Cursor_that_is_read_only_writes_nothing(string keys, string expected, bool isSound)
    {
        var agent = Read($"---\nname: x\ndescription: d\nis_background: true\n{keys}\n---\nLook.");

        Assert.Equal(
            expected,
            Granted(agent)
                .Replace(" WebFetch", expected.Contains("Write", StringComparison.Ordinal) ? " WebFetch" : "", StringComparison.Ordinal)
        );
        Assert.Equal(isSound, agent.Problems.All(problem => problem.Warning));
    }

    [Fact]
    public void The_keys_of_Gemini_CLI_are_known_and_its_bound_of_turns_holds()
    {
        var agent = Read(
            "---\nname: x\ndescription: d\nkind: local\ntools:\n  - read_file\ntemperature: 0.2\nmax_turns: 7\ntimeout_mins: 5\n---\nLook."
        );

        Assert.Equal(7, agent.MaxTurns);
        Assert.Empty(agent.Problems);
        var rules = PolicyCompiler.Compile(agent, PolicySource.None).Rules;
        Assert.Equal(8, Assert.Single(rules, rule => rule.Kind == "max-turns").Line);
    }

    private static AgentDefinition Read(string text) => AgentFile.Read("x.md", Bytes(text));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Granted(AgentDefinition agent) =>
        string.Join(' ', ToolGrant.Of(agent, PolicySource.BuiltInTools).Names.Except(ToolGrant.Always));
}
