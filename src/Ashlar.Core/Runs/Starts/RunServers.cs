using System.Text;
using Ashlar.Core.Journal;
using Ashlar.Core.Policies;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The servers of which the agents of a run have tools.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Launches">How those are started that can be.</param>
/// <param name="Secrets">What must not be seen of their variables.</param>
/// <param name="Warnings">What keeps the others from being started.</param>
internal sealed record RunServers(
    IReadOnlyList<string> Names,
    IReadOnlyList<ServerLaunch> Launches,
    IReadOnlyList<KeyValuePair<string, string>> Secrets,
    IReadOnlyList<Problem> Warnings
)
{
    /// <summary>None.</summary>
    public static RunServers None { get; } = new([], [], [], []);

    /// <summary>Those that agents have tools of, none of which can be started: those of a record of others.</summary>
    public static RunServers Unstarted(IReadOnlyList<Policy> authors) => None with { Names = NamesOf(authors) };

    /// <summary>Fills in what they need. An entry that is wrong stops a run whose agent names that server, and is told to one that has all.</summary>
    /// <param name="set">What is declared.</param>
    /// <param name="authors">The policies of the agents that work.</param>
    /// <param name="store">Values of variables on this machine.</param>
    /// <param name="secrets">Values of the secrets that the configuration names.</param>
    /// <param name="modelKeys">Keys of the providers, which no server gets.</param>
    /// <exception cref="ProblemException">A server that an agent names cannot be used; exit status 2.</exception>
    public static RunServers Of(
        ServerSet set,
        IReadOnlyList<Policy> authors,
        SecretStore store,
        IReadOnlyDictionary<string, string> secrets,
        IReadOnlyDictionary<string, string> modelKeys
    )
    {
        var grants = authors.Select(author => author.Tools).ToList();
        var wanted = grants.SelectMany(grant => grant.Unavailable).SelectMany(entry => ToolNames.AliasOf(entry) ?? [entry]).ToList();
        var errors = set
            .Servers.Where(server => server.Fault is not null && wanted.Exists(entry => ServerGrant.Meets(entry, server.Name)))
            .Select(server => server.Fault!)
            .Concat(
                set.Problems.Where(problem =>
                        problem.Code is "mcp.file-invalid" && wanted.Exists(entry => entry.StartsWith("mcp__", StringComparison.Ordinal))
                    )
                    .Select(problem => problem with { Warning = false })
            )
            .ToList();
        var warnings = new List<Problem>();
        if (grants.Exists(grant => grant.Servers.HasAll))
        {
            warnings.AddRange(set.Servers.Select(server => server.Fault).OfType<Problem>().Select(fault => fault with { Warning = true }));
        }

        var names = NamesOf(authors);
        if (names.Count > 0 || grants.Exists(grant => grant.Servers.HasAll))
        {
            warnings.AddRange(set.Problems);
        }

        var filling = new Filling(store, secrets, new ProviderKeyCheck(modelKeys));
        var launches = new List<ServerLaunch>();
        foreach (var server in names.Select(set.Find).OfType<ToolServer>())
        {
            var (launch, problem) = filling.Launch(server);
            if (launch is not null)
            {
                launches.Add(launch);
            }
            else if (grants.Exists(grant => grant.Servers.Names(server.Name)))
            {
                errors.Add(problem!);
            }
            else
            {
                warnings.Add(problem! with { Warning = true });
            }
        }

        return errors.Count > 0
            ? throw new ProblemException([.. errors.Distinct()])
            : new RunServers(names, launches, filling.Secrets, [.. warnings.Distinct()]);
    }

    private static List<string> NamesOf(IReadOnlyList<Policy> authors) =>
        [.. authors.SelectMany(author => author.Tools.Servers.Servers).Distinct(StringComparer.Ordinal)];

    /// <summary>Fills variables in and remembers which of them are secrets.</summary>
    private sealed class Filling(SecretStore store, IReadOnlyDictionary<string, string> secrets, ProviderKeyCheck keys)
    {
        private readonly Dictionary<string, string> found = new(StringComparer.Ordinal);

        public IReadOnlyList<KeyValuePair<string, string>> Secrets => [.. found];

        public (ServerLaunch? Launch, Problem? Problem) Launch(ToolServer server)
        {
            if (ServerVariables.Missing(server, store.Find) is { } missing)
            {
                return (null, missing);
            }

            string Fill(string text) => ServerVariables.Fill(text, Value, []);
            var program = Fill(server.Command);
            List<string> arguments = [.. server.Arguments.Select(Fill)];
            var environment = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, text) in server.Environment)
            {
                environment[name] = Noted(name, Fill(text));
            }

            foreach (var (name, value) in server.Settings.Environment)
            {
                environment[name] = value.Secret is { } secret ? secrets[secret] : value.Value ?? "";
            }

            var (address, headers) = (
                server.Address is { } written ? ServerAddress.Of(Fill(written)) : null,
                new Dictionary<string, string>(StringComparer.Ordinal)
            );
            foreach (var (name, text) in server.Headers)
            {
                headers[name] = Noted(name, Fill(text));
            }

            if (server.Address is not null && (address is null || headers.Values.Any(value => value.AsSpan().ContainsAny('\r', '\n'))))
            {
                return (null, Unreachable(server));
            }

            return
                arguments
                    .Prepend(program)
                    .Concat(headers.Values)
                    .Concat(environment.Values)
                    .Select(keys.KeyIn)
                    .FirstOrDefault(key => key is not null)
                    is { } found
                ? (null, Key(server, found))
                : (
                    new ServerLaunch(server.Name, program, arguments, environment, server.Settings, Declaration(server))
                    {
                        Package = server.Address is null ? ServerPackage.Of(program, arguments) : null,
                        Remote = address is null ? null : new ServerAddress(address, headers),
                    },
                    null
                );
        }

        private static Problem Unreachable(ToolServer server) =>
            new(
                "mcp.server-invalid",
                $"The MCP server {server.Name} cannot be used: with its variables filled in, its `url` is no http or https address, or a header has several lines"
            )
            {
                Path = server.Path,
                Line = server.Line,
                Remedy = "Correct the variables that its entry names",
            };

        private string? Value(string name) => store.Find(name) is { } value ? Noted(name, value) : null;

        private string Noted(string name, string value)
        {
            if ((Credential.LooksSecret(name, value) || Credential.IsSecretSetting(name, value)) && SecretRefusal.Of(name, value) is null)
            {
                found[name] = value;
            }

            return value;
        }

        private static Problem Key(ToolServer server, string key) =>
            new("secret.provider-key", $"The MCP server {server.Name} would be given the key of a model provider: {key}")
            {
                Path = server.Path,
                Line = server.Line,
                Remedy = "Take it out; where the server needs a key of its own, issue another one and name that",
            };

        /// <summary>What declares it, with no variable filled in.</summary>
        private static string Declaration(ToolServer server) =>
            ArtifactFolder.HashOf(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\0',
                        [
                            server.Name,
                            server.Address ?? "",
                            .. server.Headers.SelectMany(pair => new[] { "header", pair.Key, pair.Value }),
                            server.Command,
                            .. server.Arguments,
                            .. server.Environment.SelectMany(pair => new[] { "env", pair.Key, pair.Value }),
                            .. server.Settings.Network.Prepend("network"),
                            .. server.Settings.Environment.SelectMany(pair =>
                                new[] { "set", pair.Key, pair.Value.Value ?? pair.Value.Secret ?? "" }
                            ),
                        ]
                    )
                )
            );
    }
}
