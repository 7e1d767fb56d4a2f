using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Text of linters that write one finding a line: flake8, ruff (concise and full), mypy, pyright, tsc, prettier.</summary>
/// <param name="name">The tool.</param>
internal sealed partial class LinterReader(string name) : IResultReader
{
    private const int FindingLimit = 20_000;
    private const int ForeignLimit = 100;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool ReadsTests => false;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        if (output.ExitCode == 0)
        {
            return new GateReading([], null);
        }

        var findings = new List<Finding>();
        var foreign = 0;
        var lines = output.Text.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length && findings.Count < FindingLimit; at++)
        {
            var finding = name switch
            {
                "mypy" => Mypy(lines[at], output.Files),
                "pyright" => Pyright(lines[at], output.Files),
                "tsc" => Tsc(lines[at], output.Files),
                "prettier" => Prettier(lines[at], output.Files),
                _ => Python(lines, at, output.Files),
            };
            // A linter that looks into installed packages must not use up the limit before it reaches the tree.
            if (finding is not null && (!output.Files.IsShared(finding.Path ?? "") || foreign++ < ForeignLimit))
            {
                findings.Add(finding);
            }
        }

        return findings.Count > 0 ? new GateReading(findings, null) : new ExitReader().Read(output);
    }

    private Finding? Python(string[] lines, int at, CheckoutFiles files)
    {
        if (Flake().FirstIn(lines[at]) is { Success: true } match)
        {
            return Make(
                match.Groups["path"].Value,
                match.Groups["line"].Value,
                match.Groups["rule"].Value,
                match.Groups["text"].Value,
                files
            );
        }

        // ruff's full form: "F401 [*] `os` imported but unused", then " --> a.py:1:8".
        return Arrow().FirstIn(lines[at]) is { Success: true } arrow
            && at > 0
            && RuffHead().FirstIn(lines[at - 1]) is { Success: true } head
                ? Make(arrow.Groups[1].Value, arrow.Groups[2].Value, head.Groups[1].Value, head.Groups[2].Value, files)
            // flake8 that its configuration makes quiet names the files only.
            : name == "flake8"
            && lines[at].EndsWith(".py", StringComparison.Ordinal)
            && files.Relative(lines[at]) is { } named
            && files.Exists(named)
                ? Make(named, "0", "flake8", "has findings, which the configuration (`quiet`) hides", files)
            : null;
    }

    private static Finding? Mypy(string line, CheckoutFiles files) =>
        line.StartsWith('{') ? MypyJson(line, files)
        : MypyLine().FirstIn(line) is { Success: true } match
            ? Make(
                match.Groups[1].Value,
                match.Groups[2].Value,
                match.Groups[4].Success ? match.Groups[4].Value : "error",
                match.Groups[3].Value,
                files
            )
        : null;

    /// <summary>mypy with <c>output = json</c>, which no option takes back.</summary>
    private static Finding? MypyJson(string line, CheckoutFiles files)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var told = document.RootElement;
            return told.GetProperty("severity").GetString() == "error"
                ? Make(
                    told.GetProperty("file").GetString() ?? "",
                    told.GetProperty("line").GetRawText(),
                    told.GetProperty("code").GetString() ?? "error",
                    told.GetProperty("message").GetString() ?? "",
                    files
                )
                : null;
        }
        catch (Exception trouble) when (trouble is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Finding? Pyright(string line, CheckoutFiles files) =>
        PyrightLine().FirstIn(line) is { Success: true } match
            ? Make(
                match.Groups[1].Value,
                match.Groups[2].Value,
                match.Groups[4].Success ? match.Groups[4].Value : "error",
                match.Groups[3].Value,
                files
            )
            : null;

    private static Finding? Tsc(string line, CheckoutFiles files) =>
        TscLine().FirstIn(line) is { Success: true } match
            ? Make(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, files)
            : null;

    /// <summary><c>[warn] src/a.ts</c> for a file that is not formatted, <c>[error] src/a.ts: SyntaxError: …</c> for one that cannot be.</summary>
    private static Finding? Prettier(string line, CheckoutFiles files) =>
        PrettierLine().FirstIn(line) is { Success: true } match
        && (files.Relative(match.Groups[1].Value) ?? "") is var path
        && files.Exists(path)
            ? Make(path, "0", "prettier", match.Groups[2].Success ? match.Groups[2].Value : "is not formatted", files)
            : null;

    private static Finding Make(string path, string line, string rule, string text, CheckoutFiles files)
    {
        var place = files.Relative(path) ?? path;
        return new Finding($"{place}:{rule}", FailureText.Line($"{rule} {text}"))
        {
            Path = place,
            Line = int.TryParse(line, out var number) && number > 0 ? number : null,
            Rule = rule,
        };
    }

    [GeneratedRegex(
        @"^(?<path>[^\s:][^:]{0,400}):(?<line>\d{1,7}):(?:\d{1,7}:)? (?<rule>[A-Z]{1,5}\d{1,5})(?: \[\*\])?:? (?<text>.+)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Flake();

    [GeneratedRegex(@"^\s*--> ([^:]{1,400}):(\d{1,7}):\d{1,7}$", RegexOptions.None, 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^([A-Z]{1,5}\d{1,5})(?: \[\*\])? (.+)$", RegexOptions.None, 1000)]
    private static partial Regex RuffHead();

    [GeneratedRegex(@"^\[(?:warn|error)\] ([^:]{1,400})(?:: (.+))?$", RegexOptions.None, 1000)]
    private static partial Regex PrettierLine();

    [GeneratedRegex(@"^([^:]{1,400}):(\d{1,7}): ?(?:\d{1,7}: ?){0,3}error: (.*?)(?:  \[([\w-]+)\])?$", RegexOptions.None, 1000)]
    private static partial Regex MypyLine();

    [GeneratedRegex(@"^\s*([^:]{1,400}):(\d{1,7}):\d{1,7} - error: (.*?)(?: \((report\w+)\))?$", RegexOptions.None, 1000)]
    private static partial Regex PyrightLine();

    [GeneratedRegex(@"^([^(:]{1,400})[(:](\d{1,7})[,:]\d{1,7}\)?(?: -|:) error (TS\d{1,6}): (.+)$", RegexOptions.None, 1000)]
    private static partial Regex TscLine();
}
