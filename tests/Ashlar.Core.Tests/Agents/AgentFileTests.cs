using System.Text;
using Ashlar.Core.Agents;
using Xunit;

namespace Ashlar.Core.Tests.Agents;

public sealed class AgentFileTests
{
    [Fact]
    public void A_definition_is_read_whole()
    {
        var agent = Read(
            "---\nname: mason\ndescription: Builds walls.\ntools: Read, Bash(git status:*), Agent(a, b)\nmodel: inherit\ncolor: red\n---\n\nLay stones."
        );

        Assert.Equal(("mason", "Builds walls.", "inherit", "red"), (agent.Name, agent.Description, agent.Model, agent.Color));
        Assert.Equal(["Read", "Bash(git status:*)", "Agent(a, b)"], agent.Tools);
        Assert.Equal(("\nLay stones.", 8), (agent.Prompt, agent.PromptLine));
        Assert.Empty(agent.Problems);
    }

    [Fact]
    public void Text_that_is_no_YAML_is_segmented_at_known_keys_and_no_key_is_invented()
    {
        var agent = Read(
            "---\nname: mason\ndescription: Use it: often. Scope is limited to walls/**.\n\n<example>\nContext: A wall fell.\nuser: \"Help: now\"\nassistant: \"Coming: soon\"\n</example>\nmodel: sonnet\n---\nGo.\n"
        );

        Assert.Equal("mason", agent.Name);
        Assert.Equal(
            "Use it: often. Scope is limited to walls/**.\n\n<example>\nContext: A wall fell.\nuser: \"Help: now\"\nassistant: \"Coming: soon\"\n</example>",
            agent.Description
        );
        Assert.Equal(["name", "description", "model"], agent.KeyLines.Keys);
        Assert.Equal(["agent.front-matter-yaml"], agent.Problems.Select(problem => problem.Code));
    }

    [Theory]
    [InlineData("description: Use me. Examples:\\n- user: \"a: b\"\\n- done", "Use me. Examples:\n- user: \"a: b\"\n- done")]
    [InlineData("description: **BIG** job", "**BIG** job")]
    [InlineData("description: \"Quoted: well\"", "Quoted: well")]
    [InlineData("description: >-\n  Folded\n  lines", "Folded lines")]
    [InlineData("description: |\n  Kept: here\n  lines\nmodel: {{model}} x: y", "Kept: here\nlines")]
    [InlineData("description: Plain\n  continued: badly", "Plain\ncontinued: badly")]
    public void Descriptions_are_read_in_all_their_forms(string matter, string expected) =>
        Assert.Equal(expected, Read($"---\nname: n\n{matter}\n---\n").Description);

    [Theory]
    [InlineData("tools: Read, Write", new[] { "Read", "Write" })]
    [InlineData("tools: [Read, 'Write']", new[] { "Read", "Write" })]
    [InlineData("tools:\n  - Read\n  - mcp__x__*", new[] { "Read", "mcp__x__*" })]
    [InlineData("tools: Read", new[] { "Read" })]
    [InlineData("tools: '*'", new[] { "*" })]
    [InlineData("tools: *", new[] { "*" })]
    [InlineData("tools: {read: true, write: false}", null)]
    [InlineData("tools: {'*': false, read: true}", new[] { "read" })]
    [InlineData("tools: []", new string[0])]
    [InlineData("color: red", null)]
    [InlineData("tools:", null)]
    public void Tools_are_read_in_all_their_forms(string matter, string[]? expected) =>
        Assert.Equal(expected, Read($"---\nname: n\n{matter}\n---\n").Tools);

    [Fact]
    public void Switches_that_are_off_take_tools_away() =>
        Assert.Equal(["write", "edit"], Read("---\ntools: {write: false}\n---\n").DisallowedTools);

    [Theory]
    [InlineData("model: sonnet", "sonnet")]
    [InlineData("model: [opus, haiku]", "opus")]
    [InlineData("model: {{model}}", "{{model}}")]
    [InlineData("model:", null)]
    public void Models_are_read_in_all_their_forms(string matter, string? expected) =>
        Assert.Equal(expected, Read($"---\nname: n\n{matter}\n---\n").Model);

    [Fact]
    public void Byte_order_mark_and_carriage_returns_make_no_difference()
    {
        byte[] content = [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes("---\r\nname: n\r\ndescription: d\r\n---\r\nGo.\r\n")];
        var agent = AgentFile.Read("x.md", content);
        Assert.Equal(("n", "d", "Go.\r\n", 5), (agent.Name, agent.Description, agent.Prompt, agent.PromptLine));
    }

