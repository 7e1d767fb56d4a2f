using System.Text.Json;
using Ashlar.Core.Reports;
using Xunit;

namespace Ashlar.Core.Tests.Reports;

public sealed class EscalationInputTests
{
    [Fact]
    public void An_escalation_has_a_kind_and_a_summary()
    {
        var escalation = Read(
            """{"kind":"scope_extension","summary":"Needs docs","options":"allow\nleave it","paths":["docs/a.md"],"details":"none"}"""
        ).Value!;
        Assert.Equal((EscalationKind.ScopeExtension, "Needs docs", null), (escalation.Kind, escalation.Summary, escalation.Details));
        Assert.Equal(["allow", "leave it"], escalation.Options);
        Assert.Equal(["docs/a.md"], escalation.Paths);
        var json = JsonSerializer.Serialize(escalation, ReportJsonContext.Default.Escalation);
        Assert.Equal("""{"kind":"scope-extension","summary":"Needs docs","options":["allow","leave it"],"paths":["docs/a.md"]}""", json);
    }

    [Theory]
    [InlineData("""{"kind":"panic","summary":"s"}""", "kind \"panic\" is not known. Send Escalate again.")]
    [InlineData("""{"kind":"question","summary":" "}""", "summary is missing. Say in one sentence what a person must decide.")]
    public void An_escalation_that_nobody_could_answer_is_a_problem(string input, string problem) =>
        Assert.Equal([problem], Read(input).Problems.Select(each => each.ToString()));

    [Fact]
    public async Task A_deviation_names_only_records_that_exist()
    {
        var tool = new NoteDeviationTool(path => path == "docs/decisions/1.md");
        var good = await tool.CallAsync(Json("""{"what":"w","why":"y","record":"docs/decisions/1.md"}"""), null!, CancellationToken.None);
        var bad = await tool.CallAsync(Json("""{"what":"w","why":"y","record":"docs/decisions/2.md"}"""), null!, CancellationToken.None);
        Assert.Equal((false, "Noted. Continue."), (good.IsError, good.Text));
        Assert.Equal(
            (true, "the decision record does not exist (docs/decisions/2.md). Write the record first, or leave record out."),
            (bad.IsError, bad.Text)
        );
    }

    [Fact]
    public async Task Escalating_stops_with_a_word()
    {
        var answer = await new EscalateTool().CallAsync(Json("""{"kind":"blocker","summary":"s"}"""), null!, CancellationToken.None);
        Assert.Equal((false, "Escalated. The task stops here until a person answers."), (answer.IsError, answer.Text));
    }

    private static Reading<Escalation> Read(string json) => EscalationInput.Read(Json(json));

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
