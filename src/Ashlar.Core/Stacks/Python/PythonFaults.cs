using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Python;

/// <summary>What it looks like when one of Python's tools cannot work.</summary>
internal static partial class PythonFaults
{
    /// <summary>The fault; null when it is not the environment's.</summary>
    public static StackFault? Of(FailedCommand failed) =>
        // Only the tool itself, named right after the interpreter: an import that the work lacks is the work's fault.
        failed.ExitCode == 1
        && NoModule().OrNone().FirstIn(failed.Text) is { Success: true } module
        && failed.Command.Words is [var tool, ..]
        && tool == module.Groups[1].Value
            ? new StackFault(FaultKind.Missing, $"the Python that runs the gate has no module {tool}") { Modules = [tool] }
            : null;

    [GeneratedRegex(@"No module named '?([\w]+)'?\s*$", RegexOptions.Multiline, 1000)]
    private static partial Regex NoModule();
}
