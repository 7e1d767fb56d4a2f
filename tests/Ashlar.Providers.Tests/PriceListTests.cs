using Ashlar.Core.Models;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class PriceListTests
{
    private static readonly Usage million = new(1_000_000, 1_000_000, 1_000_000, 1_000_000);

    [Theory]
    [InlineData("anthropic/claude-sonnet-4-5", 22.05)]
    [InlineData("anthropic/claude-sonnet-4-5-20250929", 22.05)]
    [InlineData("openai/gpt-5-2025-08-07", 12.625)]
    [InlineData("ollama/qwen3:8b", 0.0)]
    [InlineData("cassette:a.jsonl", 0.0)]
    [InlineData("openai/gpt-99", null)]
    public void Known_models_have_a_price_local_ones_are_free_and_others_unknown(string model, double? expected) =>
        Assert.Equal((decimal?)expected, new PriceList().Cost(model, million));

    [Fact]
    public void The_configuration_goes_first_and_what_it_leaves_out_costs_no_less_than_input()
    {
        var prices = new PriceList(
            new Dictionary<string, ModelPrice>
            {
                ["openai/gpt-99"] = new(2, 8),
                ["anthropic/claude-sonnet-4-5"] = new(4, 8, 1),
                ["ollama/big"] = new(1, 1, 1, 1),
            }
        );

        Assert.Equal(
            [14m, 18m, 4m],
            new[] { "openai/gpt-99", "anthropic/claude-sonnet-4-5", "ollama/big" }.Select(model => prices.Cost(model, million)!.Value)
        );
        Assert.Equal(0.000018m, prices.Cost("openai/gpt-99", new Usage(1, 2)));
    }
}
