using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Make;

/// <summary>What a Makefile exports to the commands of its recipes.</summary>
internal static partial class MakeExports
{
    /// <summary>Lines of the shell that set it: what is for all recipes, and for those of the targets alone.</summary>
    /// <param name="text">The Makefile.</param>
    /// <param name="targets">The targets.</param>
    public static IEnumerable<string> Of(string text, IReadOnlySet<string> targets)
    {
        var written = Export()
            .AllIn(text)
            .Where(match => Applies(match.Groups["targets"].Value, targets))
            .Select(match => (Name: match.Groups["name"].Value, Value: match.Groups["value"].Value.Trim().Trim('"', '\'')));
        var values = MakeText.Values(text);
        var named = Named()
            .AllIn(text)
            .SelectMany(match => MakeText.Split(match.Groups[1].Value))
            .Where(values.ContainsKey)
            .Select(name => (Name: name, Value: values[name]));
        // What the file only uses to put its lines together is for nobody else.
        var all = All().IsIn(text)
            ? values
                .Where(pair => IsName().IsIn(pair.Key) && !text.Contains($"$({pair.Key})", StringComparison.Ordinal))
                .Select(pair => (Name: pair.Key, pair.Value))
            : [];
        return written
            .Concat(named)
            .Concat(all)
            .Where(pair => pair.Name is not ("PATH" or "HOME" or "TMPDIR" or "SHELL"))
            .GroupBy(pair => pair.Name, StringComparer.Ordinal)
            .Select(group => group.Last())
            .Select(pair =>
                OpenVariables.Exported(pair.Name, MakeText.Shell(Placed(MakeText.Value(text, pair.Name, pair.Value))).Trim(':', ' '))
            );
    }

    /// <summary>The text with the shell's name for the folder in which make runs.</summary>
    public static string Placed(string text) => Here().ReplaceIn(text, "$$PWD");

    private static bool Applies(string names, IReadOnlySet<string> targets) =>
        names.Length == 0 || names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(targets.Contains);

    [GeneratedRegex(
        @"^(?:(?<targets>[\w ./-]+):[ \t]*)?export[ \t]+(?<name>\w+)[ \t]*[:?]{0,3}=[ \t]*(?<value>[^\n#]*)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Export();

    [GeneratedRegex(@"^export[ \t]+(\w+(?:[ \t]+\w+)*)[ \t]*(?:#[^\n]*)?$", RegexOptions.Multiline, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:export[ \t]*(?:#[^\n]*)?$|\.EXPORT_ALL_VARIABLES[ \t]*:)", RegexOptions.Multiline, 1000)]
    private static partial Regex All();

    [GeneratedRegex(@"^[A-Z_][A-Z0-9_]*$", RegexOptions.None, 1000)]
    private static partial Regex IsName();

    [GeneratedRegex(
        @"\$[({](?:CURDIR|PWD|shell[ \t]+pwd|realpath[ \t]+\.|abspath[ \t]+\.|dir[ \t]+\$[({](?:abspath|realpath)[ \t]+\$[({](?:lastword[ \t]+\$[({]MAKEFILE_LIST[)}]|firstword[ \t]+\$[({]MAKEFILE_LIST[)}])[)}][)}])[)}]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Here();
}
