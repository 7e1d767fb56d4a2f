namespace Ashlar.Core.Stacks.Node;

/// <summary>Paths of packages, relative to the repository, with <c>/</c>; empty for its root.</summary>
internal static class NodePath
{
    /// <summary>The path without <c>.</c> and <c>..</c>; what leads out of the repository ends at its root.</summary>
    public static string Normal(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return string.Join('/', parts);
    }

    /// <summary>The way from one folder to another.</summary>
    public static string Between(string from, string to) => Path.GetRelativePath("/" + from, "/" + to).Replace('\\', '/');

    /// <summary>The folders in which programs of installed packages lie, as shell text for PATH, seen from the folder itself.</summary>
    public static string Programs(string folder) =>
        string.Join(
            ':',
            Enumerable
                .Range(0, folder.Length == 0 ? 1 : folder.Count(sign => sign == '/') + 2)
                .Select(up => $"$PWD/{string.Concat(Enumerable.Repeat("../", up))}node_modules/.bin")
        );
}
