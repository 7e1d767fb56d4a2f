namespace Ashlar.Core.Tools;

/// <summary>
/// What a command's output says of a write that the system denied: <c>touch: cannot touch 'a/b': Read-only file system</c>,
/// <c>PermissionError: [Errno 13] Permission denied: 'a/b'</c>. Found in one pass, whatever the output.
/// </summary>
/// <param name="Path">The path as written, with its quotes.</param>
/// <param name="Why">The system's words.</param>
internal sealed record DeniedWrite(string Path, string Why)
{
    /// <summary>What the system says on a file system that cannot be written.</summary>
    public const string ReadOnly = "Read-only file system";

    private const string Forbidden = "Permission denied";
    private const string Quotes = "'\"`’";
    private const int LongestPath = 4096;
    private const int MostTried = 50;

    /// <summary>The first that names a path, or null.</summary>
    public static DeniedWrite? In(string output)
    {
        var (from, readOnly, forbidden) = (0, -2, -2);
        for (var tried = 0; tried < MostTried; tried++)
        {
            readOnly = Next(output, ReadOnly, from, readOnly);
            forbidden = Next(output, Forbidden, from, forbidden);
            if (readOnly < 0 && forbidden < 0)
            {
                return null;
            }

            var isReadOnly = forbidden < 0 || (readOnly >= 0 && readOnly < forbidden);
            var (at, why) = isReadOnly ? (readOnly, ReadOnly) : (forbidden, Forbidden);
            if ((After(output, at + why.Length) ?? Before(output, at)) is { } path)
            {
                return new DeniedWrite(path, why);
            }

            from = at + why.Length;
        }

        return null;
    }

    /// <summary>The next place of a word; one that was found before and is still ahead is not looked for again.</summary>
    private static int Next(string output, string word, int from, int known) =>
        known == -1 || known >= from ? known : output.IndexOf(word, from, StringComparison.Ordinal);

    /// <summary>The path in quotes after the words: <c>: 'a/b'</c>.</summary>
    private static string? After(string output, int at)
    {
        if (at + 3 >= output.Length || output[at] != ':' || output[at + 1] != ' ' || output[at + 2] is not ('\'' or '"'))
        {
            return null;
        }

        var rest = output.AsSpan(at + 3, Math.Min(LongestPath, output.Length - at - 3));
        var close = rest.IndexOfAny("'\"\n");
        return close > 0 && rest[close] != '\n' ? output.Substring(at + 2, close + 2) : null;
    }

    /// <summary>The path before the words, with or without quotes, colon and error number.</summary>
    private static string? Before(string output, int at)
    {
        var end = Without(output, at, ' ');
        if (end == at)
        {
            return null;
        }

        if (end > 0 && output[end - 1] == ']')
        {
            var open = output.LastIndexOf("[Errno ", end - 1, Math.Min(end, 24), StringComparison.Ordinal);
            end = open > 0 ? Without(output, open, ' ') : end;
        }

        end = Without(output, end, ':');
        var start = end;
        while (
            start > 0 && end - start < LongestPath && !char.IsWhiteSpace(output[start - 1]) && output[start - 1] is not (':' or '[' or ']')
        )
        {
            start--;
        }

        return output.AsSpan(start, end - start).Trim(Quotes).Length > 0 ? output[start..end] : null;
    }

    private static int Without(string output, int end, char letter) => end > 0 && output[end - 1] == letter ? end - 1 : end;
}
