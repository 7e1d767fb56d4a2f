using System.Text.RegularExpressions;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests;

public sealed partial class BoundedPatternTests
{
    private static readonly string[] OfTheModel = ["GrepPattern.cs", "GrepFile.cs", "GrepTool.cs", "BackgroundTools.cs"];
    private static readonly string Endless = new string('a', 40) + "!";

    [Fact]
    public void Every_regular_expression_has_a_time_limit_and_is_used_through_the_bound()
    {
        var code = SourceTree.Code("src").Where(file => !file.Path.EndsWith("/BoundedPattern.cs", StringComparison.Ordinal)).ToList();

        Assert.Equal([], code.SelectMany(file => Offences(file.Path, file.Text)));
        Assert.True(code.Sum(file => Declared().Count(file.Text)) > 200);
    }

    [Fact]
    public void The_rule_sees_every_form_of_use()
    {
        const string Code = """
            using System.Text.RegularExpressions;
            if (Word().IsMatch(a) || Word().Replace(b, "") == pattern.Match(b).Value || Regex.IsMatch(c, "x")) { }
            var one = new Regex("a", RegexOptions.None, TimeSpan.FromSeconds(1));
            [GeneratedRegex("a")]
            private static partial Regex Word();
            """;

        Assert.Equal(
            [
                "x.cs: .IsMatch(",
                "x.cs: .Match(",
                "x.cs: .IsMatch(",
                "x.cs: Regex.IsMatch(",
                "x.cs: new Regex(",
                "x.cs: Word().Replace(",
                "x.cs: Word() has no time limit",
            ],
            Offences("x.cs", Code)
        );
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(1000, true)]
    public void A_limit_reached_while_waiting_for_a_processor_is_tried_again(int reached, bool isUndecided)
    {
        // A limit that is reported without any work is what a thread meets that was not given a processor.
        var left = reached;
        var read = () => BoundedPattern.Of("a").ReplaceIn("a", _ => left-- > 0 ? throw new RegexMatchTimeoutException() : "b");

        if (isUndecided)
        {
            Assert.Throws<UndecidedTextException>(read);
        }
        else
        {
            Assert.Equal("b", read());
        }
    }

    [Fact]
    public void A_text_that_takes_too_long_is_undecided_and_never_one_without_a_match()
    {
        var slow = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(20));
        Assert.Throws<RegexMatchTimeoutException>(() => slow.IsMatch(Endless));

        foreach (
            var use in (Func<object?>[])
                [
                    () => slow.IsIn(Endless),
                    () => slow.FirstIn(Endless),
                    () => slow.AllIn(Endless),
                    () => slow.LastIn(Endless),
                    () => slow.CountIn(Endless),
                    () => slow.ReplaceIn(Endless, "b"),
                    () => slow.ReplaceIn(Endless, "b", 1),
                    () => slow.ReplaceIn(Endless, _ => "b"),
                    () => slow.SplitIn(Endless),
                ]
        )
        {
            Assert.Equal(Endless, Assert.Throws<UndecidedTextException>(use).Text);
        }

        Assert.Equal("b", slow.ReplaceIn("aaa", "b"));
    }

    [Fact]
    public void A_later_match_may_be_undecided_too()
    {
        var slow = new Regex("b|(a+)+!", RegexOptions.None, TimeSpan.FromMilliseconds(20));

        Assert.Throws<UndecidedTextException>(() => slow.AllIn("b " + new string('a', 40) + "?"));
        Assert.Equal(2, slow.CountIn("b aa!"));
    }

    [Fact]
    public void Who_can_do_without_an_answer_says_so()
    {
        var slow = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(20));

        Assert.True(slow.IsIn(Endless, undecided: true));
        Assert.False(slow.IsIn(Endless, undecided: false));
        Assert.False(slow.OrNone().IsIn(Endless));
        Assert.False(slow.OrNone().FirstIn(Endless).Success);
        Assert.Empty(slow.OrNone().AllIn(Endless));
        Assert.Equal(Endless, slow.OrNone().ReplaceIn(Endless, "b"));
        Assert.True(slow.OrNone().IsIn("aaa"));
    }

    [Fact]
    public void Only_what_shows_compares_or_reads_claims_does_without()
    {
        string[] lenient =
        [
            "AbsentPackages.cs",
            "BashAnswer.cs",
            "FailureText.cs",
            "GateInput.cs",
            "NodeCoverage.cs",
            "PlainOutput.cs",
            "PullRequestText.cs",
            "PytestPlugins.cs",
            "PytestText.cs",
            "PythonPackage.cs",
            "PythonScriptFile.cs",
            "PythonTrace.cs",
            "ReachedCommands.cs",
            "ReplayComparison.cs",
            "RequestText.cs",
            "RetryAfterHeaders.cs",
            "StackText.cs",
            "TestSummary.cs",
            "ToolComparison.cs",
            "TraceFrames.cs",
            "VolatileText.cs",
        ];

        Assert.Equal(
            lenient,
            SourceTree
                .Code("src")
                .Where(file => file.Text.Contains(".OrNone()", StringComparison.Ordinal))
                .Where(file =>
                    !file.Path.Contains("/Reports/", StringComparison.Ordinal) && !file.Path.Contains("/Reviews/", StringComparison.Ordinal)
                )
                .Select(file => Path.GetFileName(file.Path))
                // A fault of the environment that is not recognised is a red gate.
                .Where(name => !name.EndsWith("Faults.cs", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> Offences(string path, string text)
    {
        if (!text.Contains("System.Text.RegularExpressions", StringComparison.Ordinal) || OfTheModel.Any(path.EndsWith))
        {
            return [];
        }

        var names = Declared().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Direct().Matches(text).Select(match => $"{path}: {match.Value}"),
            .. Made().Matches(text).Select(match => $"{path}: {match.Value}"),
            .. Called().Matches(text).Where(match => names.Contains(match.Groups["name"].Value)).Select(match => $"{path}: {match.Value}"),
            .. Declared()
                .Matches(text)
                .Where(match => !Limited().IsMatch(match.Groups["attribute"].Value))
                .Select(match => $"{path}: {match.Groups["name"].Value}() has no time limit"),
        ];
    }

    [GeneratedRegex(@"\.(?:IsMatch|Match|EnumerateMatches|EnumerateSplits)\(")]
    private static partial Regex Direct();

    [GeneratedRegex(@"new Regex\(|\bRegex\.(?!Escape\b)\w+\(")]
    private static partial Regex Made();

    [GeneratedRegex(@"(?<name>\w+)\(\)\s*\.(?:Matches|Replace|Split|Count)\(")]
    private static partial Regex Called();

    [GeneratedRegex(@"\[GeneratedRegex\((?<attribute>(?:(?!\[GeneratedRegex)[\s\S])*?)\)\]\s*(?:\w+ )*partial Regex (?<name>\w+)\(\);")]
    private static partial Regex Declared();

    [GeneratedRegex(@",\s*(?:matchTimeoutMilliseconds: )?(?:\d+|Patience|\w*Milliseconds)\s*$")]
    private static partial Regex Limited();
}
