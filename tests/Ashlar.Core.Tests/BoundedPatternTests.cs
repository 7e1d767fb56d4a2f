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

    [Fact]
    public void A_match_that_takes_too_long_is_none()
    {
        var slow = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(20));
        Assert.Throws<RegexMatchTimeoutException>(() => slow.IsMatch(Endless));

        Assert.False(slow.IsIn(Endless));
        Assert.True(slow.IsIn(Endless, otherwise: true));
        Assert.False(slow.IsIn(Endless.AsSpan()));
        Assert.False(slow.FirstIn(Endless).Success);
        Assert.Empty(slow.AllIn(Endless));
        Assert.Equal(0, slow.CountIn(Endless));
        Assert.Equal(Endless, slow.ReplaceIn(Endless, "b"));
        Assert.Equal(Endless, slow.ReplaceIn(Endless, "b", 1));
        Assert.Equal(Endless, slow.ReplaceIn(Endless, _ => "b"));
        Assert.Equal([Endless], slow.SplitIn(Endless));
        Assert.Equal("b", slow.ReplaceIn("aaa", "b"));
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
