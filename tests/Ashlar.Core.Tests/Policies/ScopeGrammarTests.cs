using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

public sealed class ScopeGrammarTests
{
    [Theory]
    [InlineData("Do not modify `infra/`.", "deny infra/**")]
    [InlineData("You must never edit files in `infra/`.", "deny infra/**")]
    [InlineData("Don't touch anything under `infra/` or `ops/`.", "deny infra/**, deny ops/**")]
    [InlineData("IMPORTANT: do not create, edit or delete files in `infra/`!", "deny infra/**")]
    [InlineData(
        "Never change `infra/main.tf`, `infra/vars.tf`, and `ops/run.sh`.",
        "deny infra/main.tf, deny infra/vars.tf, deny ops/run.sh"
    )]
    [InlineData("You do not modify production code under `app/`.", "deny app/**")]
    [InlineData("Do not edit `docs/plan.md` — the tech lead owns it.", "deny docs/plan.md")]
    [InlineData("Never modify `infra/` because other teams deploy from it.", "deny infra/**")]
    [InlineData("MUST NOT write or modify test files (`site/tests/`) — they are the tester's.", "deny site/tests/**")]
    [InlineData("`schema/api.json` must not be changed.", "deny schema/api.json")]
    [InlineData("Files in `vendor/` must never be edited.", "deny vendor/**")]
    [InlineData("`vendor/` is off limits.", "deny vendor/**")]
    [InlineData("Leave `vendor/` alone.", "deny vendor/**")]
    [InlineData("Stay out of `vendor/`.", "deny vendor/**")]
    [InlineData("Files in `vendor/`: never edit them.", "deny vendor/**")]
    [InlineData("Refrain from editing `vendor/`.", "deny vendor/**")]
    [InlineData("You MAY NOT edit any source file (`.rs`, `.toml`).", "deny *.rs, deny *.toml")]
    [InlineData("NEVER modify any source file (.rs, .ron, .toml, etc.)", "deny *.rs, deny *.ron, deny *.toml")]
    [InlineData("## While you write\n\nDo not edit `docs/plan.md`.", "deny docs/plan.md")]
    [InlineData("Each change of the schema is a new migration. Never modify existing migrations.", "frozen **/migrations/**")]
    [InlineData("You may edit everything except `infra/`.", "deny infra/**")]
    [InlineData("Your scope is everything except `infra/` and `ops/`.", "deny infra/**, deny ops/**")]
    [InlineData("In scope: everything but `infra/`.", "deny infra/**")]
    [InlineData("All files other than `infra/main.tf` may be changed.", "deny infra/main.tf")]
    [InlineData("Work anywhere in the repository.\n\nEverything except `infra/` is in scope.", "deny infra/**")]
    [InlineData("The following files are off limits:\n\n- `infra/`\n- `ops/run.sh`\n", "deny infra/**, deny ops/run.sh")]
    [InlineData("These must never be changed:\n\n- `infra/`\n", "deny infra/**")]
    [InlineData("You may change any file except:\n\n- `infra/`\n", "deny infra/**")]
    [InlineData("- Never touch the following:\n  - `infra/`\n- Ask.\n", "deny infra/**")]
    [InlineData("With the exception of `infra/`, you may edit any file.", "deny infra/**")]
    [InlineData("## Files you must not change\n\n- `infra/`\n- `deploy.sh`\n", "deny infra/**, deny deploy.sh")]
    [InlineData("Forbidden paths: `infra/`, `ops/`.", "deny infra/**, deny ops/**")]
    [InlineData("Please keep your hands off:\n- `legacy/`\n", "deny legacy/**")]
    [InlineData("Read-only: `infra/**`", "deny infra/**")]
    [InlineData("Never read `.env`.", "hide .env")]
    [InlineData("Do not read or modify `private/`.", "hide private/**")]
    public void A_prohibition_whose_object_is_a_path_is_a_rule(string sentence, string expected) => Assert.Equal(expected, Rules(sentence));

