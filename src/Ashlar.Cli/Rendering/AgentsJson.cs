using System.Text.Json;
using Ashlar.Core;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;

namespace Ashlar.Cli.Rendering;

/// <summary>Agent definitions and policies as JSON (contract section 8).</summary>
internal static class AgentsJson
{
    /// <summary>An array of definitions without their policies.</summary>
    public static void WriteList(Utf8JsonWriter json, IReadOnlyList<AgentDefinition> agents)
    {
        json.WriteStartArray();
        foreach (var agent in agents)
        {
            json.WriteStartObject();
            WriteHead(json, agent);
            WriteProblemArray(json, agent.Problems);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>One definition with its policy.</summary>
    public static void WriteOne(Utf8JsonWriter json, AgentDefinition agent, Policy policy)
    {
        json.WriteStartObject();
        WriteHead(json, agent);
        json.WriteStartObject("policy");
        foreach (var kind in (ReadOnlySpan<string>)["allow", "deny", "hide", "frozen"])
        {
            WriteStrings(
                json,
                kind,
                policy
                    .Rules.Where(rule => rule.Kind == kind && rule.Path is not null)
                    .Select(rule => rule.Value)
                    .Distinct(StringComparer.Ordinal)
            );
        }

        WriteStrings(json, "gates", policy.Gates.Select(gate => gate.Run));
        WriteStrings(json, "secrets", policy.Secrets.Select(secret => secret.Name));
        json.WriteStartArray("rules");
        foreach (var rule in policy.Rules)
        {
            WriteRule(json, rule);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        WriteProblemArray(json, policy.Problems);
        json.WriteEndObject();
    }

    /// <summary>An object with problems.</summary>
    public static void WriteProblems(Utf8JsonWriter json, IReadOnlyList<Problem> problems)
    {
        json.WriteStartObject();
        WriteProblemArray(json, problems);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, AgentDefinition agent)
    {
        json.WriteString("name", agent.Name);
        json.WriteString("description", Ashlar.Core.Secrets.SecretText.Lift(agent.Description).Text);
        json.WriteString("path", agent.Path);
        WriteStrings(json, "tools", agent.Tools ?? ["*"]);

        json.WriteString("model", agent.Model);
        json.WriteString("color", agent.Color);
    }

    private static void WriteRule(Utf8JsonWriter json, PolicyRule rule)
    {
        json.WriteStartObject();
        json.WriteString("kind", rule.Kind);
        json.WriteString("value", rule.Value);
        json.WriteBoolean("enforced", rule.Enforced);
        if (rule.Note is { } note)
        {
            json.WriteString("note", note);
        }

        json.WriteString("path", rule.Path);
        if (rule.Line is { } line)
        {
            json.WriteNumber("line", line);
        }
        else
        {
            json.WriteNull("line");
        }

        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteProblemArray(Utf8JsonWriter json, IReadOnlyList<Problem> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            problem.WriteTo(json);
        }

        json.WriteEndArray();
    }
}
