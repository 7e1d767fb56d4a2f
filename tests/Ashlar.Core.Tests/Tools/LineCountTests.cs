using System.Text;
using Ashlar.Core.Tools;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class LineCountTests
{
    [Theory]
    [InlineData(null, "a\nb\n", "+2 −0")]
    [InlineData("a\nb\nc\n", "a\nx\nc\n", "+1 −1")]
    [InlineData("a\nb\nc\nd\n", "x\nb\ny\nd\n", "+2 −2")]
    [InlineData("a\nb\n", "a\nb\n", "+0 −0")]
    [InlineData("a\nb\n", "", "+0 −2")]
    [InlineData("a\na\na\n", "a\na\n", "+0 −1")]
    public void Lines_that_came_and_went_are_counted(string? before, string after, string expected) =>
        Assert.Equal(
            expected,
            LineCount.Of(before is null ? null : Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after))!.ToString()
        );
}
