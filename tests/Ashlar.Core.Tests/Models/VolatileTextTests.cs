using Ashlar.Core.Models;
using Xunit;

namespace Ashlar.Core.Tests.Models;

public sealed class VolatileTextTests
{
    [Theory]
    [InlineData("Committed 84402950a268, gates green.")]
    [InlineData("Committed 844029506268, gates green.")]
    [InlineData("Committed abcdefabcdef, gates green.")]
    [InlineData("Committed 84402a5, gates green.")]
    public void A_hash_is_one_whatever_its_digits_are(string text) =>
        Assert.Equal("Committed <hash>, gates green.", VolatileText.Plain.Normalize(text));

    [Theory]
    [InlineData("effaced the facade")]
    [InlineData("12345 tests")]
    [InlineData("1764417600123456789")]
    public void Words_and_short_numbers_are_none(string text) => Assert.Equal(text, VolatileText.Plain.Normalize(text));
}
