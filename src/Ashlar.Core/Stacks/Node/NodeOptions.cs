using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Node;

/// <summary>
/// A tool's options as a project writes them, without those that would hide the result, keep the run from its end or never end it.
/// </summary>
internal static class NodeOptions
{
    /// <summary>The words that stay, as they are in the text.</summary>
    public static IReadOnlyList<string> Kept(string kind, string text, IReadOnlyList<ShellWord> words)
    {
        var kept = new List<string>();
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at].Text;
            var name =
                word.StartsWith("--", StringComparison.Ordinal) && word.IndexOf('=', StringComparison.Ordinal) is var sign and > 0
                    ? word[..sign]
                    : word;
            if (IsFlag(kind, name))
            {
                continue;
            }

            if (TakesValue(kind, name))
            {
                at += name.Length == word.Length ? 1 : 0;
                continue;
            }

            if (TakesCount(kind, name))
            {
                at += name.Length == word.Length && at + 1 < words.Count && words[at + 1].Text.All(char.IsAsciiDigit) ? 1 : 0;
                continue;
            }

            kept.Add(text[words[at].Start..words[at].End]);
        }

        return kept;
    }

    /// <summary>Options without a value.</summary>
    private static bool IsFlag(string kind, string name) =>
        kind switch
        {
            NodeTools.Jest => name is "--watch" or "--watchAll" or "--json" or "--onlyChanged" or "-o" or "--bail" or "-b",
            NodeTools.Vitest => name is "--watch" or "-w" or "--ui" or "--run" or "--changed",
            NodeTools.Mocha or NodeTools.Tap => name is "--watch" or "-w" or "--bail" or "-b",
            NodeTools.Uvu => name is "--bail" or "-b",
            NodeTools.Ava => name is "--watch" or "-w" or "--tap" or "-t" or "--verbose" or "-v" or "--fail-fast",
            NodeTools.NodeTest => name is "--watch",
            NodeTools.Playwright => name is "--ui" or "--debug" or "--headed" or "-x",
            _ => false,
        };

    /// <summary>Options with a value.</summary>
    private static bool TakesValue(string kind, string name) =>
        kind switch
        {
            NodeTools.Jest => name is "--outputFile",
            NodeTools.Vitest => name is "--reporter" or "--outputFile" || name.StartsWith("--outputFile.", StringComparison.Ordinal),
            NodeTools.Mocha => name is "--reporter" or "-R" or "--reporter-option" or "--reporter-options" or "-O",
            NodeTools.Tap => name is "--reporter" or "-R" or "--reporter-file",
            NodeTools.NodeTest => name is "--test-reporter" or "--test-reporter-destination",
            NodeTools.Playwright => name is "--reporter",
            NodeTools.Eslint => name is "--format" or "-f" or "--output-file" or "-o",
            _ => false,
        };

    /// <summary>Options behind which a number may stand: after how many failures a run ends.</summary>
    private static bool TakesCount(string kind, string name) =>
        kind switch
        {
            NodeTools.Vitest => name is "--bail",
            NodeTools.Playwright => name is "--max-failures",
            _ => false,
        };
}
