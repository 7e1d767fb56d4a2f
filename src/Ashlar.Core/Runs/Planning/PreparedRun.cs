using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>What works on a run, whether it begins or is resumed: what is done, by whom, under which rules, and where.</summary>
public sealed record PreparedRun
{
    /// <summary>The repository.</summary>
    public required Repository Repository { get; init; }

    /// <summary>Who commits.</summary>
    public required GitIdentity Identity { get; init; }

    /// <summary>The configuration.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The work order.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>What is to be done.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>The limits.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>Who works on each task one after the other; the last is the run's own agent.</summary>
    public required IReadOnlyList<Crew> Team { get; init; }

    /// <summary>The run's own agent, and who reviews its work.</summary>
    public Crew Crew => Team[^1];

    /// <summary>Who works before it; empty without a pipeline.</summary>
    public IEnumerable<Crew> Earlier => Team.SkipLast(1);

    /// <summary>Where commands run.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>What must not be seen.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>Secrets that commands get, by name.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>Folders of the checkout that commands see: absolute source by relative path.</summary>
    public required IReadOnlyDictionary<string, string> Shared { get; init; }

    /// <summary>The servers of which agents have tools.</summary>
    internal RunServers Servers { get; init; } = RunServers.None;

    /// <summary>Where gates run.</summary>
    public required GateWorkspace Stage { get; init; }

    /// <summary>What the user should know of it before it works.</summary>
    public required IReadOnlyList<Problem> Warnings { get; init; }
}
