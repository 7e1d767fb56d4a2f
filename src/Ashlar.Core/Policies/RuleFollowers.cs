using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>The rules of a text, and which of them what follows them makes uncertain.</summary>
internal sealed partial class RuleFollowers
{
    private readonly List<Rule> open = [];
    private readonly Dictionary<ScopePattern, int> loosened = [];
    private ProseBlock? current;
    private (ProseBlock Item, int Line)? widened;

    /// <summary>The line that takes something of a rule back; null for none.</summary>
    public int? LineOf(ScopePattern rule) => loosened.TryGetValue(rule, out var line) ? line : null;

    /// <summary>Takes in the next sentence, and the rules that were made of it.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="marked">The same, marked.</param>
    /// <param name="rules">The rules; empty for none.</param>
    /// <param name="isAllow">Whether they name all that may be changed.</param>
    public void Read(Sentence sentence, MarkedSentence marked, IReadOnlyList<ScopePattern> rules, bool isAllow)
    {
        var block = sentence.Block;
        open.RemoveAll(rule => !rule.Block.Headings.SequenceEqual(block.Headings));
        var isFirst = !ReferenceEquals(current, block);
        current = block;
        if (rules.Count > 0)
        {
            open.Add(new Rule(rules, isAllow, block));
            if (isAllow && block.IsItem)
            {
                ReadItem(block, marked.Text[(marked.Text.LastIndexOf('⟧') + 1)..], sentence.Line);
            }

            return;
        }

        if (open.Count == 0 || IsPlainPermission(sentence, marked))
        {
            Pass(block);
            return;
        }

        Loosen(
            open.Where(rule =>
                (!rule.IsAllow || !IsPlainException(marked))
                && (
                    RuleFollower.Loosens(marked.Text, NearnessOf(rule, block, isFirst), rule.IsAllow)
                    || (
                        rule.IsAllow
                        && !ReferenceEquals(rule.Block, block)
                        && NearnessOf(rule, block, isFirst) == Nearness.Near
                        && ScopeGrammar.OnlyPaths(marked).Count > 0
                    )
                )
            ),
            sentence.Line
        );
        Pass(block);
    }

    // "- `src/` (and its tests)": an addition to the whole list.
    private void ReadItem(ProseBlock item, string behind, int line)
    {
        if (RuleFollower.Loosens(behind, Nearness.Near, isAllow: true))
        {
            widened = (item, line);
        }

        if (widened is { } addition && IsBeside(addition.Item, item))
        {
            Loosen(open.Where(rule => rule.IsAllow && IsBeside(rule.Block, item)), addition.Line);
        }
    }

    private static bool IsBeside(ProseBlock one, ProseBlock other) =>
        one.IsItem && one.Lead == other.Lead && one.Headings.SequenceEqual(other.Headings, StringComparer.Ordinal);

    private void Loosen(IEnumerable<Rule> rules, int line)
    {
        foreach (var pattern in rules.SelectMany(rule => rule.Patterns))
        {
            loosened.TryAdd(pattern, line);
        }
    }

    private void Pass(ProseBlock block)
    {
        foreach (var rule in open.Where(rule => !IsPartOf(block, rule)))
        {
            rule.IsPassed = true;
        }
    }

    private static Nearness NearnessOf(Rule rule, ProseBlock block, bool isFirst) =>
        IsPartOf(block, rule) ? Nearness.Near
        : !rule.IsPassed && isFirst ? Nearness.Next
        : Nearness.Later;

    // A list right below a paragraph is of it, as are items that are further in than the rule's.
    private static bool IsPartOf(ProseBlock block, Rule rule) =>
        ReferenceEquals(block, rule.Block)
        || (
            !rule.IsPassed
            && block.IsItem
            && (
                rule.Block.IsItem
                    ? block.Indent > rule.Block.Indent
                    : block.Line >= rule.Block.Line && block.Lead is null && IsRightBelow(block, rule)
            )
        );

    private static bool IsRightBelow(ProseBlock block, Rule rule)
    {
        rule.End ??= rule.Block.Line + rule.Block.Text.AsSpan().Count('\n');
        if (block.Line > rule.End + 1)
        {
            return false;
        }

        // The next item of the same list is right below this one.
        rule.End = Math.Max(rule.End.Value, block.Line + block.Text.AsSpan().Count('\n'));
        return true;
    }

    // What is permitted beside a prohibition, or added to what alone may be changed, counts as what it says.
    private static bool IsPlainPermission(Sentence sentence, MarkedSentence marked) =>
        ScopeGrammar.Permitted(marked, sentence.IsTitled).Count > 0;

    private static bool IsPlainException(MarkedSentence marked) =>
        marked.Paths.Count > 0
        && Exception().FirstIn(marked.Text) is { Success: true } named
        && ScopeGrammar.OnlyPaths(marked with { Text = marked.Text[named.Length..] }).Count > 0;

    [GeneratedRegex(
        @"^\W*(?:(?:(?:the|an|one|only) )*(?:exceptions?(?: is| are)?[:,]?|except(?: for)?) (?:you (?:may|can) [a-z]+ )?|you (?:may|can)(?: still| also)? (?:modify|edit|change|touch|write to|write|update) )(?=⟦)",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Exception();

    private sealed class Rule(IReadOnlyList<ScopePattern> patterns, bool isAllow, ProseBlock block)
    {
        public IReadOnlyList<ScopePattern> Patterns { get; } = patterns;

        public bool IsAllow { get; } = isAllow;

        public ProseBlock Block { get; } = block;

        /// <summary>Whether something else has come since that is no part of it.</summary>
        public bool IsPassed { get; set; }

        /// <summary>The last line of it and of what is right below.</summary>
        public int? End { get; set; }
    }
}
