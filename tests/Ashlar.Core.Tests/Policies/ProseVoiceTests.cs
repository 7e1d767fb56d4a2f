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
