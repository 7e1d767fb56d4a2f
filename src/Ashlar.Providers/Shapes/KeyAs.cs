using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ashlar.Core;

namespace Ashlar.Providers.Shapes;

/// <summary>The key in another header, which the endpoint named when it found none.</summary>
/// <param name="Header">The header.</param>
internal sealed partial record KeyAs(string Header) : ShapeChange
{
    public const string Kind = "key";

    public override string Tag => $"{Kind} {Header}";

    public override string Words => $"the key is sent in the header {Header}";

    public override void Apply(JsonObject body) { }

    /// <summary>The change that the words of a refusal ask for.</summary>
    public static KeyAs? Next(Refusal refusal, RequestShape shape) =>
        shape.KeyHeader is null && Name.FirstIn(refusal.Words) is { Success: true } match ? new KeyAs(match.Value.ToLowerInvariant())
        : shape.KeyHeader is null && refusal.Words.Contains("subscription key", StringComparison.OrdinalIgnoreCase) ? new KeyAs("api-key")
        : null;

    [GeneratedRegex(@"(?<![\w-])(?:[a-z]{1,12}-){1,4}key(?![\w-])", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Name { get; }
}
