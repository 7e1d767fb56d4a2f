using System.Globalization;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A tick rests on tests that notice when the work is gone.</summary>
public sealed class MeasuredProof
{
    private const string Total = "def total(items):\n    return sum(items)\n";
    private const string Csv = "\n\ndef export_csv(rows):\n    return \"\".join(f\"{a};{b}\\n\" for a, b in rows)\n";
    private const string Import = "from ledger import export_csv\n\n\n";
    private const string Honest = Import + "def test_export():\n    assert export_csv([(\"a\", 1)]) == \"a;1\\n\"\n";
    private const string Vacuous = Import + "def test_callable():\n    assert callable(export_csv)\n";

    [Fact]
    public async Task A_test_that_notices_the_work_proves_it_and_everybody_is_told_how_much_is_noticed()
    {
        using var project = Ledger();
        await using var server = await Script
            .Of("1", Change("ledger.py", Total + Csv), Say.Write("tests/test_csv.py", Honest), Report(["tests/test_csv.py"], 2))
            .ServeAsync();

        var run = await RunAsync(project, server, 0);

        AssertProven(project, "red-green", "1/1");
        Assert.Contains("red-green, noticed 1/1", run.Out, StringComparison.Ordinal);
        var report = await project.Ashlar("report").EndsWithAsync(0);
        Assert.Contains("ledger.py:5 export_csv: noticed by tests/test_csv.py::test_export", report.Out, StringComparison.Ordinal);
        var json = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json;
        var unit = json[0].GetProperty("verification").GetProperty("measured").GetProperty("units")[0];
        Assert.Equal(("noticed", "export_csv"), (unit.GetProperty("verdict").GetString(), unit.GetProperty("name").GetString()));
        var noticed = json[0].GetProperty("verification").GetProperty("noticed");
        Assert.Equal(
            (1, 1, 0),
            (
                noticed.GetProperty("units").GetInt32(),
                noticed.GetProperty("noticed").GetInt32(),
                noticed.GetProperty("unnoticed").GetArrayLength()
            )
        );
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        Assert.Equal(1, status.GetProperty("tasks")[0].GetProperty("noticed").GetProperty("measured").GetInt32());
        await project.Ashlar("replay").EndsWithAsync(0);
    }

    [Fact]
    public async Task A_test_that_does_not_look_is_named_and_a_sharper_one_is_taken()
    {
        using var project = Ledger();
        await using var server = await Script
            .Of(
                "1",
                Change("ledger.py", Total + Csv),
                Say.Write("tests/test_csv.py", Vacuous),
                Report(["tests/test_csv.py"], 2),
                Say.Bash($"cat > tests/test_csv.py <<'END'\n{Honest}END"),
                Report(["tests/test_csv.py"], 2)
            )
            .ServeAsync();

        await RunAsync(project, server, 0);

        var told = server.Requests[3].LastResultText;
        Assert.Contains("nothing notices when this is gone: ledger.py:5 export_csv", told, StringComparison.Ordinal);
        Assert.Contains("your new tests passed then too: tests/test_csv.py::test_callable", told, StringComparison.Ordinal);
        Assert.Contains("Write a test that fails when export_csv returns", told, StringComparison.Ordinal);
        Assert.Equal(["red-green"], project.Trailers("work", "Ashlar-Proof"));
    }

    [Theory]
    [InlineData("import pytest\n", "@pytest.mark.skip\n")]
    [InlineData("import pytest\n", "@pytest.mark.xfail\n")]
    [InlineData("import pytest\n", "@pytest.mark.parametrize(\"row\", [])\n", "row")]
    [InlineData("", "", "", "async ")]
    public async Task A_new_test_that_did_not_run_and_pass_is_no_proof(string import, string mark, string parameter = "", string kind = "")
    {
        using var project = Ledger("limits: {iterations: 1}\n");
        var test = $"{import}{Import}{mark}{kind}def test_export({parameter}):\n    assert export_csv([(\"a\", 1)]) == \"a;1\\n\"\n";
        await using var server = await Script
            .Of(
                "1",
                Change("ledger.py", Total + "\n\ndef export_csv(rows):\n    return None\n"),
                Say.Write("tests/test_csv.py", test),
                Report(["tests/test_csv.py"], 2)
            )
            .ServeAsync();

        await RunAsync(project, server, 1);

        Assert.Equal("", project.Git("log", "main..work", "--format=%s"));
    }

