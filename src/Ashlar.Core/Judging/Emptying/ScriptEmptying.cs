using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>Empties functions of JavaScript and TypeScript.</summary>
internal static class ScriptEmptying
{
    /// <summary>The ways.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function, SourceDialect dialect)
    {
        var any = dialect.IsTyped ? " as any" : "";
        var unchecks = dialect.IsTyped ? [Unchecked(text)] : Array.Empty<TextEdit>();
        if (function.Is(FunctionTraits.Constructor))
        {
            return [new BodyEdit("sets nothing up", [.. unchecks, new TextEdit(function.Inner, function.BodyEnd, " ")])];
        }

        if (function.Is(FunctionTraits.Generator))
        {
            return [new BodyEdit("yields nothing", [.. unchecks, Body(function, "")])];
        }

        var nothing = new BodyEdit(
            "returns nothing",
            [.. unchecks, Body(function, function.Is(FunctionTraits.Setter) ? "" : $"return undefined{any};")]
        );
        if (!function.Results.HasValue && !function.Is(FunctionTraits.Setter) && function.Form == BodyForm.Block)
        {
            // The body's text stays behind the return: that a test reads the text of the product is no work that it minds.
            return
            [
                new BodyEdit("returns nothing", [.. unchecks, new TextEdit(function.Inner, function.Inner, $" return undefined{any};")]),
            ];
        }

        if (!function.Results.HasValue || function.Is(FunctionTraits.Setter))
        {
            return [nothing];
        }

        if (BodyEmptying.OfConstants(function) is { } constant)
        {
            return [nothing, new BodyEdit($"only returns {constant}", [.. unchecks, Body(function, $"return {constant}{any};")])];
        }

        return [nothing, new BodyEdit("returns the empty value of what it returned", [.. unchecks, Run(text, function, dialect, any)])];
    }

    /// <summary>The body runs in an arrow function, which has the same <c>this</c>, <c>arguments</c> and <c>super</c>.</summary>
    private static TextEdit Run(string text, CodeFunction function, SourceDialect dialect, string any)
    {
        var isAsync = function.Is(FunctionTraits.Async);
        var body = text[function.BodyStart..function.BodyEnd];
        var inner = function.Form == BodyForm.Expression ? $"({body}\n)" : $"{{{body}\n}}";
        var run = isAsync ? $"await (async () => {inner})()" : $"(() => {inner})()";
        return Body(function, $"return ({Empty(dialect)})({run}){any};");
    }

    private static string Empty(SourceDialect dialect)
    {
        var value = dialect.IsTyped ? "(r: any): any" : "(r)";
        var type = dialect.IsTyped ? ": any" : "";
        return $$"""
            function empty{{value}} { if (r === null || r === undefined) return r; switch (typeof r) { case "string": return ""; case "number": return 0; case "bigint": return BigInt(0); case "boolean": return false; case "function": return () => undefined; case "symbol": return undefined; } if (Array.isArray(r)) return []; if (typeof r.then === "function") return r.then(empty); if (r.$$typeof) return null; const p{{type}} = Object.getPrototypeOf(r); if (p === null || p === Object.prototype) return {}; try { return new p.constructor(); } catch { return undefined; } }
            """.Trim();
    }

    private static TextEdit Body(CodeFunction function, string statement)
    {
        var start = function.Form == BodyForm.Expression ? function.BodyStart : function.Inner;
        return new TextEdit(start, function.BodyEnd, function.Form == BodyForm.Expression ? $"{{ {statement} }}" : $" {statement} ");
    }

    /// <summary>Types are not checked in a file that was changed on purpose; that has to be before all code.</summary>
    private static TextEdit Unchecked(string text)
    {
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        at = string.CompareOrdinal(text, at, "#!", 0, 2) == 0 ? (text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length) : at;
        return new TextEdit(at, at, "// @ts-nocheck\n");
    }
}
