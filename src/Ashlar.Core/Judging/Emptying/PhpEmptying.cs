using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>Empties functions of PHP. A declared type is kept to, so that it is the test that fails and not the type.</summary>
internal static class PhpEmptying
{
    private const string Throws = "throw new \\LogicException('emptied');";

    /// <summary>The ways.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function)
    {
        if (function.Is(FunctionTraits.Generator))
        {
            return [Edit(function, "yields nothing", "return; yield;")];
        }

        if (function.Is(FunctionTraits.Void) || function.ShortName is "__construct" or "__destruct" or "__clone")
        {
            return [Edit(function, "does nothing", "return;")];
        }

        var type = function.Returns?.Trim().ToLowerInvariant();
        var empty = type switch
        {
            null or "mixed" => null,
            "string" => "''",
            "array" or "iterable" => "[]",
            "int" => "0",
            "float" => "0.0",
            "bool" => "false",
            "never" => null,
            _ => type[0] == '?' || type.Split('|').Contains("null") ? "null" : "",
        };
        if (empty is null)
        {
            var nothing = Edit(function, "returns nothing", "return null;");
            return !function.Results.HasValue ? [nothing]
                : BodyEmptying.OfConstants(function) is { } constant
                    ? [nothing, Edit(function, $"only returns {constant}", $"return {constant};")]
                : IsBound(text, function) ? [nothing]
                : [nothing, Run(text, function)];
        }

        if (empty.Length == 0)
        {
            return IsBound(text, function) ? [Edit(function, "throws", Throws) with { Shows = Shows.Executed }] : [Run(text, function)];
        }

        return [Edit(function, $"returns {empty}", $"return {empty};")];
    }

    /// <summary>What a function in a function would see otherwise.</summary>
    private static bool IsBound(string text, CodeFunction function)
    {
        var body = text[function.BodyStart..function.BodyEnd];
        return body.Contains("func_get_arg", StringComparison.Ordinal)
            || body.Contains("compact(", StringComparison.Ordinal)
            || body.Contains("static $", StringComparison.Ordinal)
            || body.Contains("?>", StringComparison.Ordinal);
    }

    private static BodyEdit Run(string text, CodeFunction function)
    {
        var body = text[function.BodyStart..function.BodyEnd];
        var used = string.Join(", ", function.Parameters.Where(name => name != "$this").Select(name => "&" + name));
        var use = used.Length > 0 ? $" use ({used})" : "";
        const string Empty =
            "if (is_string($emptied)) return ''; if (is_int($emptied)) return 0; if (is_float($emptied)) return 0.0; if (is_bool($emptied)) return false; if (is_array($emptied)) return []; if (!is_object($emptied)) return null; try { return (new \\ReflectionClass($emptied))->newInstance(); } catch (\\Throwable $e) { } try { return (new \\ReflectionClass($emptied))->newInstanceWithoutConstructor(); } catch (\\Throwable $e) { return null; }";
        return Edit(function, "returns the empty value of what it returned", $"$emptied = (function (){use} {{{body}\n}})(); {Empty}");
    }

    private static BodyEdit Edit(CodeFunction function, string words, string statement) =>
        new(words, [new TextEdit(function.BodyStart, function.BodyEnd, $" {statement} ")]);
}
