using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>What no rule opens, and what only being named opens.</summary>
internal sealed class GuardedPaths
{
    private readonly RuleGlob[] closed;
    private readonly RuleGlob[] conditional;
    private readonly RuleGlob[] naming;
    private readonly string taskText;

    public GuardedPaths(ProtectedPaths paths, IReadOnlyList<ScopeLayer> layers, IReadOnlyList<ScopePattern> ordered)
    {
        closed =
        [
            .. paths.Kept.Select(path => Literal("kept", path)),
            .. ProtectedPaths.Always.Select(path => Entry("protected", path)),
            .. paths.Definitions.Select(path => Literal("protected", path)),
        ];
        conditional =
        [
            .. ProtectedPaths.Conditional.Select(path => Entry("protected", path)),
            .. paths.Hooks.Select(path => Literal("protected", path)),
        ];
        naming =
        [
            .. layers
                .SelectMany(layer => layer.Allow)
                .Concat(ordered.Select(place => Entry("allow", "/" + place.Pattern)))
                .Where(entry => conditional.Any(item => Names(entry.Rule.Value, item))),
        ];
        taskText = "";
    }

    private GuardedPaths(GuardedPaths other, string taskText)
    {
        closed = other.closed;
        conditional = other.conditional;
        naming = other.naming;
        this.taskText = taskText;
    }

    /// <summary>The rules, for display.</summary>
    public IEnumerable<PolicyRule> Rules => closed.Concat(conditional).Select(entry => entry.Rule);

    /// <summary>The same guard for a task whose words may name files.</summary>
    public GuardedPaths Naming(string text) => new(this, text);

    /// <summary>The rule that closes a path for good, or null.</summary>
    public PolicyRule? Closed(string path) => First(closed, path);

    /// <summary>The rule that closes a path because nothing names it, or null.</summary>
    public PolicyRule? Unnamed(string path)
    {
        var rule = First(conditional, path);
        return rule is null || First(naming, path) is not null || IsNamedByTask(path) ? null : rule;
    }

    /// <summary>Whether the task's words hold the path as a whole: not as a part of a longer one.</summary>
    private bool IsNamedByTask(string path)
    {
        for (
            var at = taskText.IndexOf(path, StringComparison.Ordinal);
            at >= 0;
            at = taskText.IndexOf(path, at + 1, StringComparison.Ordinal)
        )
        {
            var before = at == 0 ? ' ' : taskText[at - 1];
            var end = at + path.Length;
            var after = end == taskText.Length ? ' ' : taskText[end];
            var next = end + 1 >= taskText.Length ? ' ' : taskText[end + 1];
            var opens = !IsPathCharacter(before) || (before == '/' && (at < 2 || !IsPathCharacter(taskText[at - 2])));
            if (opens && (!IsPathCharacter(after) || (after == '.' && !IsPathCharacter(next))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPathCharacter(char character) => char.IsLetterOrDigit(character) || character is '/' or '.' or '_' or '-';

    /// <summary>Whether an allow pattern names a protected path in so many words, rather than by wildcards.</summary>
    private static bool Names(string pattern, RuleGlob item)
    {
        var words = item.Rule.Value.Trim('/');
        return ("/" + pattern.Trim('/') + "/").Contains("/" + words + "/", StringComparison.Ordinal);
    }

    private static RuleGlob Entry(string kind, string pattern) => new(new PolicyRule(kind, pattern, true));

    private static RuleGlob Literal(string kind, string path) => new(new PolicyRule(kind, path, true), Glob.Literal(path));

    private static PolicyRule? First(RuleGlob[] entries, string path)
    {
        foreach (var entry in entries)
        {
            if (entry.Glob.Matches(path))
            {
                return entry.Rule;
            }
        }

        return null;
    }
}
