using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>What a part of a script really checks: calls of <c>assert</c> and <c>expect</c> that are reached and whose failure is not swallowed.</summary>
internal sealed partial class ScriptChecks(ScriptText text)
{
    private static readonly string[] Exact =
    [
        "toBe",
        "toEqual",
        "toStrictEqual",
        "toMatchSnapshot",
        "toMatchInlineSnapshot",
        "toHaveBeenCalledWith",
        "toHaveBeenLastCalledWith",
        "toHaveBeenCalledTimes",
        "toHaveLength",
        "toBeCloseTo",
        "equal",
        "equals",
        "eql",
        "strictEqual",
        "deepEqual",
        "deepStrictEqual",
        "snapshot",
    ];

    private static readonly string[] Slight =
    [
        "toBeTruthy",
        "toBeFalsy",
        "toBeDefined",
        "toBeInstanceOf",
        "notEqual",
        "notStrictEqual",
        "notDeepEqual",
        "notDeepStrictEqual",
        "doesNotThrow",
        "doesNotReject",
        "doesNotMatch",
        "ifError",
        "exist",
        "exists",
    ];

    /// <summary>The checks between two offsets, in order.</summary>
    public IReadOnlyList<TestCheck> Between(int from, int to)
    {
        var checks = new List<TestCheck>();
        var dead = Dead(from, to);
        var conditional = Blocks(If(), from, to);
        foreach (Match match in Assertion().AllIn(text.Mask[..to], from))
        {
            if (dead.Any(range => range.Start <= match.Index && match.Index < range.End) || Read(match) is not { } check)
            {
                continue;
            }

            var inside = conditional.Any(range => range.Start <= match.Index && match.Index < range.End);
            checks.Add(inside ? check with { Strength = 1 } : check);
        }

        return checks;
    }

    /// <summary>Constants in lists that a loop or table goes over.</summary>
    public IReadOnlyList<string> Table(int from, int to) =>
        [
            .. Rows()
                .AllIn(text.Mask[..to], from)
                .SelectMany(match =>
                    Constants(text.Source[(match.Index + match.Length - 1)..Math.Min(text.Close(match.Index + match.Length - 1), to)])
                ),
        ];

    /// <summary>Strings and numbers of a piece of source; strings in double quotes.</summary>
    public static IEnumerable<string> Constants(string source) =>
        Constant().AllIn(source).Select(match => match.Value[0] is '\'' or '`' ? $"\"{match.Value[1..^1]}\"" : match.Value);

    private TestCheck? Read(Match match)
    {
        var open = match.Index + match.Length - 1;
        var end = text.Close(open);
        var called = match.Groups["name"].Value;
        var arguments = text.Parts(open);
        var strength = called == "expect" ? Expect(match.Index, ref end, arguments) : Assert(called, match.Index, arguments);
        if (strength == 0)
        {
            return null;
        }

        var whole = text.Source[match.Index..Math.Min(end + 1, text.Source.Length)];
        var calls = Call().AllIn(text.Mask[open..Math.Min(end + 1, text.Mask.Length)]).Select(call => call.Groups[1].Value);
        return new TestCheck(
            Form(whole),
            strength,
            [.. Constants(whole).Distinct(StringComparer.Ordinal)],
            [.. calls.Where(IsSubject).Distinct(StringComparer.Ordinal)]
        );
    }

    private int Expect(int start, ref int end, IReadOnlyList<string> actual)
    {
        if (Matcher().FirstIn(text.Mask, Math.Min(end + 1, text.Mask.Length)) is not { Success: true } chain)
        {
            return 0;
        }

        var name = chain.Groups["name"].Value;
        var negated = chain.Groups["way"].Value.Contains(".not", StringComparison.Ordinal);
        var waits = Waits().IsIn(chain.Groups["way"].Value);
        IReadOnlyList<string> expected = [];
        end = chain.Index + chain.Length - 1;
        if (chain.Value.EndsWith('('))
        {
            expected = text.Parts(end);
            end = text.Close(end);
        }

        if ((waits && !IsAwaited(start)) || (actual.Count > 0 && expected.Count > 0 && IsFixed(actual[0]) && actual[0] == expected[0]))
        {
            return 0;
        }

        return negated || Slight.Contains(name, StringComparer.Ordinal) ? 1
            : name is "toThrow" or "toThrowError" or "throw" or "throws" ? Throws(expected, at: 0)
            : !Exact.Contains(name, StringComparer.Ordinal) ? 2
            : Loose(expected, at: 0);
    }

