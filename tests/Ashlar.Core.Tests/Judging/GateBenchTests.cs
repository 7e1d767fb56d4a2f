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

public sealed class GateBenchTests : IDisposable
{
    private const string Base = "def total(items):\n    return sum(items)\n";
    private const string Work = Base + "\n\ndef export_csv(rows):\n    return \"\".join(f\"{a};{b}\\n\" for a, b in rows)\n";

    private readonly GateScene scene = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scene.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_test_of_the_result_notices_and_one_of_the_type_does_not()
    {
        const string Import = "from ledger import export_csv\n\n\n";
        var honest = await MeasureAsync(Import + "def test_export():\n    assert export_csv([(\"a\", 1)]) == \"a;1\\n\"\n");
        var type = await MeasureAsync(Import + "def test_export():\n    assert isinstance(export_csv([(\"a\", 1)]), str)\n");
        var text = await MeasureAsync("def test_export():\n    assert \"def export_csv\" in open(\"ledger.py\").read()\n");

        Assert.Equal(("1/1", "tests/test_export.py::test_export"), (honest.Noticed.ToString(), honest.Units.Single().Test));
        Assert.Equal(
            ("0/1", "export_csv returns the empty value of what it returned"),
            (type.Noticed.ToString(), type.Units.Single().Variant)
        );
        Assert.Equal("0/1", text.Noticed.ToString());
    }

    [Fact]
    public async Task A_file_that_cannot_be_collected_and_a_run_that_hangs_are_told_apart()
    {
        var bench = await BenchAsync("from ledger import export_csv\n\n\ndef test_export():\n    pass\n");
        var missing = await bench.RunAsync(
            TreeOverlay.Base.With([KeyValuePair.Create<string, byte[]?>("tests/test_export.py", "import nothing_there\n"u8.ToArray())]),
            TestSelection.All,
            TimeSpan.FromMinutes(1),
            default
        );
        var hangs = await bench.RunAsync(
            TreeOverlay.Task.With([KeyValuePair.Create<string, byte[]?>("ledger.py", "while True:\n    pass\n"u8.ToArray())]),
            TestSelection.All,
            TimeSpan.FromSeconds(5),
            default
        );
        var whole = await bench.RunAsync(TreeOverlay.Task, TestSelection.All, TimeSpan.FromMinutes(1), default);

        Assert.Equal([BenchEnding.Ran, BenchEnding.TimedOut, BenchEnding.Ran], [missing.Ending, hangs.Ending, whole.Ending]);
        Assert.Equal(BenchStatus.NotCollected, missing.Tests["tests/test_export.py"].Status);
        Assert.Equal(
            ["tests/test_export.py::test_export", "tests/test_total.py::test_total"],
            whole.Tests.Where(test => test.Value.Status == BenchStatus.Passed).Select(test => test.Key).Order(StringComparer.Ordinal)
        );
    }

    private async Task<MeasurementResult> MeasureAsync(string test)
    {
        var bench = await BenchAsync(test);
        var green = await bench.RunAsync(TreeOverlay.Task, TestSelection.All, TimeSpan.FromMinutes(1), default);
        var units = await ChangeUnits.ReadAsync([new ChangedFile("ledger.py", Base, Work)], new SandboxPython(scene.World), default);
        return await new Measurement(bench, TimeProvider.System).RunAsync(
            new MeasurementSubject
            {
                Plan = UnitPlan.Of(units),
                Green = green,
                Texts = new Dictionary<string, string?> { ["ledger.py"] = Work },
                Own = ["tests/test_export.py::test_export"],
            },
            default
        );
    }

    private async Task<GateBench> BenchAsync(string test)
    {
        var repository = new GitScene(folder[$"repository-{Guid.NewGuid():N}"]);
        var before = await repository.Commit(
            ("ledger.py", Base),
            ("conftest.py", ""),
            ("tests/test_total.py", "from ledger import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n")
        );
        var after = await repository.Commit(("ledger.py", Work), ("tests/test_export.py", test));
        var checkout = new GateCheckout(Machine.Git, scene.Root, repository.Objects) { ObjectFormat = "sha1" };
        return new GateBench(
            scene.World,
            checkout,
            new BenchTrees(before, after, new Dictionary<string, byte[]?>()),
            [new GateSetting("tests", "python3 -m pytest -q")],
            TimeProvider.System
        );
    }
}
