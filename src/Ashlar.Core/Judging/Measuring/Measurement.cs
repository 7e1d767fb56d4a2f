using Ashlar.Core.Judging.Emptying;
using Ashlar.Core.Judging.Units;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>What is known before units are taken away.</summary>
public sealed record MeasurementSubject
{
    /// <summary>The units.</summary>
    public required UnitPlan Plan { get; init; }

    /// <summary>The whole run on the task's tree.</summary>
    public required BenchRun Green { get; init; }

    /// <summary>The texts of the changed product files in the task's tree.</summary>
    public required IReadOnlyDictionary<string, string?> Texts { get; init; }

    /// <summary>Ids of tests that are flaky: no witnesses.</summary>
    public IReadOnlySet<string> Flaky { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Ids of the task's own new and changed tests, best first: those that failed without the work.</summary>
    public IReadOnlyList<string> Own { get; init; } = [];

    /// <summary>When nothing further is begun.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(120);
}

/// <summary>
/// Takes the units of a change away, one after the other, and sees whether a test minds. Tests that noticed are run once more on the tree as it is:
/// what fails there too has noticed nothing.
/// </summary>
/// <param name="bench">Where tests run.</param>
/// <param name="clock">The time.</param>
public sealed class Measurement(ITestBench bench, TimeProvider clock)
{
    /// <summary>What was measured before, and who hears of progress; null for nobody.</summary>
    public IMeasurementRecord? Record { get; init; }

    /// <summary>Measures.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<MeasurementResult> RunAsync(MeasurementSubject subject, CancellationToken cancellationToken)
    {
        var runs = new MeasurementRuns(bench, clock, subject);
        var verdicts = new List<UnitVerdict>();
        if (runs.Witnesses.Count == 0)
        {
            verdicts.AddRange(
                subject.Plan.Chosen.Select(unit =>
                    UnitVerdict.Not(
                        unit,
                        new NotMeasured(NotMeasuredReason.NoTests, "cannot be measured: no test passes on the task's tree")
                    )
                )
            );
        }
        else if (await TogetherAsync(subject, runs, cancellationToken).ConfigureAwait(false))
        {
            verdicts.AddRange(subject.Plan.Chosen.Select(unit => UnitVerdict.Unnoticed(unit, UnitPlan.AllAtOnce)));
        }
        else
        {
            for (var at = 0; at < subject.Plan.Chosen.Count; at++)
            {
                var unit = subject.Plan.Chosen[at];
                if (Record?.Past(unit.Id) is { } past)
                {
                    verdicts.Add(new UnitVerdict(unit, past));
                    continue;
                }

                Record?.Begin(at + 1, subject.Plan.Chosen.Count, unit);
                verdicts.Add(Kept(await UnitAsync(unit, runs, cancellationToken).ConfigureAwait(false)));
            }
        }

        verdicts = await ControlledAsync(verdicts, runs, cancellationToken).ConfigureAwait(false);
        verdicts.AddRange(subject.Plan.NotMeasured.Select(left => UnitVerdict.Not(left.Unit, left.Reason)));
        return new MeasurementResult(WithStubs(verdicts)) { Runs = runs.Count };
    }

    /// <summary>Where no other function was measured, those that do nothing are what no test can notice: stubs, with or without their wiring.</summary>
    private static IReadOnlyList<UnitVerdict> WithStubs(List<UnitVerdict> verdicts) =>
        verdicts.Exists(verdict => verdict.Unit.IsFunction && verdict.Kind != VerdictKind.NotMeasured)
            ? verdicts
            :
            [
                .. verdicts.Select(verdict =>
                    verdict.Kind == VerdictKind.NotMeasured
                    && verdict.Missing.All(missing => missing.Reason == NotMeasuredReason.AlreadyEmpty)
                        ? UnitVerdict.Unnoticed(verdict.Unit, $"{verdict.Unit.Name} does nothing")
                        : verdict
                ),
            ];

    private async Task<bool> TogetherAsync(MeasurementSubject subject, MeasurementRuns runs, CancellationToken cancellationToken)
    {
        if (Record?.Past(UnitPlan.AllAtOnce) is { } past)
        {
            return past.Kind == VerdictKind.Unnoticed;
        }

        var unnoticed = await AllUnnoticedAsync(subject, runs, cancellationToken).ConfigureAwait(false);
        Record?.Keep(UnitPlan.AllAtOnce, new UnitFound(unnoticed ? VerdictKind.Unnoticed : VerdictKind.NotMeasured));
        return unnoticed;
    }

