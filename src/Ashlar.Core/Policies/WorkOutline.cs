using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>
/// Headings and bold titles that stand beside each other. Where they name activities (<c>## Planning</c>, <c>## Implementation</c>), a rule
/// below one holds while that is done; where they name parts of the work (<c>## Documentation</c>, <c>## Code</c>), what a rule below one says
/// may be changed alone is that part's.
/// </summary>
internal sealed partial class WorkOutline
{
    private readonly List<IReadOnlyList<string>> sections = [];
    private readonly List<(IReadOnlyList<string> Section, string Title)> titles = [];
    private readonly List<(ScopePattern Pattern, bool IsAllow, Sentence Sentence)> rules = [];
    private IReadOnlySet<ScopePattern>? ofOnePart;

    /// <summary>Takes in where a block stands.</summary>
    public void See(ProseBlock block)
    {
        if (sections.Count == 0 || !sections[^1].SequenceEqual(block.Headings, StringComparer.Ordinal))
        {
            sections.Add(block.Headings);
            ofOnePart = null;
        }
    }

    /// <summary>Takes in the title that a sentence begins with.</summary>
    public void See(Sentence sentence)
    {
        if (TitleOf(sentence) is { } title)
        {
            titles.Add((sentence.Block.Headings, title));
            ofOnePart = null;
        }
    }

    /// <summary>Takes in a rule.</summary>
    /// <param name="kind">What it says.</param>
    /// <param name="pattern">Its pattern and line.</param>
    /// <param name="sentence">The sentence that it was made of.</param>
    public void Add(StatementKind kind, ScopePattern pattern, Sentence sentence)
    {
        // What is not to be read, and migrations that were applied, are so at all times.
        if (kind is not (StatementKind.Hide or StatementKind.FrozenMigrations))
        {
            rules.Add((pattern, kind == StatementKind.Allow, sentence));
            ofOnePart = null;
        }
    }

    /// <summary>Whether a rule is one of an activity or part of the work.</summary>
    public bool IsOfOnePart(ScopePattern pattern) =>
        (
            ofOnePart ??= rules
                .Where(rule =>
                    IsBelowPart(rule.Pattern, rule.IsAllow, rule.Sentence) || IsTitledPart(rule.Pattern, rule.IsAllow, rule.Sentence)
                )
                .Select(rule => rule.Pattern)
                .ToHashSet()
        ).Contains(pattern);

    private bool IsBelowPart(ScopePattern pattern, bool isAllow, Sentence sentence)
    {
        var headings = sentence.Block.Headings;
        for (var level = 0; level < headings.Count; level++)
        {
            var (own, above, at) = (headings[level], headings.Take(level), level);
            var beside = sections
                .Where(other => other.Count > at && other[at] != own && other.Take(at).SequenceEqual(above, StringComparer.Ordinal))
                .Select(other => other[at])
                .ToList();
            if (
                IsActivityBeside(own, beside, isAllow)
                || (
                    !ProseHeading.IsOfTheWhole(own)
                    // What one part may not touch is what another one is about.
                    && beside.Exists(other => !ProseHeading.IsOfTheWhole(other) && (isAllow || IsNamedLike(other, pattern.Pattern)))
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private bool IsTitledPart(ScopePattern pattern, bool isAllow, Sentence sentence)
    {
        if (TitleOf(sentence) is not { } own)
        {
            return false;
        }

        var beside = titles
            .Where(other => other.Title != own && other.Section.SequenceEqual(sentence.Block.Headings, StringComparer.Ordinal))
            .Select(other => other.Title)
            .ToList();
        return IsActivityBeside(own, beside, isAllow)
            || (isAllow && IsNamedLike(own, pattern.Pattern) && beside.Exists(other => !ProseHeading.IsOfTheWhole(other)));
    }

    private static bool IsActivityBeside(string own, List<string> beside, bool isAllow) =>
        (ProseHeading.IsActivity(own) || (isAllow && ProseHeading.IsTheWork(own)))
        // What is not to be done while the work itself is, is never to be.
        && (isAllow || !ProseHeading.IsTheWork(own))
        && beside.Exists(other => ProseHeading.IsActivity(other) || ProseHeading.IsTheWork(other));

    // "Documentation: only edit `docs/`."
    private static bool IsNamedLike(string title, string pattern) =>
        Word().AllIn(title).Any(word => pattern.Contains(word.Value[..3], StringComparison.OrdinalIgnoreCase));

    private static string? TitleOf(Sentence sentence) =>
        sentence.IsTitled && Title().FirstIn(sentence.Text) is { Success: true } title ? title.Groups["words"].Value : null;

    [GeneratedRegex(@"^\W*(?<words>\w[\w /&'-]{1,40}?) ?(?:[:—–]| - )", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"\b(?:[a-z]{4,}|api|web|doc|sql|css|app)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
