using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Watching;

/// <summary>What a watched runner told.</summary>
internal sealed record WatchRecord
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>Whether it told its end.</summary>
    public bool Ended { get; private init; }

    private int Passed { get; init; }

    private int Failed { get; init; }

    private int? Exit { get; init; }

    private string? Sentinel { get; init; }

    private IReadOnlyList<string> Replaced { get; init; } = [];

    /// <summary>Reads the sealed lines; null where none bears the seal.</summary>
    public static WatchRecord? Read(byte[] file, byte[] key)
    {
        WatchRecord? record = null;
        foreach (var line in Encoding.ASCII.GetString(file).Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space == 64 && IsSealed(line[..space], line[(space + 1)..], key))
            {
                record = Of(line[(space + 1)..]);
            }
        }

        return record;
    }

    /// <summary>What does not fit: an end that was never told, results that say otherwise, a failing test that was not seen.</summary>
    public IEnumerable<(string Key, string What)> Against(int? exitCode, TestRun tests)
    {
        if (!Ended)
        {
            yield return ("end", "the tests' runner was ended before it was through (os._exit, or killed)");
            yield break;
        }

        if (Sentinel is not (null or "failed"))
        {
            yield return ("sentinel", $"a test of Ashlar's own that must fail was not seen failing ({ShownText.Line(Sentinel)})");
        }

        if (Replaced.Count > 0)
        {
            yield return (
                "replaced",
                $"functions of the tests' runner were replaced while it ran: {ShownText.Line(string.Join(", ", Replaced))}"
            );
        }

        if (tests.Passing > Passed || (Failed > 0 && tests.Failing == 0))
        {
            yield return (
                "results",
                $"the results say {tests.Passing} passed and {tests.Failing} failed, the runner itself reported {Passed} and {Failed}"
            );
        }

        if (Exit is { } exit && exit != 0 && exitCode == 0)
        {
            yield return ("exit", $"the tests' runner ended with {exit}, the command with 0");
        }
    }

    private static bool IsSealed(string seal, string text, byte[] key)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(
                Convert.FromHexString(seal),
                HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text))
            );
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static WatchRecord? Of(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var root = document.RootElement;
            return root.TryGetProperty("end", out _)
                ? new WatchRecord
                {
                    Ended = true,
                    Passed = root.GetProperty("passed").GetInt32(),
                    Failed = root.GetProperty("failed").GetInt32(),
                    Exit = root.GetProperty("exit") is { ValueKind: JsonValueKind.Number } exit ? exit.GetInt32() : null,
                    Sentinel = root.GetProperty("sentinel").GetString(),
                    Replaced = [.. root.GetProperty("replaced").EnumerateArray().Select(name => name.GetString() ?? "")],
                }
                : new WatchRecord();
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
