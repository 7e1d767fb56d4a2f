using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Runs;

public sealed class KnownUnitsTests
{
    private static readonly UnitFound Noticed = new(VerdictKind.Noticed) { Test = "own" };

    [Fact]
    public void A_unit_that_was_noticed_is_known_of_the_same_change_on_another_tree()
    {
        var known = new KnownUnits();
        known.For(Subject()).Keep("a.py:f", Noticed);

        Assert.Same(Noticed, known.For(Subject() with { Green = Run("own", "others") }).Noticed("a.py:f"));
        Assert.Null(known.For(Subject()).Noticed("a.py:g"));
    }

    [Fact]
    public void It_is_not_where_the_change_or_its_tests_are_others_or_the_test_does_not_pass()
    {
        var known = new KnownUnits();
        known.For(Subject()).Keep("a.py:f", Noticed);

        Assert.Null(known.For(Subject(product: "return 3")).Noticed("a.py:f"));
        Assert.Null(known.For(Subject(test: "pass")).Noticed("a.py:f"));
        Assert.Null(known.For(Subject() with { Green = Run("others") }).Noticed("a.py:f"));
        Assert.Null(known.For(Subject() with { Flaky = new HashSet<string> { "own" } }).Noticed("a.py:f"));
    }

    [Fact]
    public void What_nobody_noticed_is_asked_again()
    {
        var known = new KnownUnits();
        known.For(Subject()).Keep("a.py:f", new UnitFound(VerdictKind.Unnoticed));

        Assert.Null(known.For(Subject()).Noticed("a.py:f"));
    }

    private static ProofSubject Subject(string product = "return 2", string test = "assert f() == 2") =>
        new()
        {
            Trees = new TaskTrees([new ChangedContent("tests/test_a.py", FileRole.Test, null, System.Text.Encoding.UTF8.GetBytes(test))]),
            Product = [new ChangedFile("a.py", "return 1", product)],
            Green = Run("own"),
            IsOwn = _ => true,
        };

    private static TestRun Run(params string[] passing) => new([.. passing.Select(id => new TestCase(id, TestOutcome.Passed))]);
}
