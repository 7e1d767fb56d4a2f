using Ashlar.Core.Agents;
using Ashlar.Core.Conversations;
using Ashlar.Core.Policies;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Brings configuration and work order into the form from which a policy is compiled.</summary>
internal static class PolicyParts
{
    /// <summary>The policy of an agent for a work order.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="order">The work order.</param>
    /// <param name="documents">Documents that may narrow it.</param>
    /// <param name="servers">Names of the servers that offer tools; null for none.</param>
    public static Policy Compile(
        AgentDefinition agent,
        Configuration configuration,
        WorkOrder order,
        IReadOnlyList<PolicyDocument> documents,
        IReadOnlyList<string>? servers = null
    ) =>
        PolicyCompiler.Compile(
            agent,
            PolicySource.Of(configuration) with
            {
                Servers = servers ?? [],
                OfferedTools =
                    configuration.Network.Count > 0
                        ? PolicySource.BuiltInTools
                        : [.. PolicySource.BuiltInTools.Where(tool => tool != "WebFetch")],
                Documents = documents,
                Protected = new ProtectedPaths
                {
                    Kept = order.ListPath is { } list ? [list] : [],
                    Definitions =
                        agent.Path.StartsWith("built-in:", StringComparison.Ordinal) || Path.IsPathRooted(agent.Path) ? [] : [agent.Path],
                },
            }
        );

    /// <summary>The documents that may narrow the policy: the work order's own, and the constitution.</summary>
    public static IReadOnlyList<PolicyDocument> Narrowing(DocumentSet found, WorkOrder order) =>
        [
            .. found
                .Documents.Where(document => document.Text is not null)
                .Where(document =>
                    order.Paths.Contains(document.Path, StringComparer.Ordinal)
                    || Path.GetFileName(document.Path).StartsWith("constitution", StringComparison.OrdinalIgnoreCase)
                )
                .Where(document => !string.Equals(document.Path, order.ListPath, StringComparison.Ordinal))
                .Select(document => new PolicyDocument(document.Path, document.Text!)),
        ];

    /// <summary>Everything that must not be seen: what the configuration and the secrets file name, literals of definitions and documents, model keys.</summary>
    public static SecretMask Mask(
        SecretStore store,
        Configuration configuration,
        IEnumerable<Policy?> policies,
        IEnumerable<PolicyDocument> documents,
        IReadOnlyDictionary<string, string> modelKeys
    )
    {
        var literals = documents
            .SelectMany(document => SecretText.Lift(document.Text).Secrets)
            .Concat(policies.OfType<Policy>().SelectMany(policy => policy.Secrets));
        return Given(store, configuration, modelKeys).With(literals.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
    }

    /// <summary>The secrets that were given as such: those that the configuration and the secrets file name, and model keys.</summary>
    public static SecretMask Given(SecretStore store, Configuration configuration, IReadOnlyDictionary<string, string> modelKeys) =>
        store
            .MaskOf(SecretNames(configuration).Where(name => store.Find(name) is not null))
            .With(modelKeys.Where(key => SecretRefusal.Of(key.Key, key.Value) is null));

    /// <summary>The secrets that commands get by the configuration.</summary>
    public static IReadOnlyList<string> SecretNames(Configuration configuration) =>
        configuration
            .Environment.Values.Concat((configuration.Gates ?? []).SelectMany(gate => gate.Environment.Values))
            .Concat(configuration.Servers.Values.SelectMany(server => server.Environment.Values))
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

        return environment;
    }
}
