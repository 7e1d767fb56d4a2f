using System.Text.Json;
using Ashlar.Testing;

namespace Ashlar.EndToEnd.Harness;

/// <summary>A recorded conversation as a script for the wire.</summary>
internal static class CassetteScript
{
    /// <summary>Reads a recorded conversation of the examples.</summary>
    public static Script Of(string name)
    {
        var script = new Script();
        var lines = File.ReadLines(Path.Combine(Places.Examples, name))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("task", out _));
        foreach (var task in lines.GroupBy(line => line.GetProperty("task").GetString()!))
        {
            script.Then(task.Key, [.. task.OrderBy(line => line.GetProperty("turn").GetInt32()).Select(Answer)]);
        }

        return script;
    }

    private static ScriptedAnswer Answer(JsonElement line)
    {
        var answer = new ScriptedAnswer();
        foreach (var block in line.GetProperty("answer").GetProperty("content").EnumerateArray())
        {
            answer = block.GetProperty("type").GetString() is "text"
                ? answer.ThenText(block.GetProperty("text").GetString()!)
                : answer.ThenCall(
                    block.GetProperty("name").GetString()!,
                    block.GetProperty("arguments").GetRawText(),
                    block.GetProperty("id").GetString()
                );
        }

        return answer;
    }
}
