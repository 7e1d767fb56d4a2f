using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Finds a ticket's name in documents.</summary>
internal static partial class TicketText
{
    /// <summary>The value of the first <c>Ticket:</c> line; null where there is none, or none that is filled in.</summary>
    public static string? Find(string text)
    {
        foreach (Match match in Line().AllIn(text))
        {
            var value = Link().ReplaceIn(match.Groups[1].Value, "$1").Trim(' ', '*', '_', '`', '\t', '\r', '<', '>');
            if (value.Length > 0 && value[0] is not ('[' or '{') && value.ToUpperInvariant() is not ("TBD" or "N/A" or "NONE" or "-"))
            {
                return value;
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"^[ \t]*(?:[-*+>][ \t]+)?[*_]{0,3}ticket[*_]{0,3}[ \t]*:[ \t]*([^\r\n]{1,200})",
        RegexOptions.Multiline | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"\[([^\]\[]{1,100})\]\([^)\s]{0,300}\)", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
