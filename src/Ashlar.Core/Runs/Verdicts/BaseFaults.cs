using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Which gates that could tell nothing on the run base stop a run, and which the work itself may make able.</summary>
/// <param name="order">The words of the work order.</param>
/// <param name="isAnothers">Whether the agent may not write a file.</param>
/// <param name="rules">What people said of the gates.</param>
internal sealed class BaseFaults(OrderWords order, Func<string, bool> isAnothers, KnownRules rules)
{
    /// <summary>Whether a gate stops the run.</summary>
    /// <param name="result">Its result on the run base.</param>
    /// <param name="gate">The gate.</param>
    /// <param name="isCriterion">Whether it is an acceptance criterion, which may well be red before the work.</param>
    public bool Stops(GateResult result, GateSetting gate, bool isCriterion) =>
        result.Inability is { } inability
        // One for some files only may have nothing to do with this work; its verdict is held against the base all the same.
        && gate.When.Count == 0
        && !rules.KnownGates.Contains(result.Name)
        && !rules.OwedGates.Contains(result.Name)
        && inability.Kind switch
        {
            InabilityKind.NoInput => false,
            InabilityKind.ExitOnly or InabilityKind.Contradiction when isCriterion => false,
            InabilityKind.NotRun or InabilityKind.NoResult => !IsWork(inability),
            _ => true,
        };

    /// <summary>
    /// Whether the work is to fix it: tests that are there first need what is not there yet. Then the order names it, or they are another's.
    /// </summary>
    private bool IsWork(GateInability inability) =>
        !inability.LacksDependency
        && (
            inability.Files.Any(file => StackCatalog.All.IsTest(file) && isAnothers(file))
            || inability.Names.Any(order.Have)
            || inability.Files.Any(file => order.HaveFile(file))
        );
}
