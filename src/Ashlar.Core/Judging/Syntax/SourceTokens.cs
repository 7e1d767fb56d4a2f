using System.Runtime.InteropServices;

namespace Ashlar.Core.Judging.Syntax;

/// <summary>Kinds of tokens.</summary>
internal enum TokenKind
{
    /// <summary>A name or keyword.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, character, regular expression or element, with all that it holds.</summary>
    Text,

    /// <summary>A sign.</summary>
    Sign,

    /// <summary>A line for the preprocessor.</summary>
    Directive,
}

/// <summary>One token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, int Start, int End);

/// <summary>The tokens of a text, without comments and layout, and which brackets belong together.</summary>
internal sealed class SourceTokens
{
    private readonly int[] pairs;
    private readonly int[] around;

    /// <summary>Pairs the brackets.</summary>
    public SourceTokens(string text, IReadOnlyList<Token> tokens, IReadOnlyList<(int Start, int End)> comments)
    {
        Text = text;
        All = tokens;
        Comments = comments;
        pairs = new int[tokens.Count];
        Array.Fill(pairs, -1);
        around = new int[tokens.Count];
        var open = new Stack<int>();
        IsBalanced = true;
        for (var at = 0; at < tokens.Count; at++)
        {
            around[at] = open.TryPeek(out var outer) ? outer : -1;
            if (tokens[at].Kind != TokenKind.Sign)
            {
                continue;
            }

            switch (text[tokens[at].Start])
            {
                case '(' or '[' or '{':
                    open.Push(at);
                    break;
                case ')' or ']' or '}':
                    if (open.TryPop(out var partner) && Fits(text[tokens[partner].Start], text[tokens[at].Start]))
                    {
                        pairs[partner] = at;
                        pairs[at] = partner;
                        around[at] = around[partner];
                    }
                    else
                    {
                        IsBalanced = false;
                    }

                    break;
            }
        }

        IsBalanced &= open.Count == 0;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The tokens.</summary>
    public IReadOnlyList<Token> All { get; }

    /// <summary>The comments.</summary>
    public IReadOnlyList<(int Start, int End)> Comments { get; }

    /// <summary>Whether each bracket has its partner.</summary>
    public bool IsBalanced { get; }

    /// <summary>How many there are.</summary>
    public int Count => All.Count;

    /// <summary>The token's text; empty outside the list.</summary>
    public ReadOnlySpan<char> this[int at] => at >= 0 && at < All.Count ? Text.AsSpan(All[at].Start, All[at].End - All[at].Start) : default;

    /// <summary>Whether the token is this sign or word.</summary>
    public bool Is(int at, string text) => at >= 0 && at < All.Count && All[at].Kind != TokenKind.Text && this[at].SequenceEqual(text);

    /// <summary>Whether the token is one of these signs or words.</summary>
    public bool IsAny(int at, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (Is(at, text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the token is a word.</summary>
    public bool IsWord(int at) => at >= 0 && at < All.Count && All[at].Kind == TokenKind.Word;

    /// <summary>The other bracket's token, or -1.</summary>
    public int Pair(int at) => at >= 0 && at < pairs.Length ? pairs[at] : -1;

    /// <summary>The opening bracket around a token, or -1.</summary>
    public int Around(int at) => at >= 0 && at < around.Length ? around[at] : -1;

    /// <summary>Behind the group that begins here, or behind the token.</summary>
    public int Behind(int at) => Pair(at) is var pair && pair > at ? pair + 1 : at + 1;

    /// <summary>Before the group that ends here, or before the token.</summary>
    public int Before(int at) => Pair(at) is var pair && pair >= 0 && pair < at ? pair - 1 : at - 1;

    /// <summary>Whether a line ends between this token and the one before it.</summary>
    public bool IsFirstOfLine(int at) => at <= 0 || Text.AsSpan(All[at - 1].End, All[at].Start - All[at - 1].End).Contains('\n');

    /// <summary>Behind the angle brackets that open here, or -1 where they do not close.</summary>
    public int BehindAngles(int at)
    {
        var depth = 0;
        for (var next = at; next < Count; next = Behind(next))
        {
            if (Is(next, "<"))
            {
                depth++;
            }
            else if (Is(next, ">") && --depth == 0)
            {
                return next + 1;
            }
            else if (IsAny(next, ";", "}", ")", "]"))
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>Before the angle brackets that close here, or -1 where they do not open.</summary>
    public int BeforeAngles(int at)
    {
        var depth = 0;
        for (var next = at; next >= 0; next = Before(next))
        {
            if (Is(next, ">"))
            {
                depth++;
            }
            else if (Is(next, "<") && --depth == 0)
            {
                return next - 1;
            }
            else if (IsAny(next, ";", "{", "(", "["))
            {
                return -1;
            }
        }

        return -1;
    }

    /// <summary>The first token that begins at this character or behind it.</summary>
    public int At(int position)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (All[middle].Start < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Tokens of a part of the text in one line with single blanks.</summary>
    public string Joined(int from, int until)
    {
        var text = new System.Text.StringBuilder();
        for (var at = from; at < until && at < Count; at++)
        {
            text.Append(at > from ? " " : "").Append(this[at]);
        }

        return text.ToString();
    }

    private static bool Fits(char open, char close) => (open, close) is ('(', ')') or ('[', ']') or ('{', '}');
}
