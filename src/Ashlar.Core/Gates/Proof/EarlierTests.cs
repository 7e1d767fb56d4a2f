using System.Text;
using System.Text.RegularExpressions;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>
/// Runs existing tests that a task changed as they were before, on the task's product code. What they expected still holds, unless the written
/// task asks for something else (contract section 6: expected values count as tests).
/// </summary>
/// <param name="world">Where it runs; its root is the checkout's.</param>
/// <param name="checkout">The checkout, filled here; it must be filled again before it judges anything else.</param>
internal sealed partial class EarlierTests(GateWorld world, GateCheckout checkout)
{
    /// <summary>One finding for each earlier test that fails and that the task does not explain.</summary>
    /// <param name="subject">The change.</param>
    /// <param name="tree">The tree that is judged.</param>
    /// <param name="ranBefore">The tests that ran on the task base, or null.</param>
    /// <param name="allowance">What the written task and answers allow.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Finding>> JudgeAsync(
        EarlierSubject subject,
        string tree,
        TestRun? ranBefore,
        IntegrityAllowance allowance,
        CancellationToken cancellationToken
    )
    {
        var tests = subject.Change.Where(file => JudgeInputs.Counts(file.Path)).ToList();
        var touched = tests.Where(file => file.Before is not null && TakesAway(file)).ToList();
        if (touched.Count == 0 || !subject.Change.Any(file => !JudgeInputs.Counts(file.Path) && TestPaths.IsCode(file.Path)))
        {
            return [];
        }

        await checkout.FillAsync(tree, subject.BaseCommit, cancellationToken).ConfigureAwait(false);
        checkout.Lay(
            tests.ToDictionary(
                file => file.Path,
                file => file.Before is null ? null : Encoding.UTF8.GetBytes(file.Before),
                StringComparer.Ordinal
            )
        );
        var focus = new GateFocus(touched.TrueForAll(file => TestPaths.IsTest(file.Path)) ? [.. touched.Select(file => file.Path)] : []);
        var excuses = new Excuses(subject, allowance, touched);
        var known = (ranBefore?.Cases ?? [])
            .Concat(subject.Run.Cases)
            .Where(IsBad)
            .Select(test => test.Id)
            .ToHashSet(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var gate in subject.Gates)
        {
            var failed = await FailedAsync(gate, focus, cancellationToken).ConfigureAwait(false);
            findings.AddRange(failed.Where(test => !known.Contains(test.Id) && !excuses.Has(test)).Select(Finding));
        }

        return [.. findings.DistinctBy(finding => finding.Key)];
    }

    /// <summary>What fails twice.</summary>
    private async Task<IReadOnlyList<TestCase>> FailedAsync(GateSetting gate, GateFocus focus, CancellationToken cancellationToken)
    {
        var attempt = new GateAttempt(world);
        var first = await attempt.RunAsync(gate, focus, cancellationToken).ConfigureAwait(false);
        var failed = first.Reading?.Tests?.Cases.Where(IsBad).ToList() ?? [];
        if (failed.Count == 0)
        {
            return [];
        }

        var second = await attempt.RunAsync(gate, focus, cancellationToken).ConfigureAwait(false);
        var again = second.Reading?.Tests?.Cases.Where(IsBad).Select(test => test.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        return [.. failed.Where(test => again.Contains(test.Id))];
    }

    private static bool IsBad(TestCase test) => test.Outcome is TestOutcome.Failed or TestOutcome.Error;

    /// <summary>Whether lines of the base are gone: what is only added cannot change what was expected.</summary>
    private static bool TakesAway(ChangedFile file) =>
        file.After is null
        || (!TestPaths.IsTest(file.Path) && Reaches(file))
        || new ChangedFile(file.Path, file.After, file.Before).AddedLines() is var gone
            && gone.Select(number => ChangedFile.Lines(file.Before)[number - 1].Trim())
                .Any(line => line.Length > 0 && !Import().IsIn(line));

    /// <summary>Whether set-up gains what can reach into every test or into the product.</summary>
    private static bool Reaches(ChangedFile file)
    {
        var lines = ChangedFile.Lines(file.After);
        return file.AddedLines().Any(number => Reach().IsIn(lines[number - 1]));
    }

    private static Finding Finding(TestCase test) =>
        new(
            $"earlier:{test.Id}",
            $"{test.Id}  as it was at the start of the task fails on the code now: {FailureText.Line(test.Message ?? "it fails")}. The task does not ask for another result: mend the code and put the test back. If the task really requires it, Escalate (question)."
        )
        {
            Path = test.File,
            Rule = "test-integrity",
        };

    [GeneratedRegex(
        @"\bautouse\b|\bsetattr\b|\bpatch\b|\b[mM]ock|\bsys\.modules\b|^\w[\w.]*\.\w+\s*=[^=]|\bglobal(?:This)?\b|\bprototype\b|\bspyOn\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Reach();

    [GeneratedRegex(@"^(?:import\b|from\b.*\bimport\b|const\b.*=\s*require\(|\}?\s*from\s+['""]|using\b|#|//)", RegexOptions.None, 1000)]
    private static partial Regex Import();
}
