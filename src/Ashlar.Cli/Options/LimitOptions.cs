using System.CommandLine;
using System.Globalization;
using Ashlar.Core;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Options;

/// <summary>The options that bound a run, when it is started and when it continues.</summary>
internal sealed class LimitOptions
{
    /// <summary>Ten years.</summary>
    private const int LongestMinutes = 10 * 366 * 24 * 60;

    private readonly Option<decimal?> cost = new("--max-cost") { Description = "At most this for the run", HelpName = "USD" };
    private readonly Option<decimal?> taskCost = new("--max-task-cost") { Description = "At most this for each task", HelpName = "USD" };
    private readonly Option<string[]> agentCost = new("--max-agent-cost")
    {
        Description = "At most this for an agent, such as tech-lead=0.50; may be repeated",
        HelpName = "AGENT=USD",
    };
    private readonly Option<int?> turns = new("--max-turns") { Description = "Requests for each task", HelpName = "N" };
    private readonly Option<double?> minutes = new("--max-minutes") { Description = "Minutes of work", HelpName = "N" };
    private readonly Option<int?> iterations = new("--max-iterations") { Description = "Gate cycles for each task", HelpName = "N" };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [cost, taskCost, agentCost, turns, minutes, iterations];

    /// <summary>The options of a command with what was given of these.</summary>
    /// <exception cref="ProblemException">A value makes no sense; exit status 2.</exception>
    public RunOptions Read(ParseResult parse, RunOptions options)
    {
        Positive(cost.Name, parse.GetValue(cost));
        Positive(taskCost.Name, parse.GetValue(taskCost));
        Positive(turns.Name, parse.GetValue(turns));
        Minutes(parse.GetValue(minutes));
        Positive(iterations.Name, parse.GetValue(iterations));
        return options with
        {
            MaxCost = parse.GetValue(cost),
            MaxTaskCost = parse.GetValue(taskCost),
            MaxAgentCost = Agents(parse.GetValue(agentCost) ?? []),
            MaxTurns = parse.GetValue(turns),
            MaxMinutes = parse.GetValue(minutes),
            MaxIterations = parse.GetValue(iterations),
        };
    }

    /// <summary>Refuses a number that is not above 0.</summary>
    /// <exception cref="ProblemException">It is not; exit status 2.</exception>
    public static void Positive(string option, decimal? value)
    {
        if (value <= 0)
        {
            var written = value.Value.ToString(CultureInfo.InvariantCulture);
            throw new ProblemException(
                new Problem("cli.value", $"{option} must be more than 0") { Observed = written, Remedy = "Give a larger number" }
            );
        }
    }

    private void Minutes(double? value)
    {
        if (value is { } given && !(given > 0 && given <= LongestMinutes))
        {
            throw new ProblemException(
                new Problem("cli.value", $"{minutes.Name} must be more than 0 and at most {LongestMinutes}")
                {
                    Observed = given.ToString(CultureInfo.InvariantCulture),
                    Remedy = "Give a number of minutes, such as 90",
                }
            );
        }
    }

    /// <summary>The bounds by name; the last one of an agent holds. Null for none.</summary>
    private static Dictionary<string, decimal>? Agents(IReadOnlyList<string> given)
    {
        var costs = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (agent, cost) in given.Select(Agent))
        {
            costs[agent] = cost;
        }

        return costs.Count == 0 ? null : costs;
    }

    private static KeyValuePair<string, decimal> Agent(string given)
    {
        var cut = given.LastIndexOf('=');
        if (cut < 1 || !decimal.TryParse(given[(cut + 1)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd))
        {
            throw new ProblemException(
                new Problem("cli.value", "--max-agent-cost takes an agent's name and an amount")
                {
                    Observed = given,
                    Expected = "AGENT=USD",
                    Remedy = "Give AGENT=USD, such as tech-lead=0.50",
                }
            );
        }

        Positive("--max-agent-cost", usd);
        return new(given[..cut], usd);
    }
}
