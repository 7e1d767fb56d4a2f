using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>Empties functions of Python.</summary>
internal static class PythonEmptying
{
    private const string Wrapper = "_emptied_result";

    // What cannot be made again is the same thing without its texts, collections and functions of its own: a response keeps its status. One that holds
    // numbers alone loses those. Else it is nothing.
    private static readonly string Definition = $$"""
        def {{Wrapper}}(f):
            import copy, functools, inspect, numbers
            def hollow(r):
                c = copy.copy(r)
                held = {k: v for k, v in vars(c).items() if v and isinstance(v, (str, bytes, list, tuple, set, dict))}
                own = [k for k, v in vars(c).items() if inspect.isroutine(v) and hasattr(type(c), k)]
                if not (held or own):
                    held = {k: v for k, v in vars(c).items() if v and isinstance(v, numbers.Number)}
                if not (held or own) or c is r:
                    return None
                for k, v in held.items():
                    c.__dict__[k] = type(v)()
                for k in own:
                    del c.__dict__[k]
                return c
            def empty(r):
                if r is None:
                    return None
                if inspect.isawaitable(r):
                    async def later():
                        return empty(await r)
                    return later()
                if inspect.isgenerator(r):
                    return iter(())
                for make in (lambda: type(r)(), lambda: hollow(r)):
                    try:
                        return make()
                    except BaseException:
                        pass
                return None
            if inspect.iscoroutinefunction(f):
                async def g(*a, **k):
                    return empty(await f(*a, **k))
            else:
                def g(*a, **k):
                    return empty(f(*a, **k))
            return functools.wraps(f)(g)


        """;

    /// <summary>The ways.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function)
    {
        if (function.Is(FunctionTraits.Generator))
        {
            return [new BodyEdit("yields nothing", [Body(function, "return", "yield")])];
        }

        if (!function.Results.HasValue || function.Is(FunctionTraits.Constructor))
        {
            return [new BodyEdit("returns nothing", [Return(text, function)])];
        }

        var nothing = new BodyEdit("returns nothing", [Body(function, "return None")]);

        return BodyEmptying.OfConstants(function) is { } constant
            ? [nothing, new BodyEdit($"only returns {constant}", [Body(function, $"return {constant}")])]
            : [nothing, new BodyEdit("returns the empty value of what it returned", Wrapped(text, function))];
    }

    /// <summary>Text for in front of the file's first statement is put by <see cref="Top"/>.</summary>
    private static TextEdit[] Wrapped(string text, CodeFunction function)
    {
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var indent = Indent(text, function.HeadStart);
        return
        [
            new TextEdit(Top(text), Top(text), Definition.ReplaceLineEndings(newline)),
            new TextEdit(function.HeadStart, function.HeadStart, $"@{Wrapper}{newline}{indent}"),
        ];
    }

    /// <summary>The body's text stays behind the return: that a test reads the text of the product is no work that it minds.</summary>
    private static TextEdit Return(string text, CodeFunction function)
    {
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var between = function.Form == BodyForm.SameLine ? "; " : $"{newline}{Indent(text, function.BodyStart)}";
        return new TextEdit(function.BodyStart, function.BodyStart, $"return None{between}");
    }

    private static TextEdit Body(CodeFunction function, params string[] statements) =>
        new(function.BodyStart, function.BodyEnd, string.Join("; ", statements));

    /// <summary>Where statements may be put first: behind documentation and <c>from __future__</c>, at the start of a line.</summary>
    private static int Top(string text)
    {
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        var future = at;
        var isDocumented = false;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found + 1 : text.Length;
            var line = text[at..end].Trim();
            if (line.StartsWith("from __future__", StringComparison.Ordinal))
            {
                end =
                    line.Contains('(', StringComparison.Ordinal) && !line.Contains(')', StringComparison.Ordinal)
                        ? text.IndexOf(')', at) is >= 0 and var close && text.IndexOf('\n', close) is >= 0 and var behind
                            ? behind + 1
                            : text.Length
                        : end;
                future = end;
            }
            else if (!isDocumented && Quote(line) is { } quote)
            {
                isDocumented = true;
                var begin = text.IndexOf(quote, at, StringComparison.Ordinal) + quote.Length;
                var last = text.IndexOf(quote, begin, StringComparison.Ordinal);
                end = last < 0 || text.IndexOf('\n', last) is not (>= 0 and var behind) ? text.Length : behind + 1;
                future = end;
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                break;
            }
            else if (future == at)
            {
                // A first comment may name the encoding and has to stay first.
                future = end;
            }

            at = end;
        }

        return future;
    }

    private static string? Quote(string line)
    {
        var start = line.TrimStart('r', 'R', 'u', 'U');
        return start.StartsWith("\"\"\"", StringComparison.Ordinal) ? "\"\"\""
            : start.StartsWith("'''", StringComparison.Ordinal) ? "'''"
            : start.StartsWith('"') ? "\""
            : start.StartsWith('\'') ? "'"
            : null;
    }

    private static string Indent(string text, int at)
    {
        var line = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        return string.Concat(text[line..at].TakeWhile(char.IsWhiteSpace));
    }
}
