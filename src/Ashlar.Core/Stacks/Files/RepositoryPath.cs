namespace Ashlar.Core.Stacks.Files;

/// <summary>Paths relative to a repository, with <c>/</c>; empty for its root.</summary>
internal static class RepositoryPath
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

    /// <summary>The folder of a file; empty for the root.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>The path of a name in a folder.</summary>
    public static string In(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
