using System.Xml;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>Visual Studio test results, as <c>dotnet test --logger trx</c> writes them; several files, one a project, in one run.</summary>
internal sealed class TrxReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "trx";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        if (output.Results.Count == 0)
        {
            return new GateReading([], null) { Trouble = "the command wrote no result file" };
        }

        try
        {
            var cases = new TestCaseList();
            foreach (var file in output.Results)
            {
                Read(file, output.Files, cases);
            }

            return new GateReading([], new TestRun(cases.Done()));
        }
        catch (XmlException trouble)
        {
            return new GateReading([], null) { Trouble = $"the result file cannot be read: {FailureText.Line(trouble.Message)}" };
        }
    }

    private static void Read(byte[] bytes, CheckoutFiles files, TestCaseList cases)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), SafeXml.Settings);
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "UnitTestResult")
            {
                cases.Add(Case(reader, files));
            }
        }
    }

    private static TestCase Case(XmlReader reader, CheckoutFiles files)
    {
        var id = reader.GetAttribute("testName") ?? reader.GetAttribute("testId") ?? "";
        var outcome = reader.GetAttribute("outcome") switch
        {
            "Passed" or "PassedButRunAborted" or "Warning" => TestOutcome.Passed,
            "NotExecuted" or "Inconclusive" or "NotRunnable" or "Pending" => TestOutcome.Skipped,
            "Failed" => TestOutcome.Failed,
            _ => TestOutcome.Error,
        };
        var (message, stack) = reader.IsEmptyElement ? ("", "") : Texts(reader);
        if (outcome is TestOutcome.Passed or TestOutcome.Skipped)
        {
            return new TestCase(id, outcome);
        }

        var place = StackText.FirstOwn(stack, files);
        return new TestCase(id, outcome)
        {
            Message = FailureText.Line(string.Join(' ', message.Trim().Split('\n').Take(3).Select(line => line.Trim()))),
            Details = FailureText.Details($"{message}\n{stack}"),
            File = place?.File,
            Line = place?.Line,
        };
    }

    private static (string Message, string Stack) Texts(XmlReader reader)
    {
        var (message, stack) = ("", "");
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType != XmlNodeType.Element || reader.IsEmptyElement || reader.LocalName is not ("Message" or "StackTrace"))
            {
                continue;
            }

            var isMessage = reader.LocalName == "Message";
            if (reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                var text = reader.Value;
                (message, stack) = isMessage ? (text, stack) : (message, text);
            }
        }

        return (message, stack);
    }
}
