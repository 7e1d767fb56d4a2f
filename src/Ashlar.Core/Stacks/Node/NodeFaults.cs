using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Node;

/// <summary>What it looks like when node itself does not take its command line, in the output of a command that told no result.</summary>
internal static partial class NodeFaults
{
    /// <summary>The fault; null when it is not the command line's.</summary>
    public static StackFault? Of(FailedCommand failed)
    {
        if (BadOption().OrNone().FirstIn(failed.Text) is { Success: true } option)
        {
            var name = option.Groups[1].Value;
            return new StackFault(FaultKind.Usage, $"exit {failed.ExitCode}: node: bad option: {name}")
            {
                Remedy = $"Run it with a version of node that has {name}, or take {name} out of the command",
            };
        }

        // node before version 21 takes a pattern in quotes for the name of a file.
        return NotFound().OrNone().FirstIn(failed.Text) is { Success: true } pattern
            ? new StackFault(FaultKind.NoInput, $"exit {failed.ExitCode}: {FailureText.Line(pattern.Value)}")
            {
                Remedy =
                    pattern.Groups[1].Value.IndexOfAny(['*', '?', '{']) >= 0
                        ? "Run it with node 21 or newer, which reads patterns; or let the shell read the pattern, or name a folder"
                        : $"Commit {FailureText.Line(pattern.Groups[1].Value)}, or change the gate's command",
            }
            : null;
    }

    [GeneratedRegex(@"^\S*node(?:\.exe)?: bad option: (\S{1,200})\r?$", RegexOptions.Multiline, 1000)]
    private static partial Regex BadOption();

    [GeneratedRegex(@"^Could not find '([^'\n]{1,500})'\r?$", RegexOptions.Multiline, 1000)]
    private static partial Regex NotFound();
}
