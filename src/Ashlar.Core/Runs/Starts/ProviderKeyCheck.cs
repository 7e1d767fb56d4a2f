using Ashlar.Core.Policies;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Starts;

/// <summary>No command gets the key of a model provider, under whatever name: variables are held against the keys by value.</summary>
/// <param name="keys">Keys of the providers by name.</param>
internal sealed class ProviderKeyCheck(IReadOnlyDictionary<string, string> keys)
{
    // A stand-in such as `ollama` may be part of an honest value.
    private const int LeastContained = 12;

    /// <summary>Holds all variables that commands, gates and set-up get against the keys.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="policies">The policies of all agents, with the pairs that their definitions give.</param>
    /// <param name="secrets">Values of the secrets by name.</param>
    /// <exception cref="ProblemException">Some hold a key; all of them are named. Exit status 2.</exception>
    public void Check(Configuration configuration, IEnumerable<Policy?> policies, IReadOnlyDictionary<string, string> secrets)
    {
        var problems = new List<Problem>();
        Variables(configuration.Environment, "env");
        foreach (var gate in configuration.Gates ?? [])
        {
            Variables(gate.Environment, $"gates: {gate.Name}: env");
        }

        foreach (var (name, value) in policies.OfType<Policy>().SelectMany(policy => policy.Environment))
        {
            Look(name, value, "the agent's definition", path: null);
        }

        if (problems.Count > 0)
        {
            throw new ProblemException([.. problems.Distinct()]);
        }

        void Variables(IReadOnlyDictionary<string, EnvironmentValue> variables, string place)
        {
            foreach (var (name, value) in variables)
            {
                Look(name, value.Secret is { } secret ? secrets.GetValueOrDefault(secret) : value.Value, place, ".ashlar/config.yaml");
            }
        }

        void Look(string name, string? value, string place, string? path)
        {
            if (value is not null && KeyIn(value) is { } key)
            {
                problems.Add(
                    new Problem(
                        "secret.provider-key",
                        $"the variable {name} ({place}) would give commands the key of a model provider: {key}"
                    )
                    {
                        Path = path,
                        Remedy =
                            $"Take {name} out; where commands need a key of their own, issue another one, put it into .ashlar/secrets.env under another name and name that",
                    }
                );
            }
        }
    }

    /// <summary>The name of a key that a value is or holds, in any form; null where it holds none.</summary>
    internal string? KeyIn(string value) =>
        keys.Where(key => SecretRefusal.Of(key.Key, key.Value) is null)
            .FirstOrDefault(key =>
                string.Equals(key.Value, value.Trim(), StringComparison.Ordinal)
                || (key.Value.Length >= LeastContained && SecretMask.Of([key]).FindSecrets(value).Count > 0)
            )
            .Key;
}
