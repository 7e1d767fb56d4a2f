using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>
/// Finds the tests that earlier runs left failing on purpose, by the trailers of the commits that the run builds on. They are no known failures: they
/// block tasks that build on the one that left them, and prove the one that turns them green.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="red">Where they are kept.</param>
internal sealed class InheritedRed(RunFacts facts, Repository repository, RedTests red)
{
    /// <summary>The baseline without them.</summary>
    public async Task<Baseline> TakeOutAsync(Baseline baseline, CancellationToken cancellationToken)
    {
        var failing = baseline
            .Results.SelectMany(result => result.Tests?.Cases ?? [])
            .Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error)
            .ToList();
        if (failing.Count == 0)
        {
            return baseline;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (commit, task, tests) in await CommitsAsync(cancellationToken).ConfigureAwait(false))
        {
            var left = tests.Where(test => failing.Exists(failed => RedTests.Means(test, failed))).ToList();
            if (left.Count == 0)
            {
                continue;
            }

            var owner = await IsOfThisListAsync(commit, cancellationToken).ConfigureAwait(false) ? task : null;
            foreach (var test in left.Where(test => !red.Ids.Contains(test, StringComparer.Ordinal)))
            {
                red.Inherit(test, owner);
                found.UnionWith(failing.Where(failed => RedTests.Means(test, failed)).Select(failed => failed.Id));
            }
        }

        return new Baseline([
            .. baseline.Results.Select(result =>
                result with
                {
                    New = [.. result.New.Where(finding => !found.Contains(finding.Key))],
                    Known = [.. result.Known.Where(finding => !found.Contains(finding.Key))],
                }
            ),
        ]);
    }

    /// <summary>The commits with such trailers, newest first.</summary>
    private async Task<IReadOnlyList<(string Commit, string Task, IReadOnlyList<string> Tests)>> CommitsAsync(
        CancellationToken cancellationToken
    )
    {
        const string Format =
            "--format=%H%x00%(trailers:key=Ashlar-Task,valueonly,separator=%x20)%x00%(trailers:key=Ashlar-Red,valueonly,separator=%x00)%x1e";
        var log = await repository
            .Git.TextAsync(["log", "--grep=^Ashlar-Red: ", Format, facts.Started.Base], cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. log.Split('\u001e', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(record => record.Split('\0'))
                .Where(parts => parts.Length > 2)
                .Select(parts => (parts[0], parts[1].Trim(), (IReadOnlyList<string>)[.. parts[2..].Select(test => test.Trim())])),
        ];
    }

    /// <summary>Whether a commit ticked this run's list: then its task is one of this list.</summary>
    private async Task<bool> IsOfThisListAsync(string commit, CancellationToken cancellationToken) =>
        facts.Work.ListPath is { } list
        && (
            await repository
                .Git.FieldsAsync(
                    ["diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", commit, "--", list],
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).Count > 0;
}
