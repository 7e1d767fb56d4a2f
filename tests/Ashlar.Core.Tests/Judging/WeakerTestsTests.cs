using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Gates;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Judging;

public sealed class WeakerTestsTests : IDisposable
{
    private const string Ledger = """
        def total(items):
            return round(sum(items), 2)


        def format_price(value):
            return f"{value:.2f} USD"


        def unnamed(value):
            return value

        """;

    private const string Old = """
        import pytest
        from ledger import format_price, total


        def test_total():
            assert total([1.0, 2.75]) == 3.75


        @pytest.mark.parametrize("value, text", [(1, "1.00 USD"), (0, "0.00 USD")])
        def test_format(value, text):
            assert format_price(value) == text

        """;

    private readonly GateScene scene = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scene.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("== 3.75", ">= 0", "test_total")]
    [InlineData("== 3.75", "== total([1.0, 2.75])", "test_total")]
    [InlineData("[(1, \"1.00 USD\"), (0, \"0.00 USD\")]", "[(1, format_price(1))]", "test_format")]
    [InlineData("(0, \"0.00 USD\")", "pytest.param(0, \"0.00 USD\", marks=pytest.mark.xfail)", "test_format[0-0.00 USD]")]
    [InlineData("    assert total", "    return\n    assert total", "test_total")]
    [InlineData("== 3.75", "== 3.75 or pytest.skip()", "test_total")]
    [InlineData(
        "def test_total():",
        "def calm(f):\n    def g():\n        try:\n            f()\n        except AssertionError:\n            pass\n    return g\n\n\n@calm\ndef test_total():",
        "test_total"
    )]
    public async Task A_test_that_no_longer_notices_what_it_did_is_weaker(string old, string now, string test)
    {
        var result = await CompareAsync(Old.Replace(old, now, StringComparison.Ordinal));

        Assert.Equal($"tests/test_ledger.py::{test}", Assert.Single(result.Tests).Test);
        Assert.Equal("tests/test_ledger.py", result.Tests[0].File);
    }

    [Theory]
    [InlineData("== 3.75", "== pytest.approx(3.75)")]
    [InlineData("[(1, \"1.00 USD\"), (0, \"0.00 USD\")]", "[(2, \"2.00 USD\")]")]
    [InlineData("def test_total():", "def test_more():\n    assert total([]) == 0\n\n\ndef test_total():")]
    public async Task A_test_that_notices_as_before_is_not(string old, string now)
    {
        var result = await CompareAsync(Old.Replace(old, now, StringComparison.Ordinal));

        Assert.Empty(result.Tests);
        Assert.True(result.Runs > 1);
    }

    [Fact]
    public async Task Support_that_puts_the_product_to_sleep_makes_its_tests_weaker()
    {
        const string Asleep = """
            import ledger
            import pytest


            @pytest.fixture(autouse=True)
            def calm(monkeypatch):
                import test_ledger
                monkeypatch.setattr(test_ledger, "total", lambda items: 3.75)

            """;

        var result = await CompareAsync(Old, Asleep);

        Assert.Equal("tests/test_ledger.py::test_total", Assert.Single(result.Tests).Test);
    }

    [Fact]
    public async Task Functions_that_the_tests_name_are_taken_and_lost_names_come_first()
    {
        var functions = await NamedAsync(Old, Old.Replace("assert format_price(value) == text", "pass", StringComparison.Ordinal));

        Assert.Equal(["format_price", "total"], functions.Functions.Select(unit => unit.Name));
    }

    private async Task<NamedFunctionsFound> NamedAsync(string before, string after) =>
        await new NamedFunctions(
            ["ledger.py", "tests/test_ledger.py"],
            (paths, _) =>
                Task.FromResult<IReadOnlyList<(string, byte[])>>([.. paths.Select(path => (path, Encoding.UTF8.GetBytes(Ledger)))]),
            new SandboxPython(scene.World)
        ).OfAsync([Touched("tests/test_ledger.py", FileRole.Test, before, after)], default);

    private async Task<WeakerTestsResult> CompareAsync(string test, string conftest = "")
    {
        var repository = new GitScene(folder["repository"]);
        var before = await repository.Commit(
            ("ledger.py", Ledger),
            ("conftest.py", ""),
            ("tests/conftest.py", ""),
            ("tests/test_ledger.py", Old)
        );
        var after = await repository.Commit(("tests/conftest.py", conftest), ("tests/test_ledger.py", test));
        var bench = new GateBench(
            scene.World,
            new GateCheckout(Machine.Git, scene.Root, repository.Objects) { ObjectFormat = "sha1" },
            new BenchTrees(before, after, new Dictionary<string, byte[]?>()),
            [new GateSetting("tests", "python3 -m pytest -q")],
            TimeProvider.System
        );
        return await new WeakerTests(bench, TimeProvider.System).RunAsync(
            new WeakerTestsSubject
            {
                Trees = new TaskTrees([
                    .. new[]
                    {
                        Touched("tests/conftest.py", FileRole.Support, "", conftest),
                        Touched("tests/test_ledger.py", FileRole.Test, Old, test),
                    }.Where(file => !file.Before!.AsSpan().SequenceEqual(file.After)),
                ]),
                Named = await NamedAsync(Old, test),
                Green = await bench.RunAsync(TreeOverlay.Task, TestSelection.All, TimeSpan.FromMinutes(1), default),
                Budget = TimeSpan.FromMinutes(10),
            },
            default
        );
    }

    private static ChangedContent Touched(string path, FileRole role, string before, string after) =>
        new(path, role, Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
}
