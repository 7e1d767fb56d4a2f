using System.Text.RegularExpressions;
using Ashlar.Core.Work;

namespace Ashlar.Core.Conversations;

/// <summary>Fills placeholders such as <c>{feature-name}</c>, <c>[this-spec]</c> and <c>{ticket-name}</c> in paths.</summary>
internal static partial class PlaceholderPath
{
    /// <summary>The paths that a path with placeholders may mean, most likely first; those that do not fit anything stay in it.</summary>
    public static IReadOnlyList<string> Fill(string path, WorkOrder order, RootFolder root)
    {
        if (!Placeholder().IsIn(path))
        {
            return [path];
        }

        var filled = new List<string>();
        foreach (var spec in Specs(path, order, root))
        {
            filled.Add(Placeholder().ReplaceIn(path, match => Value(match.Groups[1].Value, spec, order.Ticket) ?? match.Value));
        }

        return [.. filled.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether placeholders are left.</summary>
    public static bool IsOpen(string path) => Placeholder().IsIn(path);

    /// <summary>A spec's name without the date or number before it: <c>invitations</c> for <c>2026-01-05-invitations</c>.</summary>
    public static string Bare(string spec) => Prefix().ReplaceIn(spec, "") is { Length: > 0 } bare ? bare : spec;

    private static IEnumerable<string?> Specs(string path, WorkOrder order, RootFolder root)
    {
        if (order.Spec is { } spec)
        {
            return [spec, Bare(spec)];
        }

        // Without a spec, a folder that holds exactly one is meant.
        var parent = path[..Placeholder().FirstIn(path).Index].TrimEnd('/').TrimStart('/');
        var folders = root.Folders(parent);
        return folders.Count == 1 ? [folders[0][(folders[0].LastIndexOf('/') + 1)..]] : [null];
    }

    private static string? Value(string name, string? spec, string? ticket) =>
        name.Contains("ticket", StringComparison.OrdinalIgnoreCase) ? ticket
        : Specified().IsIn(name) ? spec
        : null;

    [GeneratedRegex(@"[{\[<]([A-Za-z#$][\w -]{0,40})[}\]>]", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"feature|spec|design|change|initiative", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Specified();

    [GeneratedRegex(@"^(?:\d{4}-\d{2}-\d{2}-|\d{3,4}-)", RegexOptions.None, 1000)]
    private static partial Regex Prefix();
}
