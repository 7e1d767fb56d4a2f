using System.Globalization;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>A path as a model writes it, made relative to the root of a worktree.</summary>
internal static class PathArgument
{
    private const int LongestPath = 4095;
    private const int LongestName = 255;

    private static readonly HashSet<string> systemFolders = new(
        "bin boot dev etc home lib lib32 lib64 libx32 media mnt opt proc root run sbin snap srv sys tmp usr var Users Volumes private".Split(
            ' '
        ),
        StringComparer.Ordinal
    );

    /// <summary>
    /// The path relative to the root with <c>/</c>, <c>""</c> for the root itself. Absolute paths inside the root (real or shown)
    /// are made relative; another leading <c>/</c> means the root where that can be meant; all else outside is refused.
    /// </summary>
    /// <param name="path">As written.</param>
    /// <param name="workspace">The worktree.</param>
    /// <param name="existsAtRoot">Whether a name exists directly in the root.</param>
    public static FileResult<string> Relative(string path, Workspace workspace, Func<string, bool> existsAtRoot)
    {
        path = AsShown(path);
        if (Malformed(path) is { } problem)
        {
            return problem;
        }

        if (!path.StartsWith('/'))
        {
            return Collapse(path, path);
        }

        var full = CollapseAbsolute(path);
        foreach (var root in (string[])[workspace.ShownRoot, workspace.Root])
        {
            var prefix = root.TrimEnd('/');
            if (full == prefix)
            {
                return "";
            }

            if (full.StartsWith(prefix + "/", StringComparison.Ordinal))
            {
                return full[(prefix.Length + 1)..];
            }
        }

        var rest = full[1..];
        var first = rest.Split('/')[0];
        return first.Length == 0 || existsAtRoot(first) || !(systemFolders.Contains(first) || IsFirstOfRoot(first, workspace))
            ? Collapse(path.TrimStart('/'), path)
            : Outside(path);
    }

    /// <summary>The path that <see cref="ShownText.Name"/> shows so; a file may be called by what was read of it.</summary>
    private static string AsShown(string path)
    {
        for (var at = path.IndexOf("\\u{", StringComparison.Ordinal); at >= 0; at = path.IndexOf("\\u{", at + 1, StringComparison.Ordinal))
        {
            var end = path.IndexOf('}', at);
            if (
                end > at + 3
                && end - at <= 9
                && int.TryParse(
                    path.AsSpan(at + 3, end - at - 3),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var code
                )
                && Rune.IsValid(code)
            )
            {
                path = string.Concat(path.AsSpan(0, at), new Rune(code).ToString(), path.AsSpan(end + 1));
            }
        }

        return path;
    }

    private static bool IsFirstOfRoot(string first, Workspace workspace) =>
        workspace.Root.TrimStart('/').Split('/')[0] == first || workspace.ShownRoot.TrimStart('/').Split('/')[0] == first;

    private static Problem? Malformed(string path)
    {
        foreach (var letter in path)
        {
            if (char.IsControl(letter))
            {
                return new Problem(FileProblems.InvalidPath, "The path holds a control character (NUL, line feed, tab …)");
            }
        }

        foreach (var rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && !path.Contains('\uFFFD', StringComparison.Ordinal))
            {
                return new Problem(FileProblems.InvalidPath, "The path is not valid Unicode");
            }
        }

        return Encoding.UTF8.GetByteCount(path) > LongestPath || path.Split('/').Any(name => Encoding.UTF8.GetByteCount(name) > LongestName)
            ? new Problem(FileProblems.InvalidPath, $"The path is too long: at most {LongestPath} bytes, and {LongestName} for a name")
            : null;
    }

    private static FileResult<string> Collapse(string path, string written)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return Outside(written);
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static string CollapseAbsolute(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part.Length > 0 && part != ".")
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }

    private static Problem Outside(string path) =>
        new(FileProblems.Outside, $"{path} is outside the repository")
        {
            Path = path,
            Remedy = "Use paths relative to the repository root",
        };
}
