using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>
/// What <c>ashlar_tests.rb</c> wrote about the tests of RSpec, minitest and test-unit, one file a process; ids are <c>file > description</c> and
/// <c>file > Class#method</c>. Without a file, the error with which Ruby ended tells which file could not be loaded.
/// </summary>
/// <param name="name">The runner.</param>
internal sealed partial class RubyReader(string name) : IResultReader
{
    private const string Last = "end";
    private const string Cut = "cut";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var cases = new TestCaseList();
        foreach (var file in output.Results)
        {
            var lines = Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines is [.., Cut])
            {
                return new GateReading([], null) { Trouble = CutShort.Because("a runner ended at a failure") };
            }

            if (lines.Length == 0 || lines[^1] != Last)
            {
                return new GateReading([], null) { Trouble = "a runner did not write its results to their end" };
            }

            foreach (var line in lines[..^1])
            {
                if (Case(line, output.Files) is not { } test)
                {
                    return new GateReading([], null) { Trouble = "a result file cannot be read" };
                }

                cases.Add(test);
            }
        }

        if (output.Results.Count > 0)
        {
            return CutShort.Of(output.Text) is { } cut
                ? new GateReading([], null) { Trouble = cut }
                : new GateReading([], new TestRun(cases.Done()));
        }

        return output.ExitCode != 0 && NotLoaded(output) is { } broken
            ? new GateReading([], new TestRun([broken]))
            : new GateReading([], null) { Trouble = "no runner of Ruby told of its tests" };
    }

    private static TestCase? Case(string line, CheckoutFiles files)
    {
        var fields = line.Split(' ');
        if (
            fields.Length != 6
            || fields.Select(Text).ToArray() is not [{ } kind, { } path, { } number, { } title, { } message, { } details]
        )
        {
            return null;
        }

        var file = files.Relative(path);
        if (kind == "outside")
        {
            var place = file ?? title.Trim();
            return new TestCase(place, TestOutcome.Error)
            {
                File = file is not null && files.Exists(file) ? file : null,
                Message = FailureText.Line(Cause(details)),
                Details = FailureText.Details(details),
                Line = StackText.Line(details, file),
            };
        }

        var outcome = kind switch
        {
            "passed" => TestOutcome.Passed,
            "failed" => TestOutcome.Failed,
            "error" => TestOutcome.Error,
            _ => TestOutcome.Skipped,
        };
        var test = new TestCase(file is null ? title : $"{file} > {title}", outcome) { File = file };
        return outcome is TestOutcome.Passed or TestOutcome.Skipped
            ? test
            : test with
            {
                Message = FailureText.Line(
                    string.Join(
                        ' ',
                        message
                            .Split('\n')
                            .Select(part => part.Trim())
                            .Where(part => part.Length > 0 && part != "(compared using ==)")
                            .Take(3)
                    )
                ),
                Details = FailureText.Details(details),
                Line =
                    StackText.Line(details, file)
                    ?? (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null),
            };
    }

    /// <summary>What RSpec says about a file is a heading, the source, and then the error.</summary>
    private static string Cause(string details)
    {
        var lines = details.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        var error = lines.FindIndex(line => ErrorName().IsIn(line));
        return error >= 0 ? string.Join(' ', lines.Skip(error).Take(2)) : lines.FirstOrDefault() ?? "could not be loaded";
    }

    private static TestCase? NotLoaded(GateOutput output)
    {
        foreach (var line in output.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (
                (Raised().FirstIn(line) is { Success: true } match || (match = Syntax().FirstIn(line)) is { Success: true })
                && output.Files.Relative(match.Groups[1].Value) is { } file
                && output.Files.Exists(file)
            )
            {
                return new TestCase(file, TestOutcome.Error)
                {
                    File = file,
                    Line = int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : null,
                    Message = FailureText.Line(match.Groups[3].Value),
                    Details = FailureText.Details(FailureText.Tail(output.Text, 40)),
                };
            }
        }

        return null;
    }

    private static string? Text(string field)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(field));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Z]\w*(?:::\w+)*(?:Error|Exception)?:$", RegexOptions.None, 1000)]
    private static partial Regex ErrorName();

    [GeneratedRegex(@"^(\S{1,600}\.rb):(\d{1,7}):in [`'].{1,300}?: (.{1,2000}\([A-Z][\w:]{1,200}\))$", RegexOptions.None, 1000)]
    private static partial Regex Raised();

    [GeneratedRegex(@"(\S{1,600}\.rb):(\d{1,7}): (syntax errors?.{0,2000})", RegexOptions.None, 1000)]
    private static partial Regex Syntax();
}
