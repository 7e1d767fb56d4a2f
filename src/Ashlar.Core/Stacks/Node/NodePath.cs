namespace Ashlar.Core.Stacks.Node;

/// <summary>Where programs of installed packages lie.</summary>
internal static class NodePath
{
    /// <summary>The folders in which programs of installed packages lie, as shell text for PATH, seen from the folder itself.</summary>
    public static string Programs(string folder) =>
        string.Join(
            ':',
            Enumerable
                .Range(0, folder.Length == 0 ? 1 : folder.Count(sign => sign == '/') + 2)
                .Select(up => $"$PWD/{string.Concat(Enumerable.Repeat("../", up))}node_modules/.bin")
        );
}
