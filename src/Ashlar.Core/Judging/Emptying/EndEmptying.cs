using System.Text.RegularExpressions;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>Empties functions of Ruby.</summary>
internal static partial class RubyEmptying
{
    /// <summary>The ways. Each method has a result there; what is the same as nothing is found by running.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function)
    {
        if (function.Form == BodyForm.Expression)
        {
            return
            [
                new BodyEdit("returns nothing", [new TextEdit(function.BodyStart, function.BodyEnd, "nil")]),
                new BodyEdit(
                    "returns the empty value of what it returned",
                    [new TextEdit(function.BodyStart, function.BodyEnd, $"({Empty}.call(({text[function.BodyStart..function.BodyEnd]})))")]
                ),
            ];
        }

        var nothing = new BodyEdit("returns nothing", [new TextEdit(function.BodyStart, function.BodyEnd, "\nnil\n")]);
        return function.Is(FunctionTraits.Constructor) || IsForEffect(text, function)
            ? [nothing]
            :
            [
                nothing,
                new BodyEdit(
                    "returns the empty value of what it returned",
                    [
                        new TextEdit(
                            function.BodyStart,
                            function.BodyEnd,
                            $"\n{Empty}.call(lambda do{text[function.BodyStart..function.BodyEnd]}\nend.call)\n"
                        ),
                    ]
                ),
            ];
    }

    /// <summary>
    /// Whether it is called for what it does: its result is then an accident of its last line, and no test need mind it.
    /// </summary>
    private static bool IsForEffect(string text, CodeFunction function)
    {
        var last =
            text[function.BodyStart..function.BodyEnd].Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0) ?? "";
        return function.ShortName[^1] is '=' or '!' || Effect().IsIn(last);
    }

    // An assignment, an appending, or a call without brackets.
    [GeneratedRegex(
        @"^(?:[@$\w.\[\]:'""]+\s*(?:[-+*/|&]|\|\||&&)?=(?![=~>])|[@\w.]+\s*<<|(?!if\b|unless\b|not\b|return\b)[a-z_][\w.]*[!?]?\s+[""':@\w\[])",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Effect();

    private const string Empty =
        "lambda { |r| case r when nil then nil when true, false then false when Integer then 0 when Float then 0.0 when Symbol then :\"\" else begin; r.class.new; rescue StandardError; nil; end end }";
}

/// <summary>Empties functions of Elixir.</summary>
internal static partial class ElixirEmptying
{
    [GeneratedRegex(@"^\s*(?:rescue|catch|after|else)\b", RegexOptions.Multiline, 1000)]
    private static partial Regex Clause();

    private const string Empty =
        "case emptied do r when is_binary(r) -> \"\"; r when is_integer(r) -> 0; r when is_float(r) -> 0.0; r when is_boolean(r) -> false; r when is_list(r) -> []; r when is_struct(r) -> struct(r.__struct__); r when is_map(r) -> %{}; r when is_tuple(r) -> {}; _ -> nil end";

    /// <summary>The ways.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function)
    {
        var body = text[function.BodyStart..function.BodyEnd];
        var isPlain = !Clause().IsIn(body);
        var isBlock = function.Form != BodyForm.Expression;
        var nothing = new BodyEdit("returns nothing", [new TextEdit(function.BodyStart, function.BodyEnd, isBlock ? "\nnil\n" : "nil")]);
        if (!isPlain || function.Is(FunctionTraits.Bound))
        {
            return [nothing];
        }

        var run = isBlock ? $"\nemptied = (fn ->{body}\nend).()\n{Empty}\n" : $"(emptied = (fn -> {body} end).(); {Empty})";
        return
        [
            nothing,
            new BodyEdit("returns the empty value of what it returned", [new TextEdit(function.BodyStart, function.BodyEnd, run)]),
        ];
    }
}

/// <summary>Empties functions of Lua.</summary>
internal static class LuaEmptying
{
    /// <summary>The ways.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function)
    {
        var nothing = new BodyEdit("returns nothing", [new TextEdit(function.BodyStart, function.BodyEnd, " return nil ")]);
        if (!function.Results.HasValue)
        {
            return [nothing];
        }

        if (BodyEmptying.OfConstants(function) is { } constant)
        {
            return
            [
                nothing,
                new BodyEdit($"only returns {constant}", [new TextEdit(function.BodyStart, function.BodyEnd, $" return {constant} ")]),
            ];
        }

        var body = text[function.BodyStart..function.BodyEnd];
        var takesMore = text[function.HeadStart..function.BodyStart].Contains("...", StringComparison.Ordinal);
        var dots = takesMore ? "..." : "";
        return
        [
            nothing,
            new BodyEdit(
                "returns the empty value of what it returned",
                [
                    new TextEdit(
                        function.BodyStart,
                        function.BodyEnd,
                        $" local emptied = type((function({dots}){body}\nend)({dots})); if emptied == \"string\" then return \"\" elseif emptied == \"number\" then return 0 elseif emptied == \"boolean\" then return false elseif emptied == \"table\" then return {{}} elseif emptied == \"function\" then return function() end end return nil "
                    ),
                ]
            ),
        ];
    }
}
