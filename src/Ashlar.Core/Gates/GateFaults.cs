using System.Text.RegularExpressions;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Tells the environment's faults from the work's.</summary>
internal static partial class GateFaults
{
    /// <summary>Why the environment, not the work, stopped the command; null when it did not.</summary>
    public static GateInability? Of(CommandOutcome outcome, string text, GateCommand command, GateWorld world)
    {
        if (outcome.Ending == CommandEnding.Killed)
        {
            return Fault("the command was killed");
        }

        if (
            outcome.ExitCode is 126 or 127
            && NotFound().OrNone().FirstIn(text) is { Success: true } missing
            && !IsOwn(missing.Groups[1].Value)
        )
        {
            var program = missing.Groups[1].Value.Trim();
            return Fault($"the program {program} cannot be started (exit {outcome.ExitCode})", StackCatalog.All.Remedy(program));
        }

        if (outcome.ExitCode != 0 && StackCatalog.All.Fault(new FailedCommand(command, outcome.ExitCode, text)) is { } fault)
        {
            return new GateInability(KindOf(fault.Kind), fault.Message) { Remedy = fault.Remedy, Names = fault.Modules };
        }

        return world.Services.FirstOrDefault(service => Refused(text, service)) is { } lost
            ? Fault($"the service {lost} refused the connection", $"Start what listens on {lost}")
            : null;
    }

    private static GateInability Fault(string why, string? remedy = null) => new(InabilityKind.Environment, why) { Remedy = remedy };

    private static InabilityKind KindOf(FaultKind kind) =>
        kind switch
        {
            FaultKind.Usage => InabilityKind.Usage,
            FaultKind.NoInput => InabilityKind.NoInput,
            FaultKind.Restore => InabilityKind.Restore,
            _ => InabilityKind.Environment,
        };

    private static bool IsOwn(string program) => program.Contains('/', StringComparison.Ordinal) && !program.TrimStart().StartsWith('/');

    private static bool Refused(string text, string service)
    {
        var port = service[(service.LastIndexOf(':') + 1)..];
        foreach (var line in text.Split('\n'))
        {
            if (
                (line.Contains("refused", StringComparison.OrdinalIgnoreCase) || line.Contains("ECONNREFUSED", StringComparison.Ordinal))
                && BoundedPattern.Of($@"(?<!\d){Regex.Escape(port)}(?!\d)").OrNone().IsIn(line)
            )
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(
        @"(?:line \d+: |sh: \d+: |exec: )([^:\n]{1,300}): (?:command )?(?:not found|No such file or directory|Permission denied|cannot execute)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex NotFound();
}
