using System.Security.Cryptography;
using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

public sealed class PolicyCompilerTests
{
    [Theory]
    [InlineData("- Run `black --check app && isort --check app`", "black --check app; isort --check app")]
    [InlineData("- Run `pip install -e . && pytest`", "")]
    [InlineData("- The linter is clean (`flake8`)", "")]
    public void Commands_joined_in_one_are_gates_where_all_judge(string item, string expected) =>
        Assert.Equal(expected, string.Join("; ", Compile("## Quality Gates\n\n" + item).Gates.Select(gate => gate.Run)));

    [Theory]
    [InlineData("- The linter is clean (`flake8`)")]
    [InlineData("- Style: `black` or `ruff`")]
    [InlineData("- When TypeScript changed, run `npx tsc --noEmit`")]
    public void A_tool_that_is_named_and_is_no_gate_is_listed(string item)
    {
        var rule = Assert.Single(Compile("## Quality Gates\n\n" + item).Rules, rule => rule.Kind == "binding" && rule.Value == item[2..]);

        Assert.False(rule.Enforced);
        Assert.StartsWith("no gate: ", rule.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("You may edit `src/`.\n\n## Reports\n\nEverything else is off limits.", "Everything else is off limits.")]
    [InlineData("Do not touch `docs/`. Everything else is off limits.", "Everything else is off limits.")]
    [InlineData("| Path | Access |\n|---|---|\n| `docs/` | ask first |\n", "`docs/` | ask first")]
    public void A_closing_clause_that_is_no_rule_is_listed(string text, string expected) =>
        Assert.Contains(Compile(text).Rules, rule => rule is { Kind: "binding", Enforced: false } && rule.Value == expected);

    [Fact]
    public void Scope_is_read_from_description_labels_and_prohibitions()
    {
        var policy = Compile(
            "---\nname: x\ndescription: Builds walls. Scope is limited to site/walls/**/*.py.\n---\n"
                + "**In scope**: `site/walls/**/*.py`\n**Out of scope**: `site/tests/**/*.py` (someone else's), C++ code, settings outside site/\n\n"
                + "- **MUST NOT write or modify test files** (`site/tests/`) — all tests are written by the tester\n"
                + "- MUST NOT modify C++ or frontend files\n- Use migrations (never modify existing migrations)\n"
        );
        Assert.Equal(
            ["allow site/walls/**/*.py 3", "deny site/tests/**/*.py 6", "deny site/tests/** 8", "frozen **/migrations/*.py 10"],
            policy.Rules.Where(rule => rule.Kind is "allow" or "deny" or "frozen").Select(rule => $"{rule.Kind} {rule.Value} {rule.Line}")
        );
        Assert.True(policy.Scope.DecideWrite("site/walls/a.py", false).Allowed);
        Assert.False(policy.Scope.DecideWrite("site/tests/a.py", false).Allowed);
        Assert.All(policy.Rules.Where(rule => rule.Kind == "binding"), rule => Assert.True(rule.Enforced, rule.Value));
    }

    [Theory]
    [InlineData("Only modify files in `src/api/`.", "allow src/api/**")]
    [InlineData("NEVER write files outside `src/`.", "allow src/**")]
    [InlineData("Do not touch `legacy/old.py`, use `new.py` instead.", "deny legacy/old.py")]
    [InlineData("Never modify existing files in `contracts/`.", "frozen contracts/**")]
    [InlineData("### DO NOT:\n- Modify `infra/`\n- Skip tests", "deny infra/**")]
    [InlineData("Write unit/integration tests and/or docs.", "")]
    [InlineData("Store screenshots only in `shots/`.", "")]
    [InlineData("Do not modify `a/b.py` unless asked.", "")]
    [InlineData("Never modify the behaviour of `run()`.", "")]
    public void Sentences_become_scope_rules_only_where_they_name_paths(string prompt, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ", ",
                Compile(prompt).Rules.Where(rule => rule.Kind is "allow" or "deny" or "frozen").Select(rule => $"{rule.Kind} {rule.Value}")
            )
        );

