using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Compares the texts of tasks without their marks, which others may change while a task is worked on.</summary>
internal static partial class UnmarkedText
{
    /// <summary>Whether two texts say the same, marks and line ends aside.</summary>
    public static bool AreEqual(string one, string other) =>
        string.Equals(one, other, StringComparison.Ordinal) || string.Equals(Unmarked(one), Unmarked(other), StringComparison.Ordinal);

    private static string Unmarked(string text) =>
        JsonStatus().ReplaceIn(Status().ReplaceIn(Box().ReplaceIn(text.ReplaceLineEndings("\n"), "$1[ ]"), "$1"), "\"status\": \"\"");

    [GeneratedRegex(
        @"^([ \t]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]*)\[(?:[ \t]{0,4}[xX~-]?[ \t]{0,4}|[^\x00-\x7F]{1,8})\]",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Box();

    [GeneratedRegex(
        @"^([ \t]*(?:[-*+][ \t]+|>[ \t]*)?" + StatusLine.Label + ").*$",
        RegexOptions.Multiline | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Status();

    [GeneratedRegex("\"status\"\\s*:\\s*\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex JsonStatus();
}
