using System.Text;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Settings;

public sealed class ConfigurationTextTests
{
    private const string Whole = """
        model: anthropic/claude-sonnet-4-5
        aliases: {sonnet: anthropic/claude-sonnet-4-5}
        fallback: [openai/gpt-5]
        prices: {anthropic/claude-sonnet-4-5: {input: 3.0, output: 15.0, cached: 0.3}}   # USD
        agents: [.claude/agents]
        documents: {add: [CONSTITUTION.md], optional: []}
        exec: docker compose exec -T web
        setup: [{run: "pip install -e .", network: [packages.example.org]}]
        share: [.venv, node_modules]
        services: [127.0.0.1:5432]
        network: []
        gates:
          - {name: format, run: black --check ., fix: black}
          - {name: tests, run: pytest -q, results: junit, each: run, timeout: 90s}
        scope: {allow: ["replay/replay/**/*.py"], deny: ["replay/tests/**"], hide: [], frozen: ["**/migrations/*.py"]}
        env: {DATABASE_URL: {secret: DATABASE_URL}, DJANGO_SETTINGS_MODULE: app.settings}
        secrets: strict
        limits: {turns: 20, iterations: 3, cost: 5.00, minutes: 60}
        review: {by: tech-lead, rounds: 2}
        pipeline: []
        proof: regression-only
        commit: {branch: "feature/{spec}", each: iteration, sign: false, push: false, remote: origin, pull_request: true}
        application: {run: python manage.py runserver 8000, ready: http://127.0.0.1:8000/}
        notify: notify-send "Ashlar"
        """;

