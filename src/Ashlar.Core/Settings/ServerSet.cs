namespace Ashlar.Core.Settings;

/// <summary>The servers of tools that a run may use: those of the repository, then the user's own with other names.</summary>
public sealed record ServerSet
{
    /// <summary>None.</summary>
    public static ServerSet None { get; } = new();

    /// <summary>The servers, by name each one.</summary>
    public IReadOnlyList<ToolServer> Servers { get; init; } = [];

    /// <summary>What is wrong with files as a whole, and settings of servers that nobody declares; all of them only warn.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The repository's file, as what must be trusted; null without one, and where it declares nothing.</summary>
    public TrustFile? ToTrust { get; init; }

    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names => [.. Servers.Select(server => server.Name)];

    /// <summary>The names of those with whose entries nothing is wrong.</summary>
    public IReadOnlyList<string> Usable => [.. Servers.Where(server => server.Fault is null).Select(server => server.Name)];

    /// <summary>The server of a name, or null.</summary>
    public ToolServer? Find(string name) => Servers.FirstOrDefault(server => string.Equals(server.Name, name, StringComparison.Ordinal));

    /// <summary>What a checkout and the user declare now.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="environment">Look-up of the process environment.</param>
    /// <param name="settings">What the configuration says of servers, by name.</param>
    public static ServerSet OfCheckout(
        string root,
        Func<string, string?> environment,
        IReadOnlyDictionary<string, ServerSettings> settings
    ) => Of(Bytes(Path.Combine(root, ServerFile.RepositoryPath)), OfUser(environment), settings);

    /// <summary>Path and bytes of the user's own file; null where there is none.</summary>
    /// <param name="environment">Look-up of the process environment.</param>
    public static (string Path, byte[] Content)? OfUser(Func<string, string?> environment) =>
        ServerFile.UserPath(environment) is { } path && Bytes(path) is { } content ? (path, content) : null;

    /// <summary>A file that cannot be read is as one that says nothing; it is told as such.</summary>
    private static byte[]? Bytes(string path)
    {
        try
        {
            return OrdinaryFile.Exists(path) ? OrdinaryFile.ReadAllBytes(path) : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Puts the files and the configuration together.</summary>
    /// <param name="repository">The bytes of the repository's file, or null.</param>
    /// <param name="user">Path and bytes of the user's own, or null.</param>
    /// <param name="settings">What the configuration says of servers, by name.</param>
    public static ServerSet Of(
        byte[]? repository,
        (string Path, byte[] Content)? user,
        IReadOnlyDictionary<string, ServerSettings> settings
    )
    {
        var problems = new List<Problem>();
        var declared = repository is null ? [] : Read(repository, ServerFile.RepositoryPath);
        var own = user is { } file ? Read(file.Content, file.Path) : [];
        List<ToolServer> all = [.. declared, .. own.Where(one => declared.All(other => other.Name != one.Name))];
        problems.AddRange(
            settings
                .Keys.Where(name => all.TrueForAll(server => server.Name != name))
                .Select(name => new Problem(
                    "mcp.unknown",
                    $"The configuration says something of the MCP server {name}, which nobody declares"
                )
                {
                    Path = ConfigurationText.DefaultPath,
                    Warning = true,
                    Remedy = $"Declare it in {ServerFile.RepositoryPath}, or take `mcp: {{{name}: …}}` out",
                })
        );
        return new ServerSet
        {
            Servers =
            [
                .. all.Select(server => settings.TryGetValue(server.Name, out var given) ? server with { Settings = given } : server),
            ],
            Problems = problems,
            ToTrust = repository is null || declared.Count == 0 ? null : Trusted(repository, declared),
        };

        IReadOnlyList<ToolServer> Read(byte[] content, string path)
        {
            var (servers, problem) = ServerFile.Read(content, path);
            if (problem is not null)
            {
                problems.Add(problem with { Warning = true });
            }

            return servers;
        }
    }

    private static TrustFile Trusted(byte[] content, IReadOnlyList<ToolServer> declared)
    {
        var usable = declared.Where(server => server.Fault is null).ToList();
        List<string> notes =
        [
            .. Named("starts programs in the sandbox", usable.Where(server => server.Address is null).Select(Program)),
            .. Named("sends what agents ask to", usable.Select(server => server.Address).OfType<string>()),
        ];
        return new TrustFile(ServerFile.RepositoryPath, content) { Note = notes.Count == 0 ? null : string.Join("; ", notes) };

        static IEnumerable<string> Named(string what, IEnumerable<string> names) =>
            names.Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } some
                ? [$"{what}: {ShownText.Line(string.Join(", ", some))}"]
                : [];

        static string Program(ToolServer server) =>
            ServerPackage.Of(server.Command, server.Arguments) is { } package
                ? $"{server.Command} {string.Join(' ', package.Specs)}"
                : server.Command;
    }
}
