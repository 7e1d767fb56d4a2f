using System.Text.RegularExpressions;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>
/// Has a function do what it does and come to a little else: a sign more in a text, a millionth more of a number, an entry twice. A test that looks
/// minds that; one that only looks whether there is something, or looks from afar, does not.
/// </summary>
internal static partial class AlteredResults
{
    private const string Words = "returns a little else";

    /// <summary>The edit; null where the language knows none, or the result cannot be altered.</summary>
    public static BodyEdit? Of(string text, CodeFunction function, SourceDialect dialect)
    {
        if (
            function.Is(
                FunctionTraits.Constructor | FunctionTraits.Setter | FunctionTraits.Generator | FunctionTraits.Void | FunctionTraits.Empty
            )
        )
        {
            return null;
        }

        return dialect.Language switch
        {
            SourceLanguage.Ruby => new BodyEdit(Words, [Ruby(text, function)]),
            SourceLanguage.CSharp => CSharp(text, function) is { } edits ? new BodyEdit(Words, edits) : null,
            SourceLanguage.Rust => Rust(text, function) is { } edit ? new BodyEdit(Words, [edit]) : null,
            _ => null,
        };
    }

    private static TextEdit Ruby(string text, CodeFunction function)
    {
        var body = text[function.BodyStart..function.BodyEnd];
        const string Altered =
            "lambda { |r| case r when String then r.empty? ? r : r.dup.insert(r.length / 2, '~') when Integer then r.zero? ? r : r + 1 "
            + "when Float then r + r * 1e-6 when Array then r + r.first(1) else r end }";
        return new TextEdit(
            function.BodyStart,
            function.BodyEnd,
            function.Form == BodyForm.Expression ? $"({Altered}.call(({body})))" : $"\n{Altered}.call(lambda do{body}\nend.call)\n"
        );
    }

    private static TextEdit[]? CSharp(string text, CodeFunction function)
    {
        var type = (function.Returns ?? "").Trim();
        var result = type;
        if (Task().FirstIn(type) is { Success: true } task)
        {
            result = task.Groups[1].Value;
            if (!function.Is(FunctionTraits.Async))
            {
                return null;
            }
        }

        // A local function sees no such parameters, and no result that is a place.
        if (
            type.Length == 0
            || function.Is(FunctionTraits.Reference)
            || Places().IsIn(text[function.HeadStart..function.BodyStart])
            || (function.Is(FunctionTraits.Async) && result == type)
        )
        {
            return null;
        }

        var (keyword, wait) = function.Is(FunctionTraits.Async) ? ("async ", "await ") : ("", "");
        var body = text[function.BodyStart..function.BodyEnd];
        var inner = function.Form == BodyForm.Expression ? $"=> {body};" : $"{{{body}}}";
        var block =
            $"{keyword}{type} UnalteredResult() {inner} "
            + "static object AlteredResult(object r) { switch (r) { "
            + "case string { Length: > 0 } s: return s.Insert(s.Length / 2, \"~\"); "
            + "case int i when i != 0: return i + 1; case long l when l != 0: return l + 1; "
            + "case decimal m: return m + m / 1000000m; case double d: return d + d / 1000000d; case float f: return f + f / 100000f; "
            + "case System.Array { Length: > 0, Rank: 1 } a: var n = System.Array.CreateInstance(a.GetType().GetElementType(), a.Length + 1); "
            + "a.CopyTo(n, 1); n.SetValue(a.GetValue(0), 0); return n; "
            + "case System.Collections.IList { IsReadOnly: false, IsFixedSize: false, Count: > 0 } c: c.Add(c[0]); return c; "
            + "case System.Runtime.CompilerServices.ITuple t when r is System.ValueType: "
            + "var p = new object[t.Length]; for (var k = 0; k < p.Length; k++) { p[k] = AlteredResult(t[k]); } "
            + "return System.Activator.CreateInstance(r.GetType(), p); "
            + "default: return r; } } "
            + $"return ({result})AlteredResult({wait}UnalteredResult());";
        return
        [
            .. TypedEmptying.Quiet(text),
            function.Form == BodyForm.Expression
                ? TypedEmptying.Member(text, function, $"{{ {block} }}")
                : new TextEdit(function.BodyStart, function.BodyEnd, $" {block} "),
        ];
    }

    private static TextEdit? Rust(string text, CodeFunction function)
    {
        var type = (function.Returns ?? "").Trim();
        return function.Is(FunctionTraits.Async | FunctionTraits.Constant) || RustResults.Altered("r", type) is not { } altered
            ? null
            : new TextEdit(
                function.BodyStart,
                function.BodyEnd,
                $" let r = (|| -> {type} {{{text[function.BodyStart..function.BodyEnd]}}})(); #[allow(unused_mut)] let r = {altered}; r "
            );
    }

    [GeneratedRegex(@"^(?:[\w.]+\.)?(?:Value)?Task<(.+)>$", RegexOptions.Singleline, 1000)]
    private static partial Regex Task();

    [GeneratedRegex(@"[(,\[\]]\s*(?:this\s+|scoped\s+)*(?:out|ref|in)\s", RegexOptions.None, 1000)]
    private static partial Regex Places();
}
