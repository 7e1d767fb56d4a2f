using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class SandboxProbeTests : IDisposable
{
    private readonly SandboxScene scene = new();

    [BubblewrapFact]
    public async Task All_eight_ways_out_are_denied_in_the_sandbox()
    {
        var sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs)!;
        var results = await SandboxSelfTest.RunAsync(sandbox, scene.Private, default);

        Assert.Equal(8, results.Count);
        Assert.All(results, result => Assert.Equal((true, "denied"), (result.Denied, result.Detail)));
    }

    [Fact]
    public async Task Without_a_sandbox_the_self_test_says_what_came_through()
    {
        var host = new HostSandbox(TimeProvider.System, Machine.Programs);
        var results = await SandboxSelfTest.RunAsync(host, scene.Private, default);

        string[] open =
        [
            "write outside the worktree",
            "write to a read-only path",
            "rename the folder above a read-only path",
            "connect to a local socket of the host",
            "connect to a port of the host",
            "read the environment of Ashlar",
        ];
        Assert.Subset(results.Where(result => !result.Denied).Select(result => result.Attempt).ToHashSet(), open.ToHashSet());
    }

    [BubblewrapFact]
    public void Where_bubblewrap_is_installed_every_needed_layer_is_found()
    {
        var layers = SandboxProbe.Layers(Machine.Programs);

        Assert.DoesNotContain(layers, layer => layer.State == LayerState.Missing);
        Assert.All(layers, layer => Assert.NotEqual("", layer.Detail));
    }

    [Fact]
    public void Without_bubblewrap_on_the_path_the_missing_layers_have_a_remedy()
    {
        var empty = Directory.CreateDirectory(Path.Combine(scene.Private, "bin")).FullName;
        var missing = SandboxProbe.Layers(HostPrograms.Find(empty, [], null)).Where(layer => layer.State == LayerState.Missing).ToList();

        Assert.Equal(["bash", "bubblewrap", "user namespaces"], missing.Select(layer => layer.Name));
        Assert.All(missing, layer => Assert.NotNull(layer.Remedy));
    }

    public void Dispose() => scene.Dispose();
}
