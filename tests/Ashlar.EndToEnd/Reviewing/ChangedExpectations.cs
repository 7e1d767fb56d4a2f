using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Reviewing;

/// <summary>Existing tests that a task changes are declared, and somebody else agrees; what is only read is asked once.</summary>
public sealed class ChangedExpectations
{
    private const string Asked = "Amounts are shown with the currency in front";
    private const string Test = "tests/test_price.py::test_price";

    /// <summary>The currency goes to the front, and the test that expected it behind is changed.</summary>
    private const string Front = """
        sed -i 's/{amount:.2f} USD/USD {amount:.2f}/' app.py
        sed -i 's/1.00 USD/USD 1.00/' tests/test_price.py
        """;

    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_is_declared_and_agreed_to_is_done_and_says_so_everywhere(WireProtocol protocol)
    {
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(Front),
                Report(
                    ["app.py", "tests/test_price.py"],
                    changed: [(Test, "The currency moved", "amounts are shown  with the *currency* in front")]
                )
            )
            .Asking(Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server, protocol).EndsWithAsync(0);

        var asked = server.Requests.Single(Script.IsOfReader);
        Assert.Equal(["Review"], asked.Tools);
        Assert.Contains("with fresh eyes", asked.System, StringComparison.Ordinal);
        Assert.Contains(Asked, asked.FirstUserText, StringComparison.Ordinal);
        Assert.Contains($"1. {Test}  as it was at BASE fails on your code: ", asked.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("(the task)", asked.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("-    assert price(1) == \"1.00 USD\"", asked.FirstUserText, StringComparison.Ordinal);
        Assert.Contains("+    assert price(1) == \"USD 1.00\"", asked.FirstUserText, StringComparison.Ordinal);
        Assert.DoesNotContain("def price", asked.FirstUserText, StringComparison.Ordinal);
        var seen = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification");
        var row = Assert.Single(seen.GetProperty("expectations").EnumerateArray());
        Assert.Equal(
            (Test, "The currency moved", "the task", "tech-lead"),
            (Text(row, "test"), Text(row, "why"), Text(row, "found_at"), Text(row, "agreed_by"))
        );
        var text = (await project.Ashlar("report").EndsWithAsync(0)).Out;
        Assert.Contains("agreed to by tech-lead", text, StringComparison.Ordinal);
        Assert.Contains("- agreement 1 of tech-lead: approved", text, StringComparison.Ordinal);
        Assert.Contains(
            $"1: changed expectation: {Test}: as it was at BASE fails",
            (await project.Ashlar("status", project.Runs[0]).EndsWithAsync(0)).Out,
            StringComparison.Ordinal
        );
        Assert.Equal("agreement", Text(project.Journal().Last("review.received"), "kind"));
    }

    [Fact]
    public async Task What_is_not_declared_is_told_with_its_place_and_then_declared()
    {
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(Front),
                Report(["app.py", "tests/test_price.py"]),
                Report(["app.py", "tests/test_price.py"], changed: [("test_price", "The currency moved", null)])
            )
            .Asking(Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        var told = server.Requests[2].LastResultText;
        Assert.Contains("Not done yet: gates are green, points are open (iteration 1 of", told, StringComparison.Ordinal);
        Assert.Contains($"{Test}  as it was at BASE fails on your code", told, StringComparison.Ordinal);
        Assert.Contains("(tests/test_price.py:5).", told, StringComparison.Ordinal);
        Assert.Contains("give it in Report.changed_tests", told, StringComparison.Ordinal);
        Assert.Contains("no words quoted", server.Requests[3].FirstUserText, StringComparison.Ordinal);
        Assert.Equal(2, Iterations(project));
    }

    [Theory]
    [InlineData("assert price(1) is not None", 3)]
    [InlineData("assert price(1.0) == \\\"1.00 USD\\\"", 0)]
    public async Task A_test_that_no_longer_notices_what_it_did_is_told(string assertion, int status)
    {
        const string Half =
            "printf '\\n\\ndef half(x):\\n    return x / 2\\n' >> app.py\n"
            + "printf 'from app import half\\n\\n\\ndef test_half():\\n    assert half(4) == 2\\n' > tests/test_half.py\n";
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash($"{Half}sed -i \"s/assert price.*/{assertion}/\" tests/test_price.py"),
                ScriptedAnswer.Call(
                    "Report",
                    new
                    {
                        status = "READY_FOR_REVIEW",
                        summary = "Done.",
                        files = Files(["tests/test_half.py"], ["app.py", "tests/test_price.py"]),
                        tests = new
                        {
                            total = 3,
                            passing = 3,
                            failing = 0,
                        },
                    }
                ),
                Say.Escalate("question", "What now?")
            )
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(status);

        if (status != 0)
        {
            Assert.Contains(
                $"{Test}  checks less than it did at BASE: its old version fails when price returns the empty value",
                server.Requests[2].LastResultText,
                StringComparison.Ordinal
            );
        }
    }

