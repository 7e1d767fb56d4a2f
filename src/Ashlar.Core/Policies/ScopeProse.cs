using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>
/// Reads scope rules out of prose: sentences that <see cref="ScopeGrammar"/> knows as a whole, and lists that are nothing but paths under a
/// heading or lead that says what they are. A document makes rules by such lists alone.
/// </summary>
internal sealed partial class ScopeProse(bool isDocument)
{
    /// <summary>The pattern of all files.</summary>
    public const string Everything = "**";

    private readonly List<ScopePattern> allow = [];
    private readonly List<ScopePattern> deny = [];
    private readonly List<ScopePattern> hide = [];
    private readonly List<ScopePattern> frozen = [];
    private readonly List<ScopePattern> all = [];
    private readonly PermittedPaths permitted = new();
    private readonly DividedWork divided = new();
    private readonly WorkOutline outline = new();
    private readonly RuleFollowers followers = new();
    private ProseBlock? current;
    private bool isOpen;
    private bool isStep;

    /// <summary>The rules read so far, as they are written, without those that are in <see cref="Doubt"/>.</summary>
    public AgentScope Scope =>
        new()
        {
            Allow = Distinct(allow),
            Deny = Distinct(deny),
            Hide = Distinct(hide),
            Frozen = Distinct(frozen),
        };

    /// <summary>Why a rule is not certain to hold of all the work; null where it is.</summary>
    public string? Doubt(ScopePattern rule) =>
        divided.IsOfOnePart(rule) ? "holds for one part of the work, since another section names other files"
        : outline.IsOfOnePart(rule) ? "holds for one part of the work, since the headings or titles beside its own name others"
        : followers.LineOf(rule) is { } line ? $"not certain, since line {line} adds to it or takes something back"
        : null;

    /// <summary>Whether a rule names what alone may be changed.</summary>
    public bool Allows(ScopePattern rule) => allow.Contains(rule);

    /// <summary>Takes in where a block stands; all blocks of the text come in their order.</summary>
    public void See(ProseBlock block) => outline.See(block);

    /// <summary>All patterns read so far, in their order.</summary>
    public IReadOnlyList<ScopePattern> Patterns => all;

    /// <summary>Reads one sentence; the sentences of a block come in their order.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="marked">The same, marked.</param>
    /// <param name="isPathList">Whether it is in a list that is nothing but paths.</param>
    /// <param name="python">Whether the project is a Python one, as far as the text says.</param>
    /// <returns>Whether it became a rule.</returns>
    public bool Read(Sentence sentence, MarkedSentence marked, bool isPathList, bool python)
    {
        if (!ReferenceEquals(current, sentence.Block))
        {
            (current, isOpen) = (sentence.Block, ProseVoice.IsDirect(sentence.Block) && !ProseVoice.IsMoment(sentence));
            isStep = ProseVoice.IsStep(sentence);
        }
        else
        {
            isOpen &= !isStep && !ProseVoice.IsMoment(sentence);
        }

        outline.See(sentence);
        var (known, before) = (allow.Count, all.Count);
        var rule =
            isOpen
            && (
                ReadLabel(sentence)
                || ReadList(sentence, marked, isPathList)
                || ReadSentence(sentence, marked, python)
                || ReadNamed(sentence)
            );
        rule |= isOpen && !isDocument && ReadClosing(sentence, marked, isPathList, rule, allow.Count > known);
        followers.Read(sentence, marked, [.. all.Skip(before)], allow.Count > known);
        // "If the tests fail, stop. Do not edit X." is one condition.
        isOpen &= !ScopeGrammar.IsConditional(marked.Text);
        return rule;
    }

    /// <summary>Whether a list forbids: under a heading or lead such as DO NOT or NEVER.</summary>
    public static bool IsForbiddingList(ProseBlock block) =>
        block.IsItem && (Forbidding().IsIn(block.Lead ?? "") || (block.Lead is null && Forbidding().IsIn(block.Heading)));

    private bool ReadLabel(Sentence sentence)
    {
        var label = Labelled().FirstIn(sentence.Text);
        if (!label.Success)
        {
            return false;
        }

        var inside = !label.Groups["out"].Success;
        var words = EnumeratedParts.Of(label.Groups["rest"].Value).ConvertAll(MarkedSentence.Of);
        var parts = words.ConvertAll(ScopeGrammar.OnlyPaths);
        if (words.Exists(part => RuleFollower.Loosens(part.Text, Nearness.Near, isAllow: false) || ScopeGrammar.IsConditional(part.Text)))
        {
            return false;
        }

        var isWhole = parts.TrueForAll(part => part.Count > 0);
        return (isWhole || (!inside && !isDocument))
            && Add(inside ? StatementKind.Allow : StatementKind.Deny, sentence, [.. parts.SelectMany(part => part)]);
    }

