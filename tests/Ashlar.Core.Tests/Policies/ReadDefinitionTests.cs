using System.Diagnostics;
using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

/// <summary>Sentences of kinds that definitions of others hold, in other words than theirs, as a careful reader takes them.</summary>
public sealed class ReadDefinitionTests
{
    [Theory]
    [InlineData("You are READ-ONLY: never edit, write or stage files. You report.", "deny **")]
    [InlineData("Never edit or stage `infra/`.", "deny infra/**")]
    [InlineData("No changes may be made to `schema.sql`.", "deny schema.sql")]
    [InlineData("No edits to `schema.sql`.", "deny schema.sql")]
    [InlineData("Changes to `schema.sql` are forbidden.", "deny schema.sql")]
    [InlineData("Modifying or deleting `schema.sql` is not allowed.", "deny schema.sql")]
    [InlineData("Editing `a/` and `b/` is strictly prohibited.", "deny a/**, deny b/**")]
    [InlineData("It is forbidden to touch `schema.sql`.", "deny schema.sql")]
    [InlineData("`db/history/` must remain untouched.", "deny db/history/**")]
    [InlineData("Nothing under `infra/` is to be changed by you.", "deny infra/**")]
    [InlineData("Leave everything in `legacy/` exactly as it is.", "deny legacy/**")]
    [InlineData("Under no circumstances edit `legacy/`.", "deny legacy/**")]
    [InlineData("You must under no circumstances modify `legacy/`.", "deny legacy/**")]
    [InlineData("On no account touch `legacy/`.", "deny legacy/**")]
    [InlineData("Never, ever edit `legacy/`.", "deny legacy/**")]
    [InlineData("`legacy/`: hands off.", "deny legacy/**")]
    [InlineData("The file `core/settings.py` is frozen.", "deny core/settings.py")]
    [InlineData("Treat `vendor/` as read-only.", "deny vendor/**")]
    [InlineData("Consider everything under `legacy/` immutable.", "deny legacy/**")]
    [InlineData("`api/openapi.yaml` stays frozen.", "deny api/openapi.yaml")]
    [InlineData("Do not edit `dist/`, it is built by the pipeline.", "deny dist/**")]
    [InlineData("Only edit `src/`. New tests go to `tests/`.", "allow src/**, allow tests/**")]
    [InlineData("## Working in this repository\n\nNever edit `legacy/`.", "deny legacy/**")]
    [InlineData("## Coding standards\n\nNever edit `legacy/`.", "deny legacy/**")]
    [InlineData("## Testing\n\nNever edit `legacy/`.", "deny legacy/**")]
    [InlineData("Make sure you never edit `legacy/`.", "deny legacy/**")]
    [InlineData("Remember to never edit `legacy/`.", "deny legacy/**")]
    [InlineData("Ensure that you only edit `src/`.", "allow src/**")]
    [InlineData("Allowed:\n- `src/`\nNever edit:\n- `legacy/`\n- `old/`", "deny legacy/**, deny old/**")]
    [InlineData("- Read `src/` first\n**You must not edit:**\n- `legacy/`", "deny legacy/**")]
    [InlineData("- **In general:** never edit `legacy/`.", "deny legacy/**")]
    public void A_plain_prohibition_is_a_rule_in_whatever_form(string text, string expected) => Assert.Equal(expected, Scope(text));

    [Theory]
    [InlineData("Do not edit `log.md` — append only.")]
    [InlineData("Do not edit `log.md` (append to it instead).")]
    [InlineData("Never edit `log.md`: add to it at the end.")]
    [InlineData("Do not write `state.md` yourself; the script does it.")]
    [InlineData("Changes to `src/` are forbidden in hotfix branches.")]
    [InlineData("Changes to `src/` are not allowed before a review.")]
    [InlineData("Editing `src/` is forbidden to contractors.")]
    [InlineData("It is not allowed to touch `src/` on Fridays.")]
    [InlineData("No changes to `src/` without a test.")]
    [InlineData("`src/` is frozen during a release.")]
    [InlineData("Treat `src/` as read-only until the review.")]
    [InlineData("No changes to the public names in `src/`.")]
    [InlineData("Do not edit `src/` in stage two.")]
    [InlineData("Never edit `src/` at the staging stage.")]
    [InlineData("- **In review:** do not edit `src/`.")]
    [InlineData("- **On release branches:** never edit `src/`.")]
    [InlineData("## Working on Windows\n\n- Never edit `src/`.")]
    [InlineData("## Adding a page\n\n- Never edit `src/`.")]
    [InlineData("## Writing tests\n\n- Only edit `tests/`.")]
    [InlineData("## Release day\n\n- Never edit `src/`.")]
    [InlineData("## Sprint 3\n\n- Never edit `src/`.")]
    [InlineData("- **Friday:** never edit `src/`.")]
    [InlineData("- **Code freeze:** never edit `src/`.")]
    [InlineData("## Bug fixes\n\n- Never edit `src/`.")]
    [InlineData("## Emergency\n\n- Never edit `src/`.")]
    [InlineData("## What to look for\n\n- Never edit `src/`")]
    [InlineData("## Review criteria\n\n- Never edit `src/`")]
    [InlineData("## Code review checklist\n\n- Only edit `src/`")]
    [InlineData("## Common violations\n\n- Only edit `src/`")]
    [InlineData("## Constraints for subagents\n\n- Only edit `src/`")]
    [InlineData("## Rules for the reviewer\n\n- Only edit `src/`")]
    public void What_holds_of_a_case_or_of_others_work_is_listed_and_no_rule(string text)
    {
        Assert.Equal("", Scope(text));
        Assert.Contains(Compile(text).Rules, rule => rule is { Kind: "binding", Enforced: false });
    }

