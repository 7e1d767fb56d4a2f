using System.Xml;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Native;

/// <summary>
/// The file that <c>ctest --output-junit</c> writes. It says of tests whose program is missing that they were skipped, and nothing of those that
/// are disabled: the status tells.
/// </summary>
internal sealed class CtestReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "ctest";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        try
        {
            foreach (var file in output.Results)
            {
                using var reader = XmlReader.Create(new MemoryStream(file), SafeXml.Settings);
                while (reader.Read())
                {
                    if (reader is { NodeType: XmlNodeType.Element, LocalName: "testcase" })
                    {
                        cases.Add(Case(reader, output.Files));
                    }
                }
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

        foreach (var error in output.ExitCode == 0 ? [] : NativeCompiler.Errors(output.Text, output.Files))
        {
            cases.Add(error);
        }

        return cases.Count > 0
            ? new GateReading([], new TestRun(cases.Done()))
            : new GateReading([], null) { Trouble = "ctest wrote no result file" };
    }

    private static TestCase Case(XmlReader reader, CheckoutFiles files)
    {
        var (name, status) = (reader.GetAttribute("name") ?? "", reader.GetAttribute("status"));
        var (said, printed) = ("", "");
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
            {
                switch (reader)
                {
                    case { NodeType: XmlNodeType.Element, LocalName: "failure" or "skipped" or "error" }:
                        said = reader.GetAttribute("message") ?? "";
                        break;
                    case { NodeType: XmlNodeType.Text or XmlNodeType.CDATA }:
                        printed += reader.Value;
                        break;
                }
            }
        }

        var outcome = status switch
        {
            "run" => TestOutcome.Passed,
            "fail" => TestOutcome.Failed,
            "disabled" => TestOutcome.Skipped,
            // Tests that skip themselves say by which rule.
            "notrun" => said.StartsWith("SKIP_", StringComparison.Ordinal) ? TestOutcome.Skipped : TestOutcome.Error,
            _ => TestOutcome.Error,
        };
        if (outcome is TestOutcome.Passed or TestOutcome.Skipped)
        {
            return new TestCase(name, outcome);
        }

        var place = StackText.FirstOwn(printed, files);
        return new TestCase(name, outcome)
        {
            File = place?.File,
            Line = place?.Line,
            Message = FailureText.Line(
                said is { Length: > 0 } ? said
                : NativeWords.Telling(printed) is { } telling ? telling
                : "it failed and printed nothing"
            ),
            Details = FailureText.Details(printed),
        };
    }
}
