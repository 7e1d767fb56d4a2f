using Ashlar.Core.Conversations;
using Ashlar.Core.Models;

namespace Ashlar.Core.Runs.Records;

/// <summary>What a run has taken of its models so far.</summary>
internal sealed class RunSpending
{
    private readonly OrderedDictionary<string, AgentUsage> agents = new(StringComparer.Ordinal);

    /// <summary>Model requests answered.</summary>
    public int Turns { get; private set; }

    /// <summary>Tokens.</summary>
    public Usage Usage { get; private set; } = Usage.None;

    /// <summary>USD, or null when the price of a turn is unknown.</summary>
    public decimal? Cost { get; private set; } = 0;

    /// <summary>What each agent took, by name, in the order in which they were first asked.</summary>
    public IReadOnlyList<AgentUsage> Agents => agents.Values;

    /// <summary>Counts a turn of an agent.</summary>
    public void Count(string agent, TurnReceived turn)
    {
        Turns++;
        Usage += turn.Usage;
        Cost = turn.Cost is null ? null : Cost + turn.Cost;
        var before = agents.GetValueOrDefault(agent) ?? new AgentUsage(agent, 0, Usage.None, 0);
        agents[agent] = new AgentUsage(
            agent,
            before.Turns + 1,
            before.Usage + turn.Usage,
            turn.Cost is null ? null : before.Cost + turn.Cost
        );
    }
}
