using System.Text;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>Tells an author what no test notices, and what to do.</summary>
public static class ProofText
{
    /// <summary>The key and rule of the finding that no test notices the change.</summary>
    public const string Unnoticed = "unnoticed";

    /// <summary>The key and rule of the finding that the change does nothing.</summary>
    public const string NoEffect = "no-effect";

    /// <summary>The key and rule of the finding that tests which nobody touched no longer notice anything.</summary>
    public const string Silenced = "silenced";

    private const int Shown = 8;

    internal static IReadOnlyList<Finding> Findings(
        ProofSubject subject,
        TestProof level,
        IReadOnlyList<OwnTest> own,
        IReadOnlyList<UnitEvidence> units,
        bool hasNoUnits
    )
    {
        if (level == TestProof.Unnoticed)
        {
            return
            [
                new Finding(Unnoticed, Message(own, units))
                {
                    Rule = Unnoticed,
                    Way = WayOut.Justify,
                    Path = units[0].Path,
                    Line = units[0].Line,
                },
            ];
        }

        var code = subject.Product.Where(ProductFiles.AreCode).Select(file => file.Path).ToList();
        return hasNoUnits && code.Count > 0
            ?
            [
                new Finding(
                    NoEffect,
                    $"{string.Join(", ", code.Take(Shown))}  changed in comments, documentation, layout, imports or types only: the change has no effect on what the code does. Do what the task asks for."
                )
                {
                    Rule = NoEffect,
                    Way = WayOut.Justify,
                    Path = code[0],
                },
            ]
            : [];
    }

    /// <summary>The finding on tests that were silenced.</summary>
    internal static Finding Silence(IReadOnlyList<string> tests, BenchRun green)
    {
        var more = tests.Count > Shown ? $" and {tests.Count - Shown} more" : "";
        return new Finding(
            Silenced,
            $"{string.Join(", ", tests.Take(Shown))}{more}  noticed at BASE when the functions of the changed files do nothing, and pass on your code whatever these do, although the tests are as they were. Something of the change stands between them and what they test: an assertion, a helper, a package or a setting that is found first. Take it out."
        )
        {
            Rule = Silenced,
            Way = WayOut.Justify,
            Path = tests.Select(id => green.Tests.GetValueOrDefault(id)?.File).FirstOrDefault(file => file is not null),
        };
    }

    /// <summary>The finding that new tests check nothing of the code that they are about.</summary>
    internal static Finding Alone(TestsAloneResult alone)
    {
        var text = new StringBuilder();
        if (alone.IsAsleep)
        {
            text.Append("No new test runs: what is skipped or expected to fail checks nothing.\n");
            Lines(text, "does not run", alone.Tests);
            text.Append("Write a test that runs and passes.");
        }
        else
        {
            text.Append("Measured: your new tests pass although the functions that they name return nothing.\n");
            Lines(text, "was emptied", alone.Functions.Select(function => $"{function.Path}:{function.Line} {function.Name}"));
            Lines(text, "passed then too", alone.Tests);
            text.Append($"Write a test that fails when {alone.Functions[0].Name} returns nothing.");
        }

        return new Finding(Unnoticed, text.ToString()) { Rule = Unnoticed, Way = WayOut.Justify };
    }

    private static string Message(IReadOnlyList<OwnTest> own, IReadOnlyList<UnitEvidence> units)
    {
        var text = new StringBuilder();
        var unnoticed = units.Where(unit => unit.Verdict is VerdictKind.Unnoticed or VerdictKind.Executed).ToList();
        var missing = units.Where(unit => unit.Verdict == VerdictKind.NotMeasured).ToList();
        var isWiring = units.Any(unit => unit.Verdict == VerdictKind.Noticed);
        text.Append(
            $"Measured on what would be committed: {units.Count} {(units.Count == 1 ? "unit" : "units")} changed, {(isWiring ? "no function" : "none")} noticed by a test.\n"
        );
        Lines(text, "nothing notices when this is gone", unnoticed.Where(unit => unit.Verdict == VerdictKind.Unnoticed).Select(Unit));
        Lines(
            text,
            "a test comes by, but none is known to mind the result",
            unnoticed.Where(unit => unit.Verdict == VerdictKind.Executed).Select(Unit)
        );
        Lines(text, "could not be measured", missing.Select(Unit));
        Lines(text, "your new tests passed then too", unnoticed.Count > 0 ? own.Select(test => test.Id) : []);
        if (own.Count == 0)
        {
            text.Append("  no new test passed: what is skipped, expected to fail, not awaited or not collected notices nothing\n");
        }

        text.Append(
            unnoticed.Count > 0
                ? $"Write a test that fails when {Loss(unnoticed[0])}"
                : "Write a test that fails on the code before your change"
        );
        return text.Append('.').ToString();
    }

    private static string Loss(UnitEvidence unit) =>
        unit.Words is { } words && words.StartsWith($"{unit.Name} returns", StringComparison.Ordinal) ? words : $"{unit.Name} is gone";

    private static string Unit(UnitEvidence unit) =>
        $"{unit.Path}:{unit.Line} {unit.Name}"
        + (
            unit.Words is null ? ""
            : unit.Verdict == VerdictKind.NotMeasured ? $" {unit.Words}"
            : $" ({unit.Words})"
        );

    private static void Lines(StringBuilder text, string what, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        foreach (var line in all.Take(Shown))
        {
            text.Append("  ").Append(what).Append(": ").Append(line).Append('\n');
        }

        if (all.Count > Shown)
        {
            text.Append($"  and {all.Count - Shown} more of the same kind\n");
        }
    }
}
