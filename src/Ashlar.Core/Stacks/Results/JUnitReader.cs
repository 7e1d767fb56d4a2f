using System.Globalization;
using System.Xml;
using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Results;

/// <summary>
/// JUnit XML as pytest (xunit1 and xunit2), <c>node --test</c>, jest, go-junit-report, surefire and dotnet write it. There is no formal
/// definition, so a missing root, suite or attribute is accepted; a DTD, a broken or an oversized file is not.
/// </summary>
internal sealed class JUnitReader : IResultReader
{
    private const int CaseLimit = 300_000;

    /// <inheritdoc/>
    public string Name => "junit";

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
                Read(file, output, cases, output.Command.Tool.Dialect);
            }

            return CutShort.Of(output.Text) is { } cut
                ? new GateReading([], null) { Trouble = cut }
                : new GateReading([], new TestRun(cases.Done()));
        }
        catch (XmlException trouble)
        {
            return new GateReading([], null) { Trouble = $"the result file cannot be read: {FailureText.Line(trouble.Message)}" };
        }
    }

    /// <summary>Reads one file.</summary>
    /// <exception cref="XmlException">It is no XML, or too large.</exception>
    internal static void Read(byte[] bytes, GateOutput output, TestCaseList cases, JUnitDialect dialect)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), SafeXml.Settings);
        var suites = new Stack<(int Depth, string Name, string? File)>();
        while (reader.Read())
        {
            while (suites.Count > 0 && reader.Depth <= suites.Peek().Depth)
            {
                suites.Pop();
            }

            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "testsuite":
                    var name = reader.GetAttribute("name") ?? "";
                    dialect = JUnitDialectText.Refine(dialect, name, reader);
                    if (!reader.IsEmptyElement)
                    {
                        suites.Push((reader.Depth, name, reader.GetAttribute("file") ?? reader.GetAttribute("filepath")));
                    }

                    break;
                case "property":
                    dialect = JUnitDialectText.Refine(dialect, reader.GetAttribute("name"));
                    break;
                case "testcase":
                    if (cases.Count >= CaseLimit)
                    {
                        throw new XmlException("too many tests");
                    }

                    var file = suites.Select(suite => suite.File).FirstOrDefault(file => file is { Length: > 0 });
                    cases.Add(Case(JUnitElement.Read(reader, suites.Reverse().Select(suite => suite.Name), file), dialect, output));
                    break;
            }
        }
    }

    private static TestCase Case(JUnitElement element, JUnitDialect dialect, GateOutput output)
    {
        var (id, file) = JUnitDialectText.Id(element, dialect, output.Files);
        var test = new TestCase(id, element.Outcome) { File = file };
        if (element.Outcome is TestOutcome.Passed or TestOutcome.Skipped)
        {
            return test;
        }

        if (dialect == JUnitDialect.Node && id == file && NodeFileText.Of(output.Text, file) is { } words)
        {
            return test with { Details = FailureText.Details(words), Message = FailureText.Line(NodeFileText.Error(words) ?? words) };
        }

        return test with
        {
            Details = FailureText.Details(element.Details),
            Message =
                dialect == JUnitDialect.Pytest
                    ? PytestText.Message(element.Message, element.Details)
                    : FailureText.Line(element.Message is { Length: > 0 } message ? message.Split('\n')[0] : First(element.Details, id)),
            Line =
                dialect == JUnitDialect.Pytest ? PytestText.Line(element.Details, file)
                : StackText.Line(element.Details, file) is { } line ? line
                : int.TryParse(element.Line, NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told
                : null,
        };
    }

    /// <summary>The first line that is not the test's own name, which PHPUnit writes above.</summary>
    private static string First(string details, string id) =>
        details
            .Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.Length > 0 && !line.StartsWith(id, StringComparison.Ordinal))
        ?? "";
}
