using System.Diagnostics;
using Ashlar.Testing;

namespace Ashlar.Bench;

/// <summary>A small repository, a state folder, and the program that works on them.</summary>
internal sealed class Scene : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ashlar-bench-").FullName;
    private readonly string binary;
    private int branches;

    private Scene(string binary) => this.binary = binary;

    private string Repository => Path.Combine(folder, "repository");

    /// <summary>Makes the repository: a few files, and a gate that always holds.</summary>
    public static async Task<Scene> CreateAsync(string binary)
    {
        var scene = new Scene(binary);
        Directory.CreateDirectory(Path.Combine(scene.Repository, ".ashlar"));
        await File.WriteAllTextAsync(
            Path.Combine(scene.Repository, ".ashlar", "config.yaml"),
            "gates: [{name: check, run: \"true\"}]\nlimits: {turns: 10000}\n"
        );
        await File.WriteAllTextAsync(Path.Combine(scene.Repository, "value.txt"), "value = 0\n");
        await File.WriteAllTextAsync(
            Path.Combine(scene.Repository, "notes.txt"),
            string.Concat(Enumerable.Range(1, 40).Select(line => $"This is line {line} of a file that is read.\n"))
        );
        await File.WriteAllTextAsync(Path.Combine(scene.Repository, "line.txt"), "A line.\n");
        string[][] commands =
        [
            ["init", "-q", "-b", "main"],
            ["add", "-A"],
            ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "-q", "-m", "Start"],
            ["config", "user.name", "Bench"],
            ["config", "user.email", "bench@example.org"],
        ];
        foreach (var command in commands)
        {
            using var git = Process.Start(new ProcessStartInfo("git", command) { WorkingDirectory = scene.Repository })!;
            await git.WaitForExitAsync();
        }

        return scene;
    }

    /// <summary>Starts a run of one task against a server.</summary>
    public Process Start(ScriptedModelServer server, bool sandboxed) =>
        Start(
            server,
            [
                "run",
                "--task",
                "Raise the value",
                "--model",
                "anthropic/claude-sonnet-4-5",
                "--trust",
                "--branch",
                $"bench/{Interlocked.Increment(ref branches)}",
                .. (string[])(sandboxed ? [] : ["--unsafe-no-sandbox"]),
            ]
        );

    /// <summary>Continues with the newest run.</summary>
    public Process Resume(ScriptedModelServer server) => Start(server, ["resume"]);

    /// <summary>Entries in the journal of the newest run.</summary>
    public int Entries =>
        new DirectoryInfo(Path.Combine(folder, "state", "runs"))
            .EnumerateFiles("journal.jsonl", SearchOption.AllDirectories)
            .MaxBy(file => file.LastWriteTimeUtc)
            is { } journal
            ? File.ReadLines(journal.FullName).Count()
            : 0;

    private Process Start(ScriptedModelServer server, string[] arguments)
    {
        var start = new ProcessStartInfo(binary, arguments)
        {
            WorkingDirectory = Repository,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASHLAR_HOME"] = Path.Combine(folder, "state");
        foreach (var (name, value) in server.Environment(WireProtocol.Anthropic))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => errors = line.Data ?? errors;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string errors = "";

    /// <summary>The last line that a process wrote to standard error.</summary>
    public string LastError => errors;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
