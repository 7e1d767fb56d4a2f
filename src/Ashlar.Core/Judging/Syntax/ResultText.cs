namespace Ashlar.Core.Judging.Syntax;

/// <summary>The results that a body names, and whether it does anything.</summary>
internal static class ResultText
{
    private static readonly HashSet<string> Nothing = ["null", "undefined", "nil", "None", "NULL", "nullptr", "default", "()"];

    private static readonly HashSet<string> EmptyValues =
    [
        .. Nothing,
        "\"\"",
        "''",
        "``",
        "0",
        "0.0",
        "false",
        "[]",
        "{}",
        "({})",
        "string.Empty",
        "None",
        "array()",
        "void 0",
        "0n",
    ];

    /// <summary>Results of a body; those of functions in it (<paramref name="skipped"/>, sorted) are not its own.</summary>
    public static Results Of(SourceTokens tokens, SourceDialect dialect, FunctionDraft draft, IReadOnlyList<(int From, int Until)> skipped)
    {
        if (draft.Form == BodyForm.Expression)
        {
            return From([Compact(tokens, draft.From, draft.Until)]);
        }

        var found = new List<string>();
        var hole = 0;
        for (var at = draft.From; at < draft.Until; at++)
        {
            while (hole < skipped.Count && skipped[hole].Until <= at)
            {
                hole++;
            }

            if (hole < skipped.Count && at >= skipped[hole].From)
            {
                at = skipped[hole].Until - 1;
            }
            else if (tokens.Is(at, "return") && !tokens.IsAny(at - 1, ".", "?.", "::", "->"))
            {
                found.Add(Compact(tokens, at + 1, StatementEnd(tokens, dialect, at + 1, draft.Until)));
            }
        }

        return From(found);
    }

    /// <summary>Whether a body does nothing and returns nothing, or only refuses to: it cannot be emptied.</summary>
    public static bool IsEmpty(SourceTokens tokens, SourceDialect dialect, FunctionDraft draft)
    {
        if (draft.Form == BodyForm.Expression)
        {
            return IsEmptyValue(Compact(tokens, draft.From, draft.Until)) || OnlyThrows(tokens, dialect, draft, draft.From, draft.Until);
        }

        var from = Math.Max(draft.From, draft.Opening);
        from += tokens.Is(from, ";") ? 1 : 0;
        var until = draft.Until;
        until -= tokens.Is(until - 1, ";") && until > from ? 1 : 0;
        if (from >= until)
        {
            return true;
        }

        if (tokens.Is(from, "return"))
        {
            return from + 1 >= until || IsEmptyValue(Compact(tokens, from + 1, until));
        }

        return OnlyThrows(tokens, dialect, draft, from, until)
            || (
                dialect.Language is SourceLanguage.Ruby or SourceLanguage.Elixir or SourceLanguage.Rust
                && IsEmptyValue(Compact(tokens, from, until))
            );
    }

    /// <summary>Whether all that is done is to throw the same whatever is given: the work is yet to come.</summary>
    private static bool OnlyThrows(SourceTokens tokens, SourceDialect dialect, FunctionDraft draft, int from, int until) =>
        dialect.Language switch
        {
            SourceLanguage.Rust => tokens.IsAny(from, "panic", "todo", "unimplemented")
                && tokens.Is(from + 1, "!")
                && tokens.Behind(from + 2) >= until,
            SourceLanguage.Go => tokens.Is(from, "panic") && tokens.Is(from + 1, "(") && tokens.Behind(from + 1) >= until,
            _ => tokens.IsAny(from, "throw", "raise") && StatementEnd(tokens, dialect, from + 1, until) >= until,
        }
        && !Enumerable
            .Range(from, Math.Max(0, until - from))
            .Any(at => Names(tokens[at].ToString(), [.. draft.Parameters, "this", "self"]));

    /// <summary>Whether a token is one of some names, or a text that one is put into.</summary>
    private static bool Names(string token, IEnumerable<string> names) =>
        token.IndexOf('{', StringComparison.Ordinal) is >= 0 and var hole
            ? names.Any(name => token.IndexOf(name, hole, StringComparison.Ordinal) >= 0)
            : names.Contains(token, StringComparer.Ordinal);

    /// <summary>Whether a value is empty, or a record of nothing but empty values: <c>{ tax: null }</c>.</summary>
    private static bool IsEmptyValue(string value)
    {
        if (EmptyValues.Contains(value))
        {
            return true;
        }

        var record = value.StartsWith('(') && value.EndsWith(')') ? value[1..^1] : value;
        return record.StartsWith('{')
            && record.EndsWith('}')
            && record[1..^1]
                .TrimEnd(',')
                .Split(',')
                .All(field =>
                    field.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && EmptyValues.Contains(field[(colon + 1)..].Trim())
                );
    }

    /// <summary>Whether a result is nothing.</summary>
    public static bool IsNothing(string constant) => constant.Length == 0 || Nothing.Contains(constant);

    private static Results From(List<string> found)
    {
        var hasValue = found.Exists(result => !IsNothing(result));
        return new Results(hasValue, hasValue && found.TrueForAll(IsConstant) ? found : []);
    }

    private static bool IsConstant(string result) =>
        IsNothing(result)
        || EmptyValues.Contains(result)
        || result is "true" or "True" or "False" or "TRUE" or "FALSE"
        || decimal.TryParse(result, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out _)
        || (result.Length >= 2 && result[0] is '"' or '\'' && result[^1] == result[0] && result.Count(sign => sign == result[0]) == 2);

    /// <summary>Behind the last token of the statement that continues here.</summary>
    private static int StatementEnd(SourceTokens tokens, SourceDialect dialect, int at, int until)
    {
        var first = at;
        while (at < until && !tokens.IsAny(at, ";", "}", ")"))
        {
            if (dialect.EndsAtLines && tokens.IsFirstOfLine(at) && (at == first || !LineText.GoesOn(tokens, at)))
            {
                break;
            }

            if (dialect.HasEnds && tokens.IsAny(at, "end", "if", "unless", "else", "elsif", "rescue", "ensure", "until"))
            {
                break;
            }

            at = tokens.Behind(at);
        }

        return Math.Min(at, until);
    }

    private static string Compact(SourceTokens tokens, int from, int until) =>
        string.Concat(Enumerable.Range(from, Math.Max(0, Math.Min(until, from + 40) - from)).Select(at => tokens[at].ToString()));
}
