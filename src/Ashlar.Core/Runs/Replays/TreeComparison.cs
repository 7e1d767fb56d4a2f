using Ashlar.Core.Models;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Compares the trees of two commits that lie in different repositories.</summary>
/// <param name="then">Git of the run's repository.</param>
/// <param name="now">Git of the repetition's.</param>
/// <param name="log">The iteration log, whose times differ; null without one.</param>
internal sealed class TreeComparison(Git then, Git now, string? log)
{
    private const int Shown = 5;

    /// <summary>The difference, or null.</summary>
    public async Task<(string Recorded, string Observed)?> OfAsync(string recorded, string observed, CancellationToken cancellationToken)
    {
        var before = await FilesAsync(then, recorded, cancellationToken).ConfigureAwait(false);
        var after = await FilesAsync(now, observed, cancellationToken).ConfigureAwait(false);
        var differing = before
            .Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(path => !string.Equals(before.GetValueOrDefault(path), after.GetValueOrDefault(path), StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (log is not null && differing.Remove(log) && !await SameLogAsync(recorded, observed, cancellationToken).ConfigureAwait(false))
        {
            differing.Add(log);
        }

        if (differing.Count == 0)
        {
            return null;
        }

        var more = differing.Count > Shown ? $" and {differing.Count - Shown} more" : "";
        return (
            $"{string.Join(", ", differing.Take(Shown).Select(path => Named(path, before)))}{more}",
            $"{string.Join(", ", differing.Take(Shown).Select(path => Named(path, after)))}{more}"
        );
    }

    private static string Named(string path, IReadOnlyDictionary<string, string> files) =>
        files.TryGetValue(path, out var blob) ? $"{path} ({blob[..12]})" : $"{path} (absent)";

    private async Task<bool> SameLogAsync(string recorded, string observed, CancellationToken cancellationToken)
    {
        var one = await new TreeDiff(then).ContentTextAsync(recorded, log!, cancellationToken).ConfigureAwait(false);
        var other = await new TreeDiff(now).ContentTextAsync(observed, log!, cancellationToken).ConfigureAwait(false);
        return one is not null && other is not null && VolatileText.Plain.Settle(one) == VolatileText.Plain.Settle(other);
    }

    private static async Task<Dictionary<string, string>> FilesAsync(Git git, string tree, CancellationToken cancellationToken)
    {
        var fields = await git.FieldsAsync(["ls-tree", "-r", "-z", tree], cancellationToken).ConfigureAwait(false);
        return fields
            .Select(field => field.Split('\t', 2))
            .ToDictionary(parts => parts[1], parts => $"{parts[0].Split(' ')[2]}{parts[0].Split(' ')[0]}", StringComparer.Ordinal);
    }
}
