namespace Ashlar.Core.Settings;

/// <summary>A gate as configured, detected, or named in prose.</summary>
/// <param name="Name">A short name, unique among the gates of a run.</param>
/// <param name="Run">The command; <c>{results}</c> stands for Ashlar's own result file.</param>
public sealed record GateSetting([property: Structure] string Name, [property: Structure] string Run)
{
    /// <summary>A formatter's writing form, run before the gates on changed files in scope; null for none.</summary>
    public string? Fix { get; init; }

    /// <summary>Whether it may stay red and decides nothing.</summary>
    public bool Known { get; init; }

    /// <summary>How its result is read: <c>exit</c>, <c>junit</c>, <c>trx</c>, <c>sarif</c>, <c>unittest</c> or a tool's name; null lets the command decide.</summary>
    public string? Results { get; init; }

    /// <summary>A pattern of the result files that the command writes into the checkout by itself, one for each class or module; null for none.</summary>
    public string? ResultFiles { get; init; }

    /// <summary>When it runs.</summary>
    public GateRhythm Each { get; init; } = GateRhythm.Task;

    /// <summary>Globs of changed files without which it does not run; empty for always.</summary>
    public IReadOnlyList<string> When { get; init; } = [];

    /// <summary>Wall-clock bound.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Environment of its own.</summary>
    public IReadOnlyDictionary<string, EnvironmentValue> Environment { get; init; } =
        new Dictionary<string, EnvironmentValue>(StringComparer.Ordinal);

    /// <summary>Hosts it may reach.</summary>
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>The file that it comes from, or null when built in.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The line in <see cref="SourcePath"/>, from 1.</summary>
    public int? SourceLine { get; init; }
}

/// <summary>When a gate runs.</summary>
public enum GateRhythm
{
    /// <summary>On every gate cycle.</summary>
    Iteration,

    /// <summary>On every cycle too: a task is done only when it is green.</summary>
    Task,

    /// <summary>Once, on the final commit of the run.</summary>
    Run,
}

/// <summary>A value of an environment variable: given, or the name of a secret that holds it.</summary>
/// <param name="Value">The value, or null when it is a secret.</param>
/// <param name="Secret">The secret's name, or null.</param>
public sealed record EnvironmentValue(string? Value, string? Secret);