    [Theory]
    [InlineData("You may edit `src/` and `tests/`. Everything else is off limits.", "allow src/**, allow tests/**")]
    [InlineData("You may edit `src/` and `tests/`; nothing else may be touched.", "allow src/**, allow tests/**")]
    [InlineData("You can change files in `src/`, but nothing else.", "allow src/**")]
    [InlineData("Work in `src/api/`. Leave everything else alone.", "allow src/api/**")]
    [InlineData("You may modify:\n\n- `src/`\n- `tests/`\n\nThe rest of the repository is read-only.", "allow src/**, allow tests/**")]
    [InlineData("You may write to `src/`.\n\nYou may also read the docs.\n\nNo other files may be changed.", "allow src/**")]
    [InlineData("Edit only `src/`. Do not touch anything else.", "allow src/**")]
    [InlineData(
        "| Path | Access |\n| --- | --- |\n| `src/` | read/write |\n| `docs/` | read |\n| `private/` | none |\n",
        "deny docs/**, hide private/**"
    )]
    [InlineData("| Path | Access |\n|---|---|\n| `src/` | read/write |\n| everything else | read |\n", "allow src/**")]
    [InlineData("| Directory | Permissions |\n|---|---|\n| `src/` | rw |\n| `tests/` | write |\n", "allow src/**, allow tests/**")]
    [InlineData("| Path | Write? |\n|---|---|\n| `src/` | yes |\n| `docs/` | no |\n", "deny docs/**")]
    public void What_closes_a_section_or_a_table_makes_what_it_names_the_whole(string text, string expected) =>
        Assert.Equal(expected, Rules(text));

    [Theory]
    [InlineData("Everything else is off limits.")]
    [InlineData("You may edit `src/`.")]
    [InlineData("If asked, you may edit `src/`. Everything else is off limits.")]
    [InlineData("You may edit `src/`. You may edit `docs/` when the spec says so. Everything else is off limits.")]
    [InlineData("You may edit `src/`.\n\n## Reports\n\nEverything else is off limits.")]
    [InlineData("You may edit `src/`. Everything else is a matter of taste.")]
    [InlineData("You may edit `src/`. Nothing else matters.")]
    [InlineData("If the tests fail, edit `src/`. Everything else is off limits.")]
    [InlineData("| Path | Access |\n|---|---|\n| `src/` | read/write |\n| `docs/` | ask first |\n")]
    [InlineData("| Path | Access |\n|---|---|\n| `src/` | read |\n| `src/gen/` | write |\n")]
    [InlineData("| Path | Purpose |\n|---|---|\n| `src/` | code |\n| `docs/` | none |\n")]
    [InlineData("| Endpoint | Access |\n|---|---|\n| `api/users` | read |\n")]
    public void A_clause_without_a_whole_before_it_is_no_rule(string text) => Assert.Equal("", Rules(text));

