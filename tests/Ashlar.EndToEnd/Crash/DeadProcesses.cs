using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>A process that dies of itself; nobody records its end.</summary>
public sealed class DeadProcesses
{
    [Fact]
    [Trait("case", "CRASH-025")]
    public async Task A_process_that_dies_fails_and_its_run_is_not_running_and_can_be_resumed()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync(unanswered: 4);
        using (var running = run.Next().Start())
        {
            await run.Server.RequestsReachAsync(4);
            Assert.Equal("running", await StateAsync(run));
            running.Signal("KILL");
            Assert.Equal(137, (await running.EndAsync()).ExitStatus);
        }

        Assert.Equal("interrupted", await StateAsync(run));
        run.Crashed();
        Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
        Assert.Equal("done", await StateAsync(run));
    }

    private static async Task<string?> StateAsync(CrashedRun run) =>
        (await run.Project.Ashlar("status", run.Id, "--json").EndsWithAsync(0)).Json.GetProperty("state").GetString();
}
