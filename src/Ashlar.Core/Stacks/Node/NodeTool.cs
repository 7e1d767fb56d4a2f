using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Node;

/// <summary>Recognises test runners and checkers of node by the words of a simple command.</summary>
internal static class NodeTool
{
    /// <summary>Checkers whose own words are not read: only their exit code is.</summary>
    private static readonly string[] ExitOnly =
    [
        "xo",
        "standard",
        "semistandard",
        "ts-standard",
        "biome",
        "oxlint",
        "dprint",
        "tsd",
        "publint",
        "attw",
        "knip",
        "cspell",
        "markdownlint",
        "stylelint",
        "svelte-check",
        "size-limit",
    ];

    /// <summary>The tool and the index of its own word; null for a program that does not belong to node.</summary>
    public static (string Kind, int Tool)? Of(IReadOnlyList<ShellWord> words, int at)
    {
        var program = GateTool.Name(words[at].Text);
        return program switch
        {
            "node" or "tsx" or "ts-node" or "ts-node-esm" or "babel-node" or "esr" or "swc-node" => Script(words, at),
            "react-scripts" or "react-app-rewired" or "craco" when At(words, at + 1) == "test" => (NodeTools.Jest, at + 1),
            "playwright" when At(words, at + 1) == "test" => (NodeTools.Playwright, at + 1),
            "vitest" when At(words, at + 1) is "bench" or "list" or "init" or "--help" or "--version" => (StackTool.None, at),
            "vitest" when At(words, at + 1) is "run" or "watch" or "dev" or "related" => (NodeTools.Vitest, at + 1),
            "prettier" when words.Skip(at).Any(word => word.Text is "--check" or "-c" or "--list-different" or "-l") => (
                NodeTools.Prettier,
                at
            ),
            _ => Named(program) is { } kind ? (kind, at) : null,
        };
    }

    /// <summary>The tool by the name of its program, or null.</summary>
    public static string? Named(string program) =>
        program switch
        {
            "jest" or "jest.js" => NodeTools.Jest,
            "vitest" or "vitest.mjs" => NodeTools.Vitest,
            "mocha" or "_mocha" or "mocha.js" => NodeTools.Mocha,
            "ava" => NodeTools.Ava,
            "tap" => NodeTools.Tap,
            "tape" => NodeTools.Tape,
            "uvu" => NodeTools.Uvu,
            "eslint" or "eslint.js" => NodeTools.Eslint,
            "tsc" or "vue-tsc" => NodeTools.Tsc,
            _ => null,
        };

    /// <summary>Whether a program is one of node's tools by its name.</summary>
    public static bool IsKnown(string program) =>
        Named(program) is not null
        || program is "playwright" or "react-scripts" or "prettier"
        || ExitOnly.Contains(program, StringComparer.Ordinal);

    /// <summary>Whether the command only looks: a linter, a formatter in its checking form, a type checker that writes nothing.</summary>
    public static bool IsCheck(string kind, IReadOnlyList<string> words, string program) =>
        kind switch
        {
            NodeTools.Eslint or NodeTools.Prettier => true,
            NodeTools.Tsc => words.Any(word => word is "--noEmit" or "--no-emit") || GateTool.Name(program) == "vue-tsc",
            StackTool.None => ExitOnly.Contains(GateTool.Name(program), StringComparer.Ordinal)
                && !words.Any(word => word is "--fix" or "--write" or "format"),
            _ => false,
        };

    /// <summary>Whether a program writes TAP in a form for people: what is before it in the pipe is read instead.</summary>
    public static bool IsTapFormatter(string program) =>
        GateTool.Name(program) is var name
        && (name.StartsWith("tap-", StringComparison.Ordinal) || name is "faucet" or "tnyan" or "colortape" or "snap-tap" or "cute-tap");

    private static (string, int)? Script(IReadOnlyList<ShellWord> words, int at)
    {
        for (var index = at + 1; index < words.Count; index++)
        {
            var word = words[index].Text;
            if (word == "--test")
            {
                return (NodeTools.NodeTest, index);
            }

            if (word is "-r" or "--require" or "--import" or "--loader" or "--experimental-loader" or "-e" or "-C" or "--conditions")
            {
                index++;
            }
            else if (!word.StartsWith('-'))
            {
                // node_modules/jest/bin/jest.js, node_modules/.bin/mocha, node_modules/vitest/vitest.mjs
                return word.Contains("node_modules/", StringComparison.Ordinal) && Named(GateTool.Name(word)) is { } kind
                    ? (kind, index)
                    : null;
            }
        }

        return null;
    }

    private static string At(IReadOnlyList<ShellWord> words, int index) => index < words.Count ? words[index].Text : "";
}
