using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Stacks.Results;

/// <summary>SARIF 2.1.0 (OASIS): results of level error or warning that are not suppressed and not <c>unchanged</c>/<c>absent</c>.</summary>
internal sealed class SarifReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "sarif";

    /// <inheritdoc/>
    public bool ReadsTests => false;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var bytes = output.Results.Count > 0 ? output.Results[0] : Encoding.UTF8.GetBytes(output.Text);
        try
        {
            using var document = JsonDocument.Parse(
                bytes.AsMemory(HasMark(bytes) ? 3 : 0),
                new JsonDocumentOptions { AllowDuplicateProperties = false }
            );
            var findings = new List<Finding>();
            foreach (var run in Items(document.RootElement, "runs"))
            {
                findings.AddRange(Items(run, "results").Where(Counts).Select(result => Finding(result, output.Files)));
            }

            return new GateReading(findings, null);
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return new GateReading([], null) { Trouble = $"the result is no SARIF: {FailureText.Line(trouble.Message)}" };
        }
    }

    private static bool HasMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..];

    private static bool Counts(JsonElement result) =>
        Text(result, "level") is not ("none" or "note")
        && Text(result, "kind") is null or "fail"
        && Text(result, "baselineState") is not ("unchanged" or "absent")
        && !Items(result, "suppressions").Any(suppression => Text(suppression, "status") is null or "accepted");

    private static Finding Finding(JsonElement result, CheckoutFiles files)
    {
        var rule = Text(result, "ruleId") ?? "rule";
        var message = result.TryGetProperty("message", out var told) ? Text(told, "text") ?? Text(told, "markdown") : null;
        string? path = null;
        int? line = null;
        foreach (var location in Items(result, "locations"))
        {
            if (location.TryGetProperty("physicalLocation", out var physical))
            {
                path = physical.TryGetProperty("artifactLocation", out var artifact) ? Text(artifact, "uri") : null;
                line =
                    physical.TryGetProperty("region", out var region)
                    && region.TryGetProperty("startLine", out var start)
                    && start.TryGetInt32(out var number)
                        ? number
                        : null;
                break;
            }
        }

        path = path is null ? null : files.Relative(Uri.UnescapeDataString(path)) ?? path;
        return new Finding($"{path}:{rule}", FailureText.Line($"{rule} {message}"))
        {
            Path = path,
            Line = line,
            Rule = rule,
        };
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}
