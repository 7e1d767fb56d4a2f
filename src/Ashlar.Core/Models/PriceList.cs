using System.Globalization;
using System.Text.Json;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Models;

/// <summary>
/// Prices of models by full name: those of the configuration, then those built in. A release date at the end of an id
/// (<c>-20250929</c>, <c>-2025-08-07</c>, <c>-latest</c>) makes no difference.
/// </summary>
/// <param name="overrides">The configuration's prices.</param>
public sealed class PriceList(IReadOnlyDictionary<string, ModelPrice> overrides)
{
    private const decimal Million = 1_000_000m;
    private static readonly ModelPrice free = new(0, 0, 0, 0);
    private static readonly Lazy<Dictionary<string, ModelPrice>> builtIn = new(ReadBuiltIn);

    /// <summary>The built-in prices alone.</summary>
    public PriceList()
        : this(new Dictionary<string, ModelPrice>()) { }

    /// <summary>What tokens cost, in USD; 0 for local models and cassettes; null for a model whose price is unknown.</summary>
    /// <param name="model">The full name, such as <c>anthropic/claude-sonnet-4-5</c>.</param>
    /// <param name="usage">The tokens.</param>
    public decimal? Cost(string model, Usage usage) =>
        Find(model) is not { } price
            ? null
            : (
                (usage.Input * price.Input)
                + (usage.Output * price.Output)
                + (usage.Cached * (price.Cached ?? price.Input))
                + (usage.CacheWrite * (price.CacheWrite ?? price.Input * CacheWriteFactor(model)))
            ) / Million;

    /// <summary>The price of a model, or null where it is unknown.</summary>
    public ModelPrice? Find(string model)
    {
        var undated = WithoutDate(model);
        return overrides.GetValueOrDefault(model)
            ?? overrides.GetValueOrDefault(undated)
            ?? (IsFree(model) ? free : builtIn.Value.GetValueOrDefault(model) ?? builtIn.Value.GetValueOrDefault(undated));
    }

    private static bool IsFree(string model) =>
        model.StartsWith("ollama/", StringComparison.Ordinal) || model.StartsWith("cassette:", StringComparison.Ordinal);

    private static decimal CacheWriteFactor(string model) => model.StartsWith("anthropic/", StringComparison.Ordinal) ? 1.25m : 1m;

    /// <summary>A model's name without the release date at its end.</summary>
    internal static string WithoutDate(string model)
    {
        if (model.EndsWith("-latest", StringComparison.Ordinal))
        {
            return model[..^7];
        }

        foreach (var (length, format) in new[] { (8, "yyyyMMdd"), (10, "yyyy-MM-dd") })
        {
            if (
                model.Length > length
                && model[^(length + 1)] == '-'
                && DateOnly.TryParseExact(
                    model.AsSpan(model.Length - length),
                    format,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out _
                )
            )
            {
                return model[..^(length + 1)];
            }
        }

        return model;
    }

    private static Dictionary<string, ModelPrice> ReadBuiltIn()
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream("Ashlar.Core.Models.models.json")!;
        using var document = JsonDocument.Parse(stream);
        return document
            .RootElement.GetProperty("models")
            .EnumerateObject()
            .ToDictionary(
                model => model.Name,
                model => new ModelPrice(
                    model.Value[0].GetDecimal(),
                    model.Value[1].GetDecimal(),
                    model.Value[2].GetDecimal(),
                    model.Value[3].GetDecimal()
                )
            );
    }
}
