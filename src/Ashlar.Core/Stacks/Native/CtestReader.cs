using System.Text.RegularExpressions;
using System.Xml;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Native;

/// <summary>
/// The file that <c>ctest --output-junit</c> writes, else its text. The file says of tests whose program is missing that they were skipped, and
/// nothing of those that are disabled: the status tells.
/// </summary>
internal sealed partial class CtestReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => NativeStack.Ctest;

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        try
        {
            foreach (var test in NativeCase.All(output, tellsStatus: true))
            {
                cases.Add(test);
            }
        }
        catch (XmlException trouble)
        {
            return new GateReading([], null) { Trouble = $"the result file cannot be read: {FailureText.Line(trouble.Message)}" };
        }

        if (output.Results.Count > 0)
        {
            return new GateReading([], new TestRun(cases.Done()));
        }

        foreach (var test in Text(output.Text))
        {
            cases.Add(test);
        }

        foreach (var error in cases.Count > 0 || output.ExitCode == 0 ? [] : NativeCompiler.Errors(output.Text, output.Files))
        {
            cases.Add(error);
        }

        return cases.Count > 0
            ? new GateReading([], new TestRun(cases.Done()))
            : new GateReading([], null) { Trouble = "ctest told of no test" };
    }

    private static IEnumerable<TestCase> Text(string text)
    {
        foreach (Match match in TestLine().AllIn(text.ReplaceLineEndings("\n")))
        {
            var (name, word) = (match.Groups[1].Value, match.Groups[2].Value.Trim('*', ' '));
            yield return word switch
            {
                "Passed" => new TestCase(name, TestOutcome.Passed),
                "Skipped" or "Not Run (Disabled)" => new TestCase(name, TestOutcome.Skipped),
                "Not Run" => new TestCase(name, TestOutcome.Error) { Message = "it was not run: its program is not there" },
                _ => new TestCase(name, TestOutcome.Failed)
                {
                    Message = FailureText.Line($"it ended by: {word.Replace("***", " ", StringComparison.Ordinal)}"),
                },
            };
        }
    }

    [GeneratedRegex(
        @"^\s*\d+/\d+ Test\s+#\d+: (.{1,500}?) \.*\s*((?:\w[\w ]{0,60})?\*{0,3}[A-Z][\w ]{2,40}(?:\(Disabled\)|: \w+)?)\s+[\d.]+ sec\s*$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex TestLine();
}
