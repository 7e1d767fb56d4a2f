using System.Xml;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Native;

/// <summary>One <c>testcase</c> of CTest or Meson: a program, of which the output is all that is known.</summary>
internal static class NativeCase
{
    /// <summary>Reads the cases of all result files.</summary>
    /// <param name="output">The gate's output.</param>
    /// <param name="tellsStatus">Whether the attribute <c>status</c> says how a case went, as CTest's does.</param>
    /// <exception cref="XmlException">A file is broken.</exception>
    public static IEnumerable<TestCase> All(GateOutput output, bool tellsStatus)
    {
        foreach (var file in output.Results)
        {
            using var reader = XmlReader.Create(new MemoryStream(file), SafeXml.Settings);
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "testcase" })
                {
                    yield return Read(reader, output.Files, tellsStatus ? reader.GetAttribute("status") : null);
                }
            }
        }
    }

    /// <summary>Reads the element that the reader is at, and leaves the reader at its end.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="files">The checkout.</param>
    /// <param name="status">CTest's own word on how it went; null where the elements say it.</param>
    private static TestCase Read(XmlReader reader, CheckoutFiles files, string? status)
    {
        var name = reader.GetAttribute("name") ?? "";
        var (element, said, printed) = ("", "", "");
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
            {
                switch (reader)
                {
                    case { NodeType: XmlNodeType.Element, LocalName: "failure" or "skipped" or "error" }:
                        element = reader.LocalName;
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
            null => element switch
            {
                "" => TestOutcome.Passed,
                "failure" => TestOutcome.Failed,
                "skipped" => TestOutcome.Skipped,
                _ => TestOutcome.Error,
            },
            "run" => TestOutcome.Passed,
            "fail" => TestOutcome.Failed,
            "disabled" => TestOutcome.Skipped,
            // Tests that skip themselves say by which rule; those whose program is missing are told as skipped too.
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
            Message = FailureText.Line(said is { Length: > 0 } ? said : NativeWords.Telling(printed) ?? "it failed and printed nothing"),
            Details = FailureText.Details(printed),
        };
    }
}