    [Theory]
    [InlineData("Limit yourself to `src/a/` as far as possible.")]
    [InlineData("Restrict changes to `src/a/` for this task.")]
    [InlineData("Leave `i/` to the platform team.")]
    [InlineData("You have no permission to edit `a.sql`.")]
    [InlineData("You lack write access to `a.sql`.")]
    public void A_sentence_that_limits_in_other_words_is_listed(string text) =>
        Assert.Contains(Compile(text).Rules, rule => rule is { Kind: "binding", Enforced: false });

    [Theory]
    [InlineData("## Hard rules\n\n- Leave TODO comments.", false)]
    [InlineData("## Hard rules\n\n- Never leave TODO comments.", true)]
    [InlineData("Do not:\n- leave TODO comments\n", true)]
    [InlineData("## Hard rules\n\n- Delete old tests.", false)]
    [InlineData("## Hard rules\n\n- Skip failing tests.", false)]
    [InlineData("Never:\n- skip failing tests\n", true)]
    [InlineData("## Hard rules\n\n- Ignore dependencies.", false)]
    [InlineData("Never ignore task dependencies.", true)]
    [InlineData("Never:\n- push to main\n", true)]
    [InlineData("You have no write access.", false)]
    public void An_order_to_do_what_is_checked_for_is_not_shown_as_enforced(string text, bool isEnforced) =>
        Assert.Equal(isEnforced, Assert.Single(Compile(text).Rules, rule => rule.Kind == "binding").Enforced);

    [Fact]
    public void What_a_document_wants_read_is_listed_and_not_shown_as_enforced()
    {
        var source = PolicySource.None with { Documents = [new PolicyDocument("tasks.md", "Always read `plan.md` first.\n")] };
        var policy = PolicyCompiler.Compile(AgentFile.Read("a.md", Encoding.UTF8.GetBytes("Go.")), source);

        Assert.Empty(policy.Inputs);
        Assert.False(Assert.Single(policy.Rules, rule => rule.Kind == "binding").Enforced);
    }

    [Theory]
    [InlineData("- Users can run `npm test` themselves.", "")]
    [InlineData("- The pipeline runs `npm test`.", "")]
    [InlineData("- For Python changes: `ruff check .`", "")]
    [InlineData("- For every change: `ruff check .`", "ruff check .")]
    [InlineData("- You must run `npm test`.", "npm test")]
    [InlineData("- Always run `npm test`.", "npm test")]
    public void A_command_of_others_or_of_one_kind_of_change_is_no_gate(string item, string expected) =>
        Assert.Equal(expected, string.Join(", ", Compile($"## Verification\n\n{item}\n").Gates.Select(gate => gate.Run)));

    [Theory]
    [InlineData("Commit after each task.", true)]
    [InlineData("Do not commit after each task; commit at the end.", false)]
    [InlineData("If asked, commit after each task.", false)]
    [InlineData("Some teams commit after every task.", false)]
    public void A_rhythm_of_commits_is_one_that_is_ordered(string text, bool isOrdered) =>
        Assert.Equal(isOrdered, Compile(text).Commit is not null);

    [Theory]
    [InlineData("Escalate to a person.", 1)]
    [InlineData("Check for privilege escalation.", 0)]
    [InlineData("- Escalation paths", 0)]
    public void An_escalation_is_one_that_is_ordered(string text, int count) => Assert.Equal(count, Compile(text).Escalations.Count);

    [Fact]
    public void A_word_for_a_value_is_not_set_for_commands() =>
        Assert.Equal(
            ["MODE"],
            Compile("## Environment\n\n```\nKEY=VALUE\nTOKEN_NAME=token_name\nNAME=foo\nMODE=fast\n```\n").Environment.Keys
        );

    [Fact]
    public void Rows_that_only_divide_tables_take_no_time_and_say_nothing()
    {
        var text = string.Concat(
            Enumerable.Repeat("| a | b |\n|" + new string('-', 90) + "|" + new string('-', 90) + "|\n| c | d |\n\n", 60)
        );
        Compile("Never edit `a/`.");
        var watch = Stopwatch.StartNew();
        Compile($"# Rules\n\n{text}\nNever edit: {new string('-', 400)}\n\n{new string('→', 400)}x\n");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }

    private static string Scope(string text) =>
        string.Join(
            ", ",
            Compile(text)
                .Rules.Where(rule => rule.Kind is "allow" or "deny" or "frozen" or "hide" && rule.Path is not null)
                .Select(rule => $"{rule.Kind} {rule.Value}")
        );

    private static Policy Compile(string text) =>
        PolicyCompiler.Compile(AgentFile.Read("a.md", Encoding.UTF8.GetBytes(text)), PolicySource.None);
}
