using Ashlar.Core.Reports;
using Xunit;

namespace Ashlar.Core.Tests.Reports;

public sealed class SpokenQuestionTests
{
    [Theory]
    [InlineData("Which letter?", "Which letter?")]
    [InlineData("The contract says two things. Which of them holds?", "Which of them holds?")]
    [InlineData("I read all of it.\n\n**Should the total be rounded?**", "Should the total be rounded?")]
    [InlineData("Soll gerundet werden? Ich brauche eine Antwort.\nWelche Regel gilt?", "Welche Regel gilt?")]
    [InlineData("質問があります。どの文字ですか？", "どの文字ですか？")]
    [InlineData("هل نقرب المجموع؟", "هل نقرب المجموع؟")]
    [InlineData("Before I begin:\n1. Is v1.2 right?\n2. Which file is it?", "Which file is it?")]
    public void A_text_that_ends_in_a_question_is_that_question(string text, string expected) =>
        Assert.Equal(expected, SpokenQuestion.In(text)?.Summary);

    [Theory]
    [InlineData("")]
    [InlineData("Done.")]
    [InlineData("Why did it fail? The file was missing, and I will write it now.")]
    [InlineData("```\nis_it?\n```")]
    [InlineData("I will:\n- read\n- write")]
    public void Others_are_none(string text) => Assert.Null(SpokenQuestion.In(text));

    [Fact]
    public void Answers_that_follow_it_are_its_options()
    {
        var question = SpokenQuestion.In("The contract is unclear.\nWhich letter?\n\n- q\n- r (as before)\n")!;

        Assert.Equal("Which letter?", question.Summary);
        Assert.Equal(["q", "r (as before)"], question.Options);
        Assert.StartsWith("The contract is unclear.", question.Details, StringComparison.Ordinal);
        Assert.Null(SpokenQuestion.In("Which letter?")!.Details);
    }
}
