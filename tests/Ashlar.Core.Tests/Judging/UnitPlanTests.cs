using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class UnitPlanTests
{
    [Fact]
    public void Eight_units_are_chosen_three_of_them_the_smallest_hunks()
    {
        var units = Enumerable
            .Range(0, 10)
            .Select(at => Unit("a.py", $"f{at}", UnitKind.Added, 10 + at, at))
            .Concat(Enumerable.Range(0, 5).Select(at => Unit("b.py", $"h{at}", UnitKind.Hunk, 5 - at, at)))
            .Append(Unit("c.py", "g", UnitKind.Added, 1, 1))
            .ToList();

        var plan = UnitPlan.Of(units);
        var again = UnitPlan.Of([.. Enumerable.Reverse(units)]);

        Assert.Equal(["f8", "f9", "g", "h0", "h1", "h2", "h3", "h4"], plan.Chosen.Select(unit => unit.Name));
        Assert.Equal(plan.Chosen.Select(unit => unit.Id), again.Chosen.Select(unit => unit.Id));
        Assert.Equal(8, plan.NotMeasured.Count);
        Assert.All(plan.NotMeasured, left => Assert.Equal(NotMeasuredReason.TooMany, left.Reason.Reason));
    }

    [Fact]
    public void Units_without_a_way_keep_their_reason()
    {
        var reason = new NotMeasured(NotMeasuredReason.AlreadyEmpty, "does nothing already");

        var plan = UnitPlan.Of([Unit("a.py", "f", UnitKind.Added, 1, 1) with { Ways = [], Missing = [reason] }]);

        Assert.Empty(plan.Chosen);
        Assert.Equal([reason], plan.NotMeasured.Select(left => left.Reason));
    }

    [Fact]
    public async Task All_units_are_taken_away_at_once()
    {
        const string Code = "def a():\n    return str(1)\n\n\ndef b():\n    return str(2)\n";
        var plan = UnitPlan.Of(await Change.Of("a.py", "", Code));

        var together = plan.Together(new Dictionary<string, string?> { ["a.py"] = Code }, 0)!;

        Assert.Equal("def a():\n    return None\n\n\ndef b():\n    return None\n", together.Files["a.py"]);
        Assert.Null(plan.Together(new Dictionary<string, string?> { ["a.py"] = Code }, 1));
    }

    [Fact]
    public void Trees_are_composed_of_base_and_task()
    {
        var trees = new TaskTrees([
            new ChangedContent("app.py", FileRole.Product, "1"u8.ToArray(), "2"u8.ToArray()),
            new ChangedContent("tests/test_new.py", FileRole.Test, null, "new"u8.ToArray()),
            new ChangedContent("tests/test_old.py", FileRole.Test, "old"u8.ToArray(), "changed"u8.ToArray()),
            new ChangedContent("tests/conftest.py", FileRole.Support, "setup"u8.ToArray(), null),
            new ChangedContent("tests/a.py", FileRole.Test, "def test_moved():\n    assert True\n"u8.ToArray(), null),
            new ChangedContent("tests/unit/a.py", FileRole.Test, null, "def test_moved():\n    assert True\n"u8.ToArray()),
        ]);

        Assert.Equal(
            ["tests/a.py -", "tests/conftest.py -", "tests/test_new.py new", "tests/test_old.py changed", "tests/unit/a.py def"],
            Shown(trees.Without)
        );
        Assert.Equal(TreeSide.Base, trees.Without.Side);
        string[] earlier = ["tests/a.py def", "tests/conftest.py setup", "tests/test_old.py old", "tests/unit/a.py -"];
        Assert.Equal(earlier, Shown(trees.EarlierBesideNew));
        Assert.Equal(earlier.Append("tests/test_new.py -").Order(StringComparer.Ordinal), Shown(trees.Earlier!));
        Assert.Equal(TreeSide.Task, trees.Earlier!.Side);
        Assert.Null(new TaskTrees([.. trees.Change.Take(2)]).Earlier);
    }

    private static IEnumerable<string> Shown(TreeOverlay tree) =>
        tree
            .Files.OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => $"{file.Key} {(file.Value is { } content ? System.Text.Encoding.UTF8.GetString(content).Split(' ')[0] : "-")}");

    private static CodeUnit Unit(string path, string name, UnitKind kind, int size, int line) =>
        new(path, name, kind)
        {
            Size = size,
            Line = line,
            Ways = [new UnitWay(WayKind.Base, [new Variant(name, new Dictionary<string, string?> { [path] = "" })])],
        };
}
