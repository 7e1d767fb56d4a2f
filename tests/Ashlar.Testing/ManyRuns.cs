using System.Diagnostics;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Execution;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;

namespace Ashlar.Testing;

/// <summary>Runs that live in this process at once: one repository, a branch for each, records in memory, scripted models, real git and sandbox.</summary>
public sealed class ManyRuns : IDisposable
{
    private readonly TemporaryFolder place = new();
    private readonly RunHostServices shared;

    /// <summary>A repository with one task and one gate.</summary>
    public ManyRuns()
    {
        Root = place["repository"];
        place.Write("repository/tasks.md", "- [ ] Write a.txt\n");
        place.Write("repository/.ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n");
        Git("init", "-q", "-b", "main");
        Git("add", "-A");
        Git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "Start");
        Git("config", "user.name", "Ada");
        Git("config", "user.email", "ada@example.org");
        var state = Directory.CreateDirectory(place["state"]).FullName;
        Store = new MemoryStore(state);
        Programs = HostPrograms.Find(Environment.GetEnvironmentVariable("PATH"), [Root], state);
        shared = new RunHostServices
        {
            StatePath = state,
            Store = Store,
            Directory = Root,
            Clock = TimeProvider.System,
            Environment = name =>
                name is "ASHLAR_HOME" ? state
                : name.StartsWith("ASHLAR_", StringComparison.Ordinal) ? null
                : Environment.GetEnvironmentVariable(name),
            Programs = Programs,
            OpenSandbox = (_, found) => BubblewrapSandbox.Find(TimeProvider.System, found)!,
            ChooseModel = (_, _) => throw new InvalidOperationException("each run has its own"),
            Price = (_, _, _) => 0,
        };
    }

    /// <summary>The checkout.</summary>
    public string Root { get; }

    /// <summary>Where they are kept.</summary>
    public MemoryStore Store { get; }

    /// <summary>The programs of the host, and what all runs share to start them.</summary>
    public HostPrograms Programs { get; }

    /// <summary>What killed processes left, as all runs share it.</summary>
    public Leavings Leavings => shared.Leavings;

    /// <summary>Begins a run with a model of its own; what comes of it.</summary>
    /// <param name="branch">Its branch.</param>
    /// <param name="script">What the model says to its requests, counted from 1 for the run.</param>
    public async Task<(RunFolder Folder, Task<int> End)> BeginAsync(string branch, Func<int, CancellationToken, Task<ModelOutcome>> script)
    {
        var services = Surroundings(script);
        var options = new RunOptions
        {
            Work = "tasks.md",
            Trust = true,
            Branch = branch,
        };
        var plan = (await new RunPlanner(services).PlanAsync(Root, options, CancellationToken.None))!;
        return (plan.Folder, EndAsync());

        async Task<int> EndAsync()
        {
            using (plan.Owned)
            {
                return await new RunHost(services).StartAsync(plan, CancellationToken.None);
            }
        }
    }

    /// <summary>Resumes a run to its end.</summary>
    public Task<int> ResumeAsync(RunFolder run, Func<int, CancellationToken, Task<ModelOutcome>> script) =>
        new RunHost(Surroundings(script)).ResumeAsync(run, run.Record.Read(), null, null, CancellationToken.None);

    /// <summary>The state of a run, as an overview tells it.</summary>
    public static string StateOf(RunFolder run) => RunReading.Read(run).State;

    /// <summary>An answer of one call.</summary>
    public static ModelOutcome Call(string tool, object arguments) =>
        ScriptedModel.Calls(($"c{Guid.NewGuid():N}", tool, JsonSerializer.Serialize(arguments)));

    /// <summary>The model reports a.txt as done.</summary>
    public static ModelOutcome Done { get; } =
        Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "It is written.",
                files = new[] { new { path = "a.txt", change = "created" } },
                key_changes = new[] { "a.txt" },
                tests = new
                {
                    total = 0,
                    passing = 0,
                    failing = 0,
                },
                acceptance = Array.Empty<object>(),
            }
        );

    /// <summary>The model writes a.txt.</summary>
    public static ModelOutcome Write { get; } = Call("Write", new { file_path = "a.txt", content = "a\n" });

    /// <summary>The model asks a person.</summary>
    public static ModelOutcome Ask { get; } = Call("Escalate", new { kind = "question", summary = "Which words?" });

    /// <summary>What git says in the checkout.</summary>
    public string Git(params IReadOnlyList<string> arguments)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var said = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? said.TrimEnd('\n') : throw new InvalidOperationException($"git {arguments[0]}: {git.ExitCode}");
    }

    /// <inheritdoc />
    public void Dispose() => place.Dispose();

    private RunHostServices Surroundings(Func<int, CancellationToken, Task<ModelOutcome>> script)
    {
        var model = new WaitingModel(script);
        return shared with { ChooseModel = (_, _) => Task.FromResult(new ChosenModel(model, model.Name, [])) };
    }

    private sealed class WaitingModel(Func<int, CancellationToken, Task<ModelOutcome>> script) : IModel
    {
        private int requests;

        public string Name => "scripted/model";

        public Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken) =>
            script(Interlocked.Increment(ref requests), cancellationToken);
    }
}
