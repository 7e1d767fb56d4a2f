using System.Text.RegularExpressions;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>Empty results of C#.</summary>
internal static partial class CSharpValues
{
    private const string Tasks = "System.Threading.Tasks.";

    /// <summary>The results, by the declared type.</summary>
    public static IReadOnlyList<EmptyResult> Of(string text, CodeFunction function)
    {
        if (function.Is(FunctionTraits.Generator))
        {
            return [new EmptyResult("yields nothing", "yield break;")];
        }

        if (function.Is(FunctionTraits.Reference))
        {
            return [];
        }

        var outs = string.Concat(
            Out().AllIn(text[function.HeadStart..function.BodyStart]).Select(match => $"{match.Groups[1].Value} = default!; ")
        );
        var type = (function.Returns ?? "").Trim();
        var name = type[(type.LastIndexOf('.', Math.Max(0, type.IndexOf('<', StringComparison.Ordinal))) + 1)..];
        if (function.Is(FunctionTraits.Void) || (function.Is(FunctionTraits.Async) && name is "Task" or "ValueTask"))
        {
            return [EmptyResult.Nothing with { Statement = $"{outs}return;" }];
        }

        if (name == "Task")
        {
            return [new EmptyResult("does nothing", $"{outs}return {Tasks}Task.CompletedTask;")];
        }

        var inner = Inner(name, "Task") ?? Inner(name, "ValueTask");
        var wraps = inner is not null && !function.Is(FunctionTraits.Async);
        string Statement(string value) =>
            wraps && name.StartsWith("Task", StringComparison.Ordinal) ? $"{outs}return {Tasks}Task.FromResult<{inner}>({value});"
            : wraps ? $"{outs}return new {Tasks}ValueTask<{inner}>(({inner}){value});"
            : $"{outs}return {value};";
        var results = new List<EmptyResult> { new("returns the default value", Statement("default!")) };
        if (Empty(inner ?? name) is { } empty)
        {
            results.Add(new EmptyResult($"returns {(empty == "\"\"" ? empty : "nothing in it")}", Statement(empty)));
        }

        return results;
    }

    private static string? Empty(string type)
    {
        type = type.TrimEnd('?');
        var open = type.IndexOf('<', StringComparison.Ordinal);
        var name = open < 0 ? type : type[..open];
        var arguments = open < 0 ? "" : type[open..];
        return type is "string" or "String" ? "\"\""
            : type.EndsWith("[]", StringComparison.Ordinal) ? $"System.Array.Empty<{type[..^2]}>()"
            : open < 0 ? null
            : name switch
            {
                "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" or "IList" or "ICollection" or "List" =>
                    $"new System.Collections.Generic.List{arguments}()",
                "IDictionary" or "IReadOnlyDictionary" or "Dictionary" => $"new System.Collections.Generic.Dictionary{arguments}()",
                "ISet" or "IReadOnlySet" or "HashSet" => $"new System.Collections.Generic.HashSet{arguments}()",
                _ => null,
            };
    }

    private static string? Inner(string type, string name) =>
        type.StartsWith(name + "<", StringComparison.Ordinal) && type.EndsWith('>') ? type[(name.Length + 1)..^1] : null;

    [GeneratedRegex(@"\bout\s+(?:\([^()]{0,500}\)|[^,()])+?\s(\w+)\s*(?=[,)])", RegexOptions.None, 1000)]
    private static partial Regex Out();
}
