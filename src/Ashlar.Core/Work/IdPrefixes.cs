namespace Ashlar.Core.Work;

/// <summary>Finds the letters that a file uses before the numbers of its ids, so that <c>P001</c> is an id and <c>SHA-256</c> is none.</summary>
internal static class IdPrefixes
{
    /// <summary>The prefixes of a file beyond <c>T</c> and <c>TASK</c>: those on several boxes with different numbers, in a form that only ids have.</summary>
    public static IReadOnlySet<string> Of(SourceLines source)
    {
        var seen = new Dictionary<string, (HashSet<string> Ids, bool Strong)>(StringComparer.Ordinal);
        var boxes = 0;
        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            if (source[i].Hidden || source[i].Box is not { } box)
            {
                continue;
            }

            boxes++;
            if (TaskTitle.LetteredId(box.Rest) is { } found)
            {
                var (ids, strong) = seen.TryGetValue(found.Prefix, out var known)
                    ? known
                    : (new HashSet<string>(StringComparer.Ordinal), true);
                ids.Add(found.Id);
                seen[found.Prefix] = (ids, strong && found.Strong);
            }
        }

        return seen.Where(entry => entry.Value.Ids.Count >= 2 && (entry.Value.Strong || entry.Value.Ids.Count * 2 >= boxes))
            .Select(entry => entry.Key)
            .ToHashSet(StringComparer.Ordinal);
    }
}
