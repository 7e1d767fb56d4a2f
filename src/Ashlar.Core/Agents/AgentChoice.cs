namespace Ashlar.Core.Agents;

/// <summary>What is to be done, as far as it matters for who does it.</summary>
/// <param name="Path">The work order as given, relative to the repository, or null for a task in words.</param>
/// <param name="Dialect">The task list's dialect, <c>design</c> for a design folder, or null.</param>
/// <param name="Text">The words: titles of the assigned tasks, the task in words, headings of the documents.</param>
public sealed record WorkDescription(string? Path, string? Dialect, string Text);

/// <summary>The definition that does the work, and why.</summary>
/// <param name="Agent">The definition.</param>
/// <param name="Reason">One sentence for people.</param>
public sealed record ChosenAgent(AgentDefinition Agent, string Reason);

/// <summary>
/// Chooses a definition when none is named: the one of the repository whose description fits the work order. The choice depends on
/// nothing but its arguments.
/// </summary>
public static class AgentChoice
{
    private const string Fallback = "implementer";

    /// <summary>Chooses.</summary>
    /// <exception cref="ProblemException">Several fit equally well; the problem lists them.</exception>
    public static ChosenAgent Choose(AgentCatalog catalog, WorkDescription work)
    {
        var fits = catalog
            .Preferred.DistinctBy(agent => agent.Path)
            .Where(agent => !agent.Problems.Any(problem => problem.Code is "agent.format" or "agent.disabled"))
            .Where(AgentRole.Implements)
            .Select(agent => AgentFit.Of(agent, work))
            .Where(fit => fit.Points >= AgentFit.Least)
            .OrderByDescending(fit => fit.Points)
            .ThenBy(fit => fit.Agent.Path, StringComparer.Ordinal)
            .ToList();
        if (fits.Count == 0)
        {
            var builtIn = BuiltInAgents.Find(Fallback)!;
            var why =
                catalog.Repository.Count == 0 ? "the repository has no agent definition" : "no definition of the repository fits the work";
            return new ChosenAgent(builtIn, $"built-in '{Fallback}', since {why}");
        }

        var best = fits.TakeWhile(fit => fits[0].Points - fit.Points < AgentFit.Margin).ToList();
        return best.Count == 1 ? new ChosenAgent(best[0].Agent, best[0].Reason) : throw Ambiguous(best);
    }

    private static ProblemException Ambiguous(List<AgentFit> best)
    {
        var candidates = string.Join(", ", best.Select(fit => $"{fit.Agent.Name} ({fit.Agent.Path})"));
        return new ProblemException(
            new Problem("agent.ambiguous", $"Several agent definitions fit the work equally well: {candidates}")
            {
                Observed = candidates,
                Expected = "one",
                Remedy = $"Name one: --agent {best[0].Agent.Name}",
            }
        );
    }
}
