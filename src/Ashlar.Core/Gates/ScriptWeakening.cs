using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates;

/// <summary>Configuration written as a script (<c>eslint.config.js</c>, <c>jest.config.ts</c>, <c>vitest.config.js</c>) that a change lets see less.</summary>
internal static partial class ScriptWeakening
{
    /// <summary>One finding for each line that weakens.</summary>
    public static IReadOnlyList<Finding> Of(ChangedFile file)
    {
        var findings = new List<Finding>();
        var lines = ChangedFile.Lines(file.After);
        foreach (var number in file.AddedLines().Where(number => Weak().IsIn(lines[number - 1])))
        {
            findings.Add(Weakening.Finding(file, number, $"it has `{lines[number - 1].Trim()}` more"));
        }

        var old = ChangedFile.Lines(file.Before);
        var gone = new ChangedFile(file.Path, file.After, file.Before).AddedLines().Select(number => old[number - 1].Trim()).ToList();
        foreach (var line in gone.Where(line => Demand().IsIn(line)))
        {
            var key = Rule().FirstIn(line).Groups["key"].Value;
            var now = lines.FirstOrDefault(other => key.Length > 0 && Rule().FirstIn(other).Groups["key"].Value == key);
            if (now is null || (Numbers(now) is { } fresh && Numbers(line) is { } before && fresh < before))
            {
                findings.Add(Weakening.Finding(file, 1, $"`{line}` is {(now is null ? "taken out" : "lowered")}"));
            }
        }

        return findings;
    }

    private static double? Numbers(string line) =>
        Number().FirstIn(line) is { Success: true } match && double.TryParse(match.Value, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(
        @"['""]?(?:off|warn)['""]?\s*[,\]]|:\s*0\s*,|\b(?:\w*[iI]gnore\w*|exclude\w*)\s*:|\bpassWithNoTests\b|\bstrict\w*\s*:\s*false",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Weak();

    [GeneratedRegex(
        @"error|\b(?:lines|branches|functions|statements)\s*:|\b(?:include|testMatch|testRegex|spec|setupFiles\w*)\s*:|extends|recommended",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Demand();

    [GeneratedRegex(@"^\s*['""]?(?<key>[\w@/.-]+)['""]?\s*:", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\d+(?:\.\d+)?", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
