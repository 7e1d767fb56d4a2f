using System.Text.Json;

namespace Ashlar.Core;

/// <summary>The JSON form of a problem (contract section 2): the fields that apply, in a fixed order.</summary>
public static class ProblemJson
{
    /// <summary>Writes the problem as one object.</summary>
    public static void WriteTo(this Problem problem, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        problem.WriteFieldsTo(json);
        json.WriteEndObject();
    }

    /// <summary>Writes the fields of the problem into an object that is open.</summary>
    public static void WriteFieldsTo(this Problem problem, Utf8JsonWriter json)
    {
        json.WriteString("code", problem.Code);
        json.WriteString("message", problem.Message);
        Write(json, "path", problem.Path);
        if (problem.Line is { } line)
        {
            json.WriteNumber("line", line);
        }

        if (problem.Column is { } column)
        {
            json.WriteNumber("column", column);
        }

        Write(json, "observed", problem.Observed);
        Write(json, "expected", problem.Expected);
        if (problem.Retryable is { } retryable)
        {
            json.WriteBoolean("retryable", retryable);
        }

        Write(json, "remedy", problem.Remedy);
        if (problem.Warning)
        {
            json.WriteBoolean("warning", value: true);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
