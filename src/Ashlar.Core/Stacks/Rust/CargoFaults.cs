using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>Tells from what cargo prints that it could not do its work: crates that have not been fetched, a tool chain that is not there.</summary>
internal static partial class CargoFaults
{
    /// <summary>Why cargo could not work; null where it could, or where nobody but the change is to blame.</summary>
    public static StackFault? Of(string text)
    {
        // What tests print is not a word of cargo's.
        if (Ran().IsIn(text))
        {
            return null;
        }

        if (Unfetched().FirstIn(text) is { Success: true } unfetched)
        {
            return new StackFault(
                FaultKind.Restore,
                $"cargo may not fetch what the crates need: {FailureText.Line(unfetched.Groups[1].Value)}"
            )
            {
                Remedy = "Run `cargo fetch` once yourself, so that ~/.cargo has the crates",
            };
        }

        if (ToolChain().FirstIn(text) is { Success: true } chain)
        {
            return new StackFault(FaultKind.Missing, FailureText.Line(chain.Groups[1].Value))
            {
                Remedy = "Install the tool chain that the project asks for: rustup toolchain install",
            };
        }

        return Linker().FirstIn(text) is { Success: true } linker
                ? new StackFault(FaultKind.Missing, $"the linker {linker.Groups[1].Value} is not there")
                {
                    Remedy = "Install it: apt install gcc",
                }
            : Usage().FirstIn(text) is { Success: true } usage
                ? new StackFault(FaultKind.Usage, $"cargo does not take its command line: {FailureText.Line(usage.Groups[1].Value)}")
            : null;
    }

    [GeneratedRegex(@"^running \d+ tests?$", RegexOptions.Multiline, 1000)]
    private static partial Regex Ran();

    [GeneratedRegex(
        @"^\s*(?:error: )?(no matching package named .{1,300}|attempting to make an HTTP request, but --offline was specified.{0,300}|failed to download .{1,300}|failed to get `.{1,300}|can't checkout from .{1,300}|Unable to update .{1,300}|failed to load source for dependency .{1,300}|failed to select a version for the requirement .{1,300})$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Unfetched();

    [GeneratedRegex(
        @"^error: (toolchain '.{1,200}' (?:is not installed|may not be able to run).{0,200}|rustup could not choose a version of cargo.{0,200}|.{0,300}requires rustc [\d.]+.{0,40} or newer.{0,200}|rustc [\d.]+ is not supported by the following packages?.{0,200})",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex ToolChain();

    [GeneratedRegex(@"^error: linker `(.{1,100})` not found", RegexOptions.Multiline, 1000)]
    private static partial Regex Linker();

    [GeneratedRegex(
        @"^error: (unexpected argument .{1,300}|no such command: .{1,300}|invalid value .{1,300})",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Usage();
}