    [Theory]
    [InlineData("Do not modify files other than `src/a.py` and `tests/test_a.py`.", "allow src/a.py, allow tests/test_a.py")]
    [InlineData("No file outside `src/` may be changed.", "allow src/**")]
    [InlineData("## Files you may change\n\n- `src/api/**/*.py`\n- `docs/`\n", "allow src/api/**/*.py, allow docs/**")]
    [InlineData("Directories that the agent is allowed to edit:\n- `src/api/`\n", "allow src/api/**")]
    [InlineData(
        "You may only change these files:\n\n```\nsrc/a.py\ntests/test_a.py  # its tests\n```\n",
        "allow src/a.py, allow tests/test_a.py"
    )]
    [InlineData("Never touch the following:\n\n```text\ninfra/\n```\n", "deny infra/**")]
    [InlineData("## Files you will change\n\n- `src/api/`\n", "")]
    [InlineData("Files you may change if asked:\n- `src/api/`\n", "")]
    [InlineData("You may only change these files:\n\n```\npytest -q src/a.py\nsrc/a.py\n```\n", "")]
    [InlineData("Only edit files like these:\n\n```python\nsrc/a.py\n```\n", "")]
    [InlineData("Only modify files in `src/api/`.", "allow src/api/**")]
    [InlineData("Only edit `src/a.py`.", "allow src/a.py")]
    [InlineData("Your scope is `services/api/` only.", "allow services/api/**")]
    [InlineData("Scope is limited to site/walls/**/*.py.", "allow site/walls/**/*.py")]
    [InlineData("Work exclusively in `services/api/`.", "allow services/api/**")]
    [InlineData("You work only in `services/api/`.", "allow services/api/**")]
    [InlineData("All changes must stay within `services/api/`.", "allow services/api/**")]
    [InlineData("Restrict your edits to `services/api/`.", "allow services/api/**")]
    [InlineData("Only files in `services/api/` may be changed.", "allow services/api/**")]
    [InlineData("The ONLY files you may write are: `a/x.md`, `a/y.md`.", "allow a/x.md, allow a/y.md")]
    [InlineData("Writes under `tests/` and `app/tests/` only.", "allow tests/**, allow app/tests/**")]
    [InlineData("You may only modify:\n\n- `src/`\n- `tests/` (unit tests)\n", "allow src/**, allow tests/**")]
    [InlineData("Edit only the following:\n\n- `src/`\n- `tests/`\n", "allow src/**, allow tests/**")]
    [InlineData("You are a careful developer. You may edit only these files:\n\n- `src/a.py`\n", "allow src/a.py")]
    [InlineData("Restrict your changes to:\n\n1. `src/`\n2. `tests/`\n", "allow src/**, allow tests/**")]
    [InlineData("Only the following paths may be modified:\n\n* `src/`\n", "allow src/**")]
    [InlineData("Your scope is limited to the following folders:\n\n- `src/` — the code\n", "allow src/**")]
    [InlineData("- Work only in:\n  - `src/`\n  - `tests/`\n- Be kind.\n", "allow src/**, allow tests/**")]
    [InlineData("Allowed paths:\n\n- `src/`\n", "allow src/**")]
    [InlineData("Writable: `src/**`, `tests/**`", "allow src/**, allow tests/**")]
    [InlineData("You are limited to `src/` and `tests/`.", "allow src/**, allow tests/**")]
    [InlineData("You're strictly restricted to changes in `docs/`.", "allow docs/**")]
    [InlineData("Edits go to `packages/api/` exclusively.", "allow packages/api/**")]
    [InlineData("Your changes belong only in `packages/api/`.", "allow packages/api/**")]
    [InlineData("Modify nothing but `docs/`.", "allow docs/**")]
    [InlineData("Apart from `src/billing/` you must not change anything.", "allow src/billing/**")]
    [InlineData("Modify only what is in `src/billing/`.", "allow src/billing/**")]
    [InlineData("Edit the following files only:\n\n- `a/b.py`\n\nThen run:\n\n- `pytest -q`\n", "allow a/b.py")]
    [InlineData("Nothing outside `src/` may be changed.", "allow src/**")]
    [InlineData("Off limits: everything except `src/`.", "allow src/**")]
    [InlineData("Do not modify anything except:\n\n- `src/`\n", "allow src/**")]
    [InlineData("**In scope**: `src/`, `docs/guide.md`", "allow src/**, allow docs/guide.md")]
    public void What_alone_may_be_written_is_a_rule(string sentence, string expected) => Assert.Equal(expected, Rules(sentence));

    [Theory]
    [InlineData("You are not limited to `src/`.")]
    [InlineData("You are limited to `3` attempts.")]
    [InlineData("You are limited to `src/` until the review is done.")]
    [InlineData("Your changes go to `main` only by a pull request.")]
    [InlineData("The work goes to `release/` only when it is approved.")]
    [InlineData("Do not write production code in the `spec.md` document.")]
    [InlineData("Do not write tests in `src/`; they belong in `tests/`.")]
    [InlineData("Never delete tests in `tests/`.")]
    [InlineData("Do not edit the tests in `tests/` to make them pass.")]
    [InlineData("Do not touch unrelated code in `src/`.")]
    [InlineData("Do not change files in `src/` that are unrelated to the task.")]
    [InlineData("Do not add TODO comments to `src/`.")]
    [InlineData("Don't change formatting in `src/`.")]
    [InlineData("Never modify more than three files in `src/` at once.")]
    [InlineData("Never write business logic in `app/views.py`.")]
    [InlineData("Never rename columns in `app/models.py`.")]
    [InlineData("Do not add new helpers to `src/util/`; extend the existing ones.")]
    [InlineData("Do not create new files in `utils/`.")]
    [InlineData("Do not add dependencies to `pyproject.toml` without asking.")]
    [InlineData("Do not create `src/new.py` when `src/old.py` can be extended.")]
    [InlineData("If the template is missing, stop and do not write `docs/summary.md`.")]
    [InlineData("If the tests fail, stop. Do not edit `docs/summary.md`.")]
    [InlineData("If the status is clean:\n\n- Do NOT modify `FIXES.md`\n")]
    [InlineData("## Step 2: Review\n\nDo not edit `decisions.md`.")]
    [InlineData("During the review phase do not edit `decisions.md`.")]
    [InlineData("Do NOT write `state.json` manually.")]
    [InlineData("Do not edit `schema.sql` by hand; run `make schema`.")]
    [InlineData("Do not edit `schema.sql`; run `make schema`.")]
    [InlineData("Never overwrite an existing `fix.md` without confirmation.")]
    [InlineData("Do not modify `a/b.py` unless asked.")]
    [InlineData("Do not modify `a/b.py`, except for its imports.")]
    [InlineData("Do not modify `a/`, but `a/x.py` may be changed.")]
    [InlineData("Never modify the behaviour of `run()`.")]
    [InlineData("Store screenshots only in `shots/`.")]
    [InlineData("Never edit `api.ts`: it is generated.")]
    [InlineData("**In scope**: new routes in `src/api/`, `docs/`")]
    [InlineData("In scope:\n\n- A command that writes the report\n- `var/reports/`\n")]
    [InlineData("Only commit files in `src/` that you changed.")]
    [InlineData("Do not modify code you have not read in `src/`.")]
    [InlineData("Only write tests in `tests/`.")]
    [InlineData("- If the status is clean:\n  - Edit only the following:\n    - `FIXES.md`\n")]
    [InlineData("When fixing bugs, the following files are off limits:\n\n- `src/core/`\n")]
    [InlineData("Read only the following:\n\n- `src/`\n")]
    [InlineData("You may edit everything except the tests in `tests/` that fail.")]
    [InlineData("Start with the following files:\n\n- `src/`\n")]
    [InlineData("Format everything except `vendor/`.")]
    [InlineData("Edit only the following:\n\n- new routes in `src/`\n")]
    public void A_sentence_that_says_more_or_less_is_none(string sentence)
    {
        Assert.Equal("", Rules(sentence));
        Assert.DoesNotContain(Compile(sentence).Rules, rule => rule.Kind == "binding" && rule.Enforced);
    }

