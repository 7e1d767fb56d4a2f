using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

public sealed class ProseVoiceTests
{
    [Theory]
    [InlineData("Read-only mode: first explore the code, do not edit files. Once you have a plan, implement it.")]
    [InlineData("Plan mode: do not edit files.")]
    [InlineData("Do not edit files.\n\nOnce the plan is agreed, implement it.")]
    [InlineData("Bad:\n- Only modify files in `lib/`.\n\nGood:\n- Only modify files in `web/`.")]
    [InlineData("Instead of this:\n\nNever modify `lib/`.")]
    [InlineData("## Bad examples\n\n- Never modify `lib/`.")]
    [InlineData("## Anti-patterns\n\n- Only modify files in `lib/`.")]
    [InlineData("## Example prompt\n\nNever modify `lib/`.")]
    [InlineData("Wrong: Never modify `lib/`.")]
    [InlineData("**Wrong:** Never modify `lib/`.")]
    [InlineData("TODO: Never modify `lib/`.")]
    [InlineData("Hotfix: never modify `lib/`.")]
    [InlineData("What a customer wrote:\n\n> Only modify files in `lib/`.")]
    [InlineData("For documentation tasks:\n\n- Only modify files in `docs/`.")]
    [InlineData("## Documentation tasks\n\nOnly modify files in `docs/`.")]
    [InlineData("If you are the release bot:\n\nNever modify `lib/`.")]
    [InlineData("The reviewer agent:\n- Never modify `lib/`.")]
    [InlineData("Wrong: you may edit `lib/`. Everything else is off limits.")]
    [InlineData("**Wrong:** You may edit `lib/`. Everything else is off limits.")]
    [InlineData("Wrong: you may edit `lib/`, nothing else.")]
    [InlineData("You may edit `lib/`.\n\nWrong: everything else is off limits.")]
    [InlineData("The reviewer: you may edit `lib/`, but nothing else.")]
    [InlineData("# Work\n\n## Notes for reviewers\n\nNever modify `lib/`.")]
    [InlineData("# Work\n\n## Release engineer\n\nOnly modify files in `lib/`.")]
    [InlineData("1. Read the issue.\n2. Write a failing test. Do not edit `lib/`.\n3. Make it pass.")]
    [InlineData("First, write the failing test. Do not edit `lib/`. Then make it pass.")]
    [InlineData("Now, do not edit `lib/`.")]
    [InlineData("- **coder**: Never edit `lib/`.")]
    [InlineData("- **docs-writer**: Only modify files in `lib/`.")]
    [InlineData("- `docs-writer`: Never edit `lib/`.")]
    [InlineData("- **coder**: Only modify files in `lib/`.\n- **tester**: Only modify files in `tests/`.")]
    [InlineData("## For Python\n\nNever modify `lib/`.")]
    [InlineData("<example>\nNever edit `lib/`. Only modify files in `web/`.\n</example>")]
    [InlineData("<example>Look here. Never edit `lib/`. Never read `web/`. Well.</example>")]
    [InlineData("<bad_output>\n\nNever edit `lib/`.\n\n</bad_output>")]
    [InlineData("<!-- disabled for now\n\nNever edit `lib/`.\n\n-->")]
    [InlineData("Never edit `lib/`:\n- `lib/legacy/`\n- `lib/gen/`")]
    [InlineData("In scope: `lib/**` (but not `lib/vendor/**`)")]
    [InlineData("Do not create files outside `lib/`.")]
    [InlineData("You must never write code in `docs/`.")]
    [InlineData("Do not modify `this.state`.")]
    [InlineData("Never read `process.env`.")]
    [InlineData("Sub-agents get this prompt:\n\n    You are read-only. Never modify `lib/`.")]
    public void What_is_quoted_or_holds_in_one_case_is_no_rule_but_is_listed(string text)
    {
        var policy = Compile(text);

        Assert.Equal("", Scope(policy));
        Assert.DoesNotContain(policy.Rules, rule => rule.Kind == "binding" && rule.Enforced);
        Assert.Contains(policy.Rules, rule => rule.Kind == "binding");
    }

    [Theory]
    [InlineData("## Frontend\n\nOnly modify files in `web/`.\n\n## Backend\n\nOnly modify files in `api/`.")]
    [InlineData("## Frontend\n\nOnly modify files in `web/`. Never modify `api/`.\n\n## Backend\n\nOnly modify `api/`.")]
    [InlineData("## Frontend\n\n### Files you may change\n\n- `web/`\n\n## Backend\n\n### Files you may change\n\n- `api/`")]
    [InlineData("## Part 1\n\nYou may edit `web/`. Nothing else may be touched.\n\n## Part 2\n\nYour scope is `api/` only.")]
    public void Sections_that_each_allow_other_files_limit_parts_of_the_work_and_none_is_a_rule_of_the_whole(string text)
    {
        var policy = Compile(text);

        Assert.Equal("", Scope(policy));
        Assert.Contains(policy.Rules, rule => rule is { Kind: "binding", Note: not null });
        Assert.DoesNotContain(policy.Rules, rule => rule.Kind == "binding" && rule.Enforced);
    }

