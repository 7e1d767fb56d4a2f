namespace Ashlar.Core;

/// <summary>Whether a path lies in a folder. A name such as <c>..foo</c> is an ordinary one.</summary>
public static class PathBelow
{
    /// <summary>The path from a folder to what lies in it, with slashes; <c>.</c> for the folder itself, null for what lies elsewhere.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="path">The path, absolute.</param>
    public static string? Of(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        return LeadsOut(relative) ? null : relative;
    }

    /// <summary>Whether a relative path begins by leaving its folder, or is none.</summary>
    public static bool LeadsOut(string relative) =>
        relative is ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative);
}
