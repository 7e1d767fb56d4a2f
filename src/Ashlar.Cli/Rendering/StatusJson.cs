using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Rendering;

/// <summary>A run's status as contract section 8 gives it.</summary>
internal static class StatusJson
{
    /// <summary>Writes one run.</summary>
    public static void Write(Utf8JsonWriter json, RunState run, DateTimeOffset now)
    {
        var started = run.Started!;
        json.WriteStartObject();
        json.WriteString("run", run.Run);
        json.WriteString("state", run.State);
        json.WriteString("branch", started.Branch);
        json.WriteString("base", started.Base);
        json.WriteString("head", run.Head);
        json.WriteString("sandbox", started.Sandbox);
        json.WriteStartArray("tasks");
        foreach (var task in run.Tasks)
        {
            json.WriteStartObject();
            json.WriteString("id", task.Id);
            json.WriteString("state", task.State);
            json.WriteNumber("iterations", task.Iterations);
            json.WriteString("commit", task.Commit);
            json.WriteString("proof", task.Proof);
            if (task.Noticed is { } noticed)
            {
                json.WriteStartObject("noticed");
                json.WriteNumber("noticed", noticed.Noticed);
                json.WriteNumber("measured", noticed.Measured);
                json.WriteNumber("executed", noticed.Executed);
                json.WriteEndObject();
            }

            if (task.Stale)
            {
                json.WriteBoolean("stale", true);
            }

            WriteCost(json, "cost", task.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("usage");
        json.WriteNumber("turns", run.Turns);
        json.WriteNumber("input_tokens", Input(run.Usage));
        json.WriteNumber("output_tokens", run.Usage.Output);
        json.WriteNumber("cached_tokens", run.Usage.Cached);
        WriteCost(json, "cost", run.Cost);
        WriteCost(json, "cost_per_done_task", run.CostPerDoneTask);
        json.WriteStartArray("agents");
        foreach (var agent in run.Agents)
        {
            json.WriteStartObject();
            json.WriteString("name", agent.Name);
            json.WriteNumber("turns", agent.Turns);
            json.WriteNumber("input_tokens", Input(agent.Usage));
            json.WriteNumber("output_tokens", agent.Usage.Output);
            WriteCost(json, "cost", agent.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("waiting_for");
        foreach (var question in run.OpenEscalations)
        {
            json.WriteStartObject();
            json.WriteString("kind", question.Raised.Kind is "report" or "review" ? question.Raised.Kind : "escalation");
            json.WriteString("id", question.Raised.Id);
            json.WriteNull("until");
            json.WriteEndObject();
        }

        if (run.WaitsForProvider(now) is { } until)
        {
            json.WriteStartObject();
            json.WriteString("kind", "provider");
            json.WriteNull("id");
            json.WriteString("until", until.UtcDateTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long Input(Usage usage) => usage.Input + usage.CacheWrite + usage.Cached;

    private static void WriteCost(Utf8JsonWriter json, string name, decimal? cost)
    {
        if (cost is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
