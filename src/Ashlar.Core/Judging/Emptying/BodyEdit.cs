using System.Runtime.InteropServices;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Emptying;

/// <summary>A text put in the place of a part of another one.</summary>
/// <param name="Start">The first character that is replaced.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Text">What is there instead.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextEdit(int Start, int End, string Text)
{
    /// <summary>A text with edits; of two that overlap the first counts.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var result = new System.Text.StringBuilder();
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End))
        {
            if (edit.Start >= at)
            {
                result.Append(text, at, edit.Start - at).Append(edit.Text);
                at = edit.End;
            }
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}

/// <summary>A way to empty a body.</summary>
/// <param name="Words">What the function then does, for people: <c>returns nothing</c>.</param>
/// <param name="Edits">The edits.</param>
internal sealed record BodyEdit(string Words, IReadOnlyList<TextEdit> Edits)
{
    /// <summary>What a failing test shows.</summary>
    public Shows Shows { get; init; }

    /// <summary>What is taken where this does not build.</summary>
    public BodyEdit? Otherwise { get; init; }
}

/// <summary>Empties bodies.</summary>
internal static class BodyEmptying
{
    /// <summary>The ways; each has to be noticed. None where the language knows none.</summary>
    public static IReadOnlyList<BodyEdit> Of(string text, CodeFunction function, SourceDialect dialect) =>
        dialect.Language switch
        {
            SourceLanguage.Python => PythonEmptying.Of(text, function),
            SourceLanguage.Script => ScriptEmptying.Of(text, function, dialect),
            SourceLanguage.Php => PhpEmptying.Of(text, function),
            SourceLanguage.Ruby => RubyEmptying.Of(text, function),
            SourceLanguage.Elixir => ElixirEmptying.Of(text, function),
            SourceLanguage.Lua => LuaEmptying.Of(text, function),
            SourceLanguage.Other => [],
            _ => TypedEmptying.Of(text, function, dialect.Language),
        };

    /// <summary>
    /// The empty value of the constants that a body returns, as a constant; null where they are not all of one type. A status tells nothing
    /// about what was done, so such a body is emptied without being run.
    /// </summary>
    public static string? OfConstants(CodeFunction function)
    {
        var values = function.Results.Constants.Where(value => !ResultText.IsNothing(value)).ToList();
        return values.Count == 0 ? null
            : values.TrueForAll(value => value is "true" or "false") ? "false"
            : values.TrueForAll(value => value is "True" or "False") ? "False"
            : values.TrueForAll(value => value[0] is '"' or '\'') ? $"{values[0][0]}{values[0][0]}"
            : values.TrueForAll(value => decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)) ? "0"
            : values.TrueForAll(value => value[0] == '[') ? "[]"
            : values.TrueForAll(value => value[0] == '{') ? "{}"
            : null;
    }
}
