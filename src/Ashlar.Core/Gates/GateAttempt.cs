using System.Text;
using Ashlar.Core.Gates.Readers;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>What one run of a gate's command gave.</summary>
internal sealed record GateAttemptOutcome
{
    public int? ExitCode { get; init; }

    public string? Fault { get; init; }

    public bool TimedOut { get; init; }

    public string Text { get; init; } = "";

    public string? Output { get; init; }

    public GateReading? Reading { get; init; }

    public TimeSpan Duration { get; init; }
}

/// <summary>Runs a gate's command once and reads its result.</summary>
internal sealed class GateAttempt(GateWorld world)
{
    private const int TextLimit = 16 * 1024 * 1024;
    private const long ResultLimit = 128L * 1024 * 1024;

    /// <summary>Runs. Trouble of the environment is told in the outcome.</summary>
    public async Task<GateAttemptOutcome> RunAsync(GateSetting gate, GateFocus? focus, CancellationToken cancellationToken)
    {
        var folder = world.ResultsFolder;
        // The name cannot be guessed by what the gate runs.
        var token = Guid.NewGuid().ToString("N");
        var output = Path.Combine(world.Mounts.PrivateFolder, $"ashlar-output-{token}");
        var plan = GatePlan.Of(gate, world, token, focus);
        try
        {
            world.Python?.WritePrograms(Path.Combine(folder, Interpreter.ProgramFolder));
            if (Environment(gate) is not (var environment, null))
            {
                return new GateAttemptOutcome { Fault = Environment(gate).Fault };
            }

            var running = world.Sandbox.Start(Command(gate, plan, environment, output), cancellationToken);
            var outcome = await running.Completion.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return Read(plan, outcome, Text(output, outcome));
        }
        catch (CommandStartException trouble)
        {
            return new GateAttemptOutcome { Fault = trouble.Message };
        }
        finally
        {
            Remove(output);
            Remove(plan.ResultsPath);
            Remove(plan.ResultsPath + ".cache");
        }
    }

    private SandboxCommand Command(GateSetting gate, GatePlan plan, IReadOnlyDictionary<string, string> environment, string output) =>
        new()
        {
            Line = plan.Line,
            Mounts = world.Mounts,
            WorkingDirectory = world.Mounts.ShownRoot,
            Environment = environment,
            Timeout = gate.Timeout,
            OutputPath = output,
            Mask = world.Mask,
            Network = new NetworkAccess(world.Services, gate.Network),
            Started = world.CommandStarted,
        };

    private (IReadOnlyDictionary<string, string> Environment, string? Fault) Environment(GateSetting gate)
    {
        var environment = new Dictionary<string, string>(world.Environment, StringComparer.Ordinal);
        environment.TryAdd("PYTHONDONTWRITEBYTECODE", "1");
        environment.TryAdd("PYTHONUNBUFFERED", "1");
        environment.TryAdd("NO_COLOR", "1");
        foreach (var (name, value) in gate.Environment)
        {
            if (value.Value is { } given)
            {
                environment[name] = given;
            }
            else if (value.Secret is { } secret)
            {
                if (!world.Secrets.TryGetValue(secret, out var hidden))
                {
                    return (environment, $"the secret {secret} that the gate needs is not set");
                }

                environment[name] = hidden;
            }
        }

        return (environment, null);
    }

    private GateAttemptOutcome Read(GatePlan plan, CommandOutcome outcome, string text)
    {
        var attempt = new GateAttemptOutcome
        {
            ExitCode = outcome.ExitCode,
            Text = text,
            Output = world.Artifacts?.Put(text),
            Duration = outcome.Duration,
        };
        if (outcome.Ending is CommandEnding.TimedOut or CommandEnding.OutputLimit)
        {
            return attempt with { TimedOut = true };
        }

        if (GateFaults.Of(outcome, text, plan.Command, world) is { } fault)
        {
            return attempt with { Fault = fault };
        }

        var given = new GateOutput
        {
            ExitCode = outcome.ExitCode,
            Text = text,
            Results = Results(plan.ResultsPath),
            Files = new CheckoutFiles(world.Mounts.Root, world.Mounts.ShownRoot),
            Command = plan.Command,
        };
        return attempt with { Reading = GateMasking.Masked(plan.Reader.Read(given), world.Mask) };
    }

    private static string Text(string path, CommandOutcome outcome)
    {
        try
        {
            if (File.Exists(path) && new FileInfo(path).Length is > 0 and <= TextLimit)
            {
                return Encoding.UTF8.GetString(File.ReadAllBytes(path));
            }
        }
        catch (IOException)
        {
            // The bounded copy stands in.
        }

        return outcome.Output.Text;
    }

    private static IReadOnlyList<byte[]> Results(string? path)
    {
        if (path is null)
        {
            return [];
        }

        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.trx", SearchOption.AllDirectories) : [path];
        return [.. files.Where(IsReadable).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    /// <summary>A link could lead out of the sandbox; a result file is a plain, bounded file.</summary>
    private static bool IsReadable(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null, Length: > 0 and <= ResultLimit };

    private static void Remove(string? path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                FolderRemoval.Delete(path);
            }
            else if (path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It goes with the private folder.
        }
    }
}