    /// <summary>What only time or the environment kept from being known is tried again.</summary>
    private UnitVerdict Kept(UnitVerdict verdict)
    {
        if (!verdict.Missing.Any(missing => missing.Reason is NotMeasuredReason.NoTime or NotMeasuredReason.Fault))
        {
            Record?.Keep(verdict.Unit.Id, verdict.Found);
        }

        return verdict;
    }

    /// <summary>Whether no test at all minds that everything is gone, in the first way and in the second.</summary>
    private static async Task<bool> AllUnnoticedAsync(MeasurementSubject subject, MeasurementRuns runs, CancellationToken cancellationToken)
    {
        // Where code comes back, it may do the work of what goes: nobody minds a function that is moved back to where it was.
        if (subject.Plan.Chosen.Any(unit => unit.Kind is not (UnitKind.Added or UnitKind.Changed)))
        {
            return false;
        }

        for (var way = 0; way < 2; way++)
        {
            if (way == 1 && !subject.Plan.Chosen.Any(unit => unit.Ways.Count > 1))
            {
                return true;
            }

            if (subject.Plan.Together(subject.Texts, way) is not { } together)
            {
                return false;
            }

            var seen = await runs.TryAsync(together, cancellationToken).ConfigureAwait(false);
            if (!seen.IsUnnoticed)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<UnitVerdict> UnitAsync(CodeUnit unit, MeasurementRuns runs, CancellationToken cancellationToken)
    {
        var missing = unit.Missing.ToList();
        UnitFound? unnoticed = null;
        foreach (var way in unit.Ways)
        {
            var seen = new List<Sighting>();
            foreach (var variant in way.Variants)
            {
                var sighting = await runs.TryAsync(variant, cancellationToken).ConfigureAwait(false);
                if (sighting.Missing is { } reason)
                {
                    missing.Add(reason);
                    continue;
                }

                seen.Add(sighting);
                if (sighting.IsUnnoticed)
                {
                    unnoticed = new UnitFound(VerdictKind.Unnoticed) { Variant = sighting.Variant, Way = way.Kind };
                    break;
                }
            }

            if (seen.Count > 0 && seen.TrueForAll(sighting => !sighting.IsUnnoticed))
            {
                var best = seen.Find(sighting => sighting.Shows == Shows.Noticed) ?? seen[0];
                return new UnitVerdict(
                    unit,
                    new UnitFound(best.Shows == Shows.Noticed ? VerdictKind.Noticed : VerdictKind.Executed)
                    {
                        Test = best.Test,
                        Variant = best.Variant,
                        Way = way.Kind,
                        Missing = missing,
                    }
                );
            }
        }

        return unnoticed is null ? UnitVerdict.Not(unit, missing) : new UnitVerdict(unit, unnoticed with { Missing = missing });
    }

    /// <summary>The verdicts after the control: the tests that noticed run on the unchanged tree.</summary>
    private static async Task<List<UnitVerdict>> ControlledAsync(
        List<UnitVerdict> verdicts,
        MeasurementRuns runs,
        CancellationToken cancellationToken
    )
    {
        var noticing = verdicts.Where(verdict => verdict.Kind is VerdictKind.Noticed or VerdictKind.Executed).ToList();
        if (noticing.Count == 0)
        {
            return verdicts;
        }

        var failed = await runs.ControlAsync(noticing.Select(verdict => verdict.Test), cancellationToken).ConfigureAwait(false);
        return
        [
            .. verdicts.Select(verdict =>
                noticing.Contains(verdict) && failed(verdict.Test)
                    ? UnitVerdict.Not(
                        verdict.Unit,
                        [
                            .. verdict.Missing,
                            new NotMeasured(
                                NotMeasuredReason.ControlFailed,
                                $"was noticed by {verdict.Test ?? "a run that hung"}, which did not pass once more on the unchanged tree"
                            ),
                        ]
                    )
                    : verdict
            ),
        ];
    }
}
