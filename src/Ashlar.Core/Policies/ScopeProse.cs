using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>Reads scope rules out of sentences. Only rules that name a path are made; what they say beyond it stays a sentence.</summary>
internal sealed partial class ScopeProse(bool onlyNarrowing)
{
    private readonly List<ScopePattern> allow = [];
    private readonly List<ScopePattern> deny = [];
    private readonly List<ScopePattern> frozen = [];

    /// <summary>Lines from which a rule was made.</summary>
    public HashSet<int> Lines { get; } = [];

    /// <summary>The rules read so far.</summary>
    public AgentScope Scope =>
        new()
        {
            Allow = Distinct(allow),
            Deny = Distinct(deny),
            Frozen = Distinct(frozen),
        };

    /// <summary>Reads one sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="python">Whether the project is a Python one, as far as the text says.</param>
    public void Read(Sentence sentence, bool python)
    {
        var text = sentence.Text;
        if (Labelled().FirstIn(text) is { Success: true } labelled)
        {
            var inside = !labelled.Groups["out"].Success;
            Add(inside ? allow : deny, sentence, Positive(labelled.Groups["rest"].Value), inside);
        }
        else if (sentence.Block.Lead is { } lead && Labelled().FirstIn(lead + ":") is { Success: true } led)
        {
            var inside = !led.Groups["out"].Success;
            Add(inside ? allow : deny, sentence, Positive(text), inside);
        }
        else if (LimitedTo().FirstIn(text) is { Success: true } limited)
        {
            Add(allow, sentence, Positive(limited.Groups["rest"].Value), true);
        }
        else if (OnlyIn().FirstIn(text) is { Success: true } only)
        {
            Add(allow, sentence, Positive(only.Groups["rest"].Value), true);
        }
        else
        {
            ReadProhibition(sentence, python);
        }
    }

    private void ReadProhibition(Sentence sentence, bool python)
    {
        var text = sentence.Text;
        if (ExistingMigrations().IsIn(text))
        {
            frozen.Add(new ScopePattern(python ? "**/migrations/*.py" : "**/migrations/**", sentence.Line));
            Lines.Add(sentence.Line);
            return;
        }

        var prohibition = Prohibition().FirstIn(text);
        var under = !prohibition.Success && IsForbiddingList(sentence.Block) ? ForbiddenItem().FirstIn(text) : prohibition;
        if (!under.Success || Conditional().IsIn(text))
        {
            return;
        }

        var rest = Positive(under.Groups["rest"].Value);
        if (FilesOutside().FirstIn(rest) is { Success: true } outside)
        {
            Add(allow, sentence, outside.Groups["rest"].Value, true);
        }
        else if (Existing().IsIn(rest))
        {
            Add(frozen, sentence, rest, false);
        }
        else
        {
            Add(deny, sentence, rest, false);
        }
    }

    /// <summary>Whether a list forbids: under a heading or lead such as DO NOT or NEVER.</summary>
    public static bool IsForbiddingList(ProseBlock block) =>
        block.IsItem && (Forbidding().IsIn(block.Lead ?? "") || (block.Lead is null && Forbidding().IsIn(block.Heading)));

    private void Add(List<ScopePattern> list, Sentence sentence, string words, bool narrowsToIt)
    {
        var parts = narrowsToIt ? [words] : Parts(words).Where(part => !Outside().IsIn(part));
        foreach (var path in parts.SelectMany(Sentence.PathsIn))
        {
            var pattern = path.TrimStart('/');
            var isBare = !pattern.Contains('/', StringComparison.Ordinal) && !pattern.Contains('*', StringComparison.Ordinal);
            var isVague = narrowsToIt && isBare && !pattern.Contains('.', StringComparison.Ordinal);
            var isDocumentsGuess =
                onlyNarrowing
                && (path.StartsWith('/') || (narrowsToIt && !pattern.Contains('*', StringComparison.Ordinal) && !pattern.EndsWith('/')));
            if (isVague || isDocumentsGuess || HasPlaceholder(pattern) || Glob.Fault(pattern) is not null)
            {
                continue;
            }

            list.Add(new ScopePattern(narrowsToIt || !isBare ? Anchored(pattern) : pattern, sentence.Line));
            Lines.Add(sentence.Line);
        }
    }

