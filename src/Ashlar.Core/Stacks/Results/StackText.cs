using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Places in stack traces of languages other than Python.</summary>
internal static partial class StackText
{
    /// <summary>The first place in the given file, or null.</summary>
    public static int? Line(string details, string? file)
    {
        if (file is null)
        {
            return null;
        }

        var name = Path.GetFileName(file);
        foreach (Match match in Place().OrNone().AllIn(details))
        {
            if (match.Groups[1].Value.EndsWith(name, StringComparison.Ordinal) && int.TryParse(match.Groups[2].ValueSpan, out var line))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>The first file of the checkout that the trace names, with its line.</summary>
    public static (string File, int Line)? FirstOwn(string details, CheckoutFiles files)
    {
        foreach (Match match in Place().OrNone().AllIn(details))
        {
            var path = files.Relative(match.Groups[1].Value);
            if (path is not null && files.Exists(path) && int.TryParse(match.Groups[2].ValueSpan, out var line))
            {
                return (path, line);
            }
        }

        return null;
    }

    [GeneratedRegex(@"((?:file://)?[^\s()'""<>:]{1,300}\.[A-Za-z]{1,5}):(?:line )?(\d{1,7})", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
