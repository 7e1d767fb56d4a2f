using System.Text.Json;
using Ashlar.Core.Reviews;
using Xunit;

namespace Ashlar.Core.Tests.Reviews;

public sealed class VerdictTests
{
    [Fact]
    public void The_tool_is_read_as_models_write_it()
    {
        var verdict = Read(
            """
            {"verdict":"REQUEST_CHANGES","feedback":[
              {"item":"Rounds down","path":"./billing/sum.py","line":"14","severity":"blocking"},
              {"item":"F2: still open"},
              {"id":"F3","comment":"no test"},
              {"item":"`app/api.py:3` - no limit"},
              "tests/test_a.py:9: asserts nothing",
              {"item":""}]}
            """
        )!;

        Assert.False(verdict.Approves);
        Assert.Equal(
            [
                new ReviewPoint("Rounds down")
                {
                    Path = "billing/sum.py",
                    Line = 14,
                    Severity = "blocking",
                },
                new ReviewPoint("still open") { Earlier = "F2" },
                new ReviewPoint("no test") { Earlier = "F3" },
                new ReviewPoint("no limit") { Path = "app/api.py", Line = 3 },
                new ReviewPoint("asserts nothing") { Path = "tests/test_a.py", Line = 9 },
            ],
            verdict.Feedback
        );
    }

    [Theory]
    [InlineData("""{"verdict":"approve"}""", true)]
    [InlineData("""{"verdict":"Approved"}""", true)]
    [InlineData("""{"verdict":"changes requested","feedback":"- a\n- b"}""", false)]
    public void Words_for_a_verdict_are_understood(string input, bool approves) => Assert.Equal(approves, Read(input)!.Approves);

    [Theory]
    [InlineData("""{"verdict":"maybe"}""")]
    [InlineData("""{"feedback":[]}""")]
    [InlineData("[]")]
    public void What_is_no_verdict_is_a_problem(string input)
    {
        using var document = JsonDocument.Parse(input);
        var problem = Assert.Single(ReviewInput.Read(document.RootElement).Problems);
        Assert.Equal("review.verdict", problem.Code);
    }

    [Theory]
    [InlineData("APPROVED")]
    [InlineData("\n**Approved.** Well done.")]
    [InlineData("## Verdict: APPROVE")]
    public void An_approval_as_text_is_understood(string text) => Assert.Equal((true, 0), Flat(ReviewText.Parse(text)));

    [Theory]
    [InlineData("CHANGES REQUESTED\n\n1. First\n   continues\n2. Second", 2)]
    [InlineData("**CHANGES REQUESTED**\n- First\n- Second\n\n", 2)]
    [InlineData("Changes requested: the name is wrong", 1)]
    [InlineData("CHANGES REQUESTED", 0)]
    public void Requested_changes_as_text_are_understood(string text, int points) =>
        Assert.Equal((false, points), Flat(ReviewText.Parse(text)));

    [Theory]
    [InlineData("I approve of the idea. APPROVED?")]
    [InlineData("The change is APPROVED by the tests")]
    [InlineData("Approvedness is low")]
    [InlineData("")]
    public void Other_text_is_no_verdict(string text) => Assert.Null(ReviewText.Parse(text));

    [Fact]
    public void A_persons_words_are_a_verdict_whatever_their_form()
    {
        Assert.Equal((true, 0), Flat(Person("approve, and thanks")));
        Assert.Equal((true, 0), Flat(Person("APPROVED")));
        Assert.Equal((false, 2), Flat(Person("CHANGES REQUESTED\n* one\n* two")));
        Assert.Equal((false, 1), Flat(Person("Please use\nthe existing column")));
    }

    [Fact]
    public void A_verdict_that_contradicts_itself_says_how()
    {
        var point = new ReviewPoint("x");
        Assert.Null(new ReviewVerdict(true, [point with { Severity = "Minor" }]).Contradiction);
        Assert.Null(new ReviewVerdict(false, [point with { Severity = "nit" }]).Contradiction);
        Assert.StartsWith("You approved, and", new ReviewVerdict(true, [point]).Contradiction, StringComparison.Ordinal);
        Assert.StartsWith("You requested changes and said none", new ReviewVerdict(false, []).Contradiction, StringComparison.Ordinal);
    }

    private static ReviewVerdict Person(string text) =>
        ReviewText.OfPerson(text, words => words.StartsWith("approve", StringComparison.Ordinal));

    private static (bool, int)? Flat(ReviewVerdict? verdict) => verdict is null ? null : (verdict.Approves, verdict.Feedback.Count);

    private static ReviewVerdict? Read(string input)
    {
        using var document = JsonDocument.Parse(input);
        return ReviewInput.Read(document.RootElement).Value;
    }
}
