using System.Text.Json;

namespace Ashlar.Core.Gates.Watching;

/// <summary>A part of a run of tests that a runner told the end of: a file, a worker's, or the whole.</summary>
internal sealed record WatchedPart
{
    /// <summary>Tests that passed; null where this process does not count.</summary>
    public int? Passed { get; private init; }

    /// <summary>Tests that failed; null where this process does not count.</summary>
    public int? Failed { get; private init; }

    /// <summary>The exit code that the runner meant; null where it tells none.</summary>
    public int? Exit { get; private init; }

    /// <summary>Whether the part ended by itself; false where something in it ended the process.</summary>
    public bool IsThrough { get; private init; }

    /// <summary>What became of the test that must fail: <c>failed</c>, or what else; null where none could be shown.</summary>
    public string? Sentinel { get; private init; }

    /// <summary>Functions of the runner or of assertions that were others at the end.</summary>
    public IReadOnlyList<string> Replaced { get; private init; } = [];

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidOperationException">A value is of another kind.</exception>
    /// <exception cref="KeyNotFoundException">A value is missing.</exception>
    public static WatchedPart Of(JsonElement root) =>
        new()
        {
            Passed = Number(root, "passed"),
            Failed = Number(root, "failed"),
            Exit = Number(root, "exit"),
            IsThrough = root.GetProperty("through").GetBoolean(),
            Sentinel = root.GetProperty("sentinel").GetString(),
            Replaced = [.. root.GetProperty("replaced").EnumerateArray().Select(name => name.GetString() ?? "")],
        };

    private static int? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
