using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>Empty results of Go: the zero values of the declared types.</summary>
internal static class GoValues
{
    /// <summary>The results.</summary>
    public static IReadOnlyList<EmptyResult> Of(CodeFunction function)
    {
        if (function.Returns is not { } declared)
        {
            return [new EmptyResult("does nothing", "return")];
        }

        var types = declared.StartsWith('(') && declared.EndsWith(')') ? Parts(declared[1..^1]) : [declared.Trim()];
        if (types.Count == 0)
        {
            return [new EmptyResult("does nothing", "return")];
        }

        if (types.Any(IsNamed))
        {
            return [new EmptyResult("returns zero values", "return")];
        }

        var names = types.Select((_, at) => $"emptied{at}");
        return
        [
            new EmptyResult(
                "returns zero values",
                $"{string.Concat(types.Select((type, at) => $"var emptied{at} {type}; "))}return {string.Join(", ", names)}"
            ),
        ];
    }

    private static bool IsNamed(string part)
    {
        var word = string.Concat(part.TakeWhile(sign => char.IsLetterOrDigit(sign) || sign == '_'));
        return word.Length > 0
            && part.Length > word.Length
            && char.IsWhiteSpace(part[word.Length])
            && word is not ("chan" or "func" or "map" or "interface" or "struct");
    }

    private static List<string> Parts(string text)
    {
        var (parts, depth, start) = (new List<string>(), 0, 0);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || (text[at] == ',' && depth == 0))
            {
                if (text[start..at].Trim() is { Length: > 0 } part)
                {
                    parts.Add(part);
                }

                start = at + 1;
            }
            else
            {
                depth +=
                    text[at] is '(' or '[' or '{' ? 1
                    : text[at] is ')' or ']' or '}' ? -1
                    : 0;
            }
        }

        return parts;
    }
}

/// <summary>Empty results of Rust.</summary>
internal static class RustValues
{
    /// <summary>The results, by the declared type; none where only a panic fits.</summary>
    public static IReadOnlyList<EmptyResult> Of(CodeFunction function)
    {
        if (function.Is(FunctionTraits.Void))
        {
            return [EmptyResult.Nothing];
        }

        return Value(function.Returns!.Trim()) is { } value ? [EmptyResult.Perhaps(value, $"return {value};")] : [];
    }

    private static string? Value(string type)
    {
        var open = type.IndexOf('<', StringComparison.Ordinal);
        var name = (open < 0 ? type : type[..open]).Trim();
        name = name[(name.LastIndexOf(':') + 1)..];
        if (type.StartsWith('&'))
        {
            var target = type[1..].Trim();
            target = target.StartsWith('\'') ? target[target.IndexOf(' ', StringComparison.Ordinal)..].Trim() : target;
            return target == "str" ? "\"\""
                : target.StartsWith('[') ? "&[]"
                : null;
        }

        return name switch
        {
            "bool" => "false",
            "()" => "()",
            "f32" or "f64" => "0.0",
            "char" => "'\\0'",
            "String" => "String::new()",
            "Option" => "None",
            "Vec" => "Vec::new()",
            "!" => null,
            "Box" or "Arc" or "Rc" when type.Contains("dyn", StringComparison.Ordinal) => null,
            _ when name.Length > 1 && name[0] is 'i' or 'u' && (int.TryParse(name[1..], out _) || name[1..] == "size") => "0",
            _ when type.StartsWith("impl", StringComparison.Ordinal) || type.StartsWith("dyn", StringComparison.Ordinal) => null,
            _ when name.EndsWith("Result", StringComparison.Ordinal) => Ok(type, open),
            _ => "Default::default()",
        };
    }

    private static string? Ok(string type, int open)
    {
        if (open < 0)
        {
            return "Ok(Default::default())";
        }

        var (depth, end) = (0, open + 1);
        for (; end < type.Length - 1 && !(type[end] == ',' && depth == 0); end++)
        {
            depth +=
                type[end] is '<' or '(' or '[' ? 1
                : type[end] is '>' or ')' or ']' ? -1
                : 0;
        }

        return Value(type[(open + 1)..end].Trim()) is { } inner ? $"Ok({inner})" : null;
    }
}

/// <summary>Empty results of C and C++.</summary>
internal static class CValues
{
    private static readonly HashSet<string> Scalars =
    [
        "int",
        "char",
        "long",
        "short",
        "unsigned",
        "signed",
        "float",
        "double",
        "bool",
        "_Bool",
        "size_t",
        "ssize_t",
        "BOOL",
    ];

    /// <summary>The results.</summary>
    public static IReadOnlyList<EmptyResult> Of(CodeFunction function, SourceLanguage language)
    {
        var type = (function.Returns ?? "").Trim();
        var words = type.Split([' ', '*', '&'], StringSplitOptions.RemoveEmptyEntries);
        if (function.Is(FunctionTraits.Void) || (words.LastOrDefault() == "void" && !type.Contains('*', StringComparison.Ordinal)))
        {
            return [EmptyResult.Nothing];
        }

        if (language == SourceLanguage.Cpp)
        {
            return function.Is(FunctionTraits.Reference) || words.Contains("auto") || type.Contains("decltype", StringComparison.Ordinal)
                ? []
                : [new EmptyResult("returns an empty value", "return {};") { NeedsOtherwise = true }];
        }

        if (
            type.Contains('*', StringComparison.Ordinal)
            || words.Any(word => Scalars.Contains(word) || word.EndsWith("_t", StringComparison.Ordinal))
        )
        {
            return [EmptyResult.Value("0")];
        }

        var arguments = string.Join(", ", function.Parameters.Where(name => name != "void"));
        return
        [
            // Older C has no such literal, and a project may make an error of every warning.
            new EmptyResult("returns an empty value", $"return __extension__ (__typeof__({function.Name}({arguments}))){{0}};")
            {
                NeedsOtherwise = true,
            },
        ];
    }
}
