namespace Ashlar.Core.Settings;

/// <summary>Bounds of a run: turns and iterations for each task, cost and time for the whole run.</summary>
public sealed record RunLimits
{
    /// <summary>Model requests of a task, at least 1.</summary>
    public int Turns { get; init; } = 200;

    /// <summary>Gate cycles of a task, at least 1.</summary>
    public int Iterations { get; init; } = 8;

    /// <summary>USD for the run; null for no bound.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Time while Ashlar works or waits for a provider, not while it waits for a person; null for no bound.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The limits with what the command line says in their place: a person at the command line may raise and lower.</summary>
    public RunLimits With(LimitOverrides overrides) =>
        this with
        {
            Turns = overrides.Turns ?? Turns,
            Iterations = overrides.Iterations ?? Iterations,
            Cost = overrides.Cost ?? Cost,
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

    /// <summary>From <c>--max-minutes</c>.</summary>
    public TimeSpan? Time { get; init; }
}
