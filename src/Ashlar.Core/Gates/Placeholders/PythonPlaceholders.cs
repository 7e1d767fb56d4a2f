using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Placeholders;

/// <summary>
/// Python functions that do nothing yet: body only <c>pass</c>, <c>...</c> or a bare return, or a raised NotImplementedError. None are: abstract and
/// overload members, members of protocols, of abstract or base classes, of null objects and fakes, and empty overrides that say why.
/// </summary>
internal static partial class PythonPlaceholders
{
    private sealed record Owner(int Indent, string Name, string Bases);

    /// <summary>The placeholders in order.</summary>
    public static IEnumerable<Placeholder> Of(string text)
    {
        var lines = ChangedFile.Lines(text);
        var owners = new Stack<Owner>();
        var decorators = new List<string>();
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            var indent = line.Length - line.TrimStart().Length;
            while (owners.Count > 0 && indent <= owners.Peek().Indent)
            {
                owners.Pop();
            }

            if (trimmed[0] == '@')
            {
                decorators.Add(trimmed);
                continue;
            }

            if (Class().FirstIn(trimmed) is { Success: true } type)
            {
                owners.Push(new Owner(indent, type.Groups[1].Value, type.Groups[2].Value));
            }
            else if (Function().FirstIn(trimmed) is { Success: true } function)
            {
                var owner = owners.FirstOrDefault(known => known.Bases != "(function)");
                var name = string.Join('.', owners.Reverse().Select(known => known.Name).Append(function.Groups[1].Value));
                var body = Body(lines, at, indent);
                if (Placeholder(body, owner, decorators, text) is { } told)
                {
                    yield return new Placeholder(at + 1, $"{trimmed.TrimEnd(':')}: {told}", $"{name} {told}");
                }

                owners.Push(new Owner(indent, function.Groups[1].Value, "(function)"));
            }

            decorators.Clear();
        }
    }

    private static string? Placeholder(FunctionBody body, Owner? owner, List<string> decorators, string text)
    {
        if (body.Statements is not [var only] || decorators.Exists(IsDeclaration) || (owner is not null && IsAbstract(owner, text)))
        {
            return null;
        }

        if (only.StartsWith("raise NotImplementedError", StringComparison.Ordinal) || RaisesNotImplemented().IsIn(only))
        {
            return only;
        }

        // An empty override that says why is finished work.
        var documented = body.HasWords && owner is { Bases.Length: > 0 };
        return only is "pass" or "..." && !documented ? only
            : only is "return" or "return None" && !body.HasWords && owner is not { Bases.Length: > 0 } ? only
            : null;
    }

    private static bool IsDeclaration(string decorator) =>
        decorator.Contains("abstract", StringComparison.Ordinal) || decorator.Contains("overload", StringComparison.Ordinal);

    private static bool IsAbstract(Owner owner, string text) =>
        Declaring().IsIn(owner.Bases)
        || DoubleName().IsIn(owner.Name)
        || BoundedPattern.Of($@"^\s*class \w+\([^)]*\b{Regex.Escape(owner.Name)}\b", RegexOptions.Multiline).IsIn(text);

    private sealed record FunctionBody(List<string> Statements, bool HasWords);

    private static FunctionBody Body(string[] lines, int start, int indent)
    {
        var at = start;
        var depth = 0;
        string? inline = null;
        for (; at < lines.Length && at < start + 60; at++)
        {
            var code = WithoutComment(lines[at]);
            depth += code.Count(sign => sign is '(' or '[') - code.Count(sign => sign is ')' or ']');
            if (depth <= 0 && InlineBody().FirstIn(code.TrimEnd()) is { Success: true } match)
            {
                inline = match.Groups[1].Value.Trim();
                break;
            }
        }

        if (inline is { Length: > 0 })
        {
            return new FunctionBody([inline], HasComment(lines[at]));
        }

        var statements = new List<string>();
        var words = at < lines.Length && HasComment(lines[at]);
        string? quote = null;
        for (at++; at < lines.Length; at++)
        {
            var trimmed = lines[at].Trim();
            if (quote is not null)
            {
                quote = trimmed.Contains(quote, StringComparison.Ordinal) ? null : quote;
                continue;
            }

            if (trimmed.Length == 0)
            {
                continue;
            }

            if (lines[at].Length - lines[at].TrimStart().Length <= indent)
            {
                break;
            }

            words |= HasComment(lines[at]);
            var code = WithoutComment(trimmed).Trim();
            if (statements.Count == 0 && code.Length >= 3 && DocStart().FirstIn(code) is { Success: true } doc)
            {
                words = true;
                var mark = doc.Groups[1].Value;
                quote = mark.Length == 3 && code.IndexOf(mark, doc.Length, StringComparison.Ordinal) < 0 ? mark : null;
            }
            else if (code.Length > 0)
            {
                statements.Add(code);
            }
        }

        return new FunctionBody(statements, words);
    }

    private static bool HasComment(string line) => WithoutComment(line).Length < line.Length;

    private static string WithoutComment(string line)
    {
        char? quote = null;
        for (var at = 0; at < line.Length; at++)
        {
            if (quote is null && line[at] == '#')
            {
                return line[..at];
            }

            if (line[at] is '"' or '\'')
            {
                quote =
                    quote is null ? line[at]
                    : quote == line[at] ? null
                    : quote;
            }
        }

        return line;
    }

    [GeneratedRegex(@"^class (\w+)(?:\((.*?)\))?\s*:", RegexOptions.None, 1000)]
    private static partial Regex Class();

    [GeneratedRegex(@"^(?:async )?def (\w+)\s*[\(\[]", RegexOptions.None, 1000)]
    private static partial Regex Function();

    [GeneratedRegex(@"[\)\]\w""'][ \t]*:([^:\]\)]*)$", RegexOptions.None, 1000)]
    private static partial Regex InlineBody();

    [GeneratedRegex(@"^[rRuUbB]{0,2}(""""""|'''|""|')", RegexOptions.None, 1000)]
    private static partial Regex DocStart();

    [GeneratedRegex(@"\b(?:ABC|ABCMeta|Protocol|Interface)\b", RegexOptions.None, 1000)]
    private static partial Regex Declaring();

    [GeneratedRegex(
        @"^_?(?:Base|Abstract|Fake|Stub|Dummy|Null|Noop|NoOp|Mock)[A-Z_]|(?:Base|Mixin|Interface|Protocol|Stub|Fake)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex DoubleName();

    [GeneratedRegex(@"^raise \w+\(.*(?i:not (?:yet )?implemented)", RegexOptions.None, 1000)]
    private static partial Regex RaisesNotImplemented();
}
