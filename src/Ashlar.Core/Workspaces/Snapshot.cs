using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Workspaces;

/// <summary>How a path differs from the task base.</summary>
internal enum DifferenceKind
{
    /// <summary>An ordinary file with other content or mode.</summary>
    File,

    /// <summary>A symbolic link; the hash is that of its target.</summary>
    Link,

    /// <summary>Not there, though the base has it.</summary>
    Gone,

    /// <summary>As in the base; only in snapshots of single files.</summary>
    Base,

    /// <summary>A pipe, socket, device or repository of its own, which is never kept.</summary>
    Foreign,
}

/// <summary>One difference from the task base.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Permissions">Permission bits of an ordinary file, else 0.</param>
/// <param name="Hash">SHA-256 of the content, lower-case hex, else empty.</param>
internal readonly record struct Difference(DifferenceKind Kind, uint Permissions, string Hash);

/// <summary>A state of a worktree: what differs from the task base. Contents are kept apart, by hash.</summary>
/// <param name="Differences">By path, in ordinal order.</param>
/// <param name="Partial">Whether it speaks of the listed paths only, and says nothing of others.</param>
internal sealed record Snapshot(IReadOnlyDictionary<string, Difference> Differences, bool Partial = false)
{
    private const string Whole = "ashlar snapshot 1\n";
    private const string Part = "ashlar snapshot 1 partial\n";

    /// <summary>A worktree as in its base.</summary>
    public static Snapshot Pristine { get; } = new(new SortedDictionary<string, Difference>(StringComparer.Ordinal));

    /// <summary>A line for each difference, so that equal states have equal text.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Partial ? Part : Whole);
        foreach (var (path, difference) in Differences)
        {
            _ = text.Append(
                    difference.Kind switch
                    {
                        DifferenceKind.File => $"file {Convert.ToString((int)difference.Permissions, 8)} {difference.Hash} ",
                        DifferenceKind.Link => $"link {difference.Hash} ",
                        DifferenceKind.Gone => "gone ",
                        DifferenceKind.Base => "base ",
                        _ => "foreign ",
                    }
                )
                .Append('"')
                .Append(JsonEncodedText.Encode(path).Value)
                .Append("\"\n");
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no snapshot.</exception>
    public static Snapshot FromText(string text)
    {
        var partial = text.StartsWith(Part, StringComparison.Ordinal);
        if (!partial && !text.StartsWith(Whole, StringComparison.Ordinal))
        {
            throw new FormatException("Not a snapshot of a worktree.");
        }

        var differences = new SortedDictionary<string, Difference>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Skip(1).Where(line => line.Length > 0))
        {
            var quote = line.IndexOf('"', StringComparison.Ordinal);
            var words = line[..quote].Split(' ');
            using var path = JsonDocument.Parse(line.AsMemory(quote));
            differences[path.RootElement.GetString()!] = words[0] switch
            {
                "file" => new Difference(DifferenceKind.File, Convert.ToUInt32(words[1], 8), words[2]),
                "link" => new Difference(DifferenceKind.Link, 0, words[1]),
                "gone" => new Difference(DifferenceKind.Gone, 0, ""),
                "base" => new Difference(DifferenceKind.Base, 0, ""),
                _ => new Difference(DifferenceKind.Foreign, 0, ""),
            };
        }

        return new Snapshot(differences, partial);
    }
}