    [Theory]
    [InlineData("## Scope\n\nOnly modify files in `web/`.\n\n## Testing\n\nOnly modify files in `web/`.", "allow web/**")]
    [InlineData("# Coder\n\nOnly modify `web/` and `api/`.\n\n## Tests\n\nOnly modify `api/`.", "allow web/**, allow api/**")]
    [InlineData("## Rules\n\nOnly modify `web/`.\n\n## Scope\n\nOnly modify `api/`.", "allow web/**, allow api/**")]
    [InlineData(
        "## Frontend\n\nOnly modify files in `web/`.\n\n## Style\n\nNever modify `web/vendor/`.",
        "allow web/**, deny web/vendor/**"
    )]
    [InlineData("## Web\n\nOnly modify `web/`. Never read `.env`.\n\n## Api\n\nOnly modify `api/`.", "hide .env")]
    public void Sections_that_say_the_same_or_hold_of_all_stay_rules(string text, string expected) =>
        Assert.Equal(expected, Scope(Compile(text)));

    [Theory]
    [InlineData("Never edit `lib/`. You may edit `lib/ours/`.", "")]
    [InlineData("Never edit `lib/`.\n\nThe only exception is `lib/ours/`.", "")]
    [InlineData("- Never edit `lib/`\n  - except `lib/ours/`", "")]
    [InlineData("Never edit `lib/`.\nException: you may edit `lib/ours/`.", "")]
    [InlineData("1. Do not edit `lib/`.\n2. Write a test.\n3. Now edit `lib/`.", "")]
    [InlineData("Never read `lib/`. You may change `lib/ours/`.", "")]
    [InlineData("Never edit `lib/`. However, never touch `lib/ours/`.", "deny lib/**")]
    [InlineData("Never edit `lib/`. Read `lib/README.md` first.", "deny lib/**")]
    [InlineData("Only modify files in `src/`. Update `CHANGELOG.md` after each task.", "allow src/**, allow CHANGELOG.md")]
    [InlineData("Only modify files in `src/`. Keep `CHANGELOG.md` up to date.", "allow src/**, allow CHANGELOG.md")]
    [InlineData("Only modify files in `src/`. Add an entry to `CHANGELOG.md`.", "allow src/**, allow CHANGELOG.md")]
    [InlineData("Only modify files in `src/`. Exception: you may edit `docs/api.md`.", "allow src/**, allow docs/api.md")]
    public void What_the_same_text_orders_or_excepts_is_not_forbidden(string text, string expected) =>
        Assert.Equal(expected, Scope(Compile(text)));

    [Fact]
    public void A_rule_with_an_exception_says_so()
    {
        var rule = Compile("Never edit `lib/`. You may edit `lib/ours/`.").Rules.First(rule => rule.Kind == "binding");

        Assert.Equal("dropped, since line 1 makes an exception", rule.Note);
        Assert.False(rule.Enforced);
    }

    [Fact]
    public void An_agent_that_is_given_tools_that_write_and_called_read_only_is_told_of()
    {
        var policy = Compile("---\nname: a\ndescription: b\ntools: Read, Write\n---\nYou are read-only.\n");

        Assert.Contains(policy.Rules, rule => rule is { Kind: "binding", Enforced: false, Value: "You are read-only." });
    }

    [Theory]
    [InlineData("You are read-only until the plan is approved.")]
    [InlineData("Under no circumstances may `LICENSE` be changed.")]
    [InlineData("Keep out of `infra/terraform/` on Fridays.")]
    [InlineData("`.env` を読まないでください。")]
    public void What_binds_in_other_words_is_listed(string text) =>
        Assert.Contains(Compile(text).Rules, rule => rule is { Kind: "binding", Enforced: false });

    [Theory]
    [InlineData("## Required Inputs\n\n- one of `docs/spec.md` or `docs/y.md`")]
    [InlineData("## Required Inputs\n\n- your notes (`notes.md`), which you create")]
    public void A_document_that_need_not_be_there_is_not_demanded(string text) =>
        Assert.All(Compile(text).Inputs, input => Assert.False(input.Required));

