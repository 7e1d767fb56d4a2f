using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Php;

/// <summary>The file that <c>--log-junit</c> asks for; where PHP ended before any test, the error names the file that could not be loaded.</summary>
internal sealed partial class PhpunitReader : IResultReader
{
    private readonly JUnitReader files = new();

    /// <summary>What <c>PhpReport</c> leaves where it could not keep the runner from stopping.</summary>
    private static ReadOnlySpan<byte> Stops => "<stops/>"u8;

    /// <inheritdoc/>
    public string Name => PhpStack.Phpunit;

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var reading = files.Read(output);
        if (reading.Tests is { } tests && tests.Passing < tests.Total && output.Results.Any(file => file.AsSpan().SequenceEqual(Stops)))
        {
            return new GateReading([], null) { Trouble = CutShort.Because("the configuration tells the runner to end at a failure") };
        }

        if (reading.Tests is not null || output.ExitCode == 0 || Fatal().FirstIn(output.Text) is not { Success: true } fatal)
        {
            return reading;
        }

        var file = output.Files.Relative(fatal.Groups[2].Value);
        return file is null || !output.Files.Exists(file)
            ? reading
            : new GateReading(
                [],
                new TestRun([
                    new TestCase(file, TestOutcome.Error)
                    {
                        File = file,
                        Line = int.TryParse(fatal.Groups[3].ValueSpan, out var line) ? line : null,
                        Message = FailureText.Line(fatal.Groups[1].Value),
                        Details = FailureText.Details(FailureText.Tail(output.Text, 40)),
                    },
                ])
            );
    }

    [GeneratedRegex(@"PHP (?:Fatal error|Parse error): +(.{1,1000}?) in (\S{1,600}\.php)(?::| on line )(\d{1,7})", RegexOptions.None, 1000)]
    private static partial Regex Fatal();
}
