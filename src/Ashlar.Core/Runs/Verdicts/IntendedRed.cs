using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Proof;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Failures on purpose among the results of a task's gates.</summary>
/// <param name="red">The tests that earlier tasks left red.</param>
/// <param name="site">Where the task is done.</param>
internal sealed class IntendedRed(RedTests red, TaskSite site)
{
    /// <summary>Failures on purpose: the task's own tests where it only writes tests, and those that earlier tasks left for others.</summary>
    public RedByIntent Of(IReadOnlyList<FileChange> files, TaskExamination examination, IReadOnlyList<GateResult> results)
    {
        var writesTests = TestsFirst.Is(site.Item, files) || (!site.Part.IsLast && TestsFirst.OnlyTests(files));
        var cases = results
            .SelectMany(result => result.Tests?.Cases ?? [])
            .GroupBy(test => test.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        bool MayStay(string id) => cases.TryGetValue(id, out var test) && red.MayStay(test, site.Item, site.Part.IsLast);
        IReadOnlyList<string> Own(string id) =>
            !writesTests || !cases.TryGetValue(id, out var test) ? []
            : examination.IsOwn(test) ? [id]
            : examination.Awaiting(test);
        var found = RedByIntent.Of(results, id => MayStay(id) || Own(id).Count > 0);
        return found with { Red = [.. found.Red.Where(id => !MayStay(id)).SelectMany(Own)] };
    }
}
