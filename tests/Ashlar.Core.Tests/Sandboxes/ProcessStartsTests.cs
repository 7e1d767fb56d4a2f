using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class ProcessStartsTests
{
    [Fact]
    public async Task A_command_waits_for_a_place_that_another_run_has_and_then_runs()
    {
        using var scene = new SandboxScene();
        var starts = new ProcessStarts(1, 1);
        ISandbox sandbox = new HostSandbox(TimeProvider.System, Programs(starts));
        var held = await starts.CommandAsync(CancellationToken.None);

        var waiting = sandbox.RunAsync(scene.Command("echo done"), CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var cancelled = sandbox.RunAsync(scene.Command("echo never"), impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);

        held.Dispose();
        held.Dispose();
        Assert.Equal("done\n", (await waiting).Output.Text);
        // Released twice, it is free once.
        using var next = await starts.CommandAsync(CancellationToken.None);
        Assert.False(starts.CommandAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Git_waits_for_a_place_too_but_not_where_it_stays_or_waits_for_a_person()
    {
        using var place = new TemporaryFolder();
        var starts = new ProcessStarts(1, 1);
        var git = new Git(Programs(starts).Git!, place[".git"], place.Path);
        await git.TextAsync(["init", "-q"], CancellationToken.None);
        var held = await starts.ProgramAsync(CancellationToken.None);

        var waiting = git.TextAsync(["rev-parse", "--git-dir"], CancellationToken.None);
        using var reader = new ObjectReader(git);
        Assert.Null(Assert.Single(await reader.ReadAsync([new string('0', 40)], CancellationToken.None)));
        var signing = new GitInput { WaitsForPerson = true };
        Assert.NotEmpty(await git.TextAsync(["rev-parse", "--git-dir"], CancellationToken.None, signing));
        Assert.False(waiting.IsCompleted);

        held.Dispose();
        Assert.NotEmpty(await waiting);
    }

    [Theory]
    [InlineData(1, 8, 16)]
    [InlineData(2, 8, 16)]
    [InlineData(64, 128, 256)]
    public void There_are_as_many_places_as_fit_the_machine(int cores, int commands, int programs)
    {
        var starts = ProcessStarts.Of(cores);

        Assert.Equal((commands, programs), (starts.Commands, starts.Programs));
        Assert.Equal(cores, Enumerable.Range(0, 3 * cores).Select(_ => starts.NextLoop()).Distinct().Count());
    }

    [Fact]
    public void All_that_a_process_finds_shares_them()
    {
        using var place = new TemporaryFolder();
        var programs = Programs(new ProcessStarts(1, 1));

        Assert.Same(programs.Starts, programs.Outside([place.Path]).Starts);
        Assert.Same(programs.Starts, programs.Git!.Starts);
        Assert.Same(programs.Starts, programs.Outside([place.Path]).Git!.Starts);
    }

    private static HostPrograms Programs(ProcessStarts starts) =>
        HostPrograms.Find(Environment.GetEnvironmentVariable("PATH"), [], null, starts);
}
