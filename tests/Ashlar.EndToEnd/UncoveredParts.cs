using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Parts of a repository whose tests no gate runs: named at the start, in the report and in the commit, and nothing is claimed of a change there.</summary>
public sealed class UncoveredParts
{
    private static Project Mixed() =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write the store\n"),
            ("calc.py", "def one():\n    return 1\n"),
            ("test_calc.py", "from calc import one\n\n\ndef test_one():\n    assert one() == 1\n"),
            ("web/package.json", "{\"name\": \"web\", \"scripts\": {\"test\": \"node --test\"}}\n"),
            ("web/two.js", "exports.two = () => 2;\n"),
            (
                "web/two.test.js",
                "const test = require('node:test');\nconst assert = require('node:assert');\nconst { two } = require('./two.js');\n\ntest('two', () => assert.equal(two(), 2));\n"
            ),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: pytest -q}\n")
        );

    [Fact]
    public async Task A_change_in_one_only_is_not_examined_and_said_to_be_so()
    {
        const string part = "web";
        const string file = "web/two.js";
        using var project = Mixed();
        await using var server = await Script
            .Of("1", Say.Bash($"sed -i 's/2;/3;/' {file}"), Say.Report([], [file], passing: 1))
            .ServeAsync();

        var run = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains($"no gate runs the tests of {part} (", run.Out, StringComparison.Ordinal);
        Assert.Equal(["not-examined"], project.Trailers("work", "Ashlar-Proof"));
        Assert.StartsWith($"{part} (", Assert.Single(project.Trailers("work", "Ashlar-Not-Covered")), StringComparison.Ordinal);
        var verification = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification");
        Assert.Equal("not-examined", verification.GetProperty("proof").GetString());
        Assert.Equal(part, verification.GetProperty("uncovered")[0].GetProperty("path").GetString());
        var gates = (await project.Ashlar("gates", "--json").EndsWithAsync(0)).Json;
        Assert.Equal(part, Assert.Single(gates.GetProperty("uncovered").EnumerateArray()).GetProperty("path").GetString());
    }

    /// <summary>awk stands for a language that no stack knows.</summary>
    [Fact]
    public async Task A_repository_in_a_language_that_nobody_knows_says_so_and_is_judged_by_exit_codes()
    {
        const string Gate = "limits: {iterations: 2}\ngates:\n  - {name: tests, run: awk -f sums.awk -f test/sums_test.awk}\n";
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Speed twice up\n"),
            ("sums.awk", "function twice(n) { return n * 2 }\n"),
            ("test/sums_test.awk", "BEGIN { exit twice(2) != 4 }\n")
        );
        var without = await project.Ashlar("gates").EndsWithAsync(1);
        await using var server = await Script
            .Of(
                "1",
                [
                    .. Enumerable
                        .Range(0, 8)
                        .SelectMany(number =>
                            (ScriptedAnswer[])
                                [
                                    Say.Bash($"echo 'function twice(n) {{ return n * 3 }} # {number}' > sums.awk"),
                                    Say.Report([], ["sums.awk"]),
                                ]
                        ),
                ]
            )
            .ServeAsync();
        var refused = await project.Ashlar("run", "tasks.md").Asking(server).EndsWithAsync(2);
        project.Write(".ashlar/config.yaml", Gate).Commit("Name the tests");
        var with = await project.Ashlar("gates", "--trust").EndsWithAsync(0);
        var run = await project.Ashlar("run", "tasks.md", "--branch", "work").Asking(server).RunAsync();

        Assert.Contains("no gate runs the tests of the root (awk, test/sums_test.awk)", without.Out, StringComparison.Ordinal);
        Assert.Contains("(awk, test/sums_test.awk)", refused.Error, StringComparison.Ordinal);
        Assert.Contains("only its exit code is read", with.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("no gate runs", with.Out, StringComparison.Ordinal);
        Assert.True(run.ExitStatus is 1 or 3, run.Out + run.Error);
        Assert.Contains("- [ ] Speed twice up", project.Read("tasks.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_where_a_gate_looks_is_examined()
    {
        using var project = Mixed();
        await using var server = await Script
            .Of("1", Say.Bash("sed -i 's/return 1/return 2 - 1/' calc.py"), Say.Report([], ["calc.py"], passing: 1))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["regression-only"], project.Trailers("work", "Ashlar-Proof"));
    }

    [Fact]
    public async Task Where_proof_is_required_what_was_not_examined_is_none()
    {
        using var project = Mixed();
        await using var server = await Script
            .Of("1", Say.Bash("sed -i 's/2;/3;/' web/two.js"), Say.Report([], ["web/two.js"], passing: 1))
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--require-proof", "regression-only", "--max-iterations", "1")
            .Asking(server)
            .EndsWithAsync(1);

        Assert.Equal("", project.Git("log", "main..work", "--format=%s"));
    }
}