    [Fact]
    public void Without_front_matter_the_stem_is_the_name_and_the_first_paragraph_the_description()
    {
        var agent = AgentFile.Read("agents/site.boss.md", "# Boss\n\nYou lead\nthe site.\n\n---\nname: other\n---\n"u8);
        Assert.Equal(("site.boss", "You lead\nthe site.", 1), (agent.Name, agent.Description, agent.PromptLine));
        Assert.Null(agent.Tools);
    }

    [Fact]
    public void Damaged_characters_are_put_right_and_said_once_while_sound_ones_stay()
    {
        const string sound = "# 🎯 Goal — ✅ «déjà\u00a0» ═══ 石 ümlaut";
        var damaged = new StringBuilder();
        foreach (var value in "🎯—✅"u8.ToArray())
        {
            damaged.Append(Windows1252(value));
        }

        var text = sound
            .Replace("🎯", damaged.ToString(0, 4), StringComparison.Ordinal)
            .Replace("—", damaged.ToString(4, 3), StringComparison.Ordinal)
            .Replace("✅", damaged.ToString(7, 3), StringComparison.Ordinal);
        var agent = Read(text);

        Assert.NotEqual(sound, text);
        Assert.Equal(sound, agent.Prompt);
        Assert.Equal(["agent.mojibake"], agent.Problems.Select(problem => problem.Code));
        Assert.Empty(Read(sound).Problems);
    }

    [Theory]
    [InlineData("allowedTools: Read", "tools")]
    [InlineData("allowed-tools: Read", "tools")]
    [InlineData("tool: Read", "tools")]
    [InlineData("disallowed_tools: Bash", "disallowedTools")]
    [InlineData("permision_mode: plan", "permissionMode")]
    public void A_misspelt_key_that_restricts_is_an_error(string matter, string meant)
    {
        var problem = Assert.Single(Read($"---\nname: n\n{matter}\n---\n").Problems);
        Assert.Equal(("agent.misspelt-key", meant, 3, false), (problem.Code, problem.Expected, problem.Line, problem.Warning));
    }

    [Fact]
    public void A_misspelt_key_that_restricts_is_an_error_where_YAML_fails_too() =>
        Assert.Contains(
            Read("---\nname: n\ndescription: a: b\nallowedTools: Read\n---\n").Problems,
            problem => problem is { Code: "agent.misspelt-key", Line: 4 }
        );

    [Fact]
    public void Another_unknown_key_is_a_warning() =>
        Assert.Equal(
            [("agent.unknown-key", 3, true)],
            Read("---\nname: n\nfavourite: stone\n---\n").Problems.Select(problem => (problem.Code, problem.Line!.Value, problem.Warning))
        );

    [Theory]
    [InlineData("---\nname: n\n")]
    [InlineData("---\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n---\n")]
    [InlineData("---\n? {a: b}\n: c\n---\n")]
    [InlineData("---\n---\n")]
    [InlineData("---\n\tname: n\n---\n")]
    [InlineData("---\ntools: &a [*a]\n---\n")]
    [InlineData("")]
    public void A_damaged_file_never_ends_the_reading(string text) =>
        Assert.Equal("x", Read(text).Name.Length == 1 ? "x" : Read(text).Name);

    [Fact]
    public void Scope_gates_and_limits_of_the_front_matter_are_read()
    {
        var agent = Read(
            "---\nname: n\nmaxTurns: 12\nscope: {allow: [src/**], frozen: ['**/migrations/*.py']}\ngates:\n  - {name: tests, run: pytest -q}\nreview: human\n---\n"
        );
        Assert.Equal((12, "human"), (agent.MaxTurns, agent.Review));
        Assert.Equal([new ScopePattern("src/**", 4)], agent.Scope.Allow);
        Assert.Equal([new ScopePattern("**/migrations/*.py", 4)], agent.Scope.Frozen);
        Assert.Equal([("tests", "pytest -q", 6)], agent.Gates!.Select(gate => (gate.Name, gate.Run, gate.SourceLine!.Value)));
    }

    [Fact]
    public void The_short_way_and_the_YAML_way_read_the_same()
    {
        const string lines =
            "name: stone-mason\ndescription: Builds, repairs (and sells) walls; it's 3 times faster.\nmodel: ~\ntools: Read, Write\n";
        var quick = Read($"---\n{lines}---\n");
        var yaml = Read($"---\n{lines}# a comment makes it YAML\n---\n");
        Assert.Equal((quick.Name, quick.Description, quick.Model), (yaml.Name, yaml.Description, yaml.Model));
        Assert.Equal(quick.Tools, yaml.Tools);
    }

    private static AgentDefinition Read(string text) => AgentFile.Read("x.md", Encoding.UTF8.GetBytes(text));

    private static char Windows1252(byte value) =>
        value is >= 0x80 and < 0xa0 ? "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"[value - 0x80] : (char)value;
}
