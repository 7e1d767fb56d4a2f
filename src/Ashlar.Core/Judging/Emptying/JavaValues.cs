using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>Empty results of Java.</summary>
internal static class JavaValues
{
    /// <summary>The results, by the declared type.</summary>
    public static IReadOnlyList<EmptyResult> Of(string text, CodeFunction function)
    {
        if (function.Is(FunctionTraits.Constructor))
        {
            // A compact constructor of a record has no brackets and must not return.
            return text[function.HeadStart..function.BodyStart].Contains('(', StringComparison.Ordinal)
                ? [new EmptyResult("sets nothing up", "return;") { NeedsOtherwise = true }]
                : [];
        }

        var type = (function.Returns ?? "void").Trim();
        var open = type.IndexOf('<', StringComparison.Ordinal);
        var name = open < 0 ? type : type[..open];
        name = name[(name.LastIndexOf('.') + 1)..];
        return name switch
        {
            "void" => [EmptyResult.Nothing],
            "boolean" => [EmptyResult.Value("false")],
            "int" or "long" or "float" or "double" => [EmptyResult.Value("0")],
            "byte" or "short" or "char" => [EmptyResult.Value($"({name}) 0")],
            "String" or "CharSequence" => [EmptyResult.Value("null"), EmptyResult.Value("\"\"")],
            "List" or "Collection" or "Iterable" => Both("java.util.List.of()"),
            "Set" => Both("java.util.Set.of()"),
            "Map" => Both("java.util.Map.of()"),
            "Optional" => Both("java.util.Optional.empty()"),
            "Stream" => Both("java.util.stream.Stream.empty()"),
            "ArrayList"
            or "LinkedList"
            or "HashSet"
            or "LinkedHashSet"
            or "TreeSet"
            or "HashMap"
            or "LinkedHashMap"
            or "TreeMap" when open > 0 => Both($"new java.util.{name}<>()"),
            _ when type.EndsWith("[]", StringComparison.Ordinal) => Array(type),
            _ => [EmptyResult.Value("null")],
        };
    }

    private static EmptyResult[] Both(string value) =>
        [EmptyResult.Value("null"), new EmptyResult("returns nothing in it", $"return {value};")];

    private static EmptyResult[] Array(string type)
    {
        var element = type[..type.IndexOf('[', StringComparison.Ordinal)];
        var dimensions = type[element.Length..];
        return element.Contains('<', StringComparison.Ordinal) || (element.Length == 1 && char.IsUpper(element[0]))
            ? [EmptyResult.Value("null")]
            : [EmptyResult.Value("null"), new EmptyResult("returns nothing in it", $"return new {element}[0]{dimensions[2..]};")];
    }
}

/// <summary>Empty results of Kotlin.</summary>
internal static class KotlinValues
{
    /// <summary>The results, by the declared type; none where it is not told.</summary>
    public static IReadOnlyList<EmptyResult> Of(CodeFunction function)
    {
        if (function.Is(FunctionTraits.Void))
        {
            return [new EmptyResult("does nothing", "return")];
        }

        var type = (function.Returns ?? "").Trim();
        if (type.EndsWith('?'))
        {
            return [Result("null")];
        }

        var open = type.IndexOf('<', StringComparison.Ordinal);
        var name = open < 0 ? type : type[..open];
        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "String" or "CharSequence" => [Result("\"\"")],
            "Int" or "Short" or "Byte" => [Result("0")],
            "Long" => [Result("0L")],
            "Double" => [Result("0.0")],
            "Float" => [Result("0f")],
            "Boolean" => [Result("false")],
            "Char" => [Result("'\\u0000'")],
            "List" or "Collection" or "Iterable" => [Result("emptyList()")],
            "MutableList" or "ArrayList" => [Result(name == "ArrayList" ? "ArrayList()" : "mutableListOf()")],
            "Set" => [Result("emptySet()")],
            "MutableSet" => [Result("mutableSetOf()")],
            "Map" => [Result("emptyMap()")],
            "MutableMap" => [Result("mutableMapOf()")],
            "Sequence" => [Result("emptySequence()")],
            _ => [],
        };
    }

    private static EmptyResult Result(string value) => new($"returns {value}", $"return {value}");
}