    private static IEnumerable<object> Files(IEnumerable<string> created, IEnumerable<string> modified) =>
        created
            .Select(path => (object)new { path, change = "created" })
            .Concat(modified.Select(path => (object)new { path, change = "modified" }));

    [Fact]
    public async Task What_is_refused_goes_back_with_the_reasons_and_is_not_asked_again_on_the_same_files()
    {
        using var project = Start();
        var declared = Report(["app.py", "tests/test_price.py"], changed: [(Test, "It broke", "make it so")]);
        await using var server = await Script
            .Of("1", Say.Bash(Front), declared, declared, Say.Escalate("question", "May the test change?"))
            .Asking(Say.RequestChanges("The task asks for nothing like it: put the test back."))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);

        Assert.Contains(
            "which stands in neither the task, its documents nor an answer",
            server.Requests[2].FirstUserText,
            StringComparison.Ordinal
        );
        var told = server.Requests[3].LastResultText;
        Assert.Contains("tech-lead looked at the points that you want to keep and did not agree", told, StringComparison.Ordinal);
        Assert.Contains("- The task asks for nothing like it: put the test back.", told, StringComparison.Ordinal);
        Assert.Contains("is not asked again", server.Requests[4].LastResultText, StringComparison.Ordinal);
        Assert.Single(server.Requests, Script.IsOfReader);
        Assert.Empty(project.Git("log", "--format=%s", "main..work"));
    }

    [Theory]
    [InlineData("rm tests/test_old.py", "tests/test_old.py::test_gone  passed at BASE and is gone.")]
    [InlineData(
        "sed -i 's/^def test_gone/import pytest\\n\\n\\n@pytest.mark.skip\\ndef test_gone/' tests/test_old.py",
        "tests/test_old.py::test_gone  passed at BASE and is now skipped or expected to fail."
    )]
    [InlineData(
        "sed -i 's/assert price(1) == .*/price(1)/' tests/test_price.py",
        "tests/test_price.py::test_price  checks less than it did at BASE: its old version fails when price returns"
    )]
    [InlineData("sed -i 's/total = /sum_of = /' app.py; rm tests/test_old.py", "tests/test_old.py")]
    public async Task A_test_that_is_gone_asleep_or_weaker_is_a_changed_expectation_whatever_the_words(string change, string words)
    {
        using var project = Start();
        await using var server = await Script
            .Of("1", Say.Bash($"printf 'VERSION = 2\\n' >> app.py; {change}"), Report(["app.py"]), Say.Escalate("question", "May it go?"))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);

        Assert.Contains(words, server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_only_moved_is_none()
    {
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("git mv tests/test_old.py tests/test_new.py 2>/dev/null || mv tests/test_old.py tests/test_new.py"),
                Report([], deleted: ["tests/test_old.py"], created: ["tests/test_new.py"])
            )
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task A_golden_file_that_follows_the_task_is_declared_by_its_path()
    {
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(
                    "sed -i 's/{amount:.2f} USD/USD {amount:.2f}/' app.py; sed -i 's/1.00 USD/USD 1.00/' tests/test_price.py; printf 'USD 2.00\\n' > tests/golden/two.txt"
                ),
                Report(
                    ["app.py", "tests/golden/two.txt", "tests/test_price.py"],
                    changed: [("tests/golden/two.txt", "It is what is shown", Asked), (Test, "The currency moved", Asked)]
                )
            )
            .Asking(Say.Approve())
            .ServeAsync();

        await Run(project, "golden").Asking(server).EndsWithAsync(0);

        Assert.Contains("+USD 2.00", server.Requests.Single(Script.IsOfReader).FirstUserText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_may_agree_a_declaration_changes_nothing()
    {
        using var project = Start("agree: none\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(Front),
                Report(["app.py", "tests/test_price.py"], changed: [(Test, "The currency moved", Asked)]),
                Say.Escalate("question", "May it change?")
            )
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);

        Assert.Contains("Nobody may agree to this here (agree: none)", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, Script.IsOfReader);
    }

    [Fact]
    public async Task A_person_agrees_where_the_configuration_wants_one()
    {
        using var project = Start("agree: human\n");
        await using var server = await Script
            .Of("1", Say.Bash(Front), Report(["app.py", "tests/test_price.py"], changed: [(Test, "The currency moved", Asked)]))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);
        var inbox = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        await project.Ashlar("review", project.Runs[0], "approve", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("review", Text(inbox, "kind"));
        Assert.Contains($"{Test}  as it was at BASE fails on your code", Text(inbox, "details"), StringComparison.Ordinal);
        var seen = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification");
        Assert.Equal("human", Text(seen.GetProperty("expectations")[0], "agreed_by"));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task The_runs_reviewer_agrees_with_its_approval_and_nobody_else_is_asked()
    {
        using var project = Start("review: {by: tech-lead}\n");
        await using var server = await Script
            .Of("1", Say.Bash(Front), Report(["app.py", "tests/test_price.py"], changed: [(Test, "The currency moved", Asked)]))
            .Review("1", 1, Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        var asked = server.Requests.Single(Script.IsOfReader);
        Assert.Contains("To approve is to agree to each", asked.FirstUserText, StringComparison.Ordinal);
        Assert.Contains($"{Test}  as it was at BASE fails on your code", asked.FirstUserText, StringComparison.Ordinal);
        var seen = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification");
        Assert.Equal("tech-lead", Text(seen.GetProperty("expectations")[0], "agreed_by"));
    }

    [Fact]
    public async Task A_mark_of_something_unfinished_costs_a_sentence_and_no_run()
    {
        using var project = Start();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("printf '# TODO of the user: a list of tasks\\nMARK = 1\\n' > marks.txt.py"),
                Report([], created: ["marks.txt.py"]),
                Report(
                    [],
                    created: ["marks.txt.py"],
                    explained: [("N1", "It is what the mark is called."), ("N2", "A mark of data; nothing uses it yet.")]
                )
            )
            .Asking(Say.Approve())
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        var told = server.Requests[2].LastResultText;
        Assert.Contains("N1  marks.txt.py:1  placeholder added", told, StringComparison.Ordinal);
        Assert.Contains("Fix it, or give N1 in Report.explained", told, StringComparison.Ordinal);
        var seen = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json[0].GetProperty("verification");
        var row = seen.GetProperty("explained").EnumerateArray().First(each => Text(each, "finding") == "N1");
        Assert.Equal(("It is what the mark is called.", null), (Text(row, "why"), Text(row, "agreed_by")));
    }

    [Fact]
    public async Task A_mark_that_silences_a_gate_is_justified_and_agreed_to()
    {
        using var project = Start("", "  - {name: lint, run: flake8 app.py}\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("sed -i '1i import os  # noqa: F401\\n\\n' app.py"),
                Report(["app.py"]),
                Report(["app.py"], explained: [("N1", "Others import it from here."), ("N2", "An import has no test.")])
            )
            .Asking(Say.Approve())
            .ServeAsync();

        await Run(project, "lint").Asking(server).EndsWithAsync(0);

        Assert.Contains("comment added that silences a gate", server.Requests[2].LastResultText, StringComparison.Ordinal);
        var row = (await project.Ashlar("report", "--json").EndsWithAsync(0))
            .Json[0]
            .GetProperty("verification")
            .GetProperty("explained")
            .EnumerateArray()
            .First(each => Text(each, "finding") == "N1");
        Assert.Equal(("Others import it from here.", "tech-lead"), (Text(row, "why"), Text(row, "agreed_by")));
    }

    private static Project Start(string settings = "", string gates = "") =>
        Project.With(
            ("tasks.md", $"# Tasks\n\n- [ ] {Asked}\n"),
            (".ashlar/config.yaml", $"{settings}gates:\n  - {{name: tests, run: python3 -m pytest -q}}\n{gates}"),
            ("conftest.py", ""),
            ("app.py", "def price(amount):\n    return f\"{amount:.2f} USD\"\n\n\ndef total(prices):\n    return sum(prices)\n"),
            ("tests/test_price.py", "from app import price\n\n\ndef test_price():\n    assert price(1) == \"1.00 USD\"\n"),
            ("tests/test_old.py", "from app import total\n\n\ndef test_gone():\n    assert total([1, 2]) == 3\n")
        );

    private static AshlarCommand Run(Project project, string? extra = null)
    {
        if (extra is "golden")
        {
            project
                .Write("tests/golden/two.txt", "2.00 USD\n")
                .Write(
                    "tests/test_golden.py",
                    "from pathlib import Path\n\nfrom app import price\n\n\ndef test_two():\n    text = Path(__file__).with_name(\"golden\") / \"two.txt\"\n    assert price(2) + \"\\n\" == text.read_text()\n"
                )
                .Commit("Golden");
        }

        return project.Ashlar("run", "tasks.md", "--trust", "--branch", "work");
    }

    private static ScriptedAnswer Report(
        IReadOnlyList<string> modified,
        IReadOnlyList<string>? created = null,
        IReadOnlyList<string>? deleted = null,
        IReadOnlyList<(string Test, string Why, string? AskedBy)>? changed = null,
        IReadOnlyList<(string Finding, string Why)>? explained = null
    ) =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "The task is done.",
                files = modified
                    .Select(path => new { path, change = "modified" })
                    .Concat((created ?? []).Select(path => new { path, change = "created" }))
                    .Concat((deleted ?? []).Select(path => new { path, change = "deleted" })),
                tests = Counts(modified),
                changed_tests = (changed ?? []).Select(each => new
                {
                    test = each.Test,
                    why = each.Why,
                    asked_by = each.AskedBy,
                }),
                explained = (explained ?? []).Select(each => new { finding = each.Finding, why = each.Why }),
            }
        );

    private static object Counts(IReadOnlyList<string> modified)
    {
        var total = modified.Contains("tests/golden/two.txt", StringComparer.Ordinal) ? 3 : 2;
        return new
        {
            total,
            passing = total,
            failing = 0,
        };
    }

    private static int Iterations(Project project) => project.Journal().Last("task.completed").GetProperty("iterations").GetInt32();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
