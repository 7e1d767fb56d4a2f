using Ashlar.Core.Policies;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The secrets of a run: what its commands get, and what must not be seen. Made in one way, at the start and when it is resumed.</summary>
/// <param name="Values">Values by name, for commands.</param>
/// <param name="Mask">Those, all of the secrets file, literals, model keys and what shared files hold.</param>
internal sealed record RunSecrets(IReadOnlyDictionary<string, string> Values, SecretMask Mask)
{
    /// <summary>Gathers them.</summary>
    /// <param name="store">Values by name on this machine.</param>
    /// <param name="configuration">The configuration that the run obeys.</param>
    /// <param name="containment">Whether it is a stranger's, who gets no value of this machine by its name.</param>
    /// <param name="policies">The policies of all agents.</param>
    /// <param name="documents">All documents that may hold literals.</param>
    /// <param name="shared">What commands see of the checkout.</param>
    /// <param name="modelKeys">Keys of the providers by name.</param>
    /// <exception cref="ProblemException">One has no value, cannot be masked, or would give commands a model key. Exit status 2.</exception>
    public static RunSecrets Of(
        SecretStore store,
        Configuration configuration,
        ContainmentChoice containment,
        IReadOnlyList<Policy?> policies,
        IEnumerable<PolicyDocument> documents,
        IReadOnlyDictionary<string, string> shared,
        IReadOnlyDictionary<string, string> modelKeys
    )
    {
        var values = containment.Secrets(store, PolicyParts.SecretNames(configuration));
        new ProviderKeyCheck(modelKeys).Check(configuration, policies, values);
        var known = containment.IsOfStranger ? Configuration.Default : configuration;
        var mask = PolicyParts.Mask(store, known, policies, documents, modelKeys).With(SharedPaths.Secrets(shared));
        return new RunSecrets(values, containment.IsOfStranger ? mask.With(values) : mask);
    }
}
