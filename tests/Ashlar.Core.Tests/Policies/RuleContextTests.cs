using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

/// <summary>What stands behind and above a rule, and whether it leaves the rule certain.</summary>
public sealed class RuleContextTests
{
    [Theory]
    [InlineData("Out of scope: `infra/`, unless asked")]
    [InlineData("Out of scope: `infra/` (ask first)")]
    [InlineData("- Do not modify `src/`\n  - unless the ticket says so")]
    [InlineData("- Do not modify `src/`\n  - bug fixes are fine")]
    [InlineData("- Do not modify `src/`\n- Exceptions need approval.")]
    [InlineData("Do not modify `src/`. Except when the ticket names it.")]
    [InlineData("Do not modify `src/`. Exception: bug fixes.")]
    [InlineData("Do not modify `src/`. The module is stable. Hotfixes are exempt.")]
    [InlineData("Do not modify `src/` (exceptions need approval).")]
    [InlineData("Do not modify `src/` files. Ask first if you must.")]
    [InlineData("Do not modify `src/`. If the ticket asks for it, go ahead.")]
    [InlineData("Do not modify `src/`. Otherwise it may be edited with care.")]
    [InlineData("Do not modify `src/`.\n\nThis does not apply to hotfixes.")]
    [InlineData("## Off-limits\n\n- `src/`\n- `lib/`\n\nUnless told otherwise.")]
    [InlineData("Only modify files in `src/` (and tests).")]
    [InlineData("Only modify files in `src/` (tests excepted).")]
    [InlineData("Only modify files in `src/`. Tests too.")]
    [InlineData("- Only modify files in `src/`\n  - and their tests")]
    [InlineData("- Only modify files in `src/`\n  - `tests/`")]
    [InlineData("Only modify files in `src/`\n- unless the ticket says otherwise")]
    [InlineData("## Files you may change\n\n- `src/`\n- `lib/`\n\nAnd whatever else the ticket names.")]
    [InlineData("Only edit these:\n- `src/`\n- `lib/`\n\n(or what the ticket names)")]
    [InlineData("## Files you may change\n\n- `src/` (and its tests)\n- `lib/`")]
    public void A_rule_that_what_follows_takes_back_or_adds_to_is_listed(string text) => IsListed(text);

    [Theory]
    [InlineData("Do not modify `src/`. No exceptions.", "deny src/**")]
    [InlineData("Do not modify `src/`. It is stable.", "deny src/**")]
    [InlineData("Do not modify `src/`. If the tests fail, stop and report.", "deny src/**")]
    [InlineData("Do not modify `src/`. When you are done, run the tests.", "deny src/**")]
    [InlineData("Do not modify `src/` (third-party code).", "deny src/**")]
    [InlineData("- Do not modify `src/`\n- Ask when something is unclear.\n- If a test fails, fix it.", "deny src/**")]
    [InlineData("- Do not modify `src/`\n  - other teams build on it", "deny src/**")]
    [InlineData("- MUST NOT edit `src/`\n- Changes of the interface REQUIRE human approval", "deny src/**")]
    [InlineData("Only modify files in `src/`. Also run the linter.", "allow src/**")]
    [InlineData("Only modify files in `src/`.\n\nKeep functions small, and never push.", "allow src/**")]
    [InlineData("Only edit these:\n- `src/`\n- `lib/` (the helpers)\n\nThen run the tests.", "allow src/**, allow lib/**")]
    [InlineData("Out of scope: `infra/` (the platform team's), front-end code", "deny infra/**")]
    public void What_says_why_or_something_else_leaves_a_rule(string text, string expected) => Assert.Equal(expected, Scope(Compile(text)));

