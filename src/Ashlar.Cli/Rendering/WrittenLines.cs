using Ashlar.Core;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Rendering;

/// <summary>The lines that a call to <c>Edit</c> or <c>Write</c> takes away and puts there, shown with <c>-v</c>.</summary>
internal static class WrittenLines
{
    private const int Most = 40;

    /// <summary>A line for each, <c>-</c> or <c>+</c> before it; none where the call is not in the record.</summary>
    public static IEnumerable<string> Of(IEnumerable<Entry> entries, string? task, string call)
    {
        var found = entries
            .Reverse()
            .Where(entry => entry.Task == task)
            .SelectMany(entry => entry.As(RunJson.Default.TurnReceived)?.Content.OfType<ToolCall>() ?? [])
            .FirstOrDefault(one => one.Id == call);
        return found is null ? [] : Of(found);
    }

    private static IEnumerable<string> Of(ToolCall call)
    {
        var input = CallArguments.Of(call).Input;
        var (old, written) = (Lines("old_string"), Lines(call.Name is "Write" ? "content" : "new_string"));
        var head = old.Zip(written).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = old.Skip(head).Reverse().Zip(written.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var shown = old[head..^tail].Select(line => $"    - {line}").Concat(written[head..^tail].Select(line => $"    + {line}")).ToList();
        return shown.Count <= Most ? shown : shown.Take(Most).Append($"    … {shown.Count - Most} more lines");

        string[] Lines(string name) =>
            input.TryGetProperty(name, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String
                ? [.. ShownText.Clean(value.GetString()!).TrimEnd('\n').Split('\n')]
                : [];
    }
}
