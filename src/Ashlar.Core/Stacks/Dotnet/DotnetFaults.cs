using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>What it looks like when .NET cannot bring a project together.</summary>
internal static partial class DotnetFaults
{
    /// <summary>The fault; null when it is none of the environment's.</summary>
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
        : null;

    // Packages and their sources (NU11xx, NU13xx), and what a restore has to leave behind (NETSDK1004, NETSDK1064).
    [GeneratedRegex(@"error (?:NU1[13]\d\d|NETSDK1004|NETSDK1064)\b[^\n]{0,400}", RegexOptions.None, 1000)]
    private static partial Regex Restore();

    [GeneratedRegex(
        @"(?:error (?:NETSDK1045|NETSDK1147|MSB4236)\b|A compatible \.NET SDK was not found|No \.NET SDKs were found)[^\n]{0,400}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Sdk();
}
