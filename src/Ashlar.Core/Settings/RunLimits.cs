namespace Ashlar.Core.Settings;

/// <summary>Bounds of a run: turns and iterations for each task, time for the whole run, cost for the run, each task and single agents.</summary>
public sealed record RunLimits
{
    private static readonly IReadOnlyDictionary<string, decimal> NoAgents = new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>The bound of one answer where nothing else is configured.</summary>
    public const int StandardOutput = 16_000;

    /// <summary>Model requests of a task, at least 1.</summary>
    public int Turns { get; init; } = 200;

    /// <summary>Tokens of one answer, thinking included.</summary>
    public int Output { get; init; } = StandardOutput;

    /// <summary>Gate cycles of a task, at least 1.</summary>
    public int Iterations { get; init; } = 8;

    /// <summary>USD for the run; null for no bound.</summary>
    public decimal? Cost { get; init; }

    /// <summary>USD for each task, with its failed attempts and reviews; null for no bound.</summary>
    public decimal? TaskCost { get; init; }

    /// <summary>USD for the run by an agent's name, as far as there is a bound.</summary>
    public IReadOnlyDictionary<string, decimal> AgentCosts { get; init; } = NoAgents;

    /// <summary>Whether anything that is spent counts, so that prices must be known.</summary>
    public bool CountsCost => Cost is not null || TaskCost is not null || AgentCosts.Count > 0;

    /// <summary>Time while Ashlar works or waits for a provider, not while it waits for a person; null for no bound.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The limits with what the command line says in their place: a person at the command line may raise and lower.</summary>
    public RunLimits With(LimitOverrides overrides) =>
        this with
        {
            Turns = overrides.Turns ?? Turns,
            Iterations = overrides.Iterations ?? Iterations,
            Cost = overrides.Cost ?? Cost,
            TaskCost = overrides.TaskCost ?? TaskCost,
            AgentCosts = overrides.AgentCosts is { Count: > 0 } costs
                ? AgentCosts.Where(cost => !costs.ContainsKey(cost.Key)).Concat(costs).ToDictionary(StringComparer.Ordinal)
                : AgentCosts,
            Time = overrides.Time ?? Time,
        };

    /// <summary>The limits with the turns that an agent definition asks for, which only ever lowers them.</summary>
    public RunLimits LoweredTo(int? maxTurns) => maxTurns is { } turns && turns < Turns ? this with { Turns = Math.Max(1, turns) } : this;
}

/// <summary>Limits as given on the command line; null where nothing was given.</summary>
public sealed record LimitOverrides
{
    /// <summary>From <c>--max-turns</c>.</summary>
    public int? Turns { get; init; }

    /// <summary>From <c>--max-iterations</c>.</summary>
    public int? Iterations { get; init; }

    /// <summary>From <c>--max-cost</c>, USD.</summary>
    public decimal? Cost { get; init; }

    /// <summary>From <c>--max-task-cost</c>, USD.</summary>
    public decimal? TaskCost { get; init; }

    /// <summary>From <c>--max-agent-cost</c>, USD by name.</summary>
    public IReadOnlyDictionary<string, decimal>? AgentCosts { get; init; }

    /// <summary>From <c>--max-minutes</c>.</summary>
    public TimeSpan? Time { get; init; }
}
