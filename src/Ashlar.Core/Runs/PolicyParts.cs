using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs;

/// <summary>Brings configuration and work order into the form from which a policy is compiled.</summary>
internal static class PolicyParts
{
    /// <summary>The policy of an agent for a work order.</summary>
    public static Policy Compile(AgentDefinition agent, Configuration configuration, WorkOrder order) =>
        PolicyCompiler.Compile(
            agent,
            new PolicySource
            {
                Path = configuration.Path,
                Scope = new AgentScope
                {
                    Allow = Patterns(configuration.Scope.Allow),
                    Deny = Patterns(configuration.Scope.Deny),
                    Hide = Patterns(configuration.Scope.Hide),
                    Frozen = Patterns(configuration.Scope.Frozen),
                },
                Gates = configuration.Gates,
                Protected = new ProtectedPaths
                {
                    Kept = order.ListPath is { } list ? [list] : [],
                    Definitions =
                        agent.Path.StartsWith("built-in:", StringComparison.Ordinal) || Path.IsPathRooted(agent.Path) ? [] : [agent.Path],
                },
            }
        );

    /// <summary>The secrets that commands get by the configuration.</summary>
    public static IReadOnlyList<string> SecretNames(Configuration configuration) =>
        configuration
            .Environment.Values.Concat((configuration.Gates ?? []).SelectMany(gate => gate.Environment.Values))
            .Select(value => value.Secret)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();

    /// <summary>The environment of all commands: the agent's plain pairs, then the configuration's.</summary>
    public static IReadOnlyDictionary<string, string> Environment(
        Policy policy,
        Configuration configuration,
        IReadOnlyDictionary<string, string> secrets
    )
    {
        var environment = new Dictionary<string, string>(policy.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in configuration.Environment)
        {
            environment[name] = value.Secret is { } secret ? secrets[secret] : value.Value ?? "";
        }

        environment[PythonPath.Variable.Key] = PythonPath.Variable.Value;
        return environment;
    }

    private static IReadOnlyList<ScopePattern> Patterns(IReadOnlyList<ScopeGlob> globs) =>
        [.. globs.Select(glob => new ScopePattern(glob.Glob, glob.Line))];
}
