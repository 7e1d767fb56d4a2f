using Ashlar.Core.Gates;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>The gates that can tell nothing on the run base: those that stop the run, and those that the work itself is to make able.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="scope">What the run's own agent may write.</param>
/// <param name="answers">What people answered about gates that could not work.</param>
/// <param name="all">The gates and criteria that are looked at on the run base.</param>
internal sealed class UnableGates(RunFacts facts, Repository repository, IScope scope, GateAnswers answers, IReadOnlyList<GateSetting> all)
{
    /// <summary>The results that no work could be judged by.</summary>
    public async Task<IReadOnlyList<GateResult>> StoppingAsync(Baseline known, CancellationToken cancellationToken) =>
        [.. (await OfAsync(known, cancellationToken).ConfigureAwait(false)).Where(unable => unable.Stops).Select(unable => unable.Result)];

    /// <summary>The names of the gates that the work itself is to make able.</summary>
    public async Task<IEnumerable<string>> ForWorkAsync(Baseline known, CancellationToken cancellationToken) =>
        (await OfAsync(known, cancellationToken).ConfigureAwait(false))
            .Where(unable => !unable.Stops && unable.Result.Inability!.Kind is not InabilityKind.NoInput)
            .Select(unable => unable.Result.Name);

    private async Task<IReadOnlyList<(GateResult Result, bool Stops)>> OfAsync(Baseline known, CancellationToken cancellationToken)
    {
        var unable = known.Results.Where(result => result.Inability is not null).ToList();
        if (unable.Count == 0)
        {
            return [];
        }

        var faults = new BaseFaults(
            await OrderWords.OfAsync(facts, repository, cancellationToken).ConfigureAwait(false),
            path => !scope.DecideWrite(path, existsAtBase: true).Allowed,
            answers.Rules(facts.Configuration, _ => false)
        );
        var criteria = facts.Started.Criteria.Select(gate => gate.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. unable.Select(result =>
                (result, faults.Stops(result, all.First(gate => gate.Name == result.Name), criteria.Contains(result.Name)))
            ),
        ];
    }
}