    [Theory]
    [InlineData("Run from `apps/web`:\n\n```bash\nnpm test\n```", "cd apps/web && npm test")]
    [InlineData(
        "Then run these in `services/api/`:\n\n```bash\npytest -q\nmypy src\n```",
        "cd services/api && pytest -q|cd services/api && mypy src"
    )]
    [InlineData("Tests live in `services/api/`. Run:\n\n```bash\npytest -q\n```", "pytest -q")]
    [InlineData("The suite is in `services/api/`:\n\n```bash\npytest -q\n```", "pytest -q")]
    [InlineData("```bash\n(cd apps/api && go test ./...)\n```", "cd apps/api && go test ./...")]
    [InlineData("- There is no need to run `pytest -q`", "")]
    [InlineData("- It is unnecessary to run `mypy src`; refrain from `make test`", "")]
    [InlineData("- Work without running `npm run build`", "")]
    [InlineData("- Run `ruff check .`", "ruff check .")]
    public void A_gate_keeps_its_folder_and_what_need_not_be_run_is_none(string section, string expected) =>
        Assert.Equal(
            expected,
            string.Join('|', Compile($"## Verification\n\n{section}\n").Rules.Where(rule => rule.Kind == "gate").Select(rule => rule.Value))
        );

    [Fact]
    public void Each_gate_of_a_table_has_the_line_of_its_row() =>
        Assert.Equal(
            ["5 mypy src", "6 ruff check .", "8 pytest -q"],
            Compile(
                "## Quality gates\n\n| check | command |\n| --- | --- |\n| types | `mypy src` |\n| lint | Run `ruff check .` |\n| docs | if any: `pydocstyle src` |\n| tests | `pytest -q` |\n"
            )
                .Gates.Select(gate => $"{gate.SourceLine} {gate.Run}")
        );

    [Theory]
    [InlineData("Modify nothing apart from `lib/parser.py`.", true)]
    [InlineData("The folder `third_party/` stays untouched.", true)]
    [InlineData("You can edit everything except `migrations/`.", true)]
    [InlineData("Schreibe keine Tests in `src/`.", true)]
    [InlineData("Du änderst nur Dateien in `src/`.", true)]
    [InlineData("No modifiques archivos en `vendor/`.", true)]
    [InlineData("Ne touchez pas à `vendor/`.", true)]
    [InlineData("Изменяй только `src/`.", true)]
    [InlineData("`src/` 以外は変更しません。", true)]
    [InlineData("The parser lives in `lib/parser.py`.", false)]
    [InlineData("Keep answers short, not long.", false)]
    public void A_sentence_that_excludes_something_with_a_path_is_never_silent(string sentence, bool listed) =>
        Assert.Equal(listed, Compile($"{sentence}\n").Rules.Any(rule => rule is { Line: 1 }));

    [Fact]
    public void Gate_commands_of_a_validating_step_are_gates_in_checking_form_and_references_are_none()
    {
        var policy = Compile(
            "## Quick Command Reference\n```bash\ndocker-compose exec web pytest\n```\nUse `pytest` often.\n\n## Workflow\n\n1. **Plan** – think.\n"
                + "2. **Validate** – Run `uv run black .`, `uv run isort .`, `uv run flake8`, and targeted `uv run pytest` suites; see `docs/`.\n\n"
                + "## Verification\n```bash\n# all of it\nruff format src && rm x\nnpx prettier --write .\n```\n"
        );
        Assert.Equal(
            [
                ("format", "uv run black --check .", 10),
                ("imports", "uv run isort --check-only .", 10),
                ("lint", "uv run flake8", 10),
                ("tests", "uv run pytest", 10),
                ("format-2", "npx prettier --check .", 16),
            ],
            policy.Gates.Select(gate => (gate.Name, gate.Run, gate.SourceLine!.Value))
        );
        Assert.True(policy.GatesFromProse);
    }

    [Theory]
    [InlineData("python3 -m unittest discover -s tests")]
    [InlineData("coverage run -m pytest")]
    [InlineData("uv run coverage run -m unittest")]
    [InlineData("python manage.py test shop")]
    public void Every_way_to_run_Python_s_tests_is_a_test_gate(string command)
    {
        var gate = Assert.Single(Compile($"## Verify\n\n- `{command}`\n").Gates);

        Assert.Equal(("tests", command), (gate.Name, gate.Run));
    }

