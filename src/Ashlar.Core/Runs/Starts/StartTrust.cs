using Ashlar.Core.Agents;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Trust by content in what a repository says, asked for before any of it is obeyed.</summary>
/// <param name="services">What a run is given from outside.</param>
internal sealed class StartTrust(RunHostServices services)
{
    /// <summary>Asks, and keeps what was accepted.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="start">What its commit says.</param>
    /// <param name="agent">The agent that works.</param>
    /// <param name="others">All other agents.</param>
    /// <param name="options">Whether trust was given with the command, and how the agent was named.</param>
    /// <param name="isShown">Whether the plan is only shown.</param>
    /// <returns>What is not trusted yet, which only a plan that is shown may have: it then reaches neither the sandbox nor the machine.</returns>
    /// <exception cref="ProblemException">It is not trusted; exit status 2.</exception>
    public IReadOnlyList<Problem> Ask(
        Repository repository,
        StartCommit start,
        AgentDefinition agent,
        IReadOnlyList<AgentDefinition> others,
        RunOptions options,
        bool isShown
    )
    {
        var store = new TrustStore(new StateFolder(services.StatePath).Trust, services.Clock);
        var isFile =
            options.Agent is { } given
            && (given.Contains('/', StringComparison.Ordinal) || given.EndsWith(".md", StringComparison.OrdinalIgnoreCase));
        var files = start.FilesToTrust(agent, isFile, others).ToList();
        var check = store.Check(repository.Root, files);
        if (check.IsTrusted)
        {
            return [];
        }

        if (isShown && !options.Trust)
        {
            return [.. check.Problems.Select(problem => problem with { Warning = true })];
        }

        if (!options.Trust && services.AskTrust?.Invoke(check) != true)
        {
            throw new ProblemException(check.Problems);
        }

        store.Accept(repository.Root, files);
        return [];
    }
}
