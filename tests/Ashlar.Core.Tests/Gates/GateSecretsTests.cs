using Ashlar.Core.Gates;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Sandboxes;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

/// <summary>
/// Files that an interpreter or a tool runs by itself when a gate runs see the secrets that this gate lists, and no other: not those of
/// another gate, nor what that one left, nor Ashlar's own. Nothing is masked here, so that whatever is seen shows.
/// </summary>
public sealed class GateSecretsTests : IDisposable
{
    private const string Snoop = """
        import glob, os, sys
        seen = [f"{name}={value}" for name, value in os.environ.items()]
        for path in glob.glob("/proc/[0-9]*/environ"):
            try:
                seen.append(open(path, errors="replace").read())
            except OSError:
                pass
        for folder in ("HOME", "TMPDIR", "XDG_CACHE_HOME"):
            for place, _, names in os.walk(os.environ.get(folder, "/nowhere")):
                for name in names:
                    try:
                        seen.append(open(os.path.join(place, name), errors="replace").read())
                    except OSError:
                        pass
        try:
            seen.append(open("STORE").read())
        except OSError:
            pass
        with open("seen", "a") as out:
            out.write("SNOOPED " + sys.argv[0] + "\n" + "\n".join(seen) + "\n")
        """;

    private readonly GateScene scene = new();
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);
    private readonly string listed = $"listed-{Guid.NewGuid():N}";
    private readonly string other = $"other-{Guid.NewGuid():N}";
    private readonly string stored = $"stored-{Guid.NewGuid():N}";

    [BubblewrapTheory]
    [InlineData("conftest.py", "import snoop", "/usr/bin/python3 -m pytest -q test_a.py")]
    [InlineData("sitecustomize.py", "import snoop", "PYTHONPATH=. /usr/bin/python3 -c pass")]
    [InlineData("usercustomize.py", "import snoop", "PYTHONPATH=. /usr/bin/python3 -c 'import site; site.execusercustomize()'")]
    [InlineData("evil.pth", "import snoop", "PYTHONPATH=. /usr/bin/python3 -c 'import site; site.addsitedir(\".\")'")]
    [InlineData("Makefile", "all:\n\t/usr/bin/python3 snoop.py\n", "make")]
    [Trait("case", "PATH-035")]
    public async Task What_runs_by_itself_at_gate_time_sees_only_the_secrets_that_the_gate_lists(string path, string text, string line)
    {
        var store = Path.Combine(Path.GetDirectoryName(scene.Root)!, "secrets.env");
        await File.WriteAllTextAsync(store, stored);
        scene
            .With("snoop.py", Snoop.Replace("STORE", store, StringComparison.Ordinal))
            .With("test_a.py", "def test_a(): pass")
            .With(path, text);
        var leaving = "for f in \"$HOME\" \"$TMPDIR\" \"$XDG_CACHE_HOME\"; do mkdir -p \"$f\"; echo \"$OTHER\" > \"$f/left\"; done";

        await Run(Gate("deploy", leaving, "OTHER"));
        var without = await Seen(Gate("tests", line));
        var with = await Seen(Gate("tests", line, "LISTED"));
        var withOther = await Seen(Gate("tests", $"{leaving}; {line}", "OTHER"));

        Assert.All([listed, other, stored], secret => Assert.DoesNotContain(secret, without, StringComparison.Ordinal));
        Assert.Contains(listed, with, StringComparison.Ordinal);
        Assert.All([other, stored], secret => Assert.DoesNotContain(secret, with, StringComparison.Ordinal));
        Assert.Contains(other, withOther, StringComparison.Ordinal);
    }

    [BubblewrapFact]
    public async Task Without_the_sandbox_the_same_file_reads_the_store()
    {
        var store = Path.Combine(Path.GetDirectoryName(scene.Root)!, "secrets.env");
        await File.WriteAllTextAsync(store, stored);
        scene.With("snoop.py", Snoop.Replace("STORE", store, StringComparison.Ordinal));

        await scene.Run("/usr/bin/python3 snoop.py");

        Assert.Contains(stored, await File.ReadAllTextAsync(Path.Combine(scene.Root, "seen")), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private static GateSetting Gate(string name, string line, string? secret = null) =>
        new(name, line)
        {
            Environment = secret is null
                ? new Dictionary<string, EnvironmentValue>()
                : new Dictionary<string, EnvironmentValue> { [secret] = new(null, secret) },
        };

    private Task<GateResult> Run(GateSetting gate)
    {
        var secrets = new Dictionary<string, string> { ["LISTED"] = listed, ["OTHER"] = other };
        return new Core.Gates.CommandGate(scene.World with { Sandbox = sandbox!, Secrets = secrets }).RunAsync(gate, default);
    }

    private async Task<string> Seen(GateSetting gate)
    {
        var file = Path.Combine(scene.Root, "seen");
        File.Delete(file);
        var result = await Run(gate);
        Assert.True(File.Exists(file), $"nothing was run: {result.Fault} {string.Join(", ", result.New)}");
        return await File.ReadAllTextAsync(file);
    }
}
