using System.Collections.ObjectModel;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Records;

/// <summary>What the command line asks of a run. Recorded, so that a resumed run is the same run.</summary>
public sealed record RunOptions
{
    /// <summary>WORK: a spec folder, task file or design folder; null when a task is given or the agent's prompt names the list.</summary>
    [Structure]
    public string? Work { get; init; }

    /// <summary>The one task in words, or null.</summary>
    public string? Task { get; init; }

    /// <summary>The file that holds the one task in words, or null.</summary>
    [Structure]
    public string? TaskFile { get; init; }

    /// <summary>The agent's name or file, or null to choose.</summary>
    [Structure]
    public string? Agent { get; init; }

    /// <summary>The assigned tasks; empty for all.</summary>
    [Structure]
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The model's name, or null.</summary>
    [Structure]
    public string? Model { get; init; }

    /// <summary>Who reviews: <c>none</c>, <c>tech-lead</c>, <c>human</c>; null for the configuration's.</summary>
    [Structure]
    public string? Review { get; init; }

    /// <summary>Whether untrusted content of the repository is accepted.</summary>
    public bool Trust { get; init; }

    /// <summary>Whether uncommitted files of the work order are committed first.</summary>
    public bool IncludeSpec { get; init; }

    /// <summary>The ticket's file, or null.</summary>
    [Structure]
    public string? Ticket { get; init; }

    /// <summary>USD for the run, or null.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>USD for each task, or null.</summary>
    public decimal? MaxTaskCost { get; init; }

    /// <summary>USD for the run by an agent's name, or null.</summary>
    public IReadOnlyDictionary<string, decimal>? MaxAgentCost { get; init; }

    /// <summary>Requests for each task, or null.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>Minutes of work for the run, or null.</summary>
    public double? MaxMinutes { get; init; }

    /// <summary>Gate cycles for each task, or null.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>The weakest accepted proof level, or null.</summary>
    [Structure]
    public string? RequireProof { get; init; }

    /// <summary>How many tasks may be worked on concurrently, or null for one.</summary>
    public int? Parallel { get; init; }

    /// <summary>Whether the user's checkout itself is worked in.</summary>
    public bool InPlace { get; init; }

    /// <summary>The branch, or null.</summary>
    [Structure]
    public string? Branch { get; init; }

    /// <summary>Where the conversation is recorded as a cassette, or null.</summary>
    [Structure]
    public string? Record { get; init; }

    /// <summary>Whether the branch may be pushed.</summary>
    public bool Push { get; init; }

    /// <summary>Whether a pull request is wanted.</summary>
    public bool PullRequest { get; init; }

    /// <summary>Whether commands run without a sandbox.</summary>
    public bool UnsafeNoSandbox { get; init; }

    /// <summary>The limits that it names.</summary>
    public LimitOverrides Limits() =>
        new()
        {
            Turns = MaxTurns,
            Iterations = MaxIterations,
            Cost = MaxCost,
            TaskCost = MaxTaskCost,
            AgentCosts = MaxAgentCost,
            Time = MaxMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        };

    /// <summary>The same with the limits and the model of a later command line, where that names any.</summary>
    public RunOptions With(RunOptions? later) =>
        later is null
            ? this
            : this with
            {
                Model = later.Model ?? Model,
                MaxCost = later.MaxCost ?? MaxCost,
                MaxTaskCost = later.MaxTaskCost ?? MaxTaskCost,
                MaxAgentCost = later.MaxAgentCost is not { Count: > 0 } costs
                    ? MaxAgentCost
                    : (MaxAgentCost ?? ReadOnlyDictionary<string, decimal>.Empty)
                        .Where(cost => !costs.ContainsKey(cost.Key))
                        .Concat(costs)
                        .ToDictionary(StringComparer.Ordinal),
                MaxTurns = later.MaxTurns ?? MaxTurns,
                MaxMinutes = later.MaxMinutes ?? MaxMinutes,
                MaxIterations = later.MaxIterations ?? MaxIterations,
            };
}
