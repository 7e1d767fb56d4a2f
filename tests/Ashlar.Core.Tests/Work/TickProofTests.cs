using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.Core.Tests.Work;

/// <summary>Whether an edit of a list that does more than it should is seen.</summary>
public sealed class TickProofTests
{
    private const string Text = "- [ ] 1. a\n- [ ] 2. b (depends on 1)\n- [x] 3. c\n";

    [Theory]
    [InlineData("- [x] 1. a\n- [ ] 2. b (depends on 1)\n- [x] 3. c\n", null)]
    [InlineData("- [ ] 1. a\n- [ ] 2. b (depends on 1)\n- [x] 3. c\n", "1")]
    [InlineData("- [x] 1. a\n- [x] 2. b (depends on 1)\n- [x] 3. c\n", "2")]
    [InlineData("- [x] 1. a\n- [ ] 2. b (depends on 1)\n- [ ] 3. c\n", "3")]
    [InlineData("- [x] 1. other\n- [ ] 2. b (depends on 1)\n- [x] 3. c\n", "1")]
    [InlineData("- [x] 1. a\n- [ ] 2. b\n- [x] 3. c\n", "2")]
    [InlineData("- [x] 1. a\n- [ ] 2. b (depends on 1)\n", "1")]
    public void A_file_that_says_more_than_the_tick_is_seen(string after, string? wrong) =>
        Assert.Equal(wrong, TickProof.Of(Lists.Read(Text), Lists.Read(after), [0], done: true)?.Id);

    [Fact]
    public void A_file_that_is_no_list_any_more_is_seen() => Assert.NotNull(TickProof.Of(Lists.Read(Text), null, [0], done: true));
}
