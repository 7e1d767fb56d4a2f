namespace Ashlar.Core.Work;

/// <summary>
/// Finds the ids that a file gives its boxes beyond numbers and <c>T001</c>, so that <c>S1</c> and <c>AUTH-012</c> are ids, while
/// <c>SHA-256</c> and a priority that many share are none.
/// </summary>
internal static class IdPrefixes
{
    /// <summary>Letters that are before numbers of ids (<c>AUTH</c>), and single ids (<c>S1</c>).</summary>
    public static IReadOnlySet<string> Of(SourceLines source) =>
        Of(
            source,
            [
                .. Enumerable
                    .Range(source.FrontMatterLines, source.Count - source.FrontMatterLines)
                    .Where(i => !source[i].Hidden)
                    .Select(i => source[i].Box?.Rest)
                    .OfType<string>(),
            ]
        );

    /// <summary>The same of tasks that are no boxes.</summary>
    /// <param name="source">The file.</param>
    /// <param name="tasks">What each of its tasks says, from its id on.</param>
    public static IReadOnlySet<string> Of(SourceLines source, IReadOnlyList<string> tasks)
    {
        var found = new List<(string Prefix, string Id, bool Strong)>();
        var counted = new List<string>();
        foreach (var task in tasks)
        {
            if (TaskTitle.LetteredId(task) is { } id)
            {
                found.Add(id);
            }
            else if (OwnIds.At(task.TrimStart(' ', '*', '_', '~')) is { } own)
            {
                if (own.Prefix is null)
                {
                    counted.Add(own.Id);
                }
                else
                {
                    found.Add((own.Prefix, own.Id, Strong: false));
                }
            }
        }

        if (found.Count == 0 && counted.Count == 0)
        {
            return new HashSet<string>();
        }

        var known = OwnIds.Counted(counted).ToHashSet(StringComparer.Ordinal);
        var named = Named(source, found.Select(id => id.Id).ToHashSet(StringComparer.Ordinal));
        foreach (var group in found.GroupBy(id => id.Prefix, StringComparer.Ordinal))
        {
            var all = group.ToList();
            var ids = all.Select(id => id.Id).Distinct(StringComparer.Ordinal).ToList();
            var unique = ids.Count == all.Count;
            var strong = all.TrueForAll(id => id.Strong);
            if (
                ids.Count >= 2
                && (unique || (strong && ids.Count * 2 > all.Count))
                && (strong || group.Key.Length == 1 || ids.Count * 2 >= tasks.Count)
            )
            {
                known.Add(group.Key);
            }

            // A single one counts where it is written as one, where another item names it, or where most items have one.
            known.UnionWith(
                all.Where(id =>
                        all.Count(other => other.Id == id.Id) == 1
                        && (
                            named.Contains(id.Id)
                            || (unique && (id.Strong || (char.IsAsciiLetterUpper(id.Prefix[0]) && found.Count * 2 > tasks.Count)))
                        )
                    )
                    .Select(id => id.Id)
            );
        }

        return known;
    }

    /// <summary>The ids that statements of dependency name.</summary>
    private static HashSet<string> Named(SourceLines source, HashSet<string> candidates)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            var text = source[i].Text;
            if (!source[i].Hidden && text.AsSpan().ContainsAnyInRange('0', '9'))
            {
                named.UnionWith(
                    DependencyPhrase
                        .OfLine(text, candidates)
                        .Concat(DependencyPhrase.InTitle(text, candidates))
                        .SelectMany(phrase => OwnIds.Named(phrase.Value, candidates) ?? TaskIdForm.AllIn(phrase.Value))
                );
            }
        }

        return named;
    }
}
