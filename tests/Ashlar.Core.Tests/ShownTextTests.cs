using Xunit;

namespace Ashlar.Core.Tests;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("src/a.py", "src/a.py")]
    [InlineData("页面/é.py", "页面/é.py")]
    [InlineData("a\u202eb", "a\\u{202e}b")]
    [InlineData("a\u200bb", "a\\u{200b}b")]
    [InlineData("a\uff0fb", "a\\u{ff0f}b")]
    [InlineData("a\U000E0041b", "a\\u{e0041}b")]
    [InlineData("a\e[2J\nb", "a\\u{1b}[2J\\u{a}b")]
    public void A_name_is_shown_with_all_that_it_holds(string name, string shown) => Assert.Equal(shown, ShownText.Name(name));

    [Fact]
    public void What_nobody_sees_is_left_out_and_all_else_stays() =>
        Assert.Equal("ab 页面 é 👍\n", ShownText.Visible("a\u200b\u2060\u202e\U000E0041b 页面 é 👍\n"));
}
