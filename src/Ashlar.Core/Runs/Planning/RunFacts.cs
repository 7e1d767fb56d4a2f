using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Planning;

/// <summary>What a run is, once it has begun: nothing of it changes while the run is executed.</summary>
internal sealed record RunFacts
{
    /// <summary>What the run was started with.</summary>
    public required RunStarted Started { get; init; }

    /// <summary>The repository's configuration at the run base.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The limits that hold.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>The work order with its documents.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>The assigned tasks.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>The iteration log, relative to the root; null without one.</summary>
    public required string? LogPath { get; init; }

    /// <summary>Whether a recorded run is executed again: nothing of it leaves this machine.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The work order as recorded.</summary>
    public RecordedWork Work => Started.Work;

    /// <summary>The gates.</summary>
    public IReadOnlyList<GateSetting> Gates => Started.Gates;

    /// <summary>Whether the user's checkout itself is worked in.</summary>
    public bool InPlace => Started.Checkout is not null;

    /// <summary>How many tasks may be worked on concurrently.</summary>
    public int Parallel => Started.Options.Parallel ?? 1;

    /// <summary>Whether the branch is to be pushed; a repetition says so to the model, and pushes nothing.</summary>
    public bool WantsPush => Started.Options.Push || Configuration.Commit.Push;

    /// <summary>Whether the branch may be pushed.</summary>
    public bool MayPush => !IsReplay && WantsPush;

    /// <summary>Whether a pull request is wanted.</summary>
    public bool WantsPullRequest => !IsReplay && (Started.Options.PullRequest || Configuration.Commit.PullRequest);

    /// <summary>The weakest proof level that is accepted, or null for any.</summary>
    public string? RequiredProof => Started.Options.RequireProof ?? Configuration.Proof.Level;

    /// <summary>Whether commands have secrets.</summary>
    public bool GivesSecrets => Configuration.Environment.Values.Any(value => value.Secret is not null);

    /// <summary>What commands may reach.</summary>
    public NetworkAccess Network => new(Configuration.Services, Configuration.Network);

    /// <summary>Whether commands have secrets and the model is to see only how they ended (<c>secrets: strict</c>).</summary>
    public bool WithholdsOutput => Configuration.Secrets is SecretHandling.Strict && GivesSecrets;

    /// <summary>Whether gates have secrets and the model is to see only what was read from their output.</summary>
    public bool WithholdsGateOutput => Configuration.Secrets is SecretHandling.Strict && PolicyParts.SecretNames(Configuration).Count > 0;

    /// <summary>The paths that belong to Ashlar: what an agent changed there is not committed.</summary>
    public IReadOnlySet<string> OwnPaths => new[] { Work.ListPath, LogPath }.OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether each green cycle is committed, not only the last: as configured, else as the agent's prompt asks.</summary>
    public bool CommitsEachCycle(Policy policy) => (Configuration.Commit.Each ?? policy.Commit) is CommitRhythm.Iteration;
}
