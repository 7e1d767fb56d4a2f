using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

/// <summary>Tests that are other ones when they run than those in the tree: whatever wrote over them, the gate is not green.</summary>
public sealed class WrittenOverTests : IDisposable
{
    private const string Right = "from b import two\ndef test_two():\n    assert two() == 2\n";
    private const string Forger = "open('test_b.py', 'w').write('def test_two(): pass\\n')\n";

    private readonly GateScene scene = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scene.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("python3 -m pytest", Forger + "def one(): return 1\n")]
    [InlineData("python3 build.py && python3 -m pytest", "def one(): return 1\n")]
    public async Task Whatever_writes_over_a_test_while_the_gate_runs_is_seen(string run, string product)
    {
        var checkout = await FilledAsync(product);
        var gate = new GateSetting("tests", run);

        var seen = await new CommandGate(scene.World with { Checkout = checkout }).RunAsync(gate, CancellationToken.None);
        await checkout.FreshAsync(CancellationToken.None);
        var unseen = await scene.Run(gate);

        Assert.Equal(GateStatus.Green, unseen.Status);
        Assert.Equal(GateStatus.Red, seen.Status);
        Assert.Contains(
            seen.New,
            finding =>
                finding.Message.StartsWith(
                    "test files were written over or removed while the tests ran: test_b.py",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task A_formatter_in_front_of_the_tests_is_honest()
    {
        var checkout = await FilledAsync("def one(): return 1\n", "def two(): return 2\n");
        var gate = new GateSetting("tests", "sed -i 's/two() == 2/(two()   ==   2)/' test_b.py && python3 -m pytest");

        var result = await new CommandGate(scene.World with { Checkout = checkout }).RunAsync(gate, CancellationToken.None);

        Assert.True(result.Status == GateStatus.Green, string.Join('\n', result.New.Select(finding => finding.Message)));
        Assert.Contains("(two()   ==   2)", await File.ReadAllTextAsync(Path.Combine(scene.Root, "test_b.py")), StringComparison.Ordinal);
    }

    private async Task<GateCheckout> FilledAsync(string product, string other = "def two(): return 0\n")
    {
        var repository = new GitScene(folder["repository"]);
        var commit = await repository.Commit(
            ("a.py", product),
            ("b.py", other),
            ("build.py", Forger),
            ("test_a.py", "from a import one\ndef test_one():\n    assert one() == 1\n"),
            ("test_b.py", Right)
        );
        var checkout = new GateCheckout(Machine.Git, scene.Root, folder["repository/.git/objects"]) { ObjectFormat = "sha1" };
        await checkout.FillAsync(commit, commit, CancellationToken.None);
        return checkout;
    }
}