    /// <summary>The parts of an enumeration: cut at commas outside parentheses and code.</summary>
    private static List<string> Parts(string words)
    {
        var parts = new List<string>();
        var (depth, code, start) = (0, false, 0);
        for (var i = 0; i < words.Length; i++)
        {
            code ^= words[i] == '`';
            depth += words[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (words[i] == ',' && depth <= 0 && !code)
            {
                parts.Add(words[start..i]);
                start = i + 1;
            }
        }

        parts.Add(words[start..]);
        return parts;
    }

    /// <summary>Words before a turn such as "instead" or a dash: what follows is no longer what the rule is about.</summary>
    private static string Positive(string text)
    {
        var turn = Turn().FirstIn(text);
        return turn.Success ? text[..turn.Index] : text;
    }

    /// <summary>A path with one segment and a trailing slash means the folder at the root, not one at any depth.</summary>
    private static string Anchored(string pattern) => pattern.EndsWith('/') ? pattern + "**" : pattern;

    private static bool HasPlaceholder(string pattern) =>
        pattern.Contains('<', StringComparison.Ordinal)
        || (pattern.Contains('{', StringComparison.Ordinal) && !pattern.Contains(',', StringComparison.Ordinal))
        || Bracketed().IsIn(pattern);

    private static List<ScopePattern> Distinct(List<ScopePattern> patterns) =>
        [.. patterns.DistinctBy(item => item.Pattern, StringComparer.Ordinal)];

    [GeneratedRegex(
        @"^\W*(?:(?<out>out[ -]of[ -])|in[ -])scope[*\s]{0,4}:[*\s]{0,4}(?<rest>.*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Labelled();

    [GeneratedRegex(
        @"\bscope is (?:strictly |only )?(?:limited|restricted) to:? (?<rest>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex LimitedTo();

    [GeneratedRegex(
        @"\b(?:only (?:ever )?(?:write|modify|edit|change|touch|work|create)|(?:write|modify|edit|change|touch|work) only|(?:write|modify|edit|change|touch)(?: \w+)? (?:files|code) only)(?: (?:or|and) (?:write|modify|edit|change|touch|create))*(?: (?:any|the|production|source|existing|new|project|python|your|my))*(?: (?:files?|code|changes|sources))? (?:in|within|inside|under|below|to)\b(?<rest>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex OnlyIn();

    [GeneratedRegex(
        @"\b(?:never|do not|don't|don’t|must not|may not|should never|cannot) (?:ever )?(?:modify|edit|change|alter|touch|rewrite|delete)(?:(?:,| or|, or| and) (?:modify|edit|change|alter|touch|rewrite|delete|remove|rename))* (?:any |an |the )?(?:existing|applied|old|committed)(?: \w+)? migrations?\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex ExistingMigrations();

    [GeneratedRegex(
        @"\b(?:never|do not|don't|don’t|must not|must never|may not|shall not|cannot|forbidden to|not allowed to)\s+(?:ever )?(?:(?:write|modify|edit|change|touch|create|delete|remove|rename|alter|overwrite|add)\b(?:(?:,| or|, or| and|/) ?)?\s?)+(?<rest>.*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Prohibition();

    [GeneratedRegex(
        @"^(?:write|modify|edit|change|touch|create|delete|remove|rename|alter|overwrite)\b(?<rest>.*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex ForbiddenItem();

    [GeneratedRegex(
        @"^\W*(?:do not|don't|don’t|never|must not|forbidden|prohibited)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Forbidding();

    [GeneratedRegex(@"\boutside\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Outside();

    [GeneratedRegex(
        @"^\W*(?:(?:any|other|new|the|source|code|project)\s+)*(?:files?|code|anything|folders?|director(?:y|ies)|changes)?(?: or (?:files|folders|directories))? ?outside(?: of)?\b(?<rest>.*)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex FilesOutside();

    [GeneratedRegex(@"^\W*(?:any |the )?existing\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Existing();

    [GeneratedRegex(@"\b(?:unless|except)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\s(?:—|–|-)\s|;|,\s*use\b|\b(?:instead|rather|but)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Turn();

    [GeneratedRegex(@"\[[^\]]*[a-z]{2,}[^\]]*\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bracketed();
}
