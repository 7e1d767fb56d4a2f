using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Replays;

/// <summary>What a record says of how its commands were contained. It is shown to a person, and nothing is done with it.</summary>
internal static class RecordedContainment
{
    /// <summary>The sentence about all that does not hold here; null where nothing is said.</summary>
    /// <param name="started">What the run was started with.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="isStranger">Whether the record's configuration reaches nothing here.</param>
    /// <param name="withoutSandbox">Whether this command line says <c>--unsafe-no-sandbox</c>.</param>
    public static Problem? Refused(RunStarted started, Configuration configuration, bool isStranger, bool withoutSandbox)
    {
        List<string> refused = [.. started.Options.UnsafeNoSandbox && !withoutSandbox ? ["no sandbox"] : (string[])[]];
        if (isStranger)
        {
            refused.AddRange(Reach(started, configuration));
        }

        return refused.Count == 0
            ? null
            : new Problem(
                "replay.contained",
                $"the record asks for {string.Join(", ", refused.Select(ShownText.Line).Distinct(StringComparer.Ordinal))}; a record decides nothing about that, so commands run {(withoutSandbox ? "without it" : "in the sandbox without it")} and may come to something else"
            )
            {
                Warning = true,
                Remedy =
                    "Where the run was made, `ashlar replay RUN` has what its trusted configuration gives; --unsafe-no-sandbox is yours to give",
            };
    }

    private static IEnumerable<string> Reach(RunStarted started, Configuration configuration)
    {
        if (configuration.Exec is { } prefix)
        {
            yield return $"`exec: {prefix}`";
        }

        var gates = started.Gates.Concat(configuration.Gates ?? []).ToList();
        foreach (
            var (name, values) in new[]
            {
                (
                    "network",
                    configuration
                        .Network.Concat(configuration.Setup.SelectMany(command => command.Network))
                        .Concat(gates.SelectMany(gate => gate.Network))
                ),
                ("services", configuration.Services),
                ("share", configuration.Share ?? []),
                ("secrets", PolicyParts.SecretNames(configuration)),
            }
        )
        {
            if (values.Distinct(StringComparer.Ordinal).Take(9).ToList() is { Count: > 0 } some)
            {
                yield return $"{name} {string.Join(" ", some)}";
            }
        }
    }
}
