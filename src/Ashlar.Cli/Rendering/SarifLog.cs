using System.Text.Json;
using Ashlar.Core;

namespace Ashlar.Cli.Rendering;

/// <summary>Problems as SARIF 2.1.0, for code hosts and editors.</summary>
internal static class SarifLog
{
    /// <summary>Writes a log with one run.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<Problem> problems)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "ashlar");
        json.WriteStartArray("rules");
        foreach (var code in problems.Select(problem => problem.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var problem in problems)
        {
            WriteResult(json, problem);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", problem.Code);
        json.WriteString("level", problem.Warning ? "warning" : "error");
        json.WriteStartObject("message");
        json.WriteString(
            "text",
            problem.Remedy is null ? $"{problem.Message}." : $"{problem.Message.TrimEnd('.')}. {problem.Remedy.TrimEnd('.')}."
        );
        json.WriteEndObject();
        if (problem.Path is not null)
        {
            WriteLocation(json, problem);
        }

        if (problem.Remedy is not null)
        {
            json.WriteStartObject("properties");
            json.WriteString("remedy", problem.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', problem.Path!.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", problem.Line ?? 1);
        json.WriteNumber("startColumn", problem.Column ?? 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
