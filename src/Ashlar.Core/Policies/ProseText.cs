using System.Text.RegularExpressions;
using Ashlar.Core.Agents;

namespace Ashlar.Core.Policies;

/// <summary>
/// A Markdown text as blocks with their headings. Fences may nest (an example report that shows code), headings may be written
/// between two rulers. Not a full Markdown reader: what matters is which words are prose and where they stand.
/// </summary>
internal sealed partial class ProseText
{
    private readonly List<ProseBlock> blocks = [];
    private readonly List<(int Level, string Text)> headings = [];
    private readonly Stack<string> fences = [];
    private readonly List<string> open = [];
    private int openLine;
    private bool openIsItem;
    private bool openIsBox;
    private bool openIsNumbered;
    private bool openIsAside;
    private int openIndent;
    private string? lead;
    private (int Indent, string Text)? itemLead;
    private bool afterRuler;

    private ProseText() { }

    /// <summary>The blocks of a text whose first line has the given number.</summary>
    public static IReadOnlyList<ProseBlock> Read(string text, int firstLine)
    {
        var reader = new ProseText();
        List<string> lines = [.. TextLines.Of(text).Select(line => line.Text)];
        var aside = AsideLines.Of(lines);
        for (var at = 0; at < lines.Count; at++)
        {
            if (aside[at] != reader.openIsAside)
            {
                reader.Close();
                reader.openIsAside = aside[at];
            }

            reader.Add(aside[at] ? lines[at] : Remark().ReplaceIn(lines[at], " "), firstLine + at);
        }

        reader.Close();
        return FencedPaths.AsItems(reader.blocks);
    }

    private void Add(string line, int number)
    {
        var trimmed = line.Trim();
        if (trimmed.Length >= 8 && trimmed.All(character => character is '═' or '━' or '─' or '=' or '*' or '#'))
        {
            Close();
            fences.Clear();
            afterRuler = true;
            return;
        }

        if (trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("~~~", StringComparison.Ordinal))
        {
            Close();
            Fence(trimmed[3..].TrimStart('`', '~').Trim());
            return;
        }

        if (fences.Count > 0)
        {
            if (trimmed.Length > 0)
            {
                blocks.Add(
                    new ProseBlock(line, number)
                    {
                        Headings = Titles(),
                        Fence = fences.Peek(),
                        Lead = lead,
                        IsAside = openIsAside,
                    }
                );
            }

            return;
        }

        Prose(line, trimmed, number);
    }

    private void Fence(string info)
    {
        if (fences.Count > 0 && info.Length == 0)
        {
            fences.Pop();
        }
        else
        {
            fences.Push(info.ToLowerInvariant());
        }
    }

    private void Prose(string line, string trimmed, int number)
    {
        if (trimmed.Length == 0)
        {
            Close();
            return;
        }

        if (Heading().FirstIn(line) is { Success: true } heading)
        {
            Close();
            Open(heading.Groups["marks"].Length, heading.Groups["text"].Value);
            return;
        }

        if (afterRuler && trimmed.Length < 80 && !trimmed.Any(char.IsLower))
        {
            Close();
            Open(1, trimmed);
            afterRuler = false;
            return;
        }

        afterRuler = false;
        if (Break().IsIn(trimmed) || Tag().IsIn(trimmed))
        {
            Close();
            return;
        }

        if (Item().FirstIn(line) is { Success: true } item)
        {
            Close();
            (openIsItem, openIsBox, openIsNumbered) = (true, item.Groups["box"].Success, item.Groups["number"].Success);
            openIndent = line.Length - line.TrimStart().Length;
            itemLead = itemLead is { } above && above.Indent < openIndent ? above : null;
            (openLine, trimmed) = (number, item.Groups["text"].Value.Trim());
            open.Add(trimmed);
            return;
        }

        // A row of a table stands for itself, and so does a lead, whatever it follows without a gap.
        if (
            IsLeadBehindItem(line, trimmed)
            || Label().IsIn(trimmed)
            || trimmed.StartsWith('|')
            || (open.Count > 0 && open[^1].StartsWith('|'))
        )
        {
            Close();
        }

        if (open.Count == 0)
        {
            openLine = number;
        }

        open.Add(trimmed);
    }

    // "- `a/`", "Never touch:", "- `b/`" in three lines: a capital behind an item that is at its end begins something else.
    private bool IsLeadBehindItem(string line, string trimmed) =>
        openIsItem
        && open.Count > 0
        && !char.IsWhiteSpace(line[0])
        && trimmed.TrimStart('*', '_') is [var first, ..]
        && char.IsUpper(first)
        && trimmed.TrimEnd('*', '_', ' ').EndsWith(':')
        && !open[^1].EndsWith(',');

    private void Open(int level, string text)
    {
        headings.RemoveAll(heading => heading.Level >= level);
        headings.Add((level, text.Trim().Trim('*', '#').Trim()));
        (lead, itemLead) = (null, null);
    }

    private void Close()
    {
        if (open.Count == 0)
        {
            return;
        }

        // A line break may be in the middle of a sentence; the separator tells sentences their line.
        var text = string.Join('\n', open);
        var ownLead = openIsItem ? LeadOfItem() : LeadOfParagraph();
        var plain = text.TrimEnd().TrimEnd('*', ' ');
        var opens = plain.EndsWith(':') ? plain.TrimEnd(':').Trim('*', ' ') : null;
        if (!openIsItem)
        {
            (lead, itemLead) = (opens, null);
        }
        else if (opens is not null)
        {
            itemLead = (openIndent, ownLead is not null && ScopeGrammar.IsConditional(ownLead) ? $"{ownLead}. {opens}" : opens);
        }

        blocks.Add(
            new ProseBlock(text, openLine)
            {
                Headings = Titles(),
                IsItem = openIsItem,
                IsBox = openIsBox,
                IsNumbered = openIsNumbered,
                Indent = openIsItem ? openIndent : 0,
                IsAside = openIsAside,
                Lead = ownLead,
            }
        );
        open.Clear();
        (openIsItem, openIsBox, openIsNumbered) = (false, false, false);
    }

    // Items below an item that ends in a colon are its list; a condition of the whole list holds for them too.
    private string? LeadOfItem() =>
        itemLead is not { } inner ? lead
        : lead is not null && ScopeGrammar.IsConditional(lead) ? $"{lead}. {inner.Text}"
        : inner.Text;

    // A paragraph right behind one that ends in a colon is what that one announces.
    private string? LeadOfParagraph() => blocks.Count > 0 && blocks[^1] is { IsItem: false, Fence: null } ? lead : null;

    private string[] Titles() => [.. headings.Select(heading => heading.Text)];

    [GeneratedRegex(@"^ {0,3}(?<marks>#{1,6})\s+(?<text>.+?)\s*#*\s*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:-{3,}|\*{3,}|_{3,})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Break();

    // A comment on the line of other words, and a line that is nothing but a tag.
    [GeneratedRegex(@"(?<=\S)[ \t]*<!--.{0,2000}?-->", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Remark();

    [GeneratedRegex(@"^</?[A-Za-z][\w-]{0,40}(?:\s[^<>]{0,200})?>$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tag();

    // Lines such as "**In scope**: …" stand for themselves, also without a blank line between them.
    [GeneratedRegex(
        @"^(?:\*\*[^*]{1,60}\*\*\s*:|\*\*[^*]{1,60}:\*\*|(?:in|out of)[ -]scope\s*:)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s*(?:[-*+•]|(?<number>\d{1,3})[.)])\s+(?:(?<box>\[.\])\s+)?(?<text>\S.*)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Item();
}
