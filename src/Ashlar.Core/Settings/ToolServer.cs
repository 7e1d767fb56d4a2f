namespace Ashlar.Core.Settings;

/// <summary>A server of tools as a file declares it: how it is started, with its variables not filled in yet.</summary>
/// <param name="Name">The name in <c>mcp__NAME__TOOL</c>: what is written, other characters than letters, digits, <c>-</c> and <c>_</c> as <c>_</c>.</param>
/// <param name="Path">The file that declares it.</param>
/// <param name="Line">The line there, from 1.</param>
public sealed record ToolServer(string Name, string Path, int Line)
{
    /// <summary>The program.</summary>
    public string Command { get; init; } = "";

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The address of one that runs elsewhere and is reached by HTTP; null for a program.</summary>
    public string? Address { get; init; }

    /// <summary>Headers of the requests to its address.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>All texts in which variables may stand.</summary>
    public IEnumerable<string> Texts =>
        Address is { } address ? Headers.Values.Prepend(address) : Arguments.Prepend(Command).Concat(Environment.Values);

    /// <summary>Variables beyond those that all commands of the task have.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the configuration adds.</summary>
    public ServerSettings Settings { get; init; } = new();

    /// <summary>Why it cannot be used; null where nothing is wrong with the entry.</summary>
    public Problem? Fault { get; init; }
}

/// <summary>What the configuration gives a server of tools (<c>mcp: {NAME: …}</c>).</summary>
public sealed record ServerSettings
{
    /// <summary>Hosts that it may reach.</summary>
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>Variables of its own.</summary>
    public IReadOnlyDictionary<string, EnvironmentValue> Environment { get; init; } =
        new Dictionary<string, EnvironmentValue>(StringComparer.Ordinal);

    /// <summary>How long one call may take.</summary>
    public TimeSpan CallTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it may take until it has said which tools it has.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromMinutes(1);
}
