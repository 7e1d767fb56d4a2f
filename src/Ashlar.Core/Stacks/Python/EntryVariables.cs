using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Variables of an entry's line as a gate gives them to its command.</summary>
internal static partial class EntryVariables
{
    /// <summary>
    /// An assignment with its references to the folder of the line and to what the caller has in place; null where a reference stays that only the
    /// entry's own program knows, or where the machine decides.
    /// </summary>
    /// <param name="assignment">The assignment, as written.</param>
    /// <param name="way">The way from the folder in which the command runs to the one in which the variable is set.</param>
    public static string? Of(string assignment, string way)
    {
        var sign = assignment.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = (assignment[..sign], assignment[(sign + 1)..]);
        if (!value.Contains('$', StringComparison.Ordinal) && !value.Contains('`', StringComparison.Ordinal))
        {
            return OpenVariables.IsOpen(value) ? null : assignment;
        }

        if (value.StartsWith('\'') || name is "PATH" or "HOME" or "TMPDIR")
        {
            return null;
        }

        var plain = Here().ReplaceIn(value.Replace("\"", "", StringComparison.Ordinal), way);
        plain = Otherwise().ReplaceIn(plain, match => match.Groups[1].Value);
        // Nobody gives a gate what the caller may have.
        plain = BoundedPattern.Of($@"\$(?:{name}\b|\{{{name}(?::?\+[^{{}}]*)?\}})").ReplaceIn(plain, "");
        if (plain.Contains('$', StringComparison.Ordinal) || OpenVariables.IsOpen(plain))
        {
            return null;
        }

        if (name.EndsWith("PATH", StringComparison.Ordinal))
        {
            plain = string.Join(
                ':',
                plain
                    .Split(':', StringSplitOptions.RemoveEmptyEntries)
                    .Select(part => part.Length > 2 && part.StartsWith("./", StringComparison.Ordinal) ? part[2..] : part)
            );
        }

        return $"{name}={(plain.Length == 0 ? "" : ShellWords.Quote(plain))}";
    }

    [GeneratedRegex(@"\$PWD\b|\$\{PWD\}|\$\(pwd\)|\$\(CURDIR\)|`pwd`", RegexOptions.None, 1000)]
    private static partial Regex Here();

    // ${NAME:-value}
    [GeneratedRegex(@"\$\{\w+:?-([^${}]*)\}", RegexOptions.None, 1000)]
    private static partial Regex Otherwise();
}
