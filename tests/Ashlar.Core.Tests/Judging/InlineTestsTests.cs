using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Trees;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class InlineTestsTests
{
    private const string Old = """
        pub fn total(items: &[i64]) -> i64 {
            items.iter().sum()
        }

        #[cfg(test)]
        mod tests {
            #[test]
            fn adds() {
                assert_eq!(super::total(&[]), 0);
            }
        }

        """;

    private static readonly string Now = Old.Replace(".sum()", ".max()", StringComparison.Ordinal)
        .Replace("(&[]), 0", "(&[]), 1", StringComparison.Ordinal);

    [Fact]
    public void Product_and_tests_of_one_file_are_taken_apart()
    {
        var trees = new TaskTrees([.. InlineTests.Of([new ChangedFile("src/lib.rs", Old, Now)])]);

        Assert.Equal(Old.Replace(".sum()", ".max()", StringComparison.Ordinal), Text(trees.Earlier!));
        Assert.Equal(Old.Replace("(&[]), 0", "(&[]), 1", StringComparison.Ordinal), Text(trees.Without));
    }

    [Fact]
    public void Tests_that_are_gone_come_back_and_new_ones_are_laid_over_the_base()
    {
        var product = Old[..Old.IndexOf("#[cfg", StringComparison.Ordinal)];

        var gone = new TaskTrees([.. InlineTests.Of([new ChangedFile("src/lib.rs", Old, product)])]);
        var added = new TaskTrees([.. InlineTests.Of([new ChangedFile("src/lib.rs", product, Old)])]);

        Assert.Contains("fn adds()", Text(gone.Earlier!), StringComparison.Ordinal);
        Assert.DoesNotContain("fn adds()", Text(gone.Without), StringComparison.Ordinal);
        Assert.Null(added.Earlier);
        Assert.Contains("fn adds()", Text(added.Without), StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_of_documentation_are_tests_and_go_with_what_they_are_of()
    {
        const string Example = "/// ```\n/// assert_eq!(app::total(&[1]), 1);\n/// ```\n";
        const string Product = "/// Adds.\n///\npub fn total(items: &[i64]) -> i64 {\n    items.iter().sum()\n}\n";
        var documented = Product.Replace("pub", Example + "pub", StringComparison.Ordinal);
        var gutted = documented.Replace("assert_eq!(app::total(&[1]), 1)", "app::total(&[1])", StringComparison.Ordinal);
        var quiet = documented.Replace("```\n/// assert", "```no_run\n/// assert", StringComparison.Ordinal);
        var other = "/// More.\n/// ```\n/// app::more();\n/// ```\npub fn more() {}\n\n" + gutted;

        foreach (var now in (string[])[gutted, quiet])
        {
            Assert.Equal(documented, Text(new TaskTrees([.. InlineTests.Of([new ChangedFile("src/lib.rs", documented, now)])]).Earlier!));
        }

        var trees = new TaskTrees([.. InlineTests.Of([new ChangedFile("src/lib.rs", documented, other)])]);
        Assert.Equal(
            other
                .Replace(gutted, documented, StringComparison.Ordinal)
                .Replace("/// ```\n/// app::more();\n/// ```\n", "\n", StringComparison.Ordinal),
            Text(trees.Earlier!)
        );
        Assert.Equal(gutted, Text(trees.Without));
        Assert.Empty(
            InlineTests.Of([new ChangedFile("src/lib.rs", documented, documented.Replace("Adds", "Sums", StringComparison.Ordinal))])
        );
    }

    [Fact]
    public void A_file_whose_tests_are_as_they_were_is_none()
    {
        Assert.Empty(InlineTests.Of([new ChangedFile("src/lib.rs", Old, Old.Replace(".sum()", ".max()", StringComparison.Ordinal))]));
        Assert.Empty(InlineTests.Of([new ChangedFile("app.py", "def test_a(): pass\n", "def test_b(): pass\n")]));
    }

    private static string Text(TreeOverlay tree) => Encoding.UTF8.GetString(tree.Files["src/lib.rs"]!);
}
