using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>
/// Empties functions of languages with a compiler. The body stays behind a condition that always holds, so that what it uses is still used:
/// an import or variable that nothing needs now does not build in some of them.
/// </summary>
internal static class TypedEmptying
{
    /// <summary>The ways.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function, SourceLanguage language)
    {
        var values = language switch
        {
            SourceLanguage.CSharp => CSharpValues.Of(text, function),
            SourceLanguage.Java => JavaValues.Of(text, function),
            SourceLanguage.Kotlin => KotlinValues.Of(function),
            SourceLanguage.Go => GoValues.Of(function),
            SourceLanguage.Rust => RustValues.Of(function),
            _ => CValues.Of(function, language),
        };
        var throws = new EmptyResult("throws", Throw(language, function)) { Shows = Shows.Executed };
        return values.Count == 0
            ? [Edit(text, function, language, throws)]
            :
            [
                .. values.Select(value =>
                    Edit(text, function, language, value) with
                    {
                        Otherwise = value.NeedsOtherwise ? Edit(text, function, language, throws) : null,
                    }
                ),
            ];
    }

    private static string Throw(SourceLanguage language, CodeFunction function) =>
        language switch
        {
            SourceLanguage.CSharp => "throw new System.InvalidOperationException(\"emptied\");",
            SourceLanguage.Java => "throw new IllegalStateException(\"emptied\");",
            SourceLanguage.Kotlin => "throw IllegalStateException(\"emptied\")",
            SourceLanguage.Go => "panic(\"emptied\")",
            SourceLanguage.Rust => "panic!(\"emptied\");",
            SourceLanguage.C => "__builtin_trap();",
            _ => function.Name.Length > 0 ? "throw 0;" : "",
        };

    private static BodyEdit Edit(string text, CodeFunction function, SourceLanguage language, EmptyResult result)
    {
        var top = language == SourceLanguage.CSharp ? Quiet(text) : Array.Empty<TextEdit>();
        if (function.Form == BodyForm.Expression)
        {
            return new BodyEdit(
                result.Words,
                [.. top, language == SourceLanguage.Kotlin ? Kotlin(text, function, result) : CSharp(text, function, result)]
            )
            {
                Shows = result.Shows,
            };
        }

        if (language == SourceLanguage.Kotlin && function.ShortName == "init")
        {
            // An initialiser cannot return.
            return new BodyEdit(
                "does nothing",
                [new TextEdit(function.BodyStart, function.BodyEnd, $" if (1 < 0) {{{text[function.BodyStart..function.BodyEnd]}}} ")]
            );
        }

        var statement = language switch
        {
            SourceLanguage.Go => $" if true {{ {result.Statement} }};",
            SourceLanguage.Rust => $" if true {{ {result.Statement} }}",
            SourceLanguage.Kotlin => $" if (true) {{ {result.Statement} }};",
            SourceLanguage.C or SourceLanguage.Cpp => $" if (1) {{ {result.Statement} }} {{",
            _ => $" if (true) {{ {result.Statement} }}",
        };
        // In older C, declarations stand only at the start of a block.
        TextEdit[] block = language is SourceLanguage.C or SourceLanguage.Cpp
            ? [new TextEdit(function.BodyEnd, function.BodyEnd, "}")]
            : [];
        return new BodyEdit(result.Words, [.. top, new TextEdit(function.Inner, function.Inner, statement), .. block])
        {
            Shows = result.Shows,
        };
    }

    private static TextEdit CSharp(string text, CodeFunction function, EmptyResult result)
    {
        var expression = text[function.BodyStart..function.BodyEnd];
        var stays =
            expression.StartsWith("throw", StringComparison.Ordinal) || function.Is(FunctionTraits.Void) || result.Statement == "return;"
                ? $"{expression};"
                : $"return {expression};";
        return Member(text, function, $"{{ if (true) {{ {result.Statement} }} {stays} }}");
    }

    /// <summary>A member of C# with an expression gets a block.</summary>
    public static TextEdit Member(string text, CodeFunction function, string block)
    {
        var arrow = text.LastIndexOf("=>", function.BodyStart, StringComparison.Ordinal);
        var isAccessor = function.ShortName is "get" or "set" or "init" or "add" or "remove";
        return new TextEdit(arrow, function.End, function.Is(FunctionTraits.Getter) && !isAccessor ? $"{{ get {block} }}" : block);
    }

    private static TextEdit Kotlin(string text, CodeFunction function, EmptyResult result)
    {
        var value = result.Statement.StartsWith("return", StringComparison.Ordinal)
            ? result.Statement["return".Length..].Trim()
            : result.Statement;
        var expression = text[function.BodyStart..function.BodyEnd];
        return new TextEdit(
            function.BodyStart,
            function.BodyEnd,
            $"if (true) {(value.Length == 0 ? "Unit" : value)} else ({expression}\n)"
        );
    }

    /// <summary>A warning about what comes behind is not a fault of the work.</summary>
    public static TextEdit[] Quiet(string text)
    {
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        return text.AsSpan(at).StartsWith("#!") ? [] : [new TextEdit(at, at, "#pragma warning disable\n")];
    }
}

/// <summary>A statement that ends a function with the empty value of its result.</summary>
/// <param name="Words">What the function then does.</param>
/// <param name="Statement">The statement.</param>
internal sealed record EmptyResult(string Words, string Statement)
{
    /// <summary>What a failing test shows.</summary>
    public Shows Shows { get; init; }

    /// <summary>Whether it may not compile, so that the body has to throw instead.</summary>
    public bool NeedsOtherwise { get; init; }

    /// <summary>A result that may not compile.</summary>
    public static EmptyResult Perhaps(string value, string statement) => new($"returns {value}", statement) { NeedsOtherwise = true };

    /// <summary>A result.</summary>
    public static EmptyResult Value(string value) => new($"returns {value}", $"return {value};");

    /// <summary>Nothing.</summary>
    public static EmptyResult Nothing { get; } = new("does nothing", "return;");
}
