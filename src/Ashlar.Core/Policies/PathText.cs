namespace Ashlar.Core.Policies;

/// <summary>Paths as text: relative to the repository root, with <c>/</c>, without <c>.</c> and <c>..</c>.</summary>
internal static class PathText
{
    /// <summary>The normalised path, <c>""</c> for the root itself, or null when it leaves the repository or holds control characters.</summary>
    public static string? Normalise(string path)
    {
        if (IsNormal(path))
        {
            return path;
        }

        if (path.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0 || path.StartsWith('/'))
        {
            return null;
        }

        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == "..")
            {
                if (segments.Count == 0)
                {
                    return null;
                }

                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(segment);
            }
        }

        return string.Join('/', segments);
    }

    private static bool IsNormal(ReadOnlySpan<char> path)
    {
        if (path.IsEmpty || path.IndexOfAnyInRange('\0', '\u001f') >= 0)
        {
            return false;
        }

        while (true)
        {
            var slash = path.IndexOf('/');
            var segment = slash < 0 ? path : path[..slash];
            if (segment is "" or "." or "..")
            {
                return false;
            }

            if (slash < 0)
            {
                return true;
            }

            path = path[(slash + 1)..];
        }
    }
}
