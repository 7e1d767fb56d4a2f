using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Plug-ins that pytest says it lacks: by their names, or by options that it does not know.</summary>
internal static partial class PytestPlugins
{
    /// <summary>
    /// Names under which a project may list what is missing, the closest first: those of plug-ins, the words of options with and without
    /// <c>pytest-</c> before them, and pytest itself, beside which its plug-ins are listed. Empty where pytest complains of neither.
    /// </summary>
    /// <param name="text">What pytest printed.</param>
    public static IReadOnlyList<string> Wanted(string text)
    {
        var named = Required().OrNone().FirstIn(text).Groups[1].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var options = Unknown()
            .OrNone()
            .FirstIn(text)
            .Groups[1]
            .Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.StartsWith("--", StringComparison.Ordinal))
            .Select(word => word.TrimStart('-').Split('=')[0])
            .SelectMany(word => new[] { word, word.Split('-')[0] })
            .SelectMany(word => new[] { $"pytest-{word}", word });
        string[] wanted = [.. named.Select(word => Name().FirstIn(word).Value), .. options];
        return wanted.Length == 0 && !Unknown().OrNone().IsIn(text)
            ? []
            : [.. wanted.Append("pytest").Where(word => word.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"Missing required plugins: ([^\n]{1,500})", RegexOptions.None, 1000)]
    private static partial Regex Required();

    [GeneratedRegex(@"error: unrecognized arguments: ([^\n]{1,1000})", RegexOptions.None, 1000)]
    private static partial Regex Unknown();

    [GeneratedRegex(@"^[\w.-]+", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
