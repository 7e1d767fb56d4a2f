using System.Text.Json;
using Ashlar.Core.Reports;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Reports;

public sealed class ReportInputTests
{
    private const string Whole = """
        {"status":"READY_FOR_REVIEW","summary":"Added sums","files":[{"path":"src/sum.py","change":"created"},{"path":"src/old.py","change":"deleted"}],
        "key_changes":["rounds half up"],"snippet":{"path":"src/sum.py","code":"def total():\n    return 1"},
        "tests":{"total":4,"passing":2,"failing":1,"skipped":1,"coverage_of":["rounding"]},
        "acceptance":[{"criterion":"Sums are right","met":true,"shown_by":"test_sum"}],"concerns":["Is half up right?"],
        "feedback":[{"item":"F1","state":"rebutted","how":"the design says so"}],"next":"2.0"}
        """;

    [Fact]
    public void Every_field_is_read_as_it_is_written()
    {
        var report = Read(Whole)!;
        Assert.Equal(ReportStatus.ReadyForReview, report.Status);
        Assert.Equal("Added sums", report.Summary);
        Assert.Equal(
            [new ReportedFile("src/sum.py", ChangeKind.Created), new ReportedFile("src/old.py", ChangeKind.Deleted)],
            report.Files
        );
        Assert.Equal(["rounds half up"], report.KeyChanges);
        Assert.Equal(new CodeSnippet("src/sum.py", "def total():\n    return 1"), report.Snippet);
        Assert.Equal((4, 2, 1, 1), (report.Tests!.Total, report.Tests.Passing, report.Tests.Failing, report.Tests.Skipped));
        Assert.Equal(["rounding"], report.Tests.CoverageOf);
        Assert.Equal([new ReportedCriterion("Sums are right", true, "test_sum")], report.Acceptance);
        Assert.Equal([new ReportedFix("F1", FixState.Rebutted, "the design says so")], report.Feedback);
        Assert.Equal(["Is half up right?"], report.Concerns);
        Assert.Equal("2.0", report.Next);
        Assert.Null(report.Blocker);
    }

    [Fact]
    public void The_stored_form_is_read_back_the_same()
    {
        var report = Read(Whole)!;
        var json = JsonSerializer.Serialize(report, ReportJsonContext.Default.Report);
        var again = JsonSerializer.Deserialize(json, ReportJsonContext.Default.Report)!;
        Assert.Equal(json, JsonSerializer.Serialize(again, ReportJsonContext.Default.Report));
        Assert.Equal(json, JsonSerializer.Serialize(Read(json)!, ReportJsonContext.Default.Report));
        Assert.StartsWith(
            """{"status":"READY_FOR_REVIEW","summary":"Added sums","files":[{"path":"src/sum.py","change":"created"}""",
            json,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"none\"")]
    [InlineData("\"N/A\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"None.\"")]
    public void Nothing_in_an_optional_field_is_absent(string nothing)
    {
        var report = Read(
            $$"""
            {"status":"READY_FOR_REVIEW","summary":"s","files":{{nothing}},"key_changes":{{nothing}},"snippet":{{nothing}},"tests":{{nothing}},
            "acceptance":{{nothing}},"concerns":{{nothing}},"feedback":{{nothing}},"blocker":{{nothing}},"tried":{{nothing}},"errors":{{nothing}},
            "current_state":{{nothing}},"question":{{nothing}},"next":{{nothing}},"mood":"good"}
            """
        )!;
        Assert.Equal(
            """{"status":"READY_FOR_REVIEW","summary":"s","files":[],"key_changes":[],"acceptance":[],"concerns":[],"feedback":[],"changed_tests":[],"explained":[],"tried":[]}""",
            JsonSerializer.Serialize(report, ReportJsonContext.Default.Report)
        );
    }

    [Fact]
    public void Files_may_be_words()
    {
        var report = Read(
            """{"status":"Ready for review","summary":"s","files":["a.py (created)","`b/c d.py` (modified - added x)","app/(auth)/page.tsx (deleted)","old.py → new.py (renamed)",{"path":"e.py","change":"added"}]}"""
        )!;
        Assert.Equal(
            [
                new ReportedFile("a.py", ChangeKind.Created),
                new ReportedFile("b/c d.py", ChangeKind.Modified) { Note = "added x" },
                new ReportedFile("app/(auth)/page.tsx", ChangeKind.Deleted),
                new ReportedFile("old.py", ChangeKind.Deleted),
                new ReportedFile("new.py", ChangeKind.Created),
                new ReportedFile("e.py", ChangeKind.Created),
            ],
            report.Files
        );
    }