    [Theory]
    [InlineData("## Planning\n\nDo not edit `src/`.\n\n## Implementation\n\nWrite it.")]
    [InlineData("## Analysis\n\nDo not edit `src/`.\n\n## Coding\n\nWrite it.")]
    [InlineData("## 1. Discovery\n\nYou are read-only.\n\n## 2. Build\n\nWrite it.")]
    [InlineData("**Explore:** do not edit `src/`. **Build:** write the code.")]
    [InlineData("**Planning:** only edit `PLAN.md`.\n**Build:** write the code.")]
    [InlineData("1. **Plan**: do not edit `src/`.\n2. **Implement**: write the code.")]
    [InlineData("## Documentation\n\n- Only modify files in `docs/`.\n\n## Code\n\n- Keep functions small.")]
    [InlineData("## Tests\n\nOnly edit files in `tests/`.\n\n## Code\n\nKeep functions small.")]
    [InlineData("# Work\n\n## Frontend rules\n\nOnly edit `web/`.\n\n## Backend rules\n\nKeep functions small.")]
    [InlineData("- **Docs**: only edit `docs/`.\n- **Code**: keep functions small.")]
    [InlineData("## Code\n\nNever edit `docs/`.\n\n## Documentation\n\nKeep it short.")]
    [InlineData("## Rules that no longer apply\n\nDo not edit `src/`.")]
    [InlineData("## Deprecated rules\n\nDo not edit `src/`.")]
    [InlineData("## Rules of the previous project\n\nDo not edit `src/`.")]
    [InlineData("## What the old team did\n\nDo not edit `src/`.")]
    [InlineData("## How others solved it\n\nDo not edit `src/`.")]
    [InlineData("**Note to humans:** Do not edit `src/`.")]
    [InlineData("## A message from the sponsor\n\nDo not edit `src/`.")]
    [InlineData("## Good task\n\nDo not edit `src/`. Add a test.")]
    [InlineData("## Proposed rules\n\nDo not edit `src/`.")]
    public void A_rule_of_an_activity_a_part_or_nobody_is_listed(string text) => IsListed(text);

    [Theory]
    [InlineData("## Testing\n\nNever edit `legacy/`.\n\n## Scope\n\nAll of it.", "deny legacy/**")]
    [InlineData("## Planning\n\nThink.\n\n## Implementation\n\nNever edit `legacy/`.", "deny legacy/**")]
    [InlineData("## Vendored code\n\nNever edit `vendor/`.\n\n## Testing\n\nRun it.", "deny vendor/**")]
    [InlineData("## Scope\n\nOnly edit `src/`.\n\n## Testing\n\nRun it.\n\n## Documentation\n\nShort.", "allow src/**")]
    [InlineData("## Hard constraints\n\nOnly edit `src/`.\n\n## Implementation\n\nShort.", "allow src/**")]
    [InlineData("## Your role\n\nOnly edit `src/`.\n\n## Code\n\nShort.", "allow src/**")]
    [InlineData("## Good practices\n\nNever edit `src/`.", "deny src/**")]
    [InlineData("## What you must not touch\n\nNever edit `src/`.", "deny src/**")]
    [InlineData("## Legacy code\n\nNever edit `src/`.", "deny src/**")]
    [InlineData("- **Scope**: only edit `src/`.\n- **Code**: keep functions small.", "allow src/**")]
    public void A_rule_under_a_topic_or_a_heading_of_rules_binds(string text, string expected) =>
        Assert.Equal(expected, Scope(Compile(text)));

    [Fact]
    public void A_prohibition_of_what_is_to_be_changed_elsewhere_is_dropped_and_said()
    {
        var policy = Compile("Do not edit `src/`.\n\nChange `src/` as needed.\n");

        Assert.Equal("", Scope(policy));
        Assert.Equal("dropped, since line 3 orders to write what it forbids", policy.Rules.First(rule => rule.Kind == "binding").Note);
    }

    [Theory]
    [InlineData("You work in `packages/ui/` and nowhere else.", "allow packages/ui/**")]
    [InlineData("Your scope is `src/`.", "allow src/**")]
    [InlineData("You may create and modify files in `tests/` only.", "allow tests/**")]
    [InlineData("You are only permitted to edit `web/`.", "allow web/**")]
    [InlineData("You must never change any file in the repository.", "deny **")]
    [InlineData("Editing `CODEOWNERS` is not allowed.", "deny CODEOWNERS")]
    [InlineData("Never touch the `Dockerfile`.", "deny Dockerfile")]
    [InlineData("`dist/` is generated; do not edit.", "deny dist/**")]
    [InlineData("`dist/` is built by the pipeline, so do not edit it.", "deny dist/**")]
    [InlineData("`docs/adr/**` is frozen: do not change it.", "deny docs/adr/**")]
    [InlineData("`src/` is frozen during a release; do not edit.", "")]
    [InlineData("Your scope is `src/` until the review.", "")]
    [InlineData("You may modify `src/` only after a review.", "")]
    public void A_plain_rule_is_read_in_whatever_order_of_words(string text, string expected) =>
        Assert.Equal(expected, Scope(Compile(text)));

