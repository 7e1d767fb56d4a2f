using Ashlar.Core.Models;

namespace Ashlar.Core.Runs.Records;

/// <summary>What an agent took of a run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Turns">Requests answered.</param>
/// <param name="Usage">Tokens.</param>
/// <param name="Cost">USD, or null when the price of a turn is unknown.</param>
public sealed record AgentUsage(string Name, int Turns, Usage Usage, decimal? Cost);
