using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Text of <c>black --check</c>, <c>ruff format --check</c> and <c>isort --check</c>: one finding a file.</summary>
/// <param name="name">The tool.</param>
internal sealed partial class FormatterReader(string name) : IResultReader
{
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
        foreach (var line in output.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Format().FirstIn(line) is { Success: true } match)
            {
                Add(match.Groups["path"].Value, match.Groups["error"].Success ? FailureText.Line(line) : $"would be reformatted by {name}");
            }
            else if (Imports().FirstIn(line) is { Success: true } imports)
            {
                Add(imports.Groups[1].Value, FailureText.Line(imports.Groups[2].Value));
            }
        }

        return findings.Count > 0 ? new GateReading(findings, null) : new ExitReader().Read(output);

        void Add(string path, string message)
        {
            var place = output.Files.Relative(path) ?? path;
            findings.Add(new Finding($"{place}:{name}", message) { Path = place, Rule = name });
        }
    }

    [GeneratedRegex(@"^(?:[Ww]ould reformat:? |error: cannot format (?<error>))(?<path>[^:]{1,500}?)(?:: .*)?$", RegexOptions.None, 1000)]
    private static partial Regex Format();

    [GeneratedRegex(@"^ERROR: (.{1,500}?) (Imports are incorrectly sorted.*)$", RegexOptions.None, 1000)]
    private static partial Regex Imports();
}