    private int Assert(string called, int start, IReadOnlyList<string> arguments)
    {
        var name = called[(called.LastIndexOf('.') + 1)..];
        if (name is "ok" or "assert" or "isTrue")
        {
            return arguments.Count == 0 ? 0 : Truth(arguments[0]);
        }

        if (name is "throws" or "rejects")
        {
            return name == "rejects" && !IsAwaited(start) ? 0 : Throws(arguments, at: 1);
        }

        if (name == "match")
        {
            return arguments.Count > 1 && AnyText().IsIn(arguments[1]) ? 1 : 2;
        }

        if (!Exact.Contains(name, StringComparer.Ordinal))
        {
            return Slight.Contains(name, StringComparer.Ordinal) ? 1 : 2;
        }

        return arguments.Count > 1 && arguments[0] == arguments[1] && !arguments[0].Contains('(', StringComparison.Ordinal)
            ? 0
            : Loose(arguments, at: 1);
    }

    private static int Loose(IReadOnlyList<string> arguments, int at) =>
        arguments.Count <= at ? 3
        : arguments[at].Contains("expect.any", StringComparison.Ordinal) ? 1
        : arguments[at].Contains("expect.", StringComparison.Ordinal) ? 2
        : arguments[at] is "true" or "false" or "null" or "undefined" ? 2
        : 3;

    private static int Throws(IReadOnlyList<string> arguments, int at) =>
        arguments.Count <= at || arguments[at] == "Error" ? 1
        : char.IsLetter(arguments[at][0]) && !arguments[at].StartsWith("new ", StringComparison.Ordinal) ? 2
        : 3;

    private static int Truth(string expression) =>
        IsFixed(expression) || Always().IsIn(expression) ? 0
        : expression.Contains("||", StringComparison.Ordinal) ? 1
        : expression.Contains("==", StringComparison.Ordinal) ? 3
        : expression.IndexOfAny(['(', '<', '>', '!']) >= 0 ? 2
        : 1;

    private static bool IsFixed(string expression) => Literal().IsIn(expression);

    private bool IsAwaited(int start) => Awaited().IsIn(text.Mask[Math.Max(0, start - 40)..start]);

    /// <summary>Ranges whose assertions cannot fail the test.</summary>
    private List<(int Start, int End)> Dead(int from, int to)
    {
        var dead = Blocks(Never(), from, to);
        foreach (var (start, end) in Blocks(Try(), from, to))
        {
            if (Catch().FirstIn(text.Mask, end) is { Success: true } handler && handler.Index < to)
            {
                var open = handler.Index + handler.Length - 1;
                if (!Raises().IsIn(text.Mask[open..Math.Min(text.Close(open), to)]))
                {
                    dead.Add((start, end));
                }
            }
        }

        foreach (Match then in Then().AllIn(text.Mask[..to], from))
        {
            var open = then.Index + then.Length - 1;
            if (!Kept().IsIn(text.Mask[Statement(then.Index)..then.Index]))
            {
                dead.Add((open, text.Close(open)));
            }
        }

        foreach (Match inner in Inner().AllIn(text.Mask[..to], from))
        {
            var open = inner.Index + inner.Length - 1;
            var name = inner.Groups["name"].Value;
            if (BoundedPattern.Of($@"(?<![\w$.]){Regex.Escape(name)}(?![\w$])").CountIn(text.Mask) < 2)
            {
                dead.Add((open, text.Close(open)));
            }
        }

        if (Return(from, to) is { } after)
        {
            dead.Add((after, to));
        }

        return dead;
    }

    /// <summary>The offset of a <c>return</c> that is in the outermost block, behind which nothing is reached.</summary>
    private int? Return(int from, int to)
    {
        foreach (Match match in LoneReturn().AllIn(text.Mask[..to], from))
        {
            var span = text.Mask.AsSpan(from, match.Index - from);
            if (span.Count('{') - span.Count('}') <= 1)
            {
                return match.Index;
            }
        }

        return null;
    }

    private int Statement(int at)
    {
        var start = text.Mask.LastIndexOfAny([';', '{', '}'], Math.Max(at - 1, 0));
        return start + 1;
    }