    [Theory]
    [InlineData("You are read-only.")]
    [InlineData("STRICTLY READ-ONLY: Do not modify any files.")]
    [InlineData("Read-only - never modify files.")]
    [InlineData("Do not edit files.")]
    [InlineData("You are READ-ONLY. Never edit, write, or stage files.")]
    [InlineData("You must not change anything in this repository.")]
    public void An_agent_that_only_reads_writes_nothing(string sentence)
    {
        var policy = Compile(sentence + "\n\nReview the change and tell what you find.");

        Assert.False(policy.Scope.DecideWrite("src/a.py", true).Allowed);
        Assert.False(policy.Tools.Offers("Write"));
        Assert.False(policy.Tools.Offers("Edit"));
        Assert.True(policy.Tools.Offers("Read"));
    }

    [Fact]
    public void A_rule_that_forbids_what_is_ordered_is_dropped_and_said()
    {
        var policy = Compile("Write the plan to `docs/plan.md`.\n\nNever modify `docs/`.\n\nDo not edit files.\n");

        Assert.True(policy.Scope.DecideWrite("docs/plan.md", false).Allowed);
        Assert.Equal(
            [
                "3 False dropped, since line 1 orders to write what it forbids",
                "5 False dropped, since line 1 orders to write what it forbids",
            ],
            policy.Rules.Where(rule => rule.Kind == "binding").Select(rule => $"{rule.Line} {rule.Enforced} {rule.Note}")
        );
    }

    [Fact]
    public void What_alone_may_be_written_includes_what_is_ordered()
    {
        var scope = Compile("Only modify files in `src/`.\n\nSave your notes to `notes/today.md`.\n").Scope;

        Assert.True(scope.DecideWrite("notes/today.md", false).Allowed);
        Assert.False(scope.DecideWrite("notes/other.md", false).Allowed);
    }

    [Fact]
    public void A_place_of_the_agent_s_own_stays_open_in_a_folder_that_is_closed()
    {
        var scope = Compile("Writes under `tests/` and `app/tests/` only.\n\nYou do not modify production code under `app/`.\n").Scope;

        Assert.True(scope.DecideWrite("app/tests/test_a.py", false).Allowed);
        Assert.False(scope.DecideWrite("app/a.py", true).Allowed);
    }

