namespace Ashlar.Core.Gates.Proof;

/// <summary>A task that by its words only writes tests first: exactly its own new tests may fail.</summary>
/// <param name="Results">The gates with those failures taken out of what is new.</param>
/// <param name="Red">Ids of the tests that are red by intent.</param>
public sealed record RedByIntent(IReadOnlyList<GateResult> Results, IReadOnlyList<string> Red)
{
    /// <summary>Takes failures of the given tests out of what is new; a gate with nothing else counts as known.</summary>
    /// <param name="results">Compared with the baseline.</param>
    /// <param name="isOwn">Whether an id is one of the task's own new tests, or one that an earlier task left red by intent.</param>
    public static RedByIntent Of(IReadOnlyList<GateResult> results, Func<string, bool> isOwn)
    {
        var red = new List<string>();
        var judged = new List<GateResult>();
        foreach (var result in results)
        {
            if (result.Tests is null || result.Status != GateStatus.Red)
            {
                judged.Add(result);
                continue;
            }

            var own = result.New.Where(finding => result.Tests.Cases.Any(test => test.Id == finding.Key) && isOwn(finding.Key)).ToList();
            var left = result.New.Except(own).ToList();
            red.AddRange(own.Select(finding => finding.Key));
            judged.Add(
                own.Count == 0
                    ? result
                    : result with
                    {
                        New = left,
                        Known = [.. result.Known, .. own],
                        Status = left.Count == 0 ? GateStatus.Known : GateStatus.Red,
                    }
            );
        }

        return new RedByIntent(judged, red);
    }
}
