using System.Text;
using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Journal;
using Ashlar.Core.Policies;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>What one run of a gate's command gave.</summary>
internal sealed record GateAttemptOutcome
{
    public int? ExitCode { get; init; }

    public string? Fault { get; init; }

    /// <summary>The fault with its kind and what fixes it.</summary>
    public GateInability? Inability { get; init; }

    /// <summary>How it ran; null where it did not.</summary>
    public GatePlan? Plan { get; init; }

    public bool TimedOut { get; init; }

    public string Text { get; init; } = "";

    public string? Output { get; init; }

    public GateReading? Reading { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>What the watch on the runner has on the run; null for a run that read no tests.</summary>
    public WatchReading? Watch { get; init; }
}

/// <summary>Runs a gate's command once and reads its result.</summary>
internal sealed class GateAttempt(GateWorld world)
{
    private const int TextLimit = 16 * 1024 * 1024;

    /// <summary>Runs. Trouble of the environment is told in the outcome.</summary>
    public async Task<GateAttemptOutcome> RunAsync(GateSetting gate, GateFocus? focus, CancellationToken cancellationToken)
    {
        if (Environment(gate) is not (var environment, null))
        {
            return new GateAttemptOutcome { Fault = Environment(gate).Fault };
        }

        TestFileStamps? tests = null;
        if (world.Checkout is { } checkout && !world.IsSetUp)
        {
            await checkout.FreshAsync(cancellationToken).ConfigureAwait(false);
            tests = await checkout.TestsAsync(cancellationToken).ConfigureAwait(false);
        }

        using var folder = AttemptFolder.Make(world);
        var here = world with { Mounts = folder.Mounts };
        // The name cannot be guessed by what the gate runs.
        var plan = GatePlan.Of(gate, here, Guid.NewGuid().ToString("N"), focus);
        try
        {
            plan.Watch?.WriteKeys(folder.ResultsPath);
            var outcome = await world.Sandbox.RunAsync(Command(gate, plan, environment, folder), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var attempt = Read(gate, plan, outcome, Text(folder.OutputPath, outcome), folder);
            return
                attempt.Watch is { } watch
                && tests is not null
                && await tests.RewrittenAsync(path => world.Checkout!.OriginalAsync(path, cancellationToken)).ConfigureAwait(false)
                    is { } rewritten
                ? attempt with
                {
                    Watch = watch with { Findings = [.. watch.Findings, rewritten] },
                }
                : attempt;
        }
        catch (CommandStartException trouble)
        {
            return new GateAttemptOutcome { Fault = trouble.Message };
        }
    }

    private SandboxCommand Command(
        GateSetting gate,
        GatePlan plan,
        IReadOnlyDictionary<string, string> environment,
        AttemptFolder folder
    ) =>
        new()
        {
            Line = plan.Line,
            Mounts = folder.Mounts,
            WorkingDirectory = folder.Mounts.ShownRoot,
            Environment = environment,
            Timeout = gate.Timeout,
            OutputPath = folder.OutputPath,
            Mask = world.Mask,
            Network = new NetworkAccess(world.Services, gate.Network),
            Started = world.CommandStarted,
        };

    private (IReadOnlyDictionary<string, string> Environment, string? Fault) Environment(GateSetting gate)
    {
        var environment = new Dictionary<string, string>(world.Environment, StringComparer.Ordinal);
        environment.TryAdd("PYTHONDONTWRITEBYTECODE", "1");
        environment.TryAdd("PYTHONUNBUFFERED", "1");
        // Tests of programs that colour would see it.
        environment.TryAdd("NO_COLOR", "");
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

    private GateAttemptOutcome Read(GateSetting gate, GatePlan plan, CommandOutcome outcome, string text, AttemptFolder folder)
    {
        var attempt = new GateAttemptOutcome
        {
            ExitCode = outcome.ExitCode,
            Plan = plan,
            Text = PlainOutput.Of(text),
            Output = world.Artifacts?.Put(MaskedText.Of(world.Mask, text)),
            Duration = outcome.Duration,
        };
        if (outcome.Ending is CommandEnding.TimedOut or CommandEnding.OutputLimit)
        {
            return attempt with { TimedOut = true };
        }

        if (GateFaults.Of(outcome, attempt.Text, plan.Command, world) is { } fault)
        {
            return attempt with { Fault = fault.Why, Inability = fault };
        }

        var given = new GateOutput
        {
            ExitCode = outcome.ExitCode,
            Text = attempt.Text,
            Results =
                plan.Glob is { } glob ? new ResultFiles(folder.Mounts.Root).Matching(new Glob(glob, whole: true), folder.Began)
                : plan.Results is { } name ? new ResultFiles(folder.ResultsPath).Read(name, plan.ResultsEnding)
                : [],
            Files = new CheckoutFiles(folder.Mounts.Root, folder.Mounts.ShownRoot, folder.Mounts.Shared.Keys),
            Command = plan.Command,
        };
        var reading = GateMasking.Masked(Reading(plan.Reader, given), world.Mask);
        return attempt with
        {
            Reading = reading,
            Watch = reading.Tests is { } tests
                ? plan.Watch?.Read(folder.ResultsPath, outcome.ExitCode, tests)
                    ?? new WatchReading(new Examination(false, plan.Unwatched ?? ""), [])
                : null,
        };
    }

    /// <summary>What the reader finds. A result that cannot be read hides whatever it says, so it is never one without findings.</summary>
    private static GateReading Reading(IResultReader reader, GateOutput given)
    {
        try
        {
            return reader.Read(given);
        }
        catch (UndecidedTextException undecided)
        {
            // Equal on two trees only where the text is.
            var key = $"undecided:{ArtifactFolder.HashOf(Encoding.UTF8.GetBytes(undecided.Text))[..16]}";
            var message = $"what the command printed is {undecided.Message}: have it print less, in shorter lines";
            return new GateReading([new Finding(key, message) { Rule = undecided.Problem.Code }], null);
        }
    }

    private static string Text(string path, CommandOutcome outcome)
    {
        try
        {
            if (File.Exists(path) && new FileInfo(path).Length is > 0 and <= TextLimit)
            {
                return Encoding.UTF8.GetString(OrdinaryFile.ReadAllBytes(path));
            }
        }
        catch (IOException)
        {
            // The bounded copy stands in.
        }

        return outcome.Output.Text;
    }
}
