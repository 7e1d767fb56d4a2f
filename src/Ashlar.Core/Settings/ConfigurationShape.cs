using static Ashlar.Core.Settings.Shape;

namespace Ashlar.Core.Settings;

/// <summary>The keys of <c>.ashlar/config.yaml</c>.</summary>
internal static class ConfigurationShape
{
    private static readonly Text Any = new();

    private static readonly Text Inside = new(TextKind.RepositoryPath);

    private static readonly ListOf Hosts = new(new Text(TextKind.Host));

    private static readonly MapOf Variables = new(
        new TextOr(
            new Section(new Field("secret", Any, "Name of the secret that holds the value", "secret: DATABASE_URL") { Required = true })
        ),
        VariableNames: true
    );

    private static readonly Shape Results = new TextOr(
        new Section(
            new Field("junit", Inside, "Files of JUnit XML that the command writes by itself", "junit: \"**/TEST-*.xml\"")
            {
                Required = true,
            }
        )
    );

    private static readonly Section Gate = new(
        new Field("name", Any, "A short name, unique among the gates", "name: tests") { Required = true },
        new Field("run", Any, "The command; {results} stands for Ashlar's own result file", "run: pytest -q") { Required = true },
        new Field("fix", Any, "A formatter's writing form, run on changed files in scope before the gates", "fix: black"),
        new Field("known", new Switch(), "Whether it may stay red and decides nothing", "known: true") { Default = "false" },
        new Field("results", Results, "How the result is read: exit, junit, trx, sarif, unittest or a tool's name", "results: junit"),
        new Field("each", new Choice("iteration", "task", "run"), "When it runs", "each: task") { Default = "\"task\"" },
        new Field("when", new ListOf(Inside), "Globs of changed files without which it does not run", "when: [\"**/*.py\"]")
        {
            Default = "[]",
        },
        new Field("timeout", new Text(TextKind.Duration), "Wall-clock bound", "timeout: 15m") { Default = "\"15m\"" },
        new Field("env", Variables, "Variables of its own", "env: {CI: \"1\"}") { Default = "{}" },
        new Field("network", Hosts, "Hosts it may reach", "network: [packages.example.org]") { Default = "[]" }
    );

