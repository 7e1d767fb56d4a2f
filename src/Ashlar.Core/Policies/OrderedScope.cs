using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>Scope rules of a text beside what the same text orders to be written: no rule takes away the work.</summary>
internal static partial class OrderedScope
{
    /// <summary>The rules that stand.</summary>
    public static AgentScope Of(AgentScope scope, WrittenOrders orders)
    {
        var allow = scope.Allow;
        return scope with
        {
            Deny = [.. scope.Deny.Where(rule => Order(rule, orders) is null && !allow.Any(place => IsWithin(place.Pattern, rule.Pattern)))],
            Hide = [.. scope.Hide.Where(rule => Order(rule, orders) is null)],
            Allow =
                allow.Count == 0
                    ? allow
                    :
                    [
                        .. allow,
                        .. orders
                            .Paths.Where(order => !IsOpen(order.Path))
                            .Select(order => new ScopePattern(order.Path.EndsWith('/') ? order.Path + "**" : order.Path, order.Line))
                            .Where(order => !allow.Any(place => Covers(place.Pattern, order.Pattern)))
                            .DistinctBy(order => order.Pattern, StringComparer.Ordinal),
                    ],
        };
    }

    /// <summary>Where the orders want something written; a path with a word to be filled in stands for its folder.</summary>
    public static IReadOnlyList<ScopePattern> Places(WrittenOrders orders) =>
        [
            .. orders
                .Paths.Where(order => order.IsPlain)
                .Select(order => new ScopePattern(
                    IsOpen(order.Path) || order.Path.EndsWith('/') ? Folder(order.Path) : order.Path,
                    order.Line
                ))
                .Where(place => place.Pattern.Length > 0 && Glob.Fault(place.Pattern) is null)
                .DistinctBy(place => place.Pattern, StringComparer.Ordinal),
        ];

    /// <summary>A sentence as a rule; one whose rule does not stand says why.</summary>
    public static PolicyRule Judged(PolicyRule rule, IReadOnlyList<ScopePattern> patterns, AgentScope scope, WrittenOrders orders)
    {
        var gone = patterns.FirstOrDefault(pattern =>
            !scope.Allow.Concat(scope.Deny).Concat(scope.Hide).Concat(scope.Frozen).Contains(pattern)
        );
        return gone is not null && Order(gone, orders) is { } order
            ? rule with
            {
                Enforced = false,
                Note = order.IsException
                    ? $"dropped, since line {order.Line} makes an exception"
                    : $"dropped, since line {order.Line} orders to write what it forbids",
            }
            : rule;
    }

    /// <summary>The order that a prohibition takes away, or null.</summary>
    private static ScopeOrder? Order(ScopePattern rule, WrittenOrders orders) =>
        rule.Pattern != ScopeProse.Everything
            ? orders.Paths.FirstOrDefault(order =>
                (order.IsException || order.Line != rule.Line) && !IsOpen(order.Path) && Covers(rule.Pattern, order.Path)
            )
        : orders.First is { } line ? new ScopeOrder("", line)
        : null;

    /// <summary>Whether a pattern holds a file, or a whole folder.</summary>
    private static bool Covers(string pattern, string path) =>
        new Glob(pattern).Matches(path)
        || (pattern.EndsWith("/**", StringComparison.Ordinal) && path.StartsWith(pattern[..^2], StringComparison.Ordinal));

    private static bool IsWithin(string inner, string outer)
    {
        var folder = Fixed(outer);
        return folder.Length > 0
            && folder.EndsWith('/')
            && outer == folder + "**"
            && Fixed(inner).Length > folder.Length
            && inner.StartsWith(folder, StringComparison.Ordinal);
    }

    private static string Fixed(string pattern)
    {
        var at = pattern.AsSpan().IndexOfAny("*?[{");
        return at < 0 ? pattern : pattern[..at];
    }

    // A document at the root is written in capitals by custom (CHANGELOG.md).
    private static bool IsOpen(string path) => HasToFill(path) && !RootDocument().IsIn(path);

    private static bool HasToFill(string part) => ToFill().IsIn(part);

    /// <summary>The folder above the first part that is to be filled in.</summary>
    private static string Folder(string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        var whole = parts.TakeWhile(part => !HasToFill(part)).ToList();
        return whole.Count == 0 ? "" : string.Join('/', whole) + "/**";
    }

    [GeneratedRegex(@"^[A-Z][A-Z_-]+\.md$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RootDocument();

    [GeneratedRegex(@"[<{\[*?]|(?<![A-Za-z0-9])[A-Z][A-Z_-]{2,}(?![a-z0-9])|\bYYYY|\bNNN?\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ToFill();
}
