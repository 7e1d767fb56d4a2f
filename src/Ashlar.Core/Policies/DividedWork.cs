using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>
/// Sections beside each other that each name all that may be changed, and different files: together they cannot hold of all the work, so each
/// is the limit of one part of it (<c>## Frontend</c>, <c>## Backend</c>), and none is a rule of the whole.
/// </summary>
internal sealed partial class DividedWork
{
    private readonly Dictionary<ScopePattern, IReadOnlyList<string>> sections = [];
    private readonly List<(IReadOnlyList<string> Section, string Pattern)> limits = [];
    private readonly List<(IReadOnlyList<string> Section, string Pattern)> bans = [];
    private IReadOnlySet<ScopePattern>? ofOnePart;

    /// <summary>Takes in a rule.</summary>
    /// <param name="kind">What it says.</param>
    /// <param name="rule">Its pattern and line.</param>
    /// <param name="sentence">The sentence that it was made of.</param>
    public void Add(StatementKind kind, ScopePattern rule, Sentence sentence)
    {
        // What is not to be read is no limit of one part.
        if (kind is StatementKind.Hide or StatementKind.FrozenMigrations)
        {
            return;
        }

        ofOnePart = null;
        var section = SectionOf(sentence);
        sections.TryAdd(rule, section);
        if (kind == StatementKind.Allow)
        {
            limits.Add((section, rule.Pattern));
        }
        else
        {
            bans.Add((section, rule.Pattern));
        }
    }

    /// <summary>Whether a rule is one of a part of the work.</summary>
    public bool IsOfOnePart(ScopePattern rule) => (ofOnePart ??= OfOnePart()).Contains(rule);

    private HashSet<ScopePattern> OfOnePart()
    {
        var parts = Parts();
        return [.. sections.Where(rule => parts.Exists(part => IsWithin(rule.Value, part))).Select(rule => rule.Key)];
    }

    private List<IReadOnlyList<string>> Parts()
    {
        var own = limits
            .GroupBy(limit => string.Join('\n', limit.Section), StringComparer.Ordinal)
            .Select(group => (group.First().Section, Patterns: group.Select(limit => limit.Pattern).ToHashSet(StringComparer.Ordinal)))
            .ToList();
        return
        [
            .. own.Where(one =>
                    own.Exists(other =>
                        !IsWithin(one.Section, other.Section)
                        && !IsWithin(other.Section, one.Section)
                        && !one.Patterns.SetEquals(other.Patterns)
                    )
                )
                .Select(one => one.Section),
            // One may change only what another may not.
            .. bans.SelectMany(ban =>
                limits
                    .Where(limit =>
                        !IsWithin(ban.Section, limit.Section)
                        && !IsWithin(limit.Section, ban.Section)
                        && new Glob(ban.Pattern).Matches(limit.Pattern)
                    )
                    .SelectMany(limit => new[] { ban.Section, limit.Section })
            ),
        ];
    }

    private static bool IsWithin(IReadOnlyList<string> inner, IReadOnlyList<string> outer) =>
        inner.Count >= outer.Count && inner.Take(outer.Count).SequenceEqual(outer, StringComparer.Ordinal);

    [GeneratedRegex(@"^\W*(?<words>[\w][\w /-]{1,40}?)`?\s*:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();

    /// <summary>The headings that a sentence is under, and the label before it, as far as they name more than that rules follow.</summary>
    private static List<string> SectionOf(Sentence sentence)
    {
        List<string> names = [.. sentence.Block.Headings];
        while (names.Count > 0 && ProseVoice.IntroducesRules(names[^1]))
        {
            names.RemoveAt(names.Count - 1);
        }

        if (
            sentence.Block.IsItem
            && Label().FirstIn(sentence.Text) is { Success: true } label
            && !ProseVoice.IntroducesRules(label.Groups["words"].Value)
        )
        {
            names.Add(label.Groups["words"].Value);
        }

        return names;
    }
}