    // "Forbidden paths: `a/`, `b/`": a list on the line of its lead.
    private bool ReadNamed(Sentence sentence)
    {
        var colon = sentence.Text.IndexOf(':', StringComparison.Ordinal);
        if (isDocument || colon is < 3 or > 60 || ScopeGrammar.OfList(sentence.Text[..colon], isDocument) is not { } kind)
        {
            return false;
        }

        var parts = EnumeratedParts.Of(sentence.Text[(colon + 1)..]).ConvertAll(part => ScopeGrammar.OnlyPaths(MarkedSentence.Of(part)));
        return parts.TrueForAll(part => part.Count > 0) && Add(kind, sentence, [.. parts.SelectMany(part => part)]);
    }

    private bool ReadList(Sentence sentence, MarkedSentence marked, bool isPathList)
    {
        var block = sentence.Block;
        if (!block.IsItem || ScopeGrammar.OfList(block.Lead ?? block.Heading, isDocument) is not { } kind)
        {
            return false;
        }

        return isPathList
            ? Add(kind, sentence, ScopeGrammar.OnlyPaths(marked))
            : kind == StatementKind.Deny
                && !isDocument
                && Add(kind, sentence, ScopeGrammar.OnlyPaths(marked) is { Count: > 0 } paths ? paths : OnlyName(sentence.Text));
    }

    /// <summary>A file without an extension, alone in its item; what it could be beside a file does not exist where it is forbidden.</summary>
    private static IReadOnlyList<string> OnlyName(string text) =>
        Name().FirstIn(text) is { Success: true } name ? [name.Groups["name"].Value] : [];

    private bool ReadSentence(Sentence sentence, MarkedSentence marked, bool python)
    {
        // What ends in a colon goes on below, and may say less there.
        if (isDocument || sentence.Text.EndsWith(':'))
        {
            return false;
        }

        if (ScopeGrammar.PermittedAlone(marked, sentence.IsTitled) is { Count: > 0 } alone)
        {
            return Add(StatementKind.Allow, sentence, alone);
        }

        var statement =
            ScopeGrammar.Read(marked, sentence.IsTitled)
            ?? (IsForbiddingList(sentence.Block) ? ScopeGrammar.Read(MarkedSentence.Of($"Do not {sentence.Text}"), isTitled: false) : null);
        switch (statement)
        {
            case null:
                return false;
            case { Kind: StatementKind.FrozenMigrations }:
                return Keep(StatementKind.FrozenMigrations, python ? "**/migrations/*.py" : "**/migrations/**", sentence);
            case { Kind: StatementKind.ReadOnly }:
                return Keep(StatementKind.Deny, Everything, sentence);
            default:
                return Add(statement.Kind, sentence, statement.Paths);
        }
    }

    private bool ReadClosing(Sentence sentence, MarkedSentence marked, bool isPathList, bool rule, bool allows) =>
        permitted.Read(sentence, marked, isPathList, rule, allows) is { } whole
        && whole.All(named => named.Paths.All(path => RulePattern.Of(path, StatementKind.Allow, isDocument) is not null))
        && whole.All(named => Add(StatementKind.Allow, named.Sentence, named.Paths));

    /// <summary>Reads a row of a table on access; returns whether it became a rule.</summary>
    public bool Read(Sentence sentence, AccessRow row)
    {
        var before = all.Count;
        var rule = !isDocument && ProseVoice.IsDirect(sentence.Block) && row.Kind is { } kind && Add(kind, sentence, row.Paths);
        if (rule)
        {
            followers.Read(sentence, MarkedSentence.Of(sentence.Text), [.. all.Skip(before)], row.Kind == StatementKind.Allow);
        }

        return rule;
    }

    /// <summary>All paths of a statement become rules, or none does.</summary>
    private bool Add(StatementKind kind, Sentence sentence, IReadOnlyList<string> paths)
    {
        var patterns = paths.Select(path => RulePattern.Of(path, kind, isDocument)).ToList();
        if (patterns.Count == 0 || patterns.Contains(null))
        {
            return false;
        }

        return patterns.TrueForAll(pattern => Keep(kind, pattern!, sentence));
    }

    private bool Keep(StatementKind kind, string pattern, Sentence sentence)
    {
        var list = kind switch
        {
            StatementKind.Allow => allow,
            StatementKind.Hide => hide,
            StatementKind.Frozen or StatementKind.FrozenMigrations => frozen,
            _ => deny,
        };
        var rule = new ScopePattern(pattern, sentence.Line);
        list.Add(rule);
        all.Add(rule);
        divided.Add(kind, rule, sentence);
        outline.Add(kind, rule, sentence);
        return true;
    }

    private List<ScopePattern> Distinct(List<ScopePattern> patterns) =>
        [.. patterns.Where(item => Doubt(item) is null).DistinctBy(item => item.Pattern, StringComparer.Ordinal)];

    [GeneratedRegex(
        @"^\W*(?:(?<out>out[ -]of[ -])|in[ -])scope[*\s]{0,4}:[*\s]{0,4}(?<rest>.*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Labelled();

    [GeneratedRegex(
        @"^\W*(?:do not|don't|don’t|never|must not|forbidden|prohibited)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Forbidding();

    [GeneratedRegex(@"^`(?<name>[\w.-]{2,100})`[.;,]?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