    /// <summary>The whole file.</summary>
    public static readonly Section Root = new(
        new Field("model", Any, "The model that works: PROVIDER/NAME, an alias or cassette:FILE", "model: anthropic/claude-sonnet-4-5"),
        new Field("aliases", new MapOf(Any), "Short names of models", "aliases: {sonnet: anthropic/claude-sonnet-4-5}") { Default = "{}" },
        new Field("fallback", new ListOf(Any), "Models that stand in when the model is overloaded for long", "fallback: [openai/gpt-5]")
        {
            Default = "[]",
        },
        new Field("prices", new MapOf(Price()), "Prices in USD per million tokens", "prices: {openai/gpt-5: {input: 1.25, output: 10}}")
        {
            Default = "{}",
        },
        new Field(
            "windows",
            new MapOf(new Number(4000, Whole: true)),
            "Tokens that a request to a model may hold",
            "windows: {ollama/qwen3: 32768}"
        )
        {
            Default = "{}",
        },
        new Field("agents", new ListOf(Any), "Folders of agent definitions, searched before the built-in ones", "agents: [.claude/agents]")
        {
            Default = $"[{string.Join(", ", Configuration.DefaultAgentFolders.Select(folder => $"\"{folder}\""))}]",
        },
        new Field("documents", Documents(), "Documents beyond those found by themselves", "documents: {add: [CONSTITUTION.md]}"),
        new Field("exec", Any, "A prefix under which gates and Bash run outside the sandbox", "exec: docker compose exec -T web"),
        new Field(
            "setup",
            new ListOf(Setup()),
            "Commands that prepare a worktree, before the first model call",
            "setup: [{run: \"pip install -e .\"}]"
        )
        {
            Default = "[]",
        },
        new Field(
            "share",
            new ListOf(Inside),
            "Folders and ignored files of the checkout shown read-only; without it the folders found by themselves",
            "share: [.venv, node_modules, .env]"
        ),
        new Field(
            "services",
            new ListOf(new Text(TextKind.HostAndPort)),
            "TCP services that commands may reach",
            "services: [127.0.0.1:5432]"
        )
        {
            Default = "[]",
        },
        new Field("network", Hosts, "Hosts that commands may reach", "network: [packages.example.org]") { Default = "[]" },
        new Field("gates", new ListOf(Gate), "Commands that decide; [] means none on purpose", "gates: [{name: tests, run: pytest -q}]"),
        new Field("scope", Scope(), "Which files may be written and read", "scope: {allow: [\"src/**\"]}"),
        new Field("env", Variables, "Variables of commands", "env: {DATABASE_URL: {secret: DATABASE_URL}}") { Default = "{}" },
        new Field("secrets", new Choice("masked", "strict"), "What the model sees of commands that had a secret", "secrets: strict")
        {
            Default = "\"masked\"",
        },
        new Field("mcp", new MapOf(Server()), "What MCP servers are given, by name", "mcp: {playwright: {network: [example.org]}}")
        {
            Default = "{}",
        },
        new Field("limits", Limits(), "Bounds of a run", "limits: {turns: 200, iterations: 8}"),
        new Field("review", Review(), "Who reviews a task before it is done", "review: {by: tech-lead, rounds: 3}"),
        new Field(
            "pipeline",
            new ListOf(Any),
            "Agents that work on each task one after the other",
            "pipeline: [python-test-writer, python-implementer]"
        )
        {
            Default = "[]",
        },
        new Field("proof", Proof(), "The weakest proof that is accepted, and how much of a change is measured", "proof: regression-only"),
        new Field(
            "agree",
            new Choice("tech-lead", "human", "none"),
            "Who agrees to changed expectations where nobody reviews",
            "agree: human"
        )
        {
            Default = "\"tech-lead\"",
        },
        new Field("known", new ListOf(Any), "Test ids, or names of gates, that may stay red", "known: [\"tests/test_old.py::test_slow\"]")
        {
            Default = "[]",
        },
        new Field(
            "owed",
            new ListOf(Any),
            "Test ids, or names of gates, that the work must turn green",
            "owed: [\"tests/test_new.py::test_sum\"]"
        )
        {
            Default = "[]",
        },
        new Field(
            "ignore_rules",
            new ListOf(Any),
            "Rules compiled from prose that do not hold, by the place of their sentence",
            "ignore_rules: [\".claude/agents/dev.md:31\"]"
        )
        {
            Default = "[]",
        },
        new Field("commit", Commit(), "How and where commits are made", "commit: {branch: \"feature/{spec}\", each: task}"),
        new Field(
            "application",
            Application(),
            "The application for browser evidence",
            "application: {run: python manage.py runserver 8000}"
        ),
        new Field("notify", Any, "A command that runs when a run begins to wait or ends", "notify: notify-send \"Ashlar\"")
    );

    private static Section Server() =>
        new(
            new Field("network", Hosts, "Hosts it may reach", "network: [api.example.org]") { Default = "[]" },
            new Field("env", Variables, "Variables of its own", "env: {TOKEN: {secret: TOKEN}}") { Default = "{}" },
            new Field("timeout", new Text(TextKind.Duration), "How long one call may take", "timeout: 2m") { Default = "\"2m\"" },
            new Field("start", new Text(TextKind.Duration), "How long it may take to start and name its tools", "start: 1m")
            {
                Default = "\"1m\"",
            }
        );

    private static Section Price() =>
        new(
            new Field("input", new Number(0, Whole: false), "Tokens sent", "input: 3.0") { Required = true },
            new Field("output", new Number(0, Whole: false), "Tokens received", "output: 15.0") { Required = true },
            new Field("cached", new Number(0, Whole: false), "Tokens read from the provider's cache", "cached: 0.3")
        );

    private static Section Documents() =>
        new(
            new Field("add", new ListOf(Inside), "What every task gets; missing ones stop the start", "add: [CONSTITUTION.md]")
            {
                Default = "[]",
            },
            new Field("optional", new ListOf(Inside), "What a prompt requires and may be missing", "optional: [docs/style.md]")
            {
                Default = "[]",
            }
        );

    private static TextOr Setup() =>
        new(
            new Section(
                new Field("run", Any, "The command", "run: \"pip install -e .\"") { Required = true },
                new Field("network", Hosts, "Hosts it may reach", "network: [packages.example.org]") { Default = "[]" }
            )
        );

    private static Section Scope()
    {
        var globs = new ListOf(Inside);
        return new Section(
            new Field("allow", globs, "What may be written; without it everything", "allow: [\"src/**\"]") { Default = "[]" },
            new Field("deny", globs, "What may not be written", "deny: [\"tests/**\"]") { Default = "[]" },
            new Field("hide", globs, "What may be neither written nor read", "hide: [\"private/**\"]") { Default = "[]" },
            new Field("frozen", globs, "What may not change where it exists already", "frozen: [\"**/migrations/*.py\"]") { Default = "[]" }
        );
    }

    private static TextOr Proof()
    {
        var level = new Choice("red-green", "regression-only", "red-by-intent", "no-code", "attested");
        return new TextOr(
            new Section(
                new Field("level", level, "The weakest proof that is accepted", "level: regression-only"),
                new Field("seconds", new Number(1, true), "How long the parts of a change may be taken away", "seconds: 300")
                {
                    Default = "120",
                },
                new Field("units", new Number(1, true), "How many parts of a change are taken away at most", "units: 12") { Default = "8" }
            )
        )
        {
            Scalar = level,
        };
    }

    private static Section Limits() =>
        new(
            new Field("turns", new Number(1, Whole: true), "Model requests of a task", "turns: 200") { Default = "200" },
            new Field("iterations", new Number(1, Whole: true), "Gate cycles of a task", "iterations: 8") { Default = "8" },
            new Field("output", new Number(256, Whole: true), "Tokens of one answer, thinking included", "output: 32000")
            {
                Default = "16000",
            },
            new Field("cost", new Number(0, Whole: false), "USD for the run", "cost: 5.00"),
            new Field(
                "task_cost",
                new Number(0, Whole: false),
                "USD for each task, failed attempts and reviews included",
                "task_cost: 1.50"
            ),
            new Field(
                "agent_cost",
                new MapOf(new Number(0, Whole: false)),
                "USD for the run by an agent's name",
                "agent_cost: {tech-lead: 0.50}"
            ),
            new Field("minutes", new Number(0, Whole: false), "Working time of the run", "minutes: 60")
        );

    private static Section Review() =>
        new(
            new Field("by", Any, "The reviewer: an agent's name such as tech-lead, human for a person, or none", "by: tech-lead")
            {
                Default = "\"none\"",
            },
            new Field("rounds", new Number(1, Whole: true), "Rounds without approval before a person is asked", "rounds: 3")
            {
                Default = "3",
            }
        );

    private static Section Commit() =>
        new(
            new Field("branch", Any, "The branch; {spec} and {run} are filled in", "branch: \"feature/{spec}\"")
            {
                Default = "\"feature/{spec}\"",
            },
            new Field("each", new Choice("task", "iteration"), "When a commit is made", "each: task") { Default = "\"task\"" },
            new Field("sign", new Switch(), "Whether commits are signed with the user's key", "sign: true") { Default = "false" },
            new Field("push", new Switch(), "Whether the branch is pushed at the end", "push: true") { Default = "false" },
            new Field("remote", Any, "The remote that is pushed to", "remote: origin") { Default = "\"origin\"" },
            new Field("pull_request", new Switch(), "Whether a pull request is opened at the end", "pull_request: true")
            {
                Default = "false",
            }
        );

    private static Section Application() =>
        new(
            new Field("run", Any, "The command that starts it", "run: python manage.py runserver 8000") { Required = true },
            new Field("ready", new Text(TextKind.Url), "The URL that answers once it is up", "ready: http://127.0.0.1:8000/")
        );
}
