using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>What a gate says of itself in result files: ids, names, places and messages of tests, rules of a linter.</summary>
public sealed class SecretsInResults
{
    private const string Unit = """
        import html, os, sys
        v = html.escape(os.environ["TOKEN"])
        red = not os.path.exists("src/a.txt")
        fail = f'<failure message="{v}" type="{v}">at {v}</failure>' if red else ""
        with open(sys.argv[1], "w") as out:
            out.write(f'<testsuites><testsuite name="{v}"><testcase classname="suite.{v}" name="test[{v}]" file="tests/{v}.py">{fail}</testcase></testsuite></testsuites>')
        print("ran", os.environ["TOKEN"])
        sys.exit(1 if red else 0)

        """;

    private const string Lint = """
        import json, os, sys
        v = os.environ["TOKEN"]
        red = not os.path.exists("src/a.txt")
        place = {"physicalLocation": {"artifactLocation": {"uri": f"src/{v}.py"}, "region": {"startLine": 1}}}
        results = [{"ruleId": f"rule-{v}", "level": "error", "message": {"text": v}, "locations": [place]}] if red else []
        with open(sys.argv[1], "w") as out:
            json.dump({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": v}}, "results": results}]}, out)
        sys.exit(1 if red else 0)

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("case", "SECRET-017")]
    public async Task A_value_in_the_results_of_a_gate_is_seen_nowhere(bool isSecret)
    {
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret);
        var project = spoken.Project;
        project
            .Write("unit.py", Unit)
            .Write("lint.py", Lint)
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: unit, run: \"python3 unit.py {results}\", results: junit}\n"
                    + "  - {name: lint, run: \"python3 lint.py {results}\", results: sarif}\n"
                    + (isSecret ? "env: {TOKEN: {secret: TOKEN}}\n" : $"env: {{TOKEN: \"{value}\"}}\n")
            )
            .Commit("Gates");
        await using var server = await Script
            .Of(
                "1",
                Say.Write("src/b.txt", "b\n"),
                Say.Done("src/b.txt"),
                Say.Write("src/a.txt", "a\n"),
                Say.Done("src/a.txt", "src/b.txt")
            )
            .ServeAsync();

        var run = await spoken.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).RunAsync();
        var report = await spoken.Ashlar("report").RunAsync();
        var logs = await spoken.Ashlar("logs", "--json").RunAsync();

        var places = spoken.Places(server, value, [run, report, logs]).Distinct().ToList();
        Assert.True(server.Requests.Count > 2, run.Out + run.Error);
        if (isSecret)
        {
            Assert.Equal([], places);
            var gates = string.Concat(project.Journal().Of("gate.finished").Select(entry => entry.GetRawText()));
            Assert.Contains("test[[secret TOKEN]]", gates, StringComparison.Ordinal);
            Assert.Contains("rule-[secret TOKEN]", gates, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("requests", places);
            Assert.Contains("journal.jsonl", places);
            Assert.Contains("console", places);
        }
    }
}
