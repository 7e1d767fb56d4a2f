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
    [InlineData("[1, 2, 3]", "[1]", "narrowed:t/test_a.py::test_many")]
    [Trait("case", "REPORT-003")]
    public async Task A_test_that_looks_weaker_is_asked_about(string what, string by, string key) =>
        Assert.Equal(
            (key, WayOut.Explain),
            Assert.Single((await Findings(Base, Base.Replace(what, by))).Select(finding => (finding.Key, finding.Way)))
        );

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
    public async Task What_is_gone_skipped_or_moved_is_measured_and_not_read()
    {
        var before = await Inventory(("t/test_a.py", Base));

        Assert.Empty(TestIntegrity.Findings(before, await Inventory(("t/test_b.py", Base))));
        Assert.Empty(TestIntegrity.Findings(before, await Inventory()));
        Assert.Empty(await Findings(Base, Base.Replace("def test_cents", "@pytest.mark.skip\ndef test_cents")));
    }

    [Theory]
    [InlineData("def test_new():\n    assert True\n")]
    [InlineData("def test_new():\n    pass\n")]
    [InlineData("def test_new():\n    try:\n        total(1)\n    except Exception:\n        pass\n")]
    [Trait("case", "REPORT-003")]
    public async Task A_new_test_that_cannot_fail_is_a_finding(string text) =>
        Assert.Equal(
            "t/test_a.py::test_new  is new and looks as if it cannot fail: it checks nothing of the code",
            Assert.Single(await Findings(Base, Base + "\n" + text)).Message
        );

    [Fact]
    public async Task Tests_of_other_languages_are_compared_by_their_tokens()
    {
        const string Script =
            "describe('sum', () => {\n  it('adds', () => { expect(sum(1)).toBe(2); });\n});\ntest('rounds', () => { assert.equal(r(1), 2); });\n";
        const string Sharp = "public class A {\n  [Fact]\n  public void Adds() { Assert.Equal(2, Sum(1)); }\n}\n";
        var before = await Inventory(("a.test.js", Script), ("ATests.cs", Sharp));

        async Task<IEnumerable<string>> After(string script, string sharp) =>
            TestIntegrity.Findings(before, await Inventory(("a.test.js", script), ("ATests.cs", sharp))).Select(finding => finding.Key);

        Assert.Equal(["sum > adds", "rounds", "Adds"], before.Tests.Select(test => test.Name));
        Assert.Empty(await After(Script + "\n// more\n", Sharp));
        Assert.Equal(["weakened:ATests.cs > Adds"], await After(Script, Sharp.Replace("Assert.Equal(2, Sum(1));", "Sum(1);")));
    }

    [Theory]
    [InlineData("const assert = require('node:assert');\ntest('a', () => assert.ok(a()));\n", null)]
    [InlineData("const test = require('node:test'); const assert = require('assert'); test('a', () => assert.ok(a()));\n", null)]
    [InlineData("const expect = require('chai').expect;\nit('a', () => expect(a()).to.be.ok);\n", null)]
    [InlineData("const assert = chai.assert;\nit('a', () => assert.ok(a()));\n", null)]
    [InlineData("const assert = await import('node:assert');\nassert.equal(a(), 1);\nprocess.exit(0);\n", null)]
    [InlineData("test('a', () => assert.ok(a()));\nprocess.exit(0);\n", "process.exit(")]
    [InlineData("assert.equal(a(), 1);\nprocess.reallyExit(0);\n", "process.reallyExit")]
    [InlineData("assert.equal = () => {};\ntest('a', () => assert.equal(a(), 1));\n", "assert.equal =")]
    [InlineData("const assert = { equal() {} };\ntest('a', () => assert.equal(a(), 1));\n", "assert =")]
    [InlineData("const x = require('assert'); assert = () => {};\ntest('a', () => assert(a()));\n", "assert =")]
    public async Task What_a_script_does_to_its_assertions_is_told_from_where_it_has_them(string text, string? trick)
    {
        var findings = TestIntegrity.Findings(await Inventory(), await Inventory(("a.test.js", text)));

        Assert.Equal(
            trick is null ? [] : [$"trick:a.test.js:`{trick}` changes how tests end"],
            findings.Select(finding => finding.Key).Where(key => key.StartsWith("trick:", StringComparison.Ordinal))
        );
    }

    private async Task<IReadOnlyList<Finding>> Findings(string before, string after) =>
        TestIntegrity.Findings(await Inventory(("t/test_a.py", before)), await Inventory(("t/test_a.py", after)));

    private Task<TestInventory> Inventory(params (string Path, string Text)[] files) =>
        TestInventory.ReadAsync(files.ToDictionary(file => file.Path, file => file.Text), scene.World, default);
}
