using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Node;

/// <summary>
/// Results of the runners of node: jest's JSON (jest, vitest, mocha), JUnit XML (<c>node --test</c>, playwright), TAP (ava, tap, tape) and
/// the text of uvu. What a file is, its first signs tell; one command may run several runners.
/// </summary>
/// <param name="name">The name in <c>results:</c>.</param>
internal sealed partial class NodeReader(string name) : IResultReader
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        var texts = output
            .Results.Select(file => (File: file, Text: Head(file)))
            .Where(file => !file.Text.StartsWith("'use strict'", StringComparison.Ordinal))
            .ToList();
        if (texts.Count == 0 && TapReader.IsTap(output.Text))
        {
            return TapReader.Read(output.Text, output.Files, cases) is { } broken
                ? new GateReading([], null) { Trouble = broken }
                : new GateReading([], new TestRun(cases.Done()));
        }

        if (texts.Count == 0)
        {
            return new GateReading([], null) { Trouble = "the command wrote no result file" };
        }

        try
        {
            foreach (var (file, text) in texts)
            {
                if (One(file, text, output, cases) is { } trouble)
                {
                    return new GateReading([], null) { Trouble = trouble };
                }
            }

            return CutShort.Of(output.Text) is { } cut
                ? new GateReading([], null) { Trouble = cut }
                : new GateReading([.. Unhandled(output.Text)], new TestRun(cases.Done()));
        }
        catch (Exception trouble) when (trouble is XmlException or JsonException)
        {
            return new GateReading([], null) { Trouble = $"the result file cannot be read: {FailureText.Line(trouble.Message)}" };
        }
    }

    private static string? One(byte[] file, string head, GateOutput output, TestCaseList cases)
    {
        switch (head)
        {
            case ['{', ..]:
                JestReader.Read(file, output.Files, cases);
                return null;
            case ['<', ..]:
                var told = output.Command.Tool.Dialect;
                var dialect =
                    head.Contains("<testsuites id=", StringComparison.Ordinal) ? JUnitDialect.Script
                    : head.Contains("classname=\"test\"", StringComparison.Ordinal) ? JUnitDialect.Node
                    : told;
                JUnitReader.Read(file, output, cases, dialect);
                return null;
            default:
                var text = Encoding.UTF8.GetString(file);
                return UvuReader.IsUvu(text) ? UvuReader.Read(text, output.Files, cases) : TapReader.Read(text, output.Files, cases);
        }
    }

    /// <summary>Errors outside of any test, which make vitest end with 1 although every test passed.</summary>
    private static IEnumerable<Finding> Unhandled(string text) =>
        UnhandledError()
            .AllIn(text.ReplaceLineEndings("\n"))
            .Select(match => FailureText.Line(match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal)
            .Select(message => new Finding($"unhandled:{message}", $"unhandled error outside of any test: {message}"));

    private static string Head(byte[] file) =>
        Encoding.UTF8.GetString(file.AsSpan(0, Math.Min(file.Length, 16 * 1024))).TrimStart('\uFEFF', ' ', '\n', '\r');

    [GeneratedRegex(@"⎯ (?:Unhandled Rejection|Uncaught Exception|Unhandled Error) ⎯+\n([^\n]{1,600})", RegexOptions.None, 1000)]
    private static partial Regex UnhandledError();
}
