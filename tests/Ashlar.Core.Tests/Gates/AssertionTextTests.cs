using Ashlar.Core.Gates.Proof;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class AssertionTextTests
{
    [Theory]
    [InlineData("ValueError not raised")]
    [InlineData("ValueError not raised by total")]
    [InlineData("(<class 'ValueError'>, <class 'TypeError'>) not raised")]
    [InlineData("UserWarning not triggered")]
    public void An_exception_that_a_test_waited_for_in_vain_is_a_failed_assertion(string message) =>
        Assert.True(AssertionText.Is(new TestCase("test_shop.ShopTest.test_it", TestOutcome.Failed) { Message = message }));

    [Theory]
    [InlineData("ValueError: an amount is negative")]
    [InlineData("ValueError")]
    public void An_exception_that_was_raised_is_none(string message) =>
        Assert.False(AssertionText.Is(new TestCase("test_shop.ShopTest.test_it", TestOutcome.Failed) { Message = message }));
}
