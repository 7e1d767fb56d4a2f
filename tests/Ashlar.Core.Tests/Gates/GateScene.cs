using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Journal;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Gates;

/// <summary>A checkout, a private folder and artifacts; gates run on the host.</summary>
internal sealed class GateScene : IDisposable
{
    public static readonly Interpreter SystemPython = new("/usr/bin/python3", "3")
    {
        Modules = ["pytest", "black", "isort", "flake8", "mypy"],
    };

    private readonly TemporaryFolder folder = new();
    private readonly HostSandbox sandbox = new(TimeProvider.System, Machine.Programs);

    public GateScene()
    {
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(folder["private"]);
        Provide(folder);
    }

    /// <summary>A folder with the programs of the Python, as a run lays it out.</summary>
    public static string Provide(TemporaryFolder folder)
    {
        SystemPython.WritePrograms(Directory.CreateDirectory(folder["provided/bin"]).FullName);
        return folder["provided"];
    }

    /// <summary>Lays out what watches runners, as a run does.</summary>
    public GateScene Watched()
    {
        RunnerWatch.LayOut(folder["provided"]);
        return this;
    }

    public string Root => folder["checkout"];

    public ISandbox Sandbox => sandbox;

    public ArtifactFolder Artifacts => new(folder["artifacts"]);

    public GateWorld World =>
        new()
        {
            Mask = SecretMask.None,
            Sandbox = sandbox,
            Mounts = new SandboxMounts
            {
                Root = Root,
                ShownRoot = Root,
                PrivateFolder = folder["private"],
                Provided = folder["provided"],
            },
            Artifacts = Artifacts,
            Python = SystemPython,
        };

    public GateScene With(string path, string text)
    {
        folder.Write("checkout/" + path, text);
        return this;
    }

    public Task<GateResult> Run(string line) => Run(new GateSetting("tests", line));

    public Task<GateResult> Run(GateSetting gate) => new Core.Gates.CommandGate(World).RunAsync(gate, CancellationToken.None);

    public void Dispose()
    {
        folder.Dispose();
    }
}
