using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Gives the agents of a run what they need.</summary>
/// <param name="services">What a run is given from outside.</param>
/// <param name="wish">How the run's model was chosen.</param>
/// <param name="model">The run's model.</param>
internal sealed class AgentParts(RunHostServices services, ModelWish wish, ChosenModel model)
{
    private readonly ModelWindows windows = new(name => services.Window(wish.Configuration, name));

    /// <summary>An agent with the run's model.</summary>
    public Seat Own(AgentDefinition agent, Policy policy) => Of(agent, policy, model, []);

    /// <summary>An agent with its model: its own, or the run's.</summary>
    public async Task<Seat> OpenAsync(AgentSpec agent, Policy policy, CancellationToken cancellationToken)
    {
        var chosen = agent.Model is { } own
            ? await services.ChooseModel(own.Wish(wish, agent.Definition), cancellationToken).ConfigureAwait(false)
            : model;
        return Of(agent.Definition, policy, chosen, agent.Model is null ? [] : chosen.Warnings);
    }

    private Seat Of(AgentDefinition agent, Policy policy, ChosenModel chosen, IReadOnlyList<Problem> warnings) =>
        new(agent, policy, chosen.Model, chosen.Name) { Window = windows.Of(chosen.Model), Warnings = warnings };

    /// <summary>The reviewer, or null for nobody.</summary>
    public async Task<Reviewer?> ReviewerAsync(ReviewSpec review, Policy? policy, CancellationToken cancellationToken) =>
        review.Agent is { } agent
            ? new Reviewer(agent.Definition.Name, review.Rounds)
            {
                Agent = await OpenAsync(agent, policy!, cancellationToken).ConfigureAwait(false),
            }
        : review.Name is Reviewer.Person ? new Reviewer(review.Name, review.Rounds)
        : null;

    /// <summary>The agents of a run beside its own.</summary>
    public static IReadOnlyList<Seat> Engaged(IEnumerable<Crew> stages, Reviewer? reviewer) =>
        [.. stages.SelectMany(one => new[] { one.Author, one.Reviewer?.Agent }).Append(reviewer?.Agent).OfType<Seat>()];

    /// <summary>A limit of cost that cannot be counted would bound nothing: it is refused before anything is paid.</summary>
    /// <param name="limits">The bounds.</param>
    /// <param name="configuration">Where prices may be named.</param>
    /// <param name="engaged">The other agents.</param>
    /// <exception cref="ProblemException">A model that may answer has no known price; exit status 2.</exception>
    public void CheckPrices(RunLimits limits, Configuration configuration, IEnumerable<Seat> engaged)
    {
        if (!limits.CountsCost)
        {
            return;
        }

        var names = engaged
            .SelectMany(one => one.Model.Names)
            .Concat(model.Model.Names)
            .Prepend(model.Name)
            .Distinct(StringComparer.Ordinal);
        if (names.FirstOrDefault(name => services.Price(configuration, name, new Models.Usage(1, 1)) is null) is { } unknown)
        {
            throw new ProblemException(
                new Problem("model.price-unknown", $"a cost limit needs a price, and none is known for {unknown}")
                {
                    Remedy =
                        "Name it under `prices` in .ashlar/config.yaml, commit and trust that (`ashlar trust`), or leave the cost limit out",
                }
            );
        }
    }

    /// <summary>A bound on the cost of an agent that nobody knows would bound nothing: it is refused.</summary>
    /// <param name="limits">The bounds.</param>
    /// <param name="agents">The definitions that there are.</param>
    /// <param name="own">The run's agent, which may be a file elsewhere.</param>
    /// <exception cref="ProblemException">One names an unknown agent; exit status 2.</exception>
    public static void CheckNames(RunLimits limits, AgentCatalog agents, AgentDefinition own)
    {
        var known = agents.All.Append(own).Select(agent => agent.Name).Distinct(StringComparer.Ordinal).ToList();
        if (limits.AgentCosts.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new ProblemException(
                new Problem("agent.unknown", $"a limit of cost is given for '{unknown}', and there is no agent of that name")
                {
                    Observed = unknown,
                    Expected = string.Join(", ", known),
                    Remedy = $"Give one of {string.Join(", ", known)} in `limits.agent_cost` or --max-agent-cost",
                }
            );
        }
    }

    /// <summary>An agent that was meant to change files and cannot would only cost money.</summary>
    /// <param name="working">The agents that work, with the policies compiled from them.</param>
    /// <exception cref="ProblemException">One was given tools that change files or run commands and got none; exit status 2.</exception>
    public static void CheckTools(IEnumerable<(AgentDefinition Agent, Policy Policy)> working)
    {
        foreach (var (agent, policy) in working)
        {
            if (policy.Tools is { Changes: false, Lost: { Count: > 0 } lost })
            {
                var words = string.Join(", ", lost.Distinct(StringComparer.Ordinal));
                var asks = lost.Any(word => word.EndsWith(": ask", StringComparison.Ordinal));
                throw new ProblemException(
                    new Problem(
                        "agent.no-tools",
                        $"the agent {agent.Name} could change nothing: of what it names ({words}) it is given nothing"
                    )
                    {
                        Path = agent.Path,
                        Line = agent.KeyLines.TryGetValue(asks ? "permission" : "tools", out var line) ? line : null,
                        Observed = words,
                        Expected = "Write, Edit or Bash",
                        Remedy = asks
                            ? "Write `allow` for what it may do without being asked, or choose another agent with --agent"
                            : "Name the tools as `tools: Read, Edit, Write, Bash, Glob, Grep`, or choose another agent with --agent",
                    }
                );
            }
        }
    }
}
