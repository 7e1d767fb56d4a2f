using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>What it looks like when .NET cannot bring a project together.</summary>
internal static partial class DotnetFaults
{
    /// <summary>The fault; null when it is not the environment's.</summary>
    public static StackFault? Of(FailedCommand failed) =>
        Restore().OrNone().FirstIn(failed.Text) is { Success: true } restore
            ? new StackFault(FaultKind.Restore, $"packages cannot be restored: {FailureText.Line(restore.Value)}")
            {
                Remedy =
                    "Run `dotnet restore` once in the repository, so that the packages are in the user's folder; commands see it read-only",
            }
        : Sdk().OrNone().FirstIn(failed.Text) is { Success: true } sdk
            ? new StackFault(FaultKind.Missing, FailureText.Line(sdk.Value))
            {
                Remedy = "Install the SDK that the project asks for (global.json, TargetFramework)",
            }
        : Runtime().OrNone().FirstIn(failed.Text) is { Success: true } runtime
            ? new StackFault(FaultKind.Missing, $"the runtime that a program asks for is not installed: {FailureText.Line(runtime.Value)}")
            {
                Remedy =
                    "Install that runtime, or let a newer one stand in for it: `env: {DOTNET_ROLL_FORWARD: Major}` in .ashlar/config.yaml",
            }
        : Options().OrNone().FirstIn(failed.Text).Success
            ? new StackFault(
                FaultKind.Usage,
                "a program of tests does not take its options (exit code 5); `--report-trx` needs an extension of Microsoft.Testing.Platform"
            )
            {
                Remedy = "Add the package Microsoft.Testing.Extensions.TrxReport to the test projects, or use MSTest.Sdk, which has it",
            }
        : null;

    // Packages and their sources (NU11xx, NU13xx), and what a restore has to leave behind (NETSDK1004, NETSDK1064).
    [GeneratedRegex(@"error (?:NU1[13]\d\d|NETSDK1004|NETSDK1064)\b[^\n]{0,400}", RegexOptions.None, 1000)]
    private static partial Regex Restore();

    [GeneratedRegex(@"(?<=You must install or update \.NET[\s\S]{0,2000})Framework: '[^\n]{0,200}", RegexOptions.None, 1000)]
    private static partial Regex Runtime();

    // What the platform prints for a program whose options it refuses: 5 is its code for that, 8 the one for no tests.
    [GeneratedRegex(@"^Exit code: 5\r?$", RegexOptions.Multiline, 1000)]
    private static partial Regex Options();

    [GeneratedRegex(
        @"(?:error (?:NETSDK1045|NETSDK1147|MSB4236)\b|A compatible \.NET SDK was not found|No \.NET SDKs were found)[^\n]{0,400}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Sdk();
}
