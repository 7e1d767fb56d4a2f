using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>What the commit that a run starts from holds: configuration and agent definitions are read from it, never from a worktree.</summary>
internal sealed record StartCommit
{
    private const string ConfigurationPath = ".ashlar/config.yaml";
    private const string IncludePath = ".worktreeinclude";

    /// <summary>Its files.</summary>
    public required CommitFiles Files { get; init; }

    /// <summary>The configuration; defaults when it has none.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The bytes of the configuration, or null.</summary>
    public required byte[]? ConfigurationContent { get; init; }

    /// <summary>The bytes of the file that names ignored files to show to commands, or null.</summary>
    public byte[]? IncludeContent { get; init; }

    /// <summary>The files that lines of the configuration run on the host (<c>exec</c>, <c>notify</c>), with their bytes.</summary>
    public IReadOnlyList<(string Path, byte[] Content)> HostScripts { get; init; } = [];

    /// <summary>The servers of tools that it declares.</summary>
    public ServerSet Servers { get; init; } = ServerSet.None;

    /// <summary>The bytes of the file that declares servers, or null.</summary>
    public byte[]? ServerContent { get; init; }

    /// <summary>The agent definitions, with their bytes by path.</summary>
    public required AgentCatalog Agents { get; init; }

    /// <summary>The bytes of agent definitions by path.</summary>
    public required IReadOnlyDictionary<string, byte[]> AgentContents { get; init; }

    /// <summary>Reads a commit.</summary>
    /// <exception cref="ProblemException">The configuration is wrong.</exception>
    public static async Task<StartCommit> ReadAsync(Repository repository, string commit, CancellationToken cancellationToken)
    {
        var files = await CommitFiles.ReadAsync(repository.Git, commit, cancellationToken).ConfigureAwait(false);
        var content = await files.ContentAsync(ConfigurationPath, cancellationToken).ConfigureAwait(false);
        if (content is null && new[] { ConfigurationPath, ".ashlar" }.FirstOrDefault(files.Contains) is { } odd)
        {
            throw new ProblemException(
                new Problem("config.no-file", "What stands where the configuration belongs is not an ordinary file, and is not followed")
                {
                    Path = odd,
                    Remedy = $"Commit {ConfigurationPath} as an ordinary file, or take {odd} out of the repository",
                }
            );
        }

        var configuration = content is null ? Configuration.Default : ConfigurationText.ReadOrThrow(content, ConfigurationPath);
        var folders = configuration.Agents.Count == 0 ? AgentCatalog.DefaultFolders : configuration.Agents;
        var paths = files.Paths.Where(path => AgentCatalog.IsDefinitionPath(path, [.. folders]));
        var contents = await files.ContentsAsync(paths, cancellationToken).ConfigureAwait(false);
        var servers = await files.ContentAsync(ServerFile.RepositoryPath, cancellationToken).ConfigureAwait(false);
        return new StartCommit
        {
            Files = files,
            Configuration = configuration,
            ConfigurationContent = content,
            IncludeContent = await files.ContentAsync(IncludePath, cancellationToken).ConfigureAwait(false),
            HostScripts = await files
                .ContentsAsync(
                    new[] { configuration.Exec, configuration.Notify }
                        .OfType<string>()
                        .SelectMany(line => new OperatorLine(line, repository.Root, files.Paths).Named)
                        .Distinct(StringComparer.Ordinal),
                    cancellationToken
                )
                .ConfigureAwait(false),
            Servers = ServerSet.Of(servers, null, configuration.Servers),
            ServerContent = servers,
            Agents = AgentCatalog.Of(contents, repository.Root, [.. folders]),
            AgentContents = contents.ToDictionary(file => file.Path, file => file.Content, StringComparer.Ordinal),
        };
    }

    /// <summary>The same with the servers that the user declares for all repositories.</summary>
    /// <param name="environment">Look-up of the process environment.</param>
    public StartCommit WithUserServers(Func<string, string?> environment) =>
        this with
        {
            Servers = ServerSet.Of(ServerContent, ServerSet.OfUser(environment), Configuration.Servers),
        };

    /// <summary>The file that declares servers, as what must be trusted where agents have tools of some that stand in it.</summary>
    /// <param name="names">The servers of which agents have tools.</param>
    public IEnumerable<TrustFile> ServersToTrust(IReadOnlyList<string> names) =>
        Servers.ToTrust is { } file
        && Servers.Servers.Any(server => server.Path == file.Path && names.Contains(server.Name, StringComparer.Ordinal))
            ? [file]
            : [];

    /// <summary>The configuration as what must be trusted; nothing without one.</summary>
    public IEnumerable<TrustFile> ConfigurationToTrust =>
        ConfigurationContent is null
            ? []
            :
            [
                TrustFile.Of(ConfigurationPath, ConfigurationContent, Configuration),
                .. HostScripts.Select(script => TrustFile.OnHost(script.Path, script.Content)),
            ];

    /// <summary>
    /// What of it must be trusted for a run with this agent and this reviewer: the configuration, and the definitions where they are the
    /// repository's own.
    /// </summary>
    public IEnumerable<TrustFile> FilesToTrust(AgentDefinition agent, bool agentIsTrusted, IReadOnlyList<AgentDefinition> others)
    {
        foreach (var configured in ConfigurationToTrust)
        {
            yield return configured;
        }

        var served = others
            .Prepend(agent)
            .SelectMany(one => ToolGrant.Of(one, PolicySource.BuiltInTools, servers: Servers.Usable).Servers.Servers)
            .ToList();
        foreach (var servers in ServersToTrust(served))
        {
            yield return servers;
        }

        if (IncludeContent is not null)
        {
            yield return new TrustFile(IncludePath, IncludeContent);
        }

        if (!agentIsTrusted && AgentContents.TryGetValue(agent.Path, out var content))
        {
            yield return new TrustFile(agent.Path, content);
        }

        foreach (var path in others.Select(other => other.Path).Where(path => path != agent.Path).Distinct(StringComparer.Ordinal))
        {
            if (AgentContents.TryGetValue(path, out var other))
            {
                yield return new TrustFile(path, other);
            }
        }
    }
}
