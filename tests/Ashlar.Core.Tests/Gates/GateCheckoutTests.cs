using Ashlar.Core.Gates;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class GateCheckoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_checkout_follows_the_tree_and_keeps_nothing_that_a_gate_wrote()
    {
        var repository = new GitScene(folder["repository"]);
        var first = await repository.Commit(("a.txt", "one"), (".gitignore", "*.pyc\nbin/\n"));
        var second = await repository.Commit(("a.txt", "two"), ("b/c.txt", "three"));
        var checkout = new GateCheckout(Machine.Git, folder["gate"], folder["repository/.git/objects"]) { ObjectFormat = "sha1" };

        await checkout.FillAsync(first, first, default);
        Assert.Equal("one", await File.ReadAllTextAsync(folder["gate/a.txt"]));
        foreach (var path in (string[])["gate/x.txt", "gate/y.pyc", "gate/bin/z", "gate/.git/hooks/post-checkout"])
        {
            folder.Write(path, "#!/bin/sh\nexit 1\n");
        }

        folder.Write("gate/a.txt", "bad");
        folder.Write("gate/.git/config", "[core]\n\tworktree = /\n");
        await checkout.FillAsync(second, second, default);

        Assert.Equal(
            [".gitignore=*.pyc\nbin/\n", "a.txt=two", "b/c.txt=three", "bin/z=#!/bin/sh\nexit 1\n"],
            Directory
                .GetFiles(folder["gate"], "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder["gate"], path))
                .Where(path => !path.StartsWith(".git/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => $"{path}={File.ReadAllText(folder["gate/" + path])}")
        );
        var git = new Git(Machine.Git, folder["gate/.git"], folder["gate"]);
        Assert.Equal("", await git.TextAsync(["status", "--porcelain"], default));
        Assert.Equal(second, await git.TextAsync(["rev-parse", "HEAD"], default));
        Assert.Equal(second, await repository.Git.TextAsync(["rev-parse", "HEAD"], default));
    }

    [Fact]
    public async Task Nothing_can_be_laid_outside_the_checkout()
    {
        var repository = new GitScene(folder["repository"]);
        var commit = await repository.Commit(("a.txt", "one"));
        var checkout = new GateCheckout(Machine.Git, folder["gate"], folder["repository/.git/objects"]) { ObjectFormat = "sha1" };
        await checkout.FillAsync(commit, commit, default);
        File.CreateSymbolicLink(folder["gate/out"], folder.Path);

        foreach (var path in (string[])["../x", "a/../../x", ".git/config"])
        {
            Assert.Throws<ArgumentException>(() => checkout.Lay(new Dictionary<string, byte[]?> { [path] = [1] }));
        }

        checkout.Lay(new Dictionary<string, byte[]?> { ["d/e.txt"] = "in"u8.ToArray(), ["a.txt"] = null });
        Assert.Equal("in", await File.ReadAllTextAsync(folder["gate/d/e.txt"]));
        Assert.False(File.Exists(folder["gate/a.txt"]));
        checkout.Lay(new Dictionary<string, byte[]?> { ["out/x"] = "in"u8.ToArray() });
        Assert.Equal("in", await File.ReadAllTextAsync(folder["gate/out/x"]));
        Assert.False(File.Exists(folder["x"]));
    }

    [BubblewrapFact]
    public async Task Gates_in_the_sandbox_see_history_and_their_results_arrive()
    {
        var repository = new GitScene(folder["repository"]);
        var commit = await repository.Commit(("a.py", "import subprocess\n"), ("test_a.py", "def test_a(): assert True is True\n"));
        var checkout = new GateCheckout(Machine.Git, folder["gate"], folder["repository/.git/objects"]) { ObjectFormat = "sha1" };
        await checkout.FillAsync(commit, commit, default);
        var sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs)!;
        var world = new GateWorld
        {
            Mask = SecretMask.None,
            Sandbox = sandbox,
            Mounts = new SandboxMounts
            {
                Root = folder["gate"],
                ShownRoot = folder["repository"],
                Shared = new Dictionary<string, string>([checkout.ObjectsMount]),
                PrivateFolder = Directory.CreateDirectory(folder["private"]).FullName,
                Provided = GateScene.Provide(folder),
            },
            Python = GateScene.SystemPython,
        };

        var tests = await new Core.Gates.CommandGate(world).RunAsync(new GateSetting("tests", "pytest -q"), default);
        var history = await new Core.Gates.CommandGate(world).RunAsync(new GateSetting("log", "git log --stat && git status"), default);

        Assert.Equal((GateStatus.Green, "test_a.py::test_a"), (tests.Status, tests.Tests?.Cases.Single().Id));
        Assert.Equal((GateStatus.Green, 0), (history.Status, history.New.Count));
    }
}
