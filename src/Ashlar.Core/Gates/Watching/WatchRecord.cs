using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Gates.Watching;

/// <summary>What one process of a runner told: sealed lines, numbered from 0.</summary>
internal sealed record WatchRecord
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>The runner as it names itself.</summary>
    public required string Runner { get; init; }

    /// <summary>The parts that it told the end of.</summary>
    public IReadOnlyList<WatchedPart> Parts { get; init; } = [];

    /// <summary>Whether a part began whose end was never told.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Reads a file; null where its first line bears no seal. What is behind a line without a seal is not believed.</summary>
    public static WatchRecord? Read(byte[] file, WatchKeys keys)
    {
        WatchRecord? record = null;
        var number = 0;
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Encoding.ASCII.GetString(file).Split('\n'))
        {
            if (line.Split(' ', 3) is not [var name, { Length: 64 } seal, var text] || !IsSealed(seal, text, keys.Of(name)))
            {
                break;
            }

            if (Next(record, text, number++, open) is not { } next)
            {
                break;
            }

            record = next;
        }

        return record is null ? null : record with { IsOpen = open.Count > 0 };
    }

    private static WatchRecord? Next(WatchRecord? record, string text, int number, HashSet<string> open)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var root = document.RootElement;
            if (root.GetProperty("n").GetInt32() != number)
            {
                return null;
            }

            if (record is null)
            {
                return new WatchRecord { Runner = root.GetProperty("start").GetString() ?? "" };
            }

            if (root.TryGetProperty("begin", out var begun))
            {
                open.Add(begun.GetString() ?? "");
                return record;
            }

            open.Remove(root.GetProperty("end").GetString() ?? "");
            return record with { Parts = [.. record.Parts, WatchedPart.Of(root)] };
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
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
}
