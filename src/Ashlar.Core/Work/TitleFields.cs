using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>
/// Fields that are behind a task's words and are not part of them: those of Obsidian's Tasks (<c>⏫ 📅 2026-01-03 🆔 a1 ⛔ b2</c>), inline
/// fields of Dataview (<c>[due:: 2026-01-03]</c>), and the id of a block (<c>^a1</c>).
/// </summary>
/// <param name="Text">The text without them.</param>
/// <param name="Id">The id that a field gives the task; null without one.</param>
/// <param name="DependsOn">The ids of tasks that come first.</param>
internal sealed partial record TitleFields(string Text, string? Id, IReadOnlyList<string> DependsOn)
{
    private static readonly char[] Commas = [',', ' '];

    /// <summary>Takes the fields off.</summary>
    public static TitleFields Of(string text)
    {
        string? id = null;
        List<string> before = [];
        if (text.Contains("::", StringComparison.Ordinal))
        {
            foreach (Match field in Inline().AllIn(text))
            {
                Take(field.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal), field.Groups[2].Value);
            }

            text = Inline().ReplaceIn(text, "").TrimEnd();
        }

        text = text.Contains('^', StringComparison.Ordinal) ? BlockId().ReplaceIn(text, "") : text;
        while (text.AsSpan().ContainsAnyExceptInRange('\0', '\u218F') && Last().FirstIn(text) is { Success: true } last)
        {
            Take(
                last.Groups[1].Success ? "id"
                    : last.Groups[2].Success ? "dependsOn"
                    : "",
                last.Groups[1].Value + last.Groups[2].Value
            );
            text = text[..last.Index].TrimEnd();
        }

        return new TitleFields(text, id, before);

        void Take(string name, string value)
        {
            if (name.Equals("id", StringComparison.OrdinalIgnoreCase) && value.Trim() is { Length: > 0 } given && !given.Contains(' '))
            {
                id = given;
            }
            else if (name.Equals("dependsOn", StringComparison.OrdinalIgnoreCase))
            {
                before.InsertRange(0, value.Split(Commas, StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    [GeneratedRegex(@"\s*[\[(]([A-Za-z][\w -]{0,30})::(?:\s+([^\[\]()]{0,100}))?[\])]", RegexOptions.None, 1000)]
    private static partial Regex Inline();

    [GeneratedRegex(@"\s\^[A-Za-z0-9-]{1,40}\s*$", RegexOptions.None, 1000)]
    private static partial Regex BlockId();

    // A symbol with an id, with ids, with a date, with how often or what then; or one that is alone for a priority.
    [GeneratedRegex(
        "(?<=^|\\s)(?:\U0001F194\uFE0F?\\s*([\\w-]+)|⛔\uFE0F?\\s*([\\w-]+(?:\\s*,\\s*[\\w-]+)*)"
            + "|(?:[\\u2190-\\u2BFF]|[\\uD83C-\\uD83E][\\uDC00-\\uDFFF])\uFE0F?\\s*\\d{4}-\\d{2}-\\d{2}"
            + "|\U0001F501\uFE0F?\\s*every\\b[\\w ,]*|\U0001F3C1\uFE0F?\\s*\\w+|(?:\U0001F53A|⏫|\U0001F53C|\U0001F53D|⏬)\uFE0F?)\\s*$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Last();
}
