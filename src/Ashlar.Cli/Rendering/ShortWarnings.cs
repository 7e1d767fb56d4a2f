using Ashlar.Core;

namespace Ashlar.Cli.Rendering;

/// <summary>Warnings as they are before a run: what is to be said of how a definition is written takes one line a definition.</summary>
internal static class ShortWarnings
{
    private const string Area = "agent.";
    private const int Longest = 80;

    /// <summary>The warnings in their order; those of a definition at the place of its first.</summary>
    public static IEnumerable<Problem> Of(IReadOnlyList<Problem> warnings)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var warning in warnings)
        {
            if (!IsOfDefinition(warning))
            {
                yield return warning;
            }
            else if (told.Add(warning.Path!))
            {
                yield return OfDefinition([.. warnings.Where(other => IsOfDefinition(other) && other.Path == warning.Path)]);
            }
        }
    }

    private static bool IsOfDefinition(Problem warning) =>
        warning is { Warning: true, Path: not null } && warning.Code.StartsWith(Area, StringComparison.Ordinal);

    private static Problem OfDefinition(List<Problem> warnings) =>
        new(warnings[0].Code, string.Join("; ", warnings.Select(warning => Short(warning.Message)).Distinct(StringComparer.Ordinal)))
        {
            Path = warnings[0].Path,
            Line = warnings.Count == 1 ? warnings[0].Line : null,
            Warning = true,
            Remedy = $"What helps: `ashlar agents lint {warnings[0].Path}`",
        };

    private static string Short(string message)
    {
        var line = ShownText.Line(message.TrimEnd('.'));
        if (line.Length <= Longest)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', Longest - 1);
        return line[..(end > Longest / 2 ? end : Longest - 1)].TrimEnd(' ', ',', ';') + " …";
    }
}