    [Fact]
    public void Every_key_is_read()
    {
        var configuration = ConfigurationText.ReadOrThrow(Encoding.UTF8.GetBytes(Whole));

        Assert.Equal("anthropic/claude-sonnet-4-5", configuration.Model);
        Assert.Equal("anthropic/claude-sonnet-4-5", configuration.Aliases["sonnet"]);
        Assert.Equal(["openai/gpt-5"], configuration.Fallback);
        Assert.Equal(new ModelPrice(3.0m, 15.0m, 0.3m), configuration.Prices["anthropic/claude-sonnet-4-5"]);
        Assert.Equal([".claude/agents"], configuration.Agents);
        Assert.Equal(["CONSTITUTION.md"], configuration.Documents.Add);
        Assert.Empty(configuration.Documents.Optional);
        Assert.Equal("docker compose exec -T web", configuration.Exec);
        Assert.Equal(("pip install -e .", "packages.example.org"), (configuration.Setup[0].Run, configuration.Setup[0].Network[0]));
        Assert.Equal([".venv", "node_modules"], configuration.Share);
        Assert.Equal(["127.0.0.1:5432"], configuration.Services);
        Assert.Equal(
            [("format", "black --check .", "black", 13), ("tests", "pytest -q", null, 14)],
            configuration.Gates!.Select(gate => (gate.Name, gate.Run, gate.Fix, gate.SourceLine!.Value))
        );
        Assert.Equal(
            ("junit", GateRhythm.Run, TimeSpan.FromSeconds(90)),
            (configuration.Gates![1].Results, configuration.Gates[1].Each, configuration.Gates[1].Timeout)
        );
        Assert.Equal([new ScopeGlob("replay/replay/**/*.py", 15)], configuration.Scope.Allow);
        Assert.Equal([new ScopeGlob("replay/tests/**", 15)], configuration.Scope.Deny);
        Assert.Empty(configuration.Scope.Hide);
        Assert.Equal([new ScopeGlob("**/migrations/*.py", 15)], configuration.Scope.Frozen);
        Assert.Equal(new EnvironmentValue(null, "DATABASE_URL"), configuration.Environment["DATABASE_URL"]);
        Assert.Equal(new EnvironmentValue("app.settings", null), configuration.Environment["DJANGO_SETTINGS_MODULE"]);
        Assert.Equal(SecretHandling.Strict, configuration.Secrets);
        Assert.Equal(
            new RunLimits
            {
                Turns = 20,
                Iterations = 3,
                Cost = 5.00m,
                Time = TimeSpan.FromHours(1),
            },
            configuration.Limits
        );
        Assert.Equal(new ReviewSettings { By = "tech-lead", Rounds = 2 }, configuration.Review);
        Assert.Equal("regression-only", configuration.Proof.Level);
        Assert.Equal(
            new CommitSettings
            {
                Branch = "feature/{spec}",
                Each = CommitRhythm.Iteration,
                PullRequest = true,
            },
            configuration.Commit
        );
        Assert.Equal(new ApplicationSettings("python manage.py runserver 8000", "http://127.0.0.1:8000/"), configuration.Application);
        Assert.Equal("notify-send \"Ashlar\"", configuration.Notify);
        Assert.Equal((18, 16), (configuration.LineOf("limits.turns"), configuration.LineOf("env.DATABASE_URL")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("\uFEFF\n")]
    [InlineData("limits:\nmodel:\ngates: ~\n")]
    public void What_says_nothing_leaves_the_defaults(string text)
    {
        var configuration = ConfigurationText.ReadOrThrow(Encoding.UTF8.GetBytes(text));

        Assert.Equal(new RunLimits { Turns = 200, Iterations = 8 }, configuration.Limits);
        Assert.Null(configuration.Gates);
        Assert.Null(configuration.Model);
        Assert.Equal(("none", 3), (configuration.Review.By, configuration.Review.Rounds));
        Assert.Null(configuration.Share);
    }

    [Theory]
    [InlineData("proof: no-code", "no-code", 120, 8)]
    [InlineData("proof: {level: red-green, seconds: 300}", "red-green", 300, 8)]
    [InlineData("proof: {units: 3}", null, 120, 3)]
    public void Proof_is_a_level_or_a_map(string text, string? level, int seconds, int units) =>
        Assert.Equal(
            new ProofSettings
            {
                Level = level,
                Seconds = seconds,
                Units = units,
            },
            ConfigurationText.ReadOrThrow(Encoding.UTF8.GetBytes(text)).Proof
        );

    [Fact]
    public void Cost_is_bounded_for_each_task_and_for_single_agents()
    {
        var limits = ConfigurationText
            .ReadOrThrow("limits: {task_cost: 1.5, agent_cost: {tech-lead: 0.25, worker: 2}}\n"u8.ToArray())
            .Limits;
        var wrong = ConfigurationText.Read("limits: {agent_cost: {tech-lead: much}}\n"u8.ToArray()).Problems;

        Assert.Equal(1.5m, limits.TaskCost);
        Assert.Equal([("tech-lead", 0.25m), ("worker", 2m)], limits.AgentCosts.Select(cost => (cost.Key, cost.Value)));
        Assert.True(limits.CountsCost);
        Assert.Equal("a number from 0", Assert.Single(wrong).Expected);
        var given = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["tech-lead"] = 3 };
        Assert.Equal([2m, 3m], limits.With(new LimitOverrides { AgentCosts = given }).AgentCosts.Values.Order());
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_with_its_place_and_a_remedy()
    {
        var problems = Problems(
            "modle: x\nlimits: {turns: many, iteration: 3}\nnetwork: example.org\nsecrets: stric\ngates:\n  - {name: a}\nscope: {allow: [../x]}\nmodel: a\nmodel: b\nreview: [1]\n"
        );

        Assert.Equal(
            [
                ("config.unknown-key", 1, 1, "Write `model` instead"),
                ("config.wrong-type", 2, 17, "Write for example `turns: 200`"),
                ("config.unknown-key", 2, 23, "Write `iterations` instead"),
                ("config.wrong-type", 3, 10, "Write for example `network: [packages.example.org]`"),
                ("config.bad-value", 4, 10, "Write `strict` instead"),
                ("config.missing-key", 6, 5, "Add `run: pytest -q`"),
                ("config.bad-value", 7, 17, "Write for example `allow: [\"src/**\"]`"),
                ("config.duplicate-key", 9, 1, "Keep one of the two"),
                ("config.wrong-type", 10, 9, "Write for example `review: {by: tech-lead, rounds: 3}`"),
            ],
            problems.Select(problem => (problem.Code, problem.Line!.Value, problem.Column!.Value, problem.Remedy!))
        );
        Assert.All(problems, problem => Assert.Equal(".ashlar/config.yaml", problem.Path));
    }

    [Theory]
    [InlineData("limits: {turns: 0}", "config.bad-value")]
    [InlineData("limits: {turns: 1.5}", "config.bad-value")]
    [InlineData("limits: {cost: -1}", "config.bad-value")]
    [InlineData("limits: {turns: \"5\"}", "config.wrong-type")]
    [InlineData("commit: {push: yes}", "config.wrong-type")]
    [InlineData("proof: perfect", "config.bad-value")]
    [InlineData("proof: {level: perfect}", "config.bad-value")]
    [InlineData("proof: {seconds: 0}", "config.bad-value")]
    [InlineData("services: [localhost]", "config.bad-value")]
    [InlineData("services: [localhost:70000]", "config.bad-value")]
    [InlineData("network: [\"https://example.org/\"]", "config.bad-value")]
    [InlineData("network: [\"*\"]", "config.bad-value")]
    [InlineData("scope: {deny: [/etc]}", "config.bad-value")]
    [InlineData("scope: {deny: [~]}", "config.wrong-type")]
    [InlineData("env: {\"A B\": x}", "config.bad-value")]
    [InlineData("env: {A: {value: x}}", "config.unknown-key")]
    [InlineData("gates: [{name: a, run: b, timeout: soon}]", "config.bad-value")]
    [InlineData("gates: [{name: a, run: b}, {name: a, run: c}]", "config.duplicate-key")]
    [InlineData("gates: [{name: , run: b}]", "config.wrong-type")]
    [InlineData("- model", "config.wrong-type")]
    [InlineData("model: &a x\nnotify: *a", "config.syntax")]
    [InlineData("model: [", "config.syntax")]
    [InlineData("model: a\n---\nmodel: b", "config.syntax")]
    [InlineData("anthropic_base_url: https://evil.example/", "config.unknown-key")]
    public void A_value_that_cannot_hold_is_refused(string text, string code) =>
        Assert.Contains(Problems(text), problem => problem.Code == code);

    [Fact]
    public void Bytes_that_are_no_text_are_a_problem_and_no_exception() =>
        Assert.Equal("config.syntax", Assert.Single(ConfigurationText.Read([0x6d, 0xff, 0xfe]).Problems).Code);

    [Fact]
    public void The_command_line_replaces_limits_and_an_agent_only_lowers_turns()
    {
        var limits = new RunLimits().With(new LimitOverrides { Turns = 300, Cost = 2m });

        Assert.Equal(new RunLimits { Turns = 300, Cost = 2m }, limits.LoweredTo(400));
        Assert.Equal(new RunLimits { Turns = 5, Cost = 2m }, limits.LoweredTo(5));
    }

    private static IReadOnlyList<Problem> Problems(string text) => ConfigurationText.Read(Encoding.UTF8.GetBytes(text)).Problems;
}