    [Fact]
    public async Task Another_form_of_the_same_is_noticed_by_older_tests()
    {
        using var project = Ledger();
        const string Loop = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n";
        await using var server = await Script.Of("1", Change("ledger.py", Loop), Report([], 1)).ServeAsync();

        await RunAsync(project, server, 0);

        AssertProven(project, "regression-only", "1/1");
    }

    [Fact]
    public async Task Documents_are_no_code_and_a_comment_is_no_work()
    {
        using var documented = Ledger();
        await using var writer = await Script
            .Of("1", Say.Write("README.md", "More.\n"), Say.Report(["README.md"], [], passing: 1))
            .ServeAsync();
        using var commented = Ledger("limits: {iterations: 1}\n");
        await using var cheat = await Script.Of("1", Change("ledger.py", "# Exports CSV too.\n" + Total), Report([], 1)).ServeAsync();

        await RunAsync(documented, writer, 0);
        var refused = await RunAsync(commented, cheat, 1);

        Assert.Equal(["no-code"], documented.Trailers("work", "Ashlar-Proof"));
        Assert.DoesNotContain("Ashlar-Noticed", documented.Git("log", "main..work", "--format=%B"), StringComparison.Ordinal);
        Assert.Contains("no effect on what the code does", refused.Out + refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_wiring_that_no_test_notices_is_named_beside_work_that_is_proven()
    {
        using var project = Ledger();
        await using var server = await Script
            .Of(
                "1",
                Change("ledger.py", Total + Csv + "\n\nCOMMANDS = {\"csv\": export_csv}\n"),
                Say.Write("tests/test_csv.py", Honest),
                Report(["tests/test_csv.py"], 2)
            )
            .ServeAsync();

        await RunAsync(project, server, 0);

        Assert.Equal(["1/2"], project.Trailers("work", "Ashlar-Noticed"));
        var report = await project.Ashlar("report").EndsWithAsync(0);
        Assert.Matches(@"ledger\.py:\d+ .*: unnoticed", report.Out);
    }

    [Fact]
    public async Task Whatever_makes_a_test_fail_without_the_work_counts()
    {
        using var project = Ledger();
        await using var server = await Script
            .Of(
                "1",
                Change("ledger.py", "def total(items):\n    return sum(items or [])\n"),
                Say.Write(
                    "tests/test_none.py",
                    "from ledger import total\n\n\ndef test_none():\n    result = total(None)\n    assert result == 0\n"
                ),
                Report(["tests/test_none.py"], 2)
            )
            .ServeAsync();

        await RunAsync(project, server, 0);

        Assert.Equal(["red-green"], project.Trailers("work", "Ashlar-Proof"));
    }

    [Fact]
    public async Task A_required_level_and_bounds_are_kept()
    {
        using var project = Ledger("limits: {iterations: 1}\nproof: {level: red-green, seconds: 60, units: 2}\n");
        const string Loop = "def total(items):\n    result = 0\n    for item in items:\n        result += item\n    return result\n";
        await using var server = await Script.Of("1", Change("ledger.py", Loop), Report([], 1)).ServeAsync();

        var refused = await RunAsync(project, server, 1);

        Assert.Contains("proven only as regression-only", refused.Out + refused.Error, StringComparison.Ordinal);
    }

    [ToolsFact("node")]
    public async Task JavaScript_is_measured_in_the_same_way()
    {
        const string Code = "exports.total = (items) => items.reduce((a, b) => a + b, 0);\n";
        const string Work = Code + "exports.csv = function csv(rows) {\n  return rows.map((row) => row.join(';')).join('\\n');\n};\n";
        const string Test =
            "const { test } = require('node:test');\nconst { equal, ok } = require('node:assert');\nconst ledger = require('./ledger.js');\n\n";
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Export CSV\n"),
            ("ledger.js", Code),
            ("total.test.js", Test + "test('sums', () => equal(ledger.total([1, 2]), 3));\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: node --test}\n")
        );
        await using var server = await Script
            .Of(
                "1",
                Change("ledger.js", Work),
                Say.Write("csv.test.js", Test + "test('is there', () => ok(ledger.csv));\n"),
                Say.Report(["csv.test.js"], ["ledger.js"], passing: 2),
                Say.Bash($"cat > csv.test.js <<'END'\n{Test}test('joins', () => equal(ledger.csv([['a', 1]]), 'a;1'));\nEND"),
                Say.Report(["csv.test.js"], ["ledger.js"], passing: 2)
            )
            .ServeAsync();

        await RunAsync(project, server, 0);

        Assert.Contains("nothing notices when this is gone: ledger.js:2 csv", server.Requests[3].LastResultText, StringComparison.Ordinal);
        AssertProven(project, "red-green", "1/1");
    }

    [Fact]
    public async Task A_run_that_is_killed_while_it_measures_measures_only_what_is_missing()
    {
        using var whole = Ledger();
        await using var first = await TwoUnits().ServeAsync();
        await RunAsync(whole, first, 0);
        var line = whole.Journal().Lines.ToList().FindIndex(entry => entry.Contains("\"effect\":\"unit\"", StringComparison.Ordinal)) + 2;
        using var project = Ledger();
        await using var server = await TwoUnits().ServeAsync();

        var killed = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", line.ToString(CultureInfo.InvariantCulture))
            .RunAsync();
        var before = Units(project);
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(137, killed.ExitStatus);
        Assert.InRange(before.Count, 1, 2);
        Assert.Equal(before, Units(project).Take(before.Count));
        Assert.Equal(Units(whole), Units(project));
        Assert.Equal(["2/2"], project.Trailers("work", "Ashlar-Noticed"));
    }

    private static void AssertProven(Project project, string level, string noticed)
    {
        Assert.Equal([level], project.Trailers("work", "Ashlar-Proof"));
        Assert.Equal([noticed], project.Trailers("work", "Ashlar-Noticed"));
    }

    private static List<string> Units(Project project) =>
        [
            .. project
                .Journal()
                .Of("effect.finished")
                .Select(entry => entry.GetProperty("body"))
                .Where(body => body.GetProperty("effect").GetString() == "unit")
                .Select(body => body.GetProperty("key").GetString()!),
        ];

    private static Script TwoUnits() =>
        Script.Of(
            "1",
            Change("ledger.py", Total + Csv + "\n\ndef header(names):\n    return \";\".join(names)\n"),
            Say.Write(
                "tests/test_csv.py",
                "from ledger import export_csv, header\n\n\ndef test_export():\n    assert export_csv([(\"a\", 1)]) == \"a;1\\n\"\n\n\ndef test_header():\n    assert header([\"a\", \"b\"]) == \"a;b\"\n"
            ),
            Report(["tests/test_csv.py"], 3)
        );

    private static Project Ledger(string more = "") =>
        Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Export CSV\n"),
            ("ledger.py", Total),
            ("conftest.py", ""),
            ("tests/test_total.py", "from ledger import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: pytest -q}\n" + more)
        );

    private static ScriptedAnswer Change(string path, string text) => Say.Bash($"cat > {path} <<'END'\n{text}END");

    private static ScriptedAnswer Report(IReadOnlyList<string> created, int passing) => Say.Report(created, ["ledger.py"], passing);

    private static Task<AshlarResult> RunAsync(Project project, ScriptedModelServer server, int exit) =>
        project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(exit);
}
