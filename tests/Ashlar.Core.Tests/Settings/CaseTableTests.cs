using System.Text.RegularExpressions;
using Xunit;

namespace Ashlar.Core.Tests.Settings;

/// <summary>The table of cases in <c>docs/security.md</c> names, for each case, the tests that carry its id, and no others.</summary>
public sealed partial class CaseTableTests
{
    [Fact]
    public void The_table_names_the_tests_that_try_each_case()
    {
        var carried = SourceTree
            .Code("tests")
            .SelectMany(file => Trait.Matches(file.Text).Select(match => (match.Groups["id"].Value, Name: NameOf(file.Path))))
            .Distinct()
            .GroupBy(pair => pair.Value, pair => $"`{pair.Name}`", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Order(StringComparer.Ordinal)), StringComparer.Ordinal);
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "security.md"));
        var listed = Row.Matches(page).Select(match => (match.Groups["id"].Value, match.Groups["tests"].Value)).ToList();

        Assert.NotEmpty(carried);
        Assert.Equal(carried.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal), listed);
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    [GeneratedRegex("""\[Trait\("case", "(?<id>[^"]+)"\)\]""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Trait { get; }

    [GeneratedRegex(
        @"^\| (?<id>[A-Z]+-[0-9]+) \| .* \| (?<tests>`[^|]*`) \|$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Row { get; }
}
