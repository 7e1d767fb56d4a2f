using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>Measures what a change's tests are worth: whether they could pass without it, and whether any of them notices when it is gone.</summary>
/// <param name="bench">Where tests run.</param>
/// <param name="python">A Python, or null where there is none.</param>
/// <param name="clock">The time.</param>
public sealed class ProofJudge(ITestBench bench, IPythonSyntax? python, TimeProvider clock)
{
    /// <summary>What was measured before, and who hears of progress; null for nobody.</summary>
    public IMeasurementRecord? Record { get; init; }

    /// <summary>Measures.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ProofVerdict> JudgeAsync(ProofSubject subject, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var green = BenchRun.Of(subject.Green?.Cases ?? [], subject.GreenDuration);
        var own = await new OwnTests(bench, subject).ReadAsync(green, cancellationToken).ConfigureAwait(false);
        var units = await UnitsAsync(ProductFiles.Measured(subject.Product, own.Count > 0), cancellationToken).ConfigureAwait(false);
        var seen = units.Count == 0 ? [] : await MeasureAsync(subject, units, green, own, cancellationToken).ConfigureAwait(false);
        var silent = subject.Product.Where(file => !ProductFiles.AreCode(file)).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var hasCode = units.Any(unit => !silent.Contains(unit.Path));
        // Configuration and looks count where a test notices them; that none does says nothing.
        seen = [.. seen.Where(unit => unit.Verdict == VerdictKind.Noticed || !silent.Contains(unit.Path))];
        var level = Level(subject, own, seen);
        var alone =
            level == TestProof.NoCode && !own.Any(test => test.NeedsWork)
                ? await new TestsAlone(bench, python, subject).MeasureAsync(green, own, cancellationToken).ConfigureAwait(false)
                : TestsAloneResult.Nothing;
        level = alone.IsFinding ? TestProof.Unnoticed : level;
        var silenced =
            level is not TestProof.Unnoticed && IsDoubtful(subject, seen)
                ? await new SilencedTests(bench, python, clock).OfAsync(subject, green, seen, cancellationToken).ConfigureAwait(false)
                : [];
        return new ProofVerdict(level, own, seen)
        {
            Findings =
            [
                .. alone.IsFinding ? [ProofText.Alone(alone)] : ProofText.Findings(subject, level, own, seen, !hasCode && seen.Count == 0),
                .. silenced.Count > 0 ? [ProofText.Silence(silenced, green)] : (Finding[])[],
            ],
            Milliseconds = (long)clock.GetElapsedTime(began).TotalMilliseconds,
        };
    }

    /// <summary>Whether the change does to code that was there what no test is known to notice.</summary>
    private static bool IsDoubtful(ProofSubject subject, IReadOnlyList<UnitEvidence> units) =>
        units.Any(unit => unit.Verdict is VerdictKind.Unnoticed or VerdictKind.NotMeasured)
        && subject.Product.Any(file => file.Before is not null && ProductFiles.AreCode(file));

    /// <summary>Where there is no Python, its files are read by lines.</summary>
    private async Task<IReadOnlyList<CodeUnit>> UnitsAsync(IReadOnlyList<ChangedFile> product, CancellationToken cancellationToken)
    {
        try
        {
            return await ChangeUnits.ReadAsync(product, python, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandStartException) when (python is not null)
        {
            return await ChangeUnits.ReadAsync(product, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<UnitEvidence>> MeasureAsync(
        ProofSubject subject,
        IReadOnlyList<CodeUnit> units,
        BenchRun green,
        IReadOnlyList<OwnTest> own,
        CancellationToken cancellationToken
    )
    {
        var measured = await new Measurement(bench, clock) { Record = Record }
            .RunAsync(
                new MeasurementSubject
                {
                    Plan = UnitPlan.Of(units, subject.Bounds.Units),
                    Green = green,
                    Texts = subject.Product.ToDictionary(file => file.Path, file => file.After, StringComparer.Ordinal),
                    Flaky = subject.Flaky,
                    Own = [.. own.Select(test => test.Id)],
                    Budget = subject.Bounds.Time,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. measured.Units.Select(unit => new UnitEvidence(unit.Unit.Path, unit.Unit.Line, unit.Unit.Name, unit.Kind)
            {
                IsFunction = unit.Unit.IsFunction,
                Test = unit.Test,
                Words =
                    unit.Kind == VerdictKind.NotMeasured
                        ? string.Join("; ", unit.Missing.Select(missing => missing.Words).Distinct(StringComparer.Ordinal))
                        : unit.Variant,
            }),
        ];
    }

    private static TestProof Level(ProofSubject subject, IReadOnlyList<OwnTest> own, IReadOnlyList<UnitEvidence> units)
    {
        var needing = own.Where(test => test.NeedsWork).Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        // That its wiring is noticed says nothing of a function that nobody misses.
        var functions = units.Where(unit => unit.IsFunction && unit.Verdict != VerdictKind.NotMeasured).ToList();
        var counts = functions.Count == 0 || functions.Exists(unit => unit.Verdict == VerdictKind.Noticed);
        var noticed = counts ? units.Where(unit => unit.Verdict == VerdictKind.Noticed).ToList() : [];
        if (noticed.Exists(unit => unit.Test is null ? needing.Count > 0 : needing.Contains(unit.Test)))
        {
            return TestProof.RedGreen;
        }

        // Nothing could be taken away: that a test ran and failed without the work is all that is known, and more than an import error.
        if (units.All(unit => unit.Verdict == VerdictKind.NotMeasured) && own.Any(test => test.Without == WithoutWork.Fails))
        {
            return subject.Product.Count > 0 && units.Count == 0 && subject.Product.Any(ProductFiles.AreCode)
                ? TestProof.NoCode
                : TestProof.RedGreen;
        }

        return noticed.Count > 0 ? TestProof.RegressionOnly
            : units.Count == 0 || !subject.Product.Any(ProductFiles.AreCode) ? TestProof.NoCode
            : subject.IsUncovered || subject.Green is null ? TestProof.NotExamined
            : TestProof.Unnoticed;
    }
}