    [Theory]
    [InlineData("Write your report to `.claude/research/TOPIC.md`.", ".claude/research/lists.md", true)]
    [InlineData("Update `.claude/state/progress.md` after each task.", ".claude/state/progress.md", false)]
    [InlineData("Update `.claude/state/progress.md`.", ".claude/state/progress.md", true)]
    [InlineData("Your memory lies in `.claude/agent-memory/NAME/`.", ".claude/agent-memory/me/a.md", true)]
    [InlineData("Write your report to `.claude/agents/x.md`.", ".claude/agents/x.md", false)]
    [InlineData("Read `.claude/state/progress.md`.", ".claude/state/progress.md", false)]
    public void An_order_opens_a_guarded_place(string sentence, string path, bool isOpen) =>
        Assert.Equal(isOpen, Compile(sentence).Scope.DecideWrite(path, false).Allowed);

    [Theory]
    [InlineData("- **THEN** the command SHALL NOT write `run.lock` or archive logs")]
    [InlineData("Do not create a new file in `src/`.")]
    [InlineData("MUST NOT write SQL in `src/a.py`.")]
    [InlineData("The service must not modify `data/`.")]
    [InlineData(
        "**In Scope:**\n- A command that writes the report\n- Reports are created in the `var/reports/` directory\n\n**Out of Scope:**\n- Showing reports from `src/api/` in the web page\n"
    )]
    public void A_document_says_what_the_product_does(string text)
    {
        var source = new PolicySource { Documents = [new PolicyDocument("spec.md", text)] };

        Assert.DoesNotContain(
            PolicyCompiler.Compile(Agent("Go."), source).Rules,
            rule => rule.Kind is "allow" or "deny" or "frozen" or "hide" && rule.Path == "spec.md"
        );
    }

    [Fact]
    public void A_document_narrows_by_a_section_of_paths()
    {
        var source = new PolicySource
        {
            Documents =
            [
                new PolicyDocument(
                    "spec.md",
                    "## In Scope\n\n- `src/api/` (the routes)\n- `tests/`\n\n## Out of Scope\n\n- `src/api/old/`\n"
                ),
            ],
        };

        Assert.Equal("allow src/api/**, allow tests/**, deny src/api/old/**", Text(PolicyCompiler.Compile(Agent("Go."), source)));
    }

    [Theory]
    [InlineData("Do not push complexity into controllers.", false)]
    [InlineData("Never push to main.", true)]
    [InlineData("Do not commit or push.", true)]
    [InlineData("Never insert placeholder or example numbers.", false)]
    [InlineData("Don't modify provided content beyond placeholder replacement.", false)]
    [InlineData("You must keep a mental model of task dependencies.", false)]
    [InlineData("Never weaken or delete tests to make them pass.", true)]
    [InlineData("NEVER weaken, skip or delete a test to get a green result.", true)]
    [InlineData("All tests must pass before reporting.", true)]
    [InlineData("ALL pytest tests must pass.", true)]
    [InlineData("ALL tests pass only on Linux.", false)]
    [InlineData("Never skip the review of tests.", false)]
    public void What_is_shown_as_enforced_is(string sentence, bool isEnforced) =>
        Assert.Equal(isEnforced, Assert.Single(Compile(sentence).Rules, rule => rule.Kind == "binding").Enforced);

    [Theory]
    [InlineData("测试必须通过。")]
    [InlineData("Ändere niemals die Schnittstelle.")]
    [InlineData("Nunca modifiques `src/`.")]
    [InlineData("반드시 읽으세요.")]
    [InlineData("Никогда не меняй `src/`.")]
    public void A_binding_sentence_of_another_language_is_listed(string sentence) =>
        Assert.False(Assert.Single(Compile(sentence).Rules, rule => rule.Kind == "binding").Enforced);

    [Fact]
    public void A_rule_is_switched_off_by_its_place()
    {
        var source = new PolicySource { Ignored = ["a.md:1"] };
        var policy = PolicyCompiler.Compile(Agent("Never modify `docs/`.\n\nNever modify `src/`.\n"), source);

        Assert.Equal("deny src/**", Text(policy));
        Assert.Equal("switched off by ignore_rules", policy.Rules.First(rule => rule.Line == 1).Note);
    }

    private static string Rules(string text) => Text(Compile(text));

    private static string Text(Policy policy) =>
        string.Join(
            ", ",
            policy
                .Rules.Where(rule => rule.Kind is "allow" or "deny" or "frozen" or "hide" && rule.Path is not null)
                .Select(rule => $"{rule.Kind} {rule.Value}")
        );

    private static Policy Compile(string text) => PolicyCompiler.Compile(Agent(text), PolicySource.None);

    private static AgentDefinition Agent(string text) => AgentFile.Read("a.md", Encoding.UTF8.GetBytes(text));
}
