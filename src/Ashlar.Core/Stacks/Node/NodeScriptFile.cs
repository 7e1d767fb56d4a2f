using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Node;

/// <summary><c>node test.js</c>: which runner the file loads tells how its result is read.</summary>
internal static partial class NodeScriptFile
{
    /// <summary>The runner and the index of the file's word; null when the file loads none that is known.</summary>
    public static (string Kind, int Tool)? Of(IReadOnlyList<ShellWord> words, int at, string folder, NodeProject project)
    {
        if (GateTool.Name(words[at].Text) is not ("node" or "tsx" or "ts-node"))
        {
            return null;
        }

        for (var index = at + 1; index < words.Count; index++)
        {
            var word = words[index].Text;
            if (word is "-r" or "--require" or "--import" or "--loader" or "-C" or "--conditions")
            {
                index++;
            }
            else if (word is "-e" or "--eval" or "-p" or "--print")
            {
                return null;
            }
            else if (!word.StartsWith('-'))
            {
                return Loaded(project, RepositoryPath.Normal($"{folder}/{word}")) is { } kind ? (kind, index) : null;
            }
        }

        return null;
    }

    private static string? Loaded(NodeProject project, string path)
    {
        var text = ((string[])[path, path + ".js", path + ".mjs", path + ".cjs", path + "/index.js"])
            .Select(project.Files.Text)
            .FirstOrDefault(text => text is not null);
        return text is null
            ? null
            : Load().AllIn(text).Select(match => match.Groups[1].Value).FirstOrDefault() switch
            {
                "node:test" => NodeTools.NodeTest,
                "tape" or "tape-promise/tape" or "zora" => NodeTools.Tape,
                "tap" => NodeTools.Tape,
                "uvu" => NodeTools.Uvu,
                _ => null,
            };
    }

    [GeneratedRegex(
        @"(?:require\(\s*|from\s+|import\s+)['""](node:test|tape|tape-promise/tape|zora|tap|uvu)['""]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Load();
}
