using System.Globalization;
using System.Text.Json;

namespace Ashlar.Core.Gates;

/// <summary>Configuration in JSON that a change lets see less: eslint, jest, nyc, mocha, TypeScript, and their parts of package.json.</summary>
internal static class JsonWeakening
{
    private static readonly string[] PackageParts = ["jest", "nyc", "c8", "eslintConfig", "mocha", "ava", "vitest", "tap"];
    private static readonly string[] Thresholds = ["lines", "branches", "functions", "statements", "maxWarnings"];
    private static readonly string[] Selections =
    [
        "include",
        "testMatch",
        "testRegex",
        "spec",
        "roots",
        "projects",
        "collectCoverageFrom",
        "files",
    ];
    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>One finding for each change that weakens.</summary>
    public static IReadOnlyList<Finding> Of(ChangedFile file)
    {
        var isPackage = file.Path.EndsWith("package.json", StringComparison.Ordinal);
        var (before, after) = (Leaves(file.Before, isPackage), Leaves(file.After, isPackage));
        var findings = new List<Finding>();
        foreach (var (path, old) in before)
        {
            if (Lost(path, old, after.GetValueOrDefault(path)) is { } what)
            {
                findings.Add(Weakening.Finding(file, 1, what));
            }
        }

        findings.AddRange(
            after
                .Where(leaf => !before.ContainsKey(leaf.Key))
                .Select(leaf => Gained(leaf.Key, leaf.Value))
                .OfType<string>()
                .Select(what => Weakening.Finding(file, 1, what))
        );
        return findings;
    }

    /// <summary>What is lost when a value is another one now, or gone; null when nothing is.</summary>
    private static string? Lost(string path, string old, string? now)
    {
        if (now == old)
        {
            return null;
        }

        var key = Key(path);
        if (Thresholds.Contains(key, StringComparer.Ordinal) || path.Contains("hreshold", StringComparison.Ordinal))
        {
            return Number(now) >= Number(old) ? null
                : now is null ? $"{path} is taken out"
                : $"{path} is lowered from {old} to {now}";
        }

        if (path.Contains("rules", StringComparison.Ordinal))
        {
            return Severity(now) < Severity(old) ? $"{path} is {now ?? "taken out"}" : null;
        }

        if (
            old == "true"
            && now != "true"
            && (
                key.StartsWith("no", StringComparison.Ordinal)
                || key.StartsWith("strict", StringComparison.Ordinal)
                || key.StartsWith("check", StringComparison.Ordinal)
                || key is "alwaysStrict" or "all" or "exactOptionalPropertyTypes"
            )
        )
        {
            return $"{path} is turned off";
        }

        return IsSelection(path) && now is null ? $"{path} leaves out {old}" : null;
    }

    /// <summary>What a value that is new weakens, or null.</summary>
    private static string? Gained(string path, string value)
    {
        var whole = path.ToLowerInvariant();
        if (
            whole.Contains("ignore", StringComparison.Ordinal)
            || whole.Contains("exclude", StringComparison.Ordinal)
            || whole.Contains("skip", StringComparison.Ordinal)
        )
        {
            return value is "false" ? null : $"{path} has {value} more";
        }

        return Key(path) is "passWithNoTests" or "skipLibCheck" && value == "true" ? $"{path} is turned on"
            : path.Contains("rules", StringComparison.Ordinal) && value is "off" or "0" ? $"{path} is turned off"
            : null;
    }

    private static bool IsSelection(string path) => path.Split('.').Intersect(Selections, StringComparer.Ordinal).Any();

    private static int Severity(string? value) =>
        value switch
        {
            "error" or "2" => 2,
            "warn" or "1" => 1,
            _ => 0,
        };

    private static string Key(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static double Number(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.MinValue;

    /// <summary>All values by path; those of a list by what they are, since their place means nothing.</summary>
    private static Dictionary<string, string> Leaves(string? text, bool isPackage)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(text ?? "{}", Tolerant);
            foreach (
                var part in document
                    .RootElement.EnumerateObject()
                    .Where(part => !isPackage || PackageParts.Contains(part.Name, StringComparer.Ordinal))
            )
            {
                Read(part.Name, part.Value, leaves);
            }
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            // What cannot be read is compared as if it were empty: everything in it is lost.
        }

        return leaves;
    }

    private static void Read(string path, JsonElement value, Dictionary<string, string> leaves)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var part in value.EnumerateObject())
                {
                    Read($"{path}.{part.Name}", part.Value, leaves);
                }

                break;
            case JsonValueKind.Array when path.Contains("rules", StringComparison.Ordinal) && value.GetArrayLength() > 0:
                Read(path, value[0], leaves);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    leaves[$"{path}.{item}"] = item.ToString();
                }

                break;
            default:
                leaves[path] =
                    value.ValueKind is JsonValueKind.True ? "true"
                    : value.ValueKind is JsonValueKind.False ? "false"
                    : value.ToString();
                break;
        }
    }
}
