using Xunit;

namespace Ashlar.Core.Tests;

public sealed class BraceExpansionTests
{
    [Theory]
    [InlineData("a", false, "a")]
    [InlineData("{a,b}c{d,{e,f}}", false, "acd|ace|acf|bcd|bce|bcf")]
    [InlineData("{a}", false, "{a}")]
    [InlineData("{a}", true, "a")]
    [InlineData("{a,b", true, "{a,b")]
    [InlineData("{,x}", true, "|x")]
    public void Alternatives_are_all_patterns(string pattern, bool single, string expected) =>
        Assert.Equal(expected, string.Join('|', BraceExpansion.Of(pattern, single)!));

    [Fact]
    public void A_pattern_beyond_the_bounds_has_none_and_takes_no_time()
    {
        string[] patterns =
        [
            string.Concat(Enumerable.Repeat("{a,b}", 30)),
            string.Concat(Enumerable.Repeat("{a,b}", 500)),
            string.Concat(Enumerable.Repeat("{a,", 500)) + new string('}', 500),
            string.Concat(Enumerable.Repeat("{a", 1300)) + new string('}', 1300),
            "{" + string.Join(',', Enumerable.Range(1, 600)) + "}",
            new string('*', 5000),
            new string('{', 100_000),
        ];

        Assert.All(patterns, pattern => Assert.Null(BraceExpansion.Of(pattern, single: true)));
        Assert.All(patterns, pattern => Assert.Null(BraceExpansion.Of(pattern, single: false)));
    }
}