    [Theory]
    [InlineData("- Do not run `npm run build`\n- Never run `pytest` on the whole suite; run `pytest tests/unit`\n", "")]
    [InlineData("- Run `pytest -q` from `services/api/`\n", "cd services/api && pytest -q")]
    [InlineData("- Run `mypy --strict` on `app/` and `lib/core`.\n", "mypy --strict app/ lib/core")]
    [InlineData("- Always run `uv run ruff check` over the src/ folder\n", "uv run ruff check src/")]
    [InlineData("- `black` must pass on the `shop` package\n", "black --check shop")]
    [InlineData("- Run `npm run lint` on `web/`\n", "cd web && npm run lint")]
    [InlineData("- Run `mypy app/` on `docs/`\n", "mypy app/")]
    [InlineData("- Run `pytest` on a `clean` machine\n", "pytest")]
    [InlineData("```bash\ncd backend\npytest -q   # all tests\ncd ..\nruff check .\n```\n", "cd backend && pytest -q; ruff check .")]
    [InlineData(
        "Run validation: `cd packages/python && pyright && pytest`\n",
        "cd packages/python && pyright; cd packages/python && pytest"
    )]
    [InlineData(
        "- Run: `pytest tests/ -n auto` (if pytest-xdist is available)\n- If TypeScript files changed, run `npx tsc --noEmit`\n",
        ""
    )]
    [InlineData("- [ ] **Automated checks**: `ruff`, `mypy` and `pytest` were run\n", "")]
    [InlineData("- [ ] Code passes `mypy` (or pyright)\n", "")]
    [InlineData("- Run `ruff check .` or `flake8 .`\n", "")]
    [InlineData("- Use a linter, e.g. `flake8`\n", "")]
    [InlineData("```bash\n# a single test\npytest tests/test_a.py -k x\npytest tests/test_a.py::test_x -v\npytest\n```\n", "pytest")]
    [InlineData("- [ ] All tests pass (`cargo test --all`)\n- `vendor/bin/phpunit`\n", "cargo test --all; vendor/bin/phpunit")]
    [InlineData("For example:\n\n```bash\npytest -q\n```\n", "")]
    public void A_gate_is_what_is_always_to_be_run_and_where(string section, string expected) =>
        Assert.Equal(expected, string.Join("; ", Compile("## Quality Gates\n\n" + section).Gates.Select(gate => gate.Run)));

    [Fact]
    public void Configured_gates_stand_in_for_those_of_the_prompt_and_both_are_shown()
    {
        var source = PolicySource.Of(Configuration.Default with { Path = "c.yaml", Gates = [new GateSetting("t", "make test")] });
        var policy = PolicyCompiler.Compile(Agent("1. Verify: `pytest -q`"), source);
        Assert.Equal(["make test"], policy.Gates.Select(gate => gate.Run));
        Assert.Equal(
            ["make test True", "pytest -q False"],
            policy.Rules.Where(rule => rule.Kind == "gate").Select(rule => $"{rule.Value} {rule.Enforced}")
        );
    }

    [Fact]
    public void Documents_log_rhythm_and_handoff_are_read()
    {
        var policy = Compile(
            "Follow `.x/GUIDE.md`, `.github/CONTRIBUTING.md`, and `AGENTS.md` for every task.\nExecute tasks from `/tasks/site_tasks.md`.\n\n"
                + "## Required Inputs\n- Read design at `docs/designs/{feature}/design.md`\n- Read `notes.md` if one exists\n- Read iteration log if one exists\n\n"
                + "## Rules\n- ALWAYS read CONSTITUTION.md first\n- Create or resume iteration log at `docs/designs/{feature}/iteration-log.md`\n"
                + "- Auto-commit after each successful test cycle.\n- Call `commit_and_push` with the files\n- Take screenshots and store those in `shots/[this-spec]/`.\n"
                + "- Interface changes: STOP, escalate to human\n"
        );
        Assert.Equal(
            [
                (".x/GUIDE.md", true),
                (".github/CONTRIBUTING.md", true),
                ("AGENTS.md", true),
                ("docs/designs/{feature}/design.md", true),
                ("notes.md", false),
                ("CONSTITUTION.md", true),
            ],
            policy.Inputs.OrderBy(input => input.SourceLine).Select(input => (input.Path, input.Required))
        );
        Assert.Equal("tasks/site_tasks.md", policy.TaskList);
        Assert.Equal((true, "docs/designs/{feature}/iteration-log.md"), (policy.WantsIterationLog, policy.IterationLog));
        Assert.Equal((CommitRhythm.Iteration, true, "shots/[this-spec]/"), (policy.Commit, policy.Handoff, policy.BrowserEvidence));
        Assert.Equal(["interface-deviation"], policy.Escalations.Select(rule => rule.Kind));
        Assert.True(policy.Tools.Offers("commit_and_push"));
    }

