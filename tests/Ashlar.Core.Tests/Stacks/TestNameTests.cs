using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Tests.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class TestNameTests
{
    [Theory]
    [InlineData("tests/test_cents.py::test_cents[1-a]", "tests/test_cents.py::test_cents")]
    [InlineData("tests/test_cents.py::test_cents[a[0]]", "tests/test_cents.py::test_cents")]
    [InlineData("Shop.CartTests.Adds(a: 1, b: 2)", "Shop.CartTests.Adds")]
    [InlineData("CartTest.adds()", "CartTest.adds")]
    [InlineData("CartTest.adds(int, String)[2]", "CartTest.adds")]
    [InlineData("cart.test.js > calls f(x)", "cart.test.js > calls f")]
    [InlineData("cart.test.js > adds (twice)", "cart.test.js > adds (twice)")]
    [InlineData("cart.test.js > [cart] adds", "cart.test.js > [cart] adds")]
    [InlineData("(adds)", "(adds)")]
    [InlineData("[1]", "[1]")]
    [InlineData("", "")]
    public void Parameters_in_brackets_and_parentheses_at_the_end_are_those_of_a_case(string id, string plain) =>
        Assert.Equal(plain, TestName.Plain(id));

    [Theory]
    [InlineData("cart.test.js > calls f(x)", true)]
    [InlineData("cart.test.js > calls f(y)", false)]
    public void A_title_that_ends_like_a_call_is_a_test_of_its_own(string id, bool isCase) =>
        Assert.Equal(
            isCase,
            new TestSource("cart.test.js", "calls f(x)", 1).IsCase(new TestCase(id, TestOutcome.Passed) { File = "cart.test.js" })
        );

    [Fact]
    public void Nobody_else_cuts_parameters_off_an_id() =>
        Assert.Equal(
            ["src/Ashlar.Core/Stacks/Results/TestName.cs"],
            SourceTree
                .Code("src")
                .Where(file => file.Text.Contains("IndexOf('[', StringComparison.Ordinal)", StringComparison.Ordinal))
                .Where(file => file.Text.Contains("EndsWith(']')", StringComparison.Ordinal))
                .Select(file => file.Path)
        );
}
