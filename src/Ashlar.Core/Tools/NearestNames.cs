using Ashlar.Core.Policies;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>What may have been meant by a path that does not exist.</summary>
internal static class NearestNames
{
    private const int Most = 5;
    private const int MostNames = 5000;
    private const int MostDifference = 20;

    /// <summary>A sentence that starts with a space, or nothing.</summary>
    public static string Hint(IScope scope, SafeFiles files, string path)
    {
        var parts = path.Split('/');
        var folder = "";
        for (var depth = 0; depth < parts.Length; depth++)
        {
            var next = folder.Length == 0 ? parts[depth] : $"{folder}/{parts[depth]}";
            if (depth < parts.Length - 1 && files.Stat(next) is { Ok: true, Value.IsDirectory: true } && scope.DecideRead(next).Allowed)
            {
                folder = next;
                continue;
            }

            var names = Visible(scope, files, folder);
            var near = names
                .Where(name => Math.Abs(name.Length - parts[depth].Length) <= MostDifference)
                .Take(MostNames)
                .Select(name => (Name: name, Distance: Distance(name.TrimEnd('/'), parts[depth])))
                .Where(one => one.Distance <= Math.Max(2, parts[depth].Length / 3))
                .OrderBy(one => one.Distance)
                .Take(Most)
                .Select(one => folder.Length == 0 ? one.Name : $"{folder}/{one.Name}")
                .ToList();
            var place = folder.Length == 0 ? "The repository" : folder;
            return near.Count > 0 ? $" Near it: {string.Join(", ", near)}."
                : names.Count is > 0 and <= 30 ? $" {place} has: {string.Join(", ", names)}."
                : "";
        }

        return "";
    }

    private static List<string> Visible(IScope scope, SafeFiles files, string folder)
    {
        var opened = files.OpenFolder(folder);
        if (!opened.Ok)
        {
            return [];
        }

        using (opened.Value)
        {
            return
            [
                .. DirectoryEntries
                    .Read(opened.Value)
                    .Where(entry =>
                        entry.Name != ".git" && scope.DecideRead(folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}").Allowed
                    )
                    .Select(entry => ShownText.Name(entry.Name) + (entry.Stamp.IsDirectory ? "/" : ""))
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Edits between two names, upper and lower case being equal; a name that only has another ending is near.</summary>
    private static int Distance(string one, string other)
    {
        if (
            string.Equals(
                Path.GetFileNameWithoutExtension(one),
                Path.GetFileNameWithoutExtension(other),
                StringComparison.OrdinalIgnoreCase
            )
        )
        {
            return 1;
        }

        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[other.Length];
    }
}
