namespace Ashlar.Core.Tools;

/// <summary>How many lines of a file a change put in and took out.</summary>
/// <param name="Added">Lines that were not there.</param>
/// <param name="Removed">Lines that are gone.</param>
public sealed record LineCount(int Added, int Removed)
{
    private const int MostCells = 4_000_000;

    /// <summary>Counts; null for what is not text. Of two very long and very different texts all lines between the first and the last difference count.</summary>
    /// <param name="before">The content before; null where there was no file.</param>
    /// <param name="after">The content after.</param>
    public static LineCount? Of(byte[]? before, byte[] after)
    {
        if (TextFile.Decode(before ?? []) is not { } was || TextFile.Decode(after) is not { } now)
        {
            return null;
        }

        var (old, put) = (TextFile.Lines(was.Text), TextFile.Lines(now.Text));
        var start = 0;
        while (start < old.Count && start < put.Count && old[start] == put[start])
        {
            start++;
        }

        var end = 0;
        while (end < Math.Min(old.Count, put.Count) - start && old[^(end + 1)] == put[^(end + 1)])
        {
            end++;
        }

        var (removed, added) = (old.Count - start - end, put.Count - start - end);
        var same = (long)removed * added <= MostCells ? Common(old.GetRange(start, removed), put.GetRange(start, added)) : 0;
        return new LineCount(added - same, removed - same);
    }

    /// <summary>The length of the longest common subsequence.</summary>
    private static int Common(List<string> one, List<string> other)
    {
        var lengths = new int[other.Count + 1];
        foreach (var line in one)
        {
            var diagonal = 0;
            for (var column = 1; column <= other.Count; column++)
            {
                var above = lengths[column];
                lengths[column] = line == other[column - 1] ? diagonal + 1 : Math.Max(above, lengths[column - 1]);
                diagonal = above;
            }
        }

        return lengths[^1];
    }

    /// <summary><c>+12 −3</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{Added} −{Removed}");
}
