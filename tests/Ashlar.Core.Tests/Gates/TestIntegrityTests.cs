using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class TestIntegrityTests : IDisposable
{
    private const string Base = """
        import pytest
        from billing import total

        def test_cents():
            assert total(1) == 2
            assert total(2) == 4

        @pytest.mark.parametrize("n", [1, 2, 3])
        def test_many(n):
            assert total(n)

        class TestX:
            def test_half(self):
                with pytest.raises(ValueError):
                    total(None)
        """;

    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("    assert total(2) == 4\n", "", "weakened:t/test_a.py::test_cents")]
    [InlineData("    assert total(2) == 4\n", "    assert True\n", "weakened:t/test_a.py::test_cents")]
    [InlineData("    assert total(1) == 2\n", "    return\n    assert total(1) == 2\n", "weakened:t/test_a.py::test_cents")]
    [InlineData(
        "    assert total(n)\n",
        "    try:\n        assert total(n)\n    except Exception:\n        pass\n",
        "weakened:t/test_a.py::test_many"
    )]
    [InlineData("    assert total(n)\n", "    if False:\n        assert total(n)\n", "weakened:t/test_a.py::test_many")]
    [InlineData("def test_cents", "@pytest.mark.skip\ndef test_cents", "skipped:t/test_a.py::test_cents")]
    [InlineData("def test_cents", "@pytest.mark.xfail(reason='x')\ndef test_cents", "skipped:t/test_a.py::test_cents")]
    [InlineData("def test_cents():\n", "def test_cents():\n    pytest.skip('no')\n", "skipped:t/test_a.py::test_cents")]
    [InlineData("class TestX:\n", "class TestX:\n    __test__ = False\n", "skipped:t/test_a.py::TestX::test_half")]
    [InlineData("[1, 2, 3]", "[1]", "narrowed:t/test_a.py::test_many")]
    [InlineData("def test_half", "def no_test_half", "gone:t/test_a.py::TestX::test_half")]
    [Trait("case", "REPORT-003")]
    public async Task A_test_that_loses_something_is_a_finding(string what, string by, string key) =>
        Assert.Equal([key], (await Findings(Base, Base.Replace(what, by))).Select(finding => finding.Key));

    [Theory]
    [InlineData("def test_cents", "def test_cents_add_up")]
    [InlineData("class TestX", "class TestY")]
    [InlineData("    assert total(2) == 4\n", "    assert total(2) == 4\n    assert total(3) == 6\n")]
    [InlineData(
        "    assert total(1) == 2\n    assert total(2) == 4\n",
        "    sums([(1, 2)])\n    sums([(2, 4)])\n\ndef sums(pairs):\n    for n, s in pairs:\n        assert total(n) == s\n"
    )]
    [InlineData("[1, 2, 3]", "[1, 2, 3, 4]")]
    public async Task A_rename_a_refactoring_and_an_addition_are_none(string what, string by) =>
        Assert.Empty(await Findings(Base, Base.Replace(what, by)));

    [Fact]
    public async Task A_test_moved_to_another_file_is_none_and_a_deleted_file_is_told_test_by_test()
    {
        var before = await Inventory(("t/test_a.py", Base));

        Assert.Empty(TestIntegrity.Findings(before, await Inventory(("t/test_b.py", Base)), null, null, IntegrityAllowance.None));
        var gone = TestIntegrity.Findings(before, await Inventory(), null, null, IntegrityAllowance.None);
        Assert.Equal(
            "t/test_a.py::test_cents  existed at the start of the task and is gone. Put it back. If the task really requires its removal, Escalate (question).",
            gone[0].Message
        );
        Assert.Equal(3, gone.Count);
    }

    [Fact]
    public async Task The_written_task_may_allow_a_removal_but_not_by_only_naming_the_file()
    {
        var before = await Inventory(("t/test_a.py", Base));
        var after = await Inventory(("t/test_a.py", Base.Replace("def test_cents", "def old_cents")));

        Assert.Empty(TestIntegrity.Findings(before, after, null, null, new IntegrityAllowance(["Remove test_cents, it is obsolete"])));
        Assert.Single(TestIntegrity.Findings(before, after, null, null, new IntegrityAllowance(["Add tests to t/test_a.py"])));
    }

    [Theory]
    [InlineData("def test_new():\n    assert True\n")]
    [InlineData("def test_new():\n    pass\n")]
    [InlineData("def test_new():\n    try:\n        total(1)\n    except Exception:\n        pass\n")]
    [Trait("case", "REPORT-003")]
    public async Task A_new_test_that_cannot_fail_is_a_finding(string text) =>
        Assert.Equal(
            "t/test_a.py::test_new  is new and cannot fail: it checks nothing of the code. Let it assert what the task asks for, or take it out.",
            Assert.Single(await Findings(Base, Base + "\n" + text)).Message
        );

    [Fact]
    [Trait("case", "REPORT-003")]
    public async Task A_test_whose_text_is_there_but_that_no_longer_runs_is_a_finding()
    {
        var inventory = await Inventory(("t/test_a.py", Base));
        TestCase Case(string id, TestOutcome outcome = TestOutcome.Passed) => new("t/test_a.py::" + id, outcome) { File = "t/test_a.py" };
        var before = new TestRun([Case("test_cents"), Case("test_many[1]"), Case("test_many[2]"), Case("TestX::test_half")]);
        var after = new TestRun([Case("test_many[1]"), Case("TestX::test_half", TestOutcome.Skipped)]);

        Assert.Equal(
            ["run:t/test_a.py::test_cents", "run:t/test_a.py::test_many", "run:t/test_a.py::TestX::test_half"],
            TestIntegrity.Findings(inventory, inventory, before, after, IntegrityAllowance.None).Select(finding => finding.Key)
        );
        Assert.Empty(TestIntegrity.Findings(inventory, inventory, before, before, IntegrityAllowance.None));
    }

    [Fact]
    public async Task Tests_of_other_languages_are_compared_by_their_tokens()
    {
        const string Script =
            "describe('sum', () => {\n  it('adds', () => { expect(sum(1)).toBe(2); });\n});\ntest('rounds', () => { assert.equal(r(1), 2); });\n";
        const string Sharp = "public class A {\n  [Fact]\n  public void Adds() { Assert.Equal(2, Sum(1)); }\n}\n";
        var before = await Inventory(("a.test.js", Script), ("ATests.cs", Sharp));

        async Task<IEnumerable<string>> After(string script, string sharp) =>
            TestIntegrity
                .Findings(before, await Inventory(("a.test.js", script), ("ATests.cs", sharp)), null, null, IntegrityAllowance.None)
                .Select(finding => finding.Key);

        Assert.Equal(["sum > adds", "rounds", "Adds"], before.Tests.Select(test => test.Name));
        Assert.Empty(await After(Script + "\n// more\n", Sharp));
        Assert.Equal(["skipped:a.test.js > rounds"], await After(Script.Replace("test('rounds'", "test.skip('rounds'"), Sharp));
        Assert.Equal(["gone:a.test.js > sum > adds"], await After(Script.Replace("it('adds'", "other('adds'"), Sharp));
        Assert.Equal(["skipped:ATests.cs > Adds"], await After(Script, Sharp.Replace("[Fact]", "[Fact(Skip = \"x\")]")));
        Assert.Equal(["weakened:ATests.cs > Adds"], await After(Script, Sharp.Replace("Assert.Equal(2, Sum(1));", "Sum(1);")));
    }

    private async Task<IReadOnlyList<Finding>> Findings(string before, string after) =>
        TestIntegrity.Findings(
            await Inventory(("t/test_a.py", before)),
            await Inventory(("t/test_a.py", after)),
            null,
            null,
            IntegrityAllowance.None
        );

    private Task<TestInventory> Inventory(params (string Path, string Text)[] files) =>
        TestInventory.ReadAsync(files.ToDictionary(file => file.Path, file => file.Text), scene.World, default);
}
