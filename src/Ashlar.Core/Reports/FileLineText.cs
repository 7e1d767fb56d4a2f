using System.Text.RegularExpressions;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reports;

/// <summary>Changed files in words: <c>src/a.py (created)</c>, <c>a.py (modified - why)</c>, <c>old.py → new.py (renamed)</c>.</summary>
internal static partial class FileLineText
{
    /// <summary>The files of one line: none where it names nothing, two for a rename.</summary>
    public static IReadOnlyList<ReportedFile> Parse(string line)
    {
        var text = LineText.WithoutMark(line).Replace("**", "", StringComparison.Ordinal).Trim();
        if (InputFields.IsNothing(text))
        {
            return [];
        }

        if (Leading().OrNone().FirstIn(text) is { Success: true } leading)
        {
            return Files(leading.Groups["path"].Value, leading.Groups["change"].Value);
        }

        if (Trailing().OrNone().FirstIn(text) is not { Success: true } trailing)
        {
            return Files(text, "");
        }

        // "a.py - added a decorator" speaks of the content, "a.py - created" of the file.
        var words = trailing.Groups["words"].Value;
        return words.StartsWith("add", StringComparison.OrdinalIgnoreCase) && words.Contains(' ', StringComparison.Ordinal)
            ? [new ReportedFile(Clean(trailing.Groups["path"].Value), null) { Note = words.Trim() }]
            : Files(trailing.Groups["path"].Value, trailing.Groups["note"].Value + words);
    }

    /// <summary>The files of a path (or <c>old → new</c>) and what was said of the change.</summary>
    public static IReadOnlyList<ReportedFile> Files(string path, string said)
    {
        var (word, note) = FirstWord(said);
        var arrow = Arrow().OrNone().FirstIn(path);
        if (arrow.Success)
        {
            return
            [
                new(Clean(path[..arrow.Index]), ChangeKind.Deleted),
                new(Clean(path[(arrow.Index + arrow.Length)..]), ChangeKind.Created),
            ];
        }

        if (RenamedFrom().OrNone().FirstIn(said) is { Success: true } from)
        {
            return [new(Clean(from.Groups["old"].Value), ChangeKind.Deleted), new(Clean(path), ChangeKind.Created)];
        }

        var kind = Kind(word);
        return [new(Clean(path), kind) { Note = (kind is null ? said.Trim() : note) is { Length: > 0 } rest ? rest : null }];
    }

    /// <summary>How a word says that a file changed, or null.</summary>
    public static ChangeKind? Kind(string word) =>
        word.Trim().Trim('`', '*', '(', ')', '.').ToLowerInvariant() switch
        {
            "created" or "create" or "new" or "new file" or "added" or "add" or "a" => ChangeKind.Created,
            "modified" or "modify" or "changed" or "change" or "updated" or "update" or "edited" or "edit" or "m" => ChangeKind.Modified,
            "deleted" or "delete" or "removed" or "remove" or "d" => ChangeKind.Deleted,
            _ => null,
        };

    private static string Clean(string path) => path.Trim().Trim('`', '"', '\'', '*').Trim().TrimEnd(':').Trim('`');

    private static (string Word, string Note) FirstWord(string said)
    {
        var text = said.Trim();
        if (text.StartsWith("new file", StringComparison.OrdinalIgnoreCase))
        {
            return ("new", text[8..].TrimStart(' ', '-', '–', '—', ':', ',', ';'));
        }

        var end = text.IndexOfAny([' ', ',', ':', ';', '–', '—', '-']);
        return end < 0 ? (text, "") : (text[..end], text[end..].TrimStart(' ', '-', '–', '—', ':', ',', ';'));
    }

    [GeneratedRegex(
        @"^(?<change>created|new|added|modified|changed|updated|edited|deleted|removed|[AMD])(?::\s*|\s+)(?<path>`[^`]+`|\S+)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Leading();

    [GeneratedRegex(
        @"^(?<path>`[^`]+`|\S.*?)(?:\s+\((?<note>[^()]*)\)|\s*\((?<note>(?:created|new|modified|deleted)\b[^()]*)\)|\s+[-–—]+\s+(?<words>.+)|:\s+(?<words>.+)|\s+\[(?<note>[^\]]*)\])(?:[\s.;,:–—-].*)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Trailing();

    [GeneratedRegex(@"\s*(?:→|=>|->)\s*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex(
        @"^(?:renamed|moved)\s+from\s+(?<old>`[^`]+`|[^\s,;]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex RenamedFrom();
}
