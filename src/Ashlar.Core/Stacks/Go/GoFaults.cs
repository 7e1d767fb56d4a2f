using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>Tells from what go prints that it could not do its work: modules that have not been downloaded, a Go or a C compiler that is not there.</summary>
internal static partial class GoFaults
{
    /// <summary>Why go could not work; null where it could, or where the change is to blame: an import that go.mod does not have.</summary>
    public static StackFault? Of(string text)
    {
        if (Older().FirstIn(text) is { Success: true } older)
        {
            return new StackFault(
                FaultKind.Missing,
                $"the Go that is installed is too old: {FailureText.Line(older.Groups.Values.Skip(1).First(part => part.Success).Value)}"
            )
            {
                Remedy = "Install the version that go.mod asks for",
            };
        }

        if (Unfetched().FirstIn(text) is { Success: true } unfetched)
        {
            return new StackFault(
                FaultKind.Restore,
                $"go may not download what the modules need: {FailureText.Line(unfetched.Groups[1].Value)}"
            )
            {
                Remedy = "Run `go mod download` once yourself, so that the module cache has it",
            };
        }

        return Compiler().FirstIn(text) is { Success: true } compiler
                ? new StackFault(FaultKind.Missing, $"the C compiler {compiler.Groups[1].Value} is not there")
                {
                    Remedy = "Install it: apt install gcc",
                }
            : Usage().FirstIn(text) is { Success: true } usage
                ? new StackFault(FaultKind.Usage, $"go does not take its command line: {FailureText.Line(usage.Groups[1].Value)}")
            : null;
    }

    // Only lines of go's own: what tests print is within events or behind four spaces.
    [GeneratedRegex(
        @"^(?:go: |\S{1,300}\.go:\d+:\d+: )(.{0,400}(?:module lookup disabled by GOPROXY=off|reading file:///.{0,400}(?:no such file or directory|not found)|dial tcp.{0,200}|no such host|cannot query module due to -mod=vendor|disabled by -mod=vendor).{0,100})$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Unfetched();

    // A newer Go that was to be downloaded is not a module of the project either.
    [GeneratedRegex(
        @"^(?:go: (.{0,300}requires go >= [\w.]+ \(running go .{0,200}|download go[\d.]+ for .{0,300}|golang\.org/toolchain@.{0,300})|(?:\S{1,300})?go\.(?:mod|work):\d+: (unknown directive: toolchain|invalid go version '.{1,40}))",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Older();

    [GeneratedRegex(
        @"cgo: C compiler ""(.{1,100})"" not found|exec: ""(?<1>gcc|clang|cc|g\+\+)"": executable file not found",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Compiler();

    [GeneratedRegex(
        @"^(flag provided but not defined: .{1,200}|go: unknown subcommand.{0,200}|go: unknown command.{0,200})$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Usage();
}
