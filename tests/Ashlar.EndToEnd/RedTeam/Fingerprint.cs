using System.Security.Cryptography;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Every file and folder below some places, with type, mode, time and content: what must be the same before and after.</summary>
internal sealed class Fingerprint
{
    private readonly SortedDictionary<string, string> entries = new(StringComparer.Ordinal);

    /// <summary>Takes it of files and folders; a missing one counts as missing.</summary>
    /// <param name="places">Absolute paths.</param>
    /// <param name="without">Absolute paths that are left out with all below them.</param>
    public static Fingerprint Of(IReadOnlyList<string> places, params IReadOnlyList<string> without)
    {
        var fingerprint = new Fingerprint();
        foreach (var place in places)
        {
            fingerprint.Add(place, without);
        }

        return fingerprint;
    }

    /// <summary>How many files and folders it covers.</summary>
    public int Count => entries.Count;

    /// <summary>What differs, one line each.</summary>
    public IReadOnlyList<string> DifferencesFrom(Fingerprint before) =>
        [
            .. entries
                .Keys.Union(before.entries.Keys, StringComparer.Ordinal)
                .Where(path => entries.GetValueOrDefault(path) != before.entries.GetValueOrDefault(path))
                .Select(path => $"{path}: {before.entries.GetValueOrDefault(path) ?? "-"} -> {entries.GetValueOrDefault(path) ?? "-"}"),
        ];

    /// <summary>Fails when anything differs.</summary>
    public void IsAs(Fingerprint before)
    {
        Assert.NotEqual(0, before.Count);
        Assert.Equal([], DifferencesFrom(before));
    }

    private void Add(string path, IReadOnlyList<string> without)
    {
        if (without.Contains(path))
        {
            return;
        }

        var file = new FileInfo(path);
        if (file.LinkTarget is { } target)
        {
            entries[path] = $"link {target}";
        }
        else if (Directory.Exists(path))
        {
            entries[path] = $"folder {File.GetUnixFileMode(path)}";
            foreach (var inner in Directory.EnumerateFileSystemEntries(path))
            {
                Add(inner, without);
            }
        }
        else
        {
            entries[path] = file.Exists
                ? $"file {File.GetUnixFileMode(path)} {file.LastWriteTimeUtc.Ticks} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}"
                : "missing";
        }
    }
}