    [Theory]
    [InlineData("## Verify\n\n```bash\ncd apps/web && pnpm test\npnpm lint\n```", "cd apps/web && pnpm test, cd apps/web && pnpm lint")]
    [InlineData("## Verify\n\n- `npm test` should fail at this point.", "")]
    [InlineData("## Verify\n\n- Replace `pytest foo` by `pytest bar`.", "")]
    [InlineData("## Verify\n\n- Run `npm test -- --grep \"<name>\"`.", "")]
    [InlineData("## Verify\n\n- Run `pytest -q`.", "pytest -q")]
    public void A_command_is_a_gate_as_it_is_to_be_run(string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", Compile(text).Gates.Select(gate => gate.Run)));

    [Theory]
    [InlineData("<rules>\nNever modify `lib/`.\n</rules>", "deny lib/**")]
    [InlineData("<critical_constraints>\n\n- Never modify `lib/`.\n\n</critical_constraints>", "deny lib/**")]
    [InlineData("<role>You are a developer.</role>\n\nNever modify `lib/`.", "deny lib/**")]
    [InlineData("<details>\n\nNever modify `lib/`.\n\n</details>", "deny lib/**")]
    [InlineData("Write your report as <name>.\n\nNever modify `lib/`. <!-- generated -->", "deny lib/**")]
    [InlineData("1. Always run the tests. Never modify `lib/`.", "deny lib/**")]
    [InlineData("2. Stay in scope. Only modify files in `lib/`.", "allow lib/**")]
    [InlineData("- **Vendored code**: never edit `lib/`.", "deny lib/**")]
    [InlineData("Never modify `package-lock.json` and `app.config`.", "deny package-lock.json, deny app.config")]
    [InlineData("Rules:\n- Never modify `lib/`.", "deny lib/**")]
    [InlineData("You must follow these rules:\n\nNever modify `lib/`.", "deny lib/**")]
    [InlineData("**Scope discipline:** Only modify files in `lib/`.", "allow lib/**")]
    [InlineData("Hard constraint: never modify `lib/`.", "deny lib/**")]
    [InlineData("1. **No side effects**: do not edit `lib/`.", "deny lib/**")]
    [InlineData("Bad:\n- Guessing.\n\nNever modify `lib/`.", "deny lib/**")]
    [InlineData("# Work\n\n## Your role: Python developer\n\nNever modify `lib/`.", "deny lib/**")]
    [InlineData("# Work\n\n## Rules for the agent\n\nNever modify `lib/`.", "deny lib/**")]
    [InlineData("# Python developer\n\nNever modify `lib/`.", "deny lib/**")]
    [InlineData("You are read-only.", "deny **")]
    [InlineData("Only modify `**/*.test.ts`.", "allow **/*.test.ts")]
    [InlineData("Only modify `**/*.test.ts` and `**/*.spec.ts`.", "allow **/*.test.ts, allow **/*.spec.ts")]
    [InlineData("**Only** modify **/*.test.ts.", "allow **/*.test.ts")]
    [InlineData("Never modify `**/*.snap`.", "deny **/*.snap")]
    [InlineData("## Off-limits\n- `infra/`\n- `.env*`\n- `Makefile`\n- `*.lock`", "deny infra/**, deny .env*, deny Makefile, deny *.lock")]
    [InlineData("Only edit these:\n- `lib/a.py`\n- [tests](tests/)", "allow lib/a.py, allow tests/**")]
    [InlineData("Never modify [the plan](docs/plan.md).", "deny docs/plan.md")]
    public void What_speaks_to_the_agent_is_a_rule(string text, string expected) => Assert.Equal(expected, Scope(Compile(text)));

    [Theory]
    [InlineData("Files you may change:\n- `lib/a.py`\n- `lib/b.py` if the plan says so", 2)]
    [InlineData("## Off-limits\n- `infra/`\n- whatever the owner of the folder says", 2)]
    public void Every_item_of_a_list_of_paths_is_listed(string text, int count) =>
        Assert.Equal(count, Compile(text).Rules.Count(rule => rule.Kind == "binding"));

    [Theory]
    [InlineData("Always read `docs/api.md`.", true)]
    [InlineData("ALWAYS read `docs/api.md` before starting.", true)]
    [InlineData("Always read `docs/api.md` when you start.", true)]
    [InlineData("Always read `docs/api.md` when touching the routes.", false)]
    [InlineData("You must read `docs/api.md` for database changes.", false)]
    public void A_document_for_some_of_the_work_is_not_demanded_of_all(string text, bool isRequired) =>
        Assert.Equal(isRequired, Assert.Single(Compile(text).Inputs).Required);

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
