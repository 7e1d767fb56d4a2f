using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>What was wrong before the work began: the gates on the run base.</summary>
/// <param name="Results">Results on the run base, as <see cref="CommandGate.RunAsync"/> gives them.</param>
public sealed record Baseline(IReadOnlyList<GateResult> Results)
{
    /// <summary>
    /// What is never known, since it would let a task pass without any evidence: no test run, all skipped, an unreadable result,
    /// a time-out, an exit code that hides failures.
    /// </summary>
    private static readonly string[] NeverKnown = ["no-tests", "all-skipped", "results", "timeout", "exit-green"];

    /// <summary>A baseline that knows nothing.</summary>
    public static Baseline Empty { get; } = new([]);

    /// <summary>Runs the gates on the checkout of the run base.</summary>
    public static async Task<Baseline> RunAsync(CommandGate gate, IReadOnlyList<GateSetting> gates, CancellationToken cancellationToken)
    {
        var results = new List<GateResult>();
        foreach (var setting in gates)
        {
            results.Add(await gate.RunAsync(setting, cancellationToken).ConfigureAwait(false));
        }

        return new Baseline(results);
    }

    /// <summary>
    /// The result with what fails in the same way on the base set apart: same key and same message but for addresses, times and the
    /// like. Of several findings with one key and message, as many are known as the base had.
    /// </summary>
    public GateResult Compare(GateResult result)
    {
        if (
            result.Status == GateStatus.Env
            || Results.FirstOrDefault(known => known.Name == result.Name) is not { Status: not GateStatus.Env } before
        )
        {
            return result;
        }

        var left = new Dictionary<(string, string), int>();
        foreach (var finding in before.New.Concat(before.Known).Where(finding => !NeverKnown.Contains(finding.Key, StringComparer.Ordinal)))
        {
            var key = KeyOf(finding);
            left[key] = left.GetValueOrDefault(key) + 1;
        }

        var known = new List<Finding>();
        var fresh = new List<Finding>();
        foreach (var finding in result.New.Concat(result.Known))
        {
            var key = KeyOf(finding);
            var count = left.GetValueOrDefault(key);
            (count > 0 ? known : fresh).Add(finding);
            left[key] = count - 1;
        }

        // The exit code tells that something failed; when all that failed is known, so is the exit code.
        if (known.Count > 0)
        {
            fresh.RemoveAll(finding =>
                finding.Key.StartsWith("exit:", StringComparison.Ordinal) && before.New.Any(old => old.Key == finding.Key)
            );
        }

        return result with
        {
            New = fresh,
            Known = known,
            Status =
                fresh.Count > 0 ? GateStatus.Red
                : known.Count > 0 ? GateStatus.Known
                : GateStatus.Green,
        };
    }

    private static (string, string) KeyOf(Finding finding) => (finding.Key, FailureText.Normalise(finding.Message));
}
