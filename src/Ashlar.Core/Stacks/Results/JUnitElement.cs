using System.Text;
using System.Xml;

namespace Ashlar.Core.Stacks.Results;

/// <summary>One <c>testcase</c> element as it stands.</summary>
internal sealed record JUnitElement(string ClassName, string Name, IReadOnlyList<string> Suites)
{
    private const int TextLimit = 256 * 1024;

    public string? File { get; private init; }

    /// <summary>The file that the nearest suite names, or null.</summary>
    public string? SuiteFile { get; private init; }

    public string? Line { get; private init; }

    /// <summary>The class as PHPUnit writes it beside the class name, or null.</summary>
    public string? Class { get; private init; }

    public TestOutcome Outcome { get; private init; } = TestOutcome.Passed;

    public string? Message { get; private init; }

    public string Details { get; private init; } = "";

    /// <summary>Reads the element that the reader is at, and leaves the reader at its end.</summary>
    public static JUnitElement Read(XmlReader reader, IEnumerable<string> suites, string? suiteFile)
    {
        var element = new JUnitElement(reader.GetAttribute("classname") ?? "", reader.GetAttribute("name") ?? "", [.. suites])
        {
            File = reader.GetAttribute("file"),
            SuiteFile = suiteFile,
            Line = reader.GetAttribute("line"),
            Class = reader.GetAttribute("class"),
        };
        if (reader.IsEmptyElement)
        {
            return element;
        }

        var isExpected = false;
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth + 1)
            {
                continue;
            }

            // What is marked as still to be done may fail: node tells both, and ends with 0.
            isExpected |= reader.LocalName == "skipped" && reader.GetAttribute("type") == "todo";

            TestOutcome? outcome = reader.LocalName switch
            {
                "failure" => TestOutcome.Failed,
                // PHPUnit says so of a test that asserts nothing; it neither passed nor failed.
                "error" when reader.GetAttribute("type")?.EndsWith("RiskyTestError", StringComparison.Ordinal) is true =>
                    TestOutcome.Skipped,
                "error" => TestOutcome.Error,
                "skipped" or "warning" => TestOutcome.Skipped,
                _ => null,
            };
            if (outcome is { } told && Worse(told, element.Outcome))
            {
                element = element with { Outcome = told, Message = reader.GetAttribute("message"), Details = Text(reader) };
            }
        }

        return isExpected ? element with { Outcome = TestOutcome.Skipped } : element;
    }

    private static bool Worse(TestOutcome told, TestOutcome known) =>
        known == TestOutcome.Passed || (known == TestOutcome.Skipped && told != known);

    private static string Text(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var text = new StringBuilder();
        var depth = reader.Depth;
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == depth))
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && text.Length < TextLimit)
            {
                text.Append(reader.Value);
            }
        }

        return text.ToString();
    }
}