    [Theory]
    [InlineData("```bash\ncd backend\npytest -q\ncd ../frontend\nnpm test\n```", "cd backend && pytest -q; cd frontend && npm test")]
    [InlineData("```bash\npushd backend\npytest -q\npopd\nnpm test\n```", "cd backend && pytest -q; npm test")]
    [InlineData("```bash\ncd a\ncd b\npytest -q\ncd -\nnpm test\n```", "cd a/b && pytest -q; cd a && npm test")]
    [InlineData("```bash\ncd ../other\nnpm test\n```", "")]
    [InlineData("```bash\ncd /srv/app\nnpm test\n```", "")]
    [InlineData("```bash\n(cd web && npm test)\npytest -q\n```", "cd web && npm test; pytest -q")]
    [InlineData("- Run `npm test` (only for front-end work)", "")]
    [InlineData("- Only in CI: `pytest -q --slow`.", "")]
    [InlineData("- `pytest -q tests/slow` takes long; CI runs it", "")]
    [InlineData("- Run `mypy .` (informational only).", "")]
    [InlineData("- Run `mypy .` but ignore what it says.", "")]
    [InlineData("- Ask the user to run `npm test`.", "")]
    [InlineData("- Run `pytest -q path/to/test_file.py`", "")]
    [InlineData("- Run `npm test -- MyComponent`", "")]
    [InlineData("- Run `pytest tests/test_foo.py`", "")]
    [InlineData("- Run `go test ./...`", "go test ./...")]
    [InlineData("- Run `npm test -- progress-bar`", "npm test -- progress-bar")]
    public void A_gate_runs_where_the_shell_is_and_without_condition(string section, string expected) =>
        Assert.Equal(expected, string.Join("; ", Compile($"## Verification\n\n{section}\n").Gates.Select(gate => gate.Run)));

    [Theory]
    [InlineData("## Old validation (do not use)")]
    [InlineData("## Verification of the previous project")]
    [InlineData("## Quality checks (optional)")]
    public void A_section_that_is_void_has_no_gates(string heading) => Assert.Empty(Compile($"{heading}\n\n- Run `npm test`\n").Gates);

    [Theory]
    [InlineData("```bash\ncd ../other\nnpm test\n```", "npm test")]
    [InlineData("```bash\nnpm test -- MyComponent\n```", "npm test -- MyComponent")]
    [InlineData("- Run `mypy .` (informational only).", "Run `mypy .` (informational only).")]
    public void What_is_no_gate_is_said(string section, string expected) =>
        Assert.Contains(
            Compile($"## Verification\n\n{section}\n").Rules,
            rule => rule is { Kind: "binding", Enforced: false, Note: not null } && rule.Value == expected
        );

    [Fact]
    public void A_table_that_follows_another_is_no_part_of_it()
    {
        var policy = Compile("| Path | Access |\n|---|---|\n| `docs/` | read |\n\n| File | Purpose |\n|---|---|\n| `a.md` | notes |\n");

        Assert.Equal("deny docs/**", Scope(policy));
        Assert.DoesNotContain(
            policy.Rules,
            rule =>
                rule.Kind == "binding"
                && (rule.Value.Contains("---", StringComparison.Ordinal) || rule.Value.Contains("Purpose", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("super-secret-change-in-production", false)]
    [InlineData("change-before-use", false)]
    [InlineData("to-be-changed", false)]
    [InlineData("exchange-rates", true)]
    public void A_value_that_is_to_be_changed_is_not_set(string value, bool isSet) =>
        Assert.Equal(isSet, Compile($"## Environment\n\n```\nMODE={value}\n```\n").Environment.ContainsKey("MODE"));

    private static void IsListed(string text)
    {
        var policy = Compile(text);

        Assert.Equal("", Scope(policy));
        Assert.Contains(policy.Rules, rule => rule is { Kind: "binding", Enforced: false });
        Assert.DoesNotContain(policy.Rules, rule => rule.Kind == "binding" && rule.Enforced);
    }

    private static string Scope(Policy policy) =>
        string.Join(
            ", ",
            policy
                .Rules.Where(rule => rule.Kind is "allow" or "deny" or "frozen" or "hide" && rule.Path is not null)
                .Select(rule => $"{rule.Kind} {rule.Value}")
        );

    private static Policy Compile(string text) =>
        PolicyCompiler.Compile(AgentFile.Read("a.md", Encoding.UTF8.GetBytes(text)), PolicySource.None);
}
