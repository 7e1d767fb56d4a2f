using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Node;

/// <summary>ESLint's own text (stylish): the file on a line, its findings indented below it. Warnings do not count.</summary>
internal sealed partial class EslintReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "eslint";

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
        string? file = null;
        foreach (var line in output.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (FileLine().IsIn(line))
            {
                file = output.Files.Relative(line) ?? line.Trim();
            }
            else if (file is not null && ErrorLine().FirstIn(line) is { Success: true } match)
            {
                var rule = match.Groups[3].Success ? match.Groups[3].Value : "error";
                findings.Add(
                    new Finding($"{file}:{rule}", FailureText.Line($"{rule} {match.Groups[2].Value}"))
                    {
                        Path = file,
                        Line = int.TryParse(match.Groups[1].ValueSpan, out var number) ? number : null,
                        Rule = rule,
                    }
                );
            }
        }

        return findings.Count > 0 ? new GateReading(findings, null) : new ExitReader().Read(output);
    }

    [GeneratedRegex(@"^\S.{0,600}\.[A-Za-z]{1,6}$", RegexOptions.None, 1000)]
    private static partial Regex FileLine();

    [GeneratedRegex(@"^\s+(\d{1,7}):\d{1,7}\s+error\s+(.{1,2000}?)(?:\s{2,}(\S+))?$", RegexOptions.None, 1000)]
    private static partial Regex ErrorLine();
}