    [Theory]
    [InlineData("""{"total":"12","passing":"11","failing":"1"}""", 12, 11, 1)]
    [InlineData("""{"total":12,"passing":12}""", 12, 12, 0)]
    [InlineData("""{"passed":3,"failed":2}""", 5, 3, 2)]
    [InlineData("\"12/12 passing\"", 12, 12, 0)]
    [InlineData("\"11 passed, 1 failed\"", 12, 11, 1)]
    [InlineData("\"{\\\"total\\\":2,\\\"passing\\\":2,\\\"failing\\\":0}\"", 2, 2, 0)]
    public void Test_counts_may_be_written_otherwise(string tests, int total, int passing, int failing)
    {
        var report = Read($$"""{"status":"READY_FOR_REVIEW","summary":"s","tests":{{tests}}}""")!;
        Assert.Equal((total, passing, failing), (report.Tests!.Total, report.Tests.Passing, report.Tests.Failing));
    }

    [Theory]
    [InlineData("""{"summary":"s","files":["a.py (created)"]}""", ReportStatus.ReadyForReview)]
    [InlineData("""{"summary":"s","blocker":"no database"}""", ReportStatus.Blocked)]
    public void A_missing_status_is_inferred_where_nothing_speaks_against_it(string input, ReportStatus status) =>
        Assert.Equal(status, Read(input)!.Status);

    [Theory]
    [InlineData("""{"summary":"s","question":"which?"}""", "status is missing: READY_FOR_REVIEW or BLOCKED. Send Report again.")]
    [InlineData("""{"status":"fine","summary":"s"}""", "status \"fine\" is neither READY_FOR_REVIEW nor BLOCKED. Send Report again.")]
    [InlineData(
        """{"status":"BLOCKED","files":[{"path":"a.py","change":"touched"}]}""",
        "files[0], a.py, does not say created, modified or deleted. Send Report again."
    )]
    [InlineData(
        """{"status":"BLOCKED","tests":{"total":-1}}""",
        "tests needs total, passing and failing as whole numbers; leave tests out where none were run. Send Report again."
    )]
    [InlineData(
        """{"status":"BLOCKED","acceptance":[{"criterion":"c"}]}""",
        "acceptance[0] needs criterion, met (true or false) and shown_by. Send Report again."
    )]
    [InlineData(
        """{"status":"BLOCKED","feedback":[{"item":"F1"}]}""",
        "feedback[0] needs item (the point's id), state (fixed, rebutted or asked) and how. Send Report again."
    )]
    [InlineData("[]", "the input of Report is not a JSON object. Send Report again.")]
    public void What_cannot_be_understood_is_a_problem(string input, string problem)
    {
        var reading = ReportInput.Read(JsonDocument.Parse(input).RootElement);
        Assert.Null(reading.Value);
        Assert.Equal([problem], reading.Problems.Select(each => each.ToString()));
    }

    [Theory]
    [InlineData(
        """{"status":"ready_for_review","summary":"s","files":"a.py (created)","tests":"3/3","snippet":"none","feedback":"none","errors":["x"]}"""
    )]
    [InlineData(
        """{"summary":"s","files":["a.py (created)"],"tests":{"total":"3","passing":3,"failing":"0","skipped":"none"},"acceptance":["c: met, shown by t"]}"""
    )]
    public async Task The_check_before_the_tool_lets_through_what_the_reader_understands(string input)
    {
        var tool = new ReportTool();
        var given = InputSchema.Check(tool.Spec.InputSchema, JsonDocument.Parse(input).RootElement);
        Assert.Null(given.Problem);
        var answer = await tool.CallAsync(given.Value, null!, CancellationToken.None);
        Assert.Equal((false, "Report taken (READY_FOR_REVIEW). Ashlar checks it now."), (answer.IsError, answer.Text));
    }

    [Fact]
    public async Task The_tool_says_what_to_send_instead()
    {
        var answer = await new ReportTool().CallAsync(
            JsonDocument.Parse("""{"status":"x","tests":"many"}""").RootElement,
            null!,
            CancellationToken.None
        );
        Assert.Equal(
            (
                true,
                "tests needs total, passing and failing as whole numbers; leave tests out where none were run. Send Report again.\n"
                    + "status \"x\" is neither READY_FOR_REVIEW nor BLOCKED. Send Report again."
            ),
            (answer.IsError, answer.Text)
        );
    }

    private static Report? Read(string json) => ReportInput.Read(JsonDocument.Parse(json).RootElement).Value;
}
