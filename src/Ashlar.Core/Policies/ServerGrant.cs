using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>
/// Which tools of servers an agent may have. Their names are known only once a server has said them, so what the definition says of them is kept
/// as patterns.
/// </summary>
/// <param name="servers">The servers of which it may have some tool, by name.</param>
/// <param name="given">Patterns of tools that it is given.</param>
/// <param name="taken">Patterns of tools that are taken away again.</param>
/// <param name="refused">Whether the definition's permissions refuse a tool, by name.</param>
public sealed class ServerGrant(
    IReadOnlyList<string> servers,
    IReadOnlyList<string> given,
    IReadOnlyList<string> taken,
    Func<string, bool> refused
)
{
    /// <summary>What is left of what a definition says. A server all of whose tools are taken away again is not asked for them.</summary>
    internal static ServerGrant Of(
        IEnumerable<string> servers,
        IReadOnlyList<string> given,
        IReadOnlyList<string> taken,
        IReadOnlyList<PermissionRule> permissions
    )
    {
        var rules = new ToolPermissions(permissions);
        bool IsRefused(string tool) => rules.Refusal(tool) is not null;
        bool IsGone(string all) => taken.Any(pattern => ToolNames.Covers(pattern, all)) || IsRefused(all);
        return new ServerGrant(
            [.. servers.Where(server => given.Any(pattern => Meets(pattern, server)) && !IsGone($"{Prefix(server)}*"))],
            given,
            taken,
            IsRefused
        );
    }

    /// <summary>No tool of any server.</summary>
    public static ServerGrant None { get; } = new([], [], [], _ => true);

    /// <summary>The servers of which the agent may have some tool.</summary>
    public IReadOnlyList<string> Servers => servers;

    /// <summary>What it is given, as patterns of these servers' tools.</summary>
    public IReadOnlyList<string> Patterns =>
        [
            .. servers.SelectMany(server =>
                given.Any(pattern => IsWhole(pattern, server)) ? [$"{Prefix(server)}*"] : given.Where(pattern => Meets(pattern, server))
            ),
        ];

    /// <summary>Whether it is given the tools of all servers.</summary>
    public bool HasAll => given.Contains(Any, StringComparer.Ordinal);

    /// <summary>The tools that it is given by their whole names.</summary>
    public IReadOnlyList<string> Named => [.. given.Where(pattern => !pattern.Contains('*', StringComparison.Ordinal))];

    /// <summary>Whether the definition names a server itself, instead of being given all.</summary>
    /// <param name="server">The server's name.</param>
    public bool Names(string server) => given.Any(pattern => pattern != Any && Meets(pattern, server));

    /// <summary>Whether the agent may have a tool.</summary>
    /// <param name="tool">Its whole name.</param>
    public bool Offers(string tool) =>
        servers.Any(server => tool.StartsWith(Prefix(server), StringComparison.Ordinal))
        && given.Any(pattern => ToolNames.Matches(pattern, tool))
        && !taken.Any(pattern => ToolNames.Covers(pattern, tool))
        && !refused(tool);

    /// <summary>The pattern of all tools of all servers.</summary>
    internal const string Any = "mcp__*";

    /// <summary>Whether a pattern can mean a tool of a server.</summary>
    internal static bool Meets(string pattern, string server)
    {
        var prefix = Prefix(server);
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? pattern.Length > prefix.Length && pattern.StartsWith(prefix, StringComparison.Ordinal)
            : star < prefix.Length ? prefix.StartsWith(pattern[..star], StringComparison.Ordinal)
            : pattern.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static bool IsWhole(string pattern, string server) => pattern is Any || pattern == $"{Prefix(server)}*";

    private static string Prefix(string server) => $"mcp__{server}__";
}
