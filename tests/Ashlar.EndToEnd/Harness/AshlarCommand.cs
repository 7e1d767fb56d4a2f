using System.Diagnostics;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Harness;

/// <summary>One command line of the program in a project; nothing happens before <see cref="RunAsync"/> or <see cref="Start"/>.</summary>
internal sealed class AshlarCommand(Project project, IReadOnlyList<string> arguments)
{
    private readonly Dictionary<string, string?> environment = [];
    private readonly List<string> model = [];
    private string directory = project.Root;
    private string input = "";
    private IReadOnlyList<string> before = [];

    /// <summary>Gives it a key and the address of a scripted model, and names the model on the command line.</summary>
    public AshlarCommand Asking(ScriptedModelServer server, WireProtocol protocol = WireProtocol.Anthropic)
    {
        Knowing(server, protocol);
        model.AddRange(["--model", protocol is WireProtocol.Anthropic ? "anthropic/scripted" : "openai/scripted"]);
        return this;
    }

    /// <summary>Gives it a key and the address of a scripted model only.</summary>
    public AshlarCommand Knowing(ScriptedModelServer server, WireProtocol protocol = WireProtocol.Anthropic)
    {
        foreach (var (name, value) in server.Environment(protocol))
        {
            environment[name] = value;
        }

        return this;
    }

    /// <summary>Has it recorded to a cassette.</summary>
    public AshlarCommand Recording(string cassette)
    {
        model.AddRange(["--record", cassette]);
        return this;
    }

    /// <summary>Has a cassette answer.</summary>
    public AshlarCommand From(string cassette)
    {
        model.AddRange(["--model", $"cassette:{cassette}"]);
        return this;
    }

    /// <summary>Sets a variable; null takes it out.</summary>
    public AshlarCommand With(string name, string? value)
    {
        environment[name] = value;
        return this;
    }

    /// <summary>Starts it in another directory.</summary>
    public AshlarCommand In(string path)
    {
        directory = path;
        return this;
    }

    /// <summary>Has it started by another program, which gets its path and arguments after these.</summary>
    public AshlarCommand Through(params IReadOnlyList<string> program)
    {
        before = program;
        return this;
    }

    /// <summary>Gives it a text on standard input.</summary>
    public AshlarCommand Reading(string text)
    {
        input = text;
        return this;
    }

    // Tests that were started in the background of a script ignore interrupts, and what they start would, too.
    private static IReadOnlyList<string> Interruptible { get; } =
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var ignored
        && (Convert.ToUInt64(ignored[7..].Trim(), 16) & 0b10) != 0
            ? ["/usr/bin/env", "--default-signal=INT"]
            : [];

    /// <summary>Starts it, for tests that do something meanwhile.</summary>
    public RunningAshlar Start()
    {
        string[] words = [.. Interruptible, .. before, Places.Program, .. arguments, .. model];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Places.Isolate(start.Environment);
        start.Environment["ASHLAR_HOME"] = project.Home;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningAshlar(Process.Start(start)!, input);
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<AshlarResult> RunAsync()
    {
        using var running = Start();
        return await running.EndAsync();
    }

    /// <summary>Runs it and expects an exit status; the message of a failure shows all that was printed.</summary>
    public async Task<AshlarResult> EndsWithAsync(int exitStatus)
    {
        var result = await RunAsync();
        Assert.True(result.ExitStatus == exitStatus, $"exit status {result.ExitStatus}, not {exitStatus}\n{result.Out}\n{result.Error}");
        return result;
    }
}
