using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>
/// The scope of one run or task: layers of rules (configuration, front matter, prompt, documents) of which each can only narrow,
/// below what protects the judge from the judged. Immutable; safe for use from several threads.
/// </summary>
public sealed class Scope : IScope
{
    private static readonly PolicyRule Outside = new(
        "protected",
        "paths that leave the repository, and names with control characters",
        true
    );
    private static readonly PolicyRule Git = new("protected", ".git", true);
    private static readonly PolicyRule Vault = new("hide", ".ashlar/secrets.env", true);
    private readonly ScopeLayer[] layers;
    private readonly GuardedPaths guard;
    private readonly RuleGlob[] opened;
    private readonly RuleGlob[] others;

    /// <summary>Puts layers together.</summary>
    /// <param name="layers">In the order configuration, front matter, prompt, documents.</param>
    /// <param name="protectedPaths">What is protected beyond what always is.</param>
    /// <param name="ordered">What the trusted definition orders to be written; it opens what is protected only as long as nothing names it.</param>
    public Scope(IReadOnlyList<ScopeLayer> layers, ProtectedPaths protectedPaths, IReadOnlyList<ScopePattern>? ordered = null)
        : this([.. layers], new GuardedPaths(protectedPaths, layers, ordered ?? []), [], []) { }

    private Scope(ScopeLayer[] layers, GuardedPaths guard, RuleGlob[] opened, RuleGlob[] others)
    {
        this.layers = layers;
        this.guard = guard;
        this.opened = opened;
        this.others = others;
        Rules = [.. opened.Select(entry => entry.Rule), .. layers.SelectMany(layer => layer.Rules), .. guard.Rules, Git];
    }

    /// <summary>The whole worktree, protected paths aside.</summary>
    public static Scope Whole { get; } = new([], new ProtectedPaths());

    /// <inheritdoc/>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Whether any rule hides files.</summary>
    public bool Hides => layers.Any(layer => layer.Hide.Count > 0);

    /// <summary>
    /// The same scope with paths opened by a person's answer (an escalation of kind <c>scope-extension</c>). They are opened against
    /// allow, deny and frozen rules and against what is protected unless named; never against what nothing opens, nor hidden files.
    /// </summary>
    public Scope With(IReadOnlyList<string> patterns, string source) =>
        new(
            layers,
            guard,
            [.. opened, .. patterns.Select(pattern => new RuleGlob(new PolicyRule("allow", pattern, true) { Path = source }))],
            others
        );

    /// <summary>
    /// The same scope beside files that are somebody else's, such as what git ignores in the user's own checkout: they are neither read nor
    /// written, and nothing opens them. Git's objects do not hold them, so unlike a <c>hide</c> rule it hides nothing else.
    /// </summary>
    /// <param name="paths">Files and folders, literally, relative to the repository root.</param>
    public Scope Beside(IReadOnlyList<string> paths) =>
        new(layers, guard, opened, [.. paths.Select(path => new RuleGlob(new PolicyRule("hide", path, true), Glob.Literal(path)))]);

    /// <summary>The same scope for a task whose words name files: they open what is protected only as long as nothing names it.</summary>
    public Scope ForTask(string taskText) => new(layers, guard.Naming(taskText), opened, others);

    /// <inheritdoc/>
    public ScopeDecision DecideWrite(string path, bool existsAtBase)
    {
        if (PathText.Normalise(path) is not { } normal)
        {
            return new ScopeDecision(false, Outside);
        }

        if (HasGitSegment(normal))
        {
            return new ScopeDecision(false, Git);
        }

        if (Hiding(normal) is { } hidden)
        {
            return new ScopeDecision(false, hidden);
        }

        if (guard.Closed(normal) is { } closed)
        {
            return new ScopeDecision(false, closed);
        }

        foreach (var entry in opened)
        {
            if (entry.Glob.Matches(normal))
            {
                return new ScopeDecision(true, entry.Rule);
            }
        }

        if (guard.Unnamed(normal) is { } unnamed)
        {
            return new ScopeDecision(false, unnamed);
        }

        PolicyRule? allowing = null;
        foreach (var layer in layers)
        {
            if (layer.Refusal(normal, existsAtBase) is { } refusal)
            {
                return new ScopeDecision(false, refusal);
            }

            allowing ??= layer.Allowing(normal);
        }

        return new ScopeDecision(true, allowing);
    }

    /// <inheritdoc/>
    public ScopeDecision DecideRead(string path)
    {
        if (PathText.Normalise(path) is not { } normal)
        {
            return new ScopeDecision(false, Outside);
        }

        var hidden = Hiding(normal) ?? (Hides && HasGitSegment(normal) ? Git : null);
        return new ScopeDecision(hidden is null, hidden);
    }

    private PolicyRule? Hiding(string path)
    {
        foreach (var entry in others)
        {
            if (entry.Glob.Matches(path))
            {
                return entry.Rule;
            }
        }

        foreach (var layer in layers)
        {
            foreach (var entry in layer.Hide)
            {
                if (entry.Glob.Matches(path))
                {
                    return entry.Rule;
                }
            }
        }

        return path == Vault.Value ? Vault : null;
    }

    /// <summary>Whether a segment is <c>.git</c>; in any letter case, since some file systems do not tell them apart.</summary>
    private static bool HasGitSegment(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            if (path[range].Equals(".git", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
