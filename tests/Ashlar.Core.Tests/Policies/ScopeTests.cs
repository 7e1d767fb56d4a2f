using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

public sealed class ScopeTests
{
    [Theory]
    [InlineData("src/**/*.py", "src/a.py", true)]
    [InlineData("src/**/*.py", "src/a/b/c.py", true)]
    [InlineData("src/**/*.py", "src2/a.py", false)]
    [InlineData("src/**/*.py", "lib/src/a.py", false)]
    [InlineData("src/*.py", "src/a/b.py", false)]
    [InlineData("*.lock", "deep/down/x.lock", true)]
    [InlineData("/x.lock", "deep/x.lock", false)]
    [InlineData("build/", "build", false)]
    [InlineData("build/", "a/build/x", true)]
    [InlineData("docs", "docs/a/b.md", true)]
    [InlineData("docs", "docs2/a.md", false)]
    [InlineData("docs/**", "docs", false)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b/**/c", "a/x/b/y/z/c", true)]
    [InlineData("**/migrations/*.py", "migrations/0001.py", true)]
    [InlineData("**/migrations/*.py", "app/Migrations/0001.py", false)]
    [InlineData("src/{api,web}/*.{ts,tsx}", "src/web/a.tsx", true)]
    [InlineData("src/{api,web}/*.{ts,tsx}", "src/cli/a.tsx", false)]
    [InlineData("v[0-9]/[!x]?.txt", "v3/ab.txt", true)]
    [InlineData("v[0-9]/[!x]?.txt", "v3/xb.txt", false)]
    [InlineData("a?c", "a/c", false)]
    public void Patterns_match_by_segment(string pattern, string path, bool expected) =>
        Assert.Equal(expected, new Glob(pattern).Matches(path));

    [Fact]
    public void A_pattern_with_many_stars_is_decided_at_once()
    {
        var name = new string('a', 4000);
        Assert.False(new Glob(string.Concat(Enumerable.Repeat("*a", 200)) + "*b").Matches(name));
        Assert.False(new Glob(string.Concat(Enumerable.Repeat("**/a/", 50)) + "b").Matches(string.Join('/', Enumerable.Repeat("a", 1000))));
    }

    [Theory]
    [InlineData("src/a.py", true)]
    [InlineData("src/../tests/a.py", false)]
    [InlineData("./src//a.py", true)]
    [InlineData("../a.py", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("src/a\0.py", false)]
    [InlineData("srcx/a.py", false)]
    [InlineData("SRC/a.py", false)]
    [InlineData("src/vendor/a.py", false)]
    [InlineData("src/.git/config", false)]
    [InlineData(".GIT/config", false)]
    public void Writing_is_decided_on_the_normalised_path(string path, bool expected) =>
        Assert.Equal(expected, Of(Rules(allow: ["src/**"], deny: ["src/vendor/"])).DecideWrite(path, false).Allowed);

    [Fact]
    public void The_deciding_rule_names_its_place()
    {
        var scope = Of(Rules(allow: ["billing/**", "tests/**"]));
        var decision = scope.DecideWrite("docs/a.md", true);
        Assert.Equal(
            new ScopeDecision(false, new PolicyRule("allow", "billing/**, tests/**", true) { Path = "config.yaml", Line = 3 }),
            decision
        );
        Assert.Equal("config.yaml:3", decision.Rule!.Source);
    }

    [Fact]
    public void Each_layer_only_narrows()
    {
        var scope = new Scope([Rules(allow: ["a/**", "b/**"]), Rules(allow: ["b/**", "c/**"])], new ProtectedPaths());
        Assert.Equal([false, true, false], new[] { "a/x", "b/x", "c/x" }.Select(path => scope.DecideWrite(path, false).Allowed));
    }

    [Fact]
    public void Frozen_files_may_be_created_but_not_changed()
    {
        var scope = Of(Rules(frozen: ["**/migrations/*.py"]));
        Assert.True(scope.DecideWrite("app/migrations/0002.py", false).Allowed);
        Assert.Equal("frozen", scope.DecideWrite("app/migrations/0001.py", true).Rule!.Kind);
    }

    [Fact]
    public void Hidden_files_are_neither_read_nor_written_and_the_vault_never_is()
    {
        var scope = Of(Rules(hide: ["private/**"]));
        Assert.False(scope.DecideRead("private/a").Allowed);
        Assert.False(scope.DecideWrite("private/a", true).Allowed);
        Assert.False(scope.DecideRead(".git/config").Allowed);
        Assert.True(scope.DecideRead("public/a").Allowed);
        Assert.False(Scope.Whole.DecideRead(".ashlar/secrets.env").Allowed);
        Assert.True(Scope.Whole.DecideRead(".git/config").Allowed);
    }

    [Theory]
    [InlineData(".ashlar/config.yaml")]
    [InlineData(".claude/agents/a.md")]
    [InlineData(".claude/settings.json")]
    [InlineData(".vscode/tasks.json")]
    [InlineData(".mcp.json")]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData(".husky/pre-commit")]
    [InlineData("sub/CLAUDE.md")]
    [InlineData("AGENTS.md")]
    [InlineData("specs/[x]/tasks.md")]
    [Trait("case", "PATH-034")]
    public void What_judges_the_agent_is_protected(string path)
    {
        var scope = new Scope([Rules(allow: ["**"])], new ProtectedPaths { Kept = ["specs/[x]/tasks.md"] });
        Assert.False(scope.DecideWrite(path, false).Allowed);
        Assert.True(scope.DecideWrite("src/a.py", false).Allowed);
        Assert.True(scope.DecideWrite("specs/x/tasks.md", false).Allowed);
    }

    [Fact]
    public void A_kept_file_is_told_apart() =>
        Assert.Equal("kept", new Scope([], new ProtectedPaths { Kept = ["tasks.md"] }).DecideWrite("tasks.md", true).Rule!.Kind);

    [Fact]
    public void Being_named_opens_what_is_protected_only_as_long_as_nothing_names_it()
    {
        Assert.True(Of(Rules(allow: [".github/workflows/**"])).DecideWrite(".github/workflows/ci.yml", true).Allowed);
        Assert.False(Of(Rules(allow: [".claude/agents/**"])).DecideWrite(".claude/agents/a.md", true).Allowed);
        var scope = Scope.Whole.ForTask("Update AGENTS.md and `.vscode/tasks.json`.");
        Assert.True(scope.DecideWrite("AGENTS.md", true).Allowed);
        Assert.True(scope.DecideWrite(".vscode/tasks.json", true).Allowed);
        Assert.False(scope.DecideWrite(".vscode/settings.json", true).Allowed);
        Assert.False(Scope.Whole.ForTask("See MYAGENTS.md").DecideWrite("AGENTS.md", true).Allowed);
    }

    [Fact]
    public void An_answer_opens_paths_but_never_what_nothing_opens()
    {
        var scope = Of(Rules(allow: ["src/**"], hide: ["private/**"])).With(["docs/rules.md", "private/**", ".ashlar/**"], "answer to E1");
        Assert.True(scope.DecideWrite("docs/rules.md", true).Allowed);
        Assert.False(scope.DecideWrite("docs/other.md", true).Allowed);
        Assert.False(scope.DecideWrite("private/a", true).Allowed);
        Assert.False(scope.DecideWrite(".ashlar/config.yaml", true).Allowed);
    }

    private static Scope Of(ScopeLayer layer) => new([layer], new ProtectedPaths());

    private static ScopeLayer Rules(string[]? allow = null, string[]? deny = null, string[]? hide = null, string[]? frozen = null) =>
        new(
            new AgentScope
            {
                Allow = Patterns(allow),
                Deny = Patterns(deny),
                Hide = Patterns(hide),
                Frozen = Patterns(frozen),
            },
            "config.yaml"
        );

    private static ScopePattern[] Patterns(string[]? patterns) => [.. (patterns ?? []).Select(pattern => new ScopePattern(pattern, 3))];
}