    private List<(int Start, int End)> Blocks(Regex head, int from, int to)
    {
        var blocks = new List<(int, int)>();
        foreach (var match in head.AllIn(text.Mask[..to], from))
        {
            var open = match.Index + match.Length - 1;
            if (text.Mask[open] == '(')
            {
                open = text.Close(open) + 1;
                while (open < to && char.IsWhiteSpace(text.Mask[open]))
                {
                    open++;
                }

                var end = open < to && text.Mask[open] == '{' ? text.Close(open) : text.Mask.IndexOf(';', Math.Min(open, to));
                blocks.Add((open, end < 0 ? to : end));
            }
            else
            {
                blocks.Add((open, text.Close(open)));
            }
        }

        return blocks;
    }

    private static string Form(string code) =>
        Blanks()
            .ReplaceIn(code.Replace('\'', '"').Replace('`', '"'), "")
            .Replace(",)", ")", StringComparison.Ordinal)
            .Replace("strictEqual", "equal", StringComparison.Ordinal)
            .Replace("StrictEqual", "Equal", StringComparison.Ordinal);

    private static bool IsSubject(string name) =>
        name is not ("expect" or "assert" or "ok" or "equal" or "function" or "if" or "for" or "while");

    [GeneratedRegex(@"(?<![\w$.])(?:t\.)?(?<name>expect|assert(?:\.\w+)*)\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Assertion();

    [GeneratedRegex(
        @"\G\s*(?<way>(?:\.\s*(?:not|resolves|rejects|to|be|been|have|has|deep|that|is|a|an|and|eventually|which)\b\s*)*)\.\s*(?<name>\w+)\s*\(?",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:resolves|rejects|eventually)\b", RegexOptions.None, 1000)]
    private static partial Regex Waits();

    [GeneratedRegex(@"(?:await|return|=>)\s*\(?\s*(?:t\.)?$", RegexOptions.None, 1000)]
    private static partial Regex Awaited();

    [GeneratedRegex(@"^(?:true|false|null|undefined|-?\d+(?:\.\d+)?|""[^""]*""|'[^']*')$", RegexOptions.None, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\|\|\s*(?:true|1|!0)\s*$|^(?:true|1)\s*\|\|", RegexOptions.None, 1000)]
    private static partial Regex Always();

    [GeneratedRegex(@"^/(?:\.\*|\.|\(\?:\)|\[\\s\\S\]\*)?/\w*$", RegexOptions.None, 1000)]
    private static partial Regex AnyText();

    [GeneratedRegex(@"\bif\s*\(\s*(?:false|0)\s*\)\s*\{|\bof\s*\[\s*\]\s*\)\s*\{", RegexOptions.None, 1000)]
    private static partial Regex Never();

    [GeneratedRegex(@"\bif\s*\(", RegexOptions.None, 1000)]
    private static partial Regex If();

    [GeneratedRegex(@"\btry\s*\{", RegexOptions.None, 1000)]
    private static partial Regex Try();

    [GeneratedRegex(@"\G\}?\s*catch\s*(?:\([^)]*\)\s*)?\{", RegexOptions.None, 1000)]
    private static partial Regex Catch();

    [GeneratedRegex(@"\bthrow\b|\bexpect\b|\bassert\b|\bfail\b|\breject\b|\bdone\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Raises();

    [GeneratedRegex(@"\.\s*(?:then|finally)\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Then();

    [GeneratedRegex(@"\b(?:await|return)\b|=>", RegexOptions.None, 1000)]
    private static partial Regex Kept();

    [GeneratedRegex(
        @"\b(?:(?:const|let|var)\s+(?<name>[\w$]+)\s*=\s*(?:async\s*)?(?:function\b[^({]*)?\([^()]*\)\s*(?:=>\s*)?\{|function\s+(?<name>[\w$]+)\s*\([^()]*\)\s*\{)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Inner();

    [GeneratedRegex(@"\breturn\s*(?:;|\n)", RegexOptions.None, 1000)]
    private static partial Regex LoneReturn();

    [GeneratedRegex(@"(?:\bof\s*|\.each\s*\(\s*|\[\s*(?=\[))\[", RegexOptions.None, 1000)]
    private static partial Regex Rows();

    [GeneratedRegex(@"""(?:[^""\\\n]|\\.)*""|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|(?<![\w$.])\d+(?:\.\d+)?", RegexOptions.None, 1000)]
    private static partial Regex Constant();

    [GeneratedRegex(@"(?<![\w$])([A-Za-z_$][\w$]*)\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"\s+|;$", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
