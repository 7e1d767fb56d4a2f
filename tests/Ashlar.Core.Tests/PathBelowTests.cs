using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests;

public sealed class PathBelowTests
{
    [Theory]
    [InlineData("/a", "/a/b/c", "b/c")]
    [InlineData("/a", "/a/..foo", "..foo")]
    [InlineData("/a", "/a/..foo/b", "..foo/b")]
    [InlineData("/a", "/a/...", "...")]
    [InlineData("/a", "/a", ".")]
    [InlineData("/a", "/ab", null)]
    [InlineData("/a", "/", null)]
    [InlineData("/a", "/b/..a", null)]
    public void A_path_lies_in_a_folder_or_elsewhere(string folder, string path, string? expected) =>
        Assert.Equal(expected, PathBelow.Of(folder, path));

    [Fact]
    public void Nowhere_is_a_name_that_begins_with_dots_taken_for_a_way_out()
    {
        Assert.Equal([], SourceTree.Code("src").Where(file => Guesses(file.Text)).Select(file => file.Path));
        Assert.True(Guesses("if (relative.StartsWith(\"..\", StringComparison.Ordinal))"));
    }

    private static bool Guesses(string text) => text.Contains("StartsWith(\"..\"", StringComparison.Ordinal);
}
