using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class TaskExaminationTests : IDisposable
{
    private readonly GateScene scene = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scene.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_whole_change_is_read_and_judged()
    {
        var repository = new GitScene(folder["repository"]);
        var before = await repository.Commit(
            ("conftest.py", ""),
            ("pytest.ini", "[pytest]\naddopts = -q\n"),
            ("total.py", "def total(n):\n    return n\n"),
            ("tests/test_total.py", "from total import total\ndef test_zero(): assert total(0) == 0\n")
        );
        var after = await repository.Commit(
            ("pytest.ini", "[pytest]\naddopts = -q -k twice\n"),
            ("total.py", "def total(n):\n    return 2 * n  # TODO round\n"),
            ("tests/test_total.py", "from total import total\ndef test_twice(): assert total(1) == 2\n")
        );
        var gates = new[] { new GateSetting("tests", "python3 -m pytest") };
        var checkout = new GateCheckout(Machine.Git, scene.Root, folder["repository/.git/objects"]) { ObjectFormat = "sha1" };
        await checkout.FillAsync(after, before, default);

        var examination = await TaskExamination.ReadAsync(
            repository.Git,
            before,
            after,
            gates,
            scene.World,
            IntegrityAllowance.None,
            default
        );
        checkout.Lay(examination.Judge.FromBase);
        var result = await scene.Run(gates[0]);
        var laid = await File.ReadAllTextAsync(Path.Combine(scene.Root, "pytest.ini"));

        Assert.Equal(
            [("placeholder", WayOut.Explain), ("judge-input", WayOut.Justify)],
            examination.Findings.Select(finding => (finding.Rule, finding.Way))
        );
        Assert.Equal("[pytest]\naddopts = -q\n", laid);
        Assert.Equal(GateStatus.Green, result.Status);
    }
}
