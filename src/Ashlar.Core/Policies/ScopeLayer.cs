using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>A rule and its compiled pattern.</summary>
/// <param name="Rule">The rule; its value is the pattern.</param>
/// <param name="Glob">The compiled pattern.</param>
internal sealed record RuleGlob(PolicyRule Rule, Glob Glob)
{
    /// <summary>Compiles a rule whose value is a pattern.</summary>
    public RuleGlob(PolicyRule rule)
        : this(rule, new Glob(rule.Value)) { }
}

/// <summary>The scope rules of one source. Within it any allow rule will do; between layers every one must allow.</summary>
public sealed class ScopeLayer
{
    private readonly PolicyRule? allowed;
    private readonly PolicyRule? creatable;

    /// <summary>Compiles the lists of one source.</summary>
    /// <param name="scope">The lists.</param>
    /// <param name="path">The file they are in; null when built in.</param>
    public ScopeLayer(AgentScope scope, string? path)
    {
        Allow = Compile("allow", scope.Allow, path);
        Deny = Compile("deny", scope.Deny, path);
        Hide = Compile("hide", scope.Hide, path);
        Frozen = Compile("frozen", scope.Frozen, path);
        Create = [.. Compile("create", scope.Create, path).Select(entry => entry with { Glob = new Glob(entry.Rule.Value, true) })];
        allowed = Joined("allow", Allow);
        creatable = Joined("create", Create);
        Rules = [.. Allow.Concat(Deny).Concat(Hide).Concat(Frozen).Concat(Create).Select(entry => entry.Rule)];
    }

    /// <summary>The rules of this source, in the order allow, deny, hide, frozen, create.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    internal IReadOnlyList<RuleGlob> Allow { get; }

    internal IReadOnlyList<RuleGlob> Deny { get; }

    internal IReadOnlyList<RuleGlob> Hide { get; }

    internal IReadOnlyList<RuleGlob> Frozen { get; }

    internal IReadOnlyList<RuleGlob> Create { get; }

    /// <summary>The rule of this source that forbids the write, or null.</summary>
    internal PolicyRule? Refusal(string path, bool existsAtBase)
    {
        if (First(Deny, path) is { } denied)
        {
            return denied;
        }

        if (existsAtBase && First(Frozen, path) is { } frozen)
        {
            return frozen;
        }

        if (Allow.Count > 0 && First(Allow, path) is null)
        {
            return allowed;
        }

        return !existsAtBase && Create.Count > 0 && First(Create, path) is null ? creatable : null;
    }

    /// <summary>The allow rule that matches, or null.</summary>
    internal PolicyRule? Allowing(string path) => First(Allow, path);

    private static PolicyRule? First(IReadOnlyList<RuleGlob> entries, string path)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Glob.Matches(path))
            {
                return entries[i].Rule;
            }
        }

        return null;
    }

    private static RuleGlob[] Compile(string kind, IReadOnlyList<ScopePattern> patterns, string? path) =>
        [.. patterns.Select(item => new RuleGlob(new PolicyRule(kind, item.Pattern, true) { Path = path, Line = item.Line }))];

    private static PolicyRule? Joined(string kind, IReadOnlyList<RuleGlob> entries) =>
        entries.Count == 0
            ? null
            : entries[0].Rule with
            {
                Value = string.Join(", ", entries.Select(entry => entry.Rule.Value)),
                Kind = kind,
            };
}