    [Fact]
    public void Every_sentence_that_binds_is_a_rule_and_says_whether_it_is_enforced()
    {
        var policy = Compile(
            "══════════\nSTANDARDS\n══════════\n\n- All tests must pass before reporting\n- Don't leave TODOs\n- Comments help\n\n```\nNEVER mind me\n```\n\n"
                + "### DO NOT:\n- Deviate from the architecture\n- Ignore task dependencies\n\n## Tools (NON-NEGOTIABLE)\n- **Poetry** - ALL of it\n\nALWAYS be kind.\nIt may rain.\n"
        );
        Assert.Equal(
            [
                "5 True All tests must pass before reporting",
                "6 True Don't leave TODOs",
                "14 False DO NOT: Deviate from the architecture",
                "15 True DO NOT: Ignore task dependencies",
                "18 False Poetry - ALL of it",
                "20 False ALWAYS be kind.",
            ],
            policy
                .Rules.Where(rule => rule.Kind == "binding" && rule.Value != "It may rain.")
                .Select(rule => $"{rule.Line} {rule.Enforced} {rule.Value}")
        );
    }

    [Fact]
    public void Secrets_are_lifted_out_of_the_prompt_and_plain_pairs_are_kept()
    {
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(9));
        var url = $"postgresql://owner:{password}@db.masonry.net/site";
        var policy = Compile($"Environment variables:\n```\nSITE_SECRET={key}\nSITE_URL=http://localhost:3000\nDB_URL={url}\n```\n");

        Assert.Equal(["SITE_SECRET 3", "DB_URL 5"], policy.Secrets.Select(secret => $"{secret.Name} {secret.Line}"));
        Assert.Equal([key, url], policy.Secrets.Select(secret => secret.Value));
        Assert.Equal([KeyValuePair.Create("SITE_URL", "http://localhost:3000")], policy.Environment);
        Assert.Contains("SITE_SECRET=[secret SITE_SECRET]", policy.Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain(
            key,
            string.Join('\n', policy.Rules) + string.Join('\n', policy.Problems) + policy.Prompt,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(password, string.Join('\n', policy.Rules) + policy.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_only_narrow()
    {
        var source = new PolicySource
        {
            Path = "c.yaml",
            Scope = new AgentScope { Allow = [new ScopePattern("src/**", 2)] },
            Documents = [new PolicyDocument("CONSTITUTION.md", "In scope: `docs/**`, `src/**`\n\nOut of scope: `src/core.py`\n")],
        };
        var scope = PolicyCompiler.Compile(Agent("Go."), source).Scope;
        Assert.False(scope.DecideWrite("docs/a.md", false).Allowed);
        Assert.True(scope.DecideWrite("src/a.py", false).Allowed);
        Assert.Equal("CONSTITUTION.md:3", scope.DecideWrite("src/core.py", true).Rule!.Source);
    }

    [Fact]
    public void Files_outside_the_approved_structure_are_not_created()
    {
        const string prompt = "### DO NOT:\n- Create files outside approved structure\n";
        const string plan = "## Project Structure\n```\nbackend/\n├── app/\n│   ├── api/\n│   └── main.py\n└── tests/\n```\n";
        var drawn = PolicyCompiler.Compile(Agent(prompt), new PolicySource { Documents = [new PolicyDocument("plan.md", plan)] });
        Assert.True(drawn.Scope.DecideWrite("backend/app/api/v1/users.py", false).Allowed);
        Assert.True(drawn.Scope.DecideWrite("backend/app/new.py", false).Allowed);
        Assert.False(drawn.Scope.DecideWrite("backend/app/other/new.py", false).Allowed);
        Assert.True(drawn.Scope.DecideWrite("elsewhere/old.py", true).Allowed);
        Assert.True(drawn.Rules.Single(rule => rule.Kind == "binding").Enforced);
        Assert.False(Compile(prompt).Rules.Single(rule => rule.Kind == "binding").Enforced);
    }

    [Fact]
    public void A_scope_pattern_that_cannot_be_used_is_an_error_with_its_line()
    {
        var source = new PolicySource
        {
            Path = "c.yaml",
            Scope = new AgentScope { Deny = [new ScopePattern("!a", 4)] },
        };
        var problem = Assert.Single(PolicyCompiler.Compile(Agent("Go."), source).Problems);
        Assert.Equal(("scope.pattern", "c.yaml:4", false), (problem.Code, problem.Place, problem.Warning));
    }

    private static Policy Compile(string text) => PolicyCompiler.Compile(Agent(text), PolicySource.None);

    private static AgentDefinition Agent(string text) => AgentFile.Read("a.md", Encoding.UTF8.GetBytes(text));
}
