using System.Diagnostics;
using Ashlar.Core.Sandboxes.Kernel;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class ProcessSweepTests
{
    [Fact]
    public async Task Processes_that_bear_the_owners_mark_are_killed_and_no_others()
    {
        var owner = Guid.NewGuid().ToString("N");
        using var own = Sleep(owner);
        using var others = Sleep(Guid.NewGuid().ToString("N"));
        try
        {
            Assert.Equal([own.Id], (await new MarkedProcesses().KillAsync(owner)).Select(process => process.Pid));

            await own.WaitForExitAsync();
            Assert.Equal(137, own.ExitCode);
            Assert.False(others.HasExited);
            Assert.Empty(await new MarkedProcesses().KillAsync(owner));
        }
        finally
        {
            others.Kill();
        }
    }

    private static Process Sleep(string owner)
    {
        var start = new ProcessStartInfo("/bin/sleep", ["600"]) { UseShellExecute = false };
        foreach (var (name, value) in ProcessSweep.Variables(owner))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
