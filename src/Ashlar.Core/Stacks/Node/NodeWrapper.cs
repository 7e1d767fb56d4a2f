using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>Programs of node that run another one: <c>npx</c>, <c>pnpm exec</c>, <c>cross-env</c>, <c>nyc</c>.</summary>
internal static class NodeWrapper
{
    /// <summary>The index behind a wrapper; <paramref name="at"/> for none.</summary>
    public static int Skip(IReadOnlyList<ShellWord> words, int at, StackSet stacks)
    {
        var following = GateTool.At(words, at + 1);
        return (words[at].Text, following) switch
        {
            ("npx" or "pnpx" or "bunx", _) => WordOptions.Skip(words, at + 1, "-p", "--package"),
            ("npm" or "pnpm" or "yarn", "exec") => WordOptions.Skip(words, at + 2),
            ("pnpm" or "yarn" or "bun", _) when NodeTool.Named(following) is not null || following is "playwright" or "react-scripts" => at
                + 1,
            ("cross-env" or "cross-env-shell", _) => GateWrapper.Assignments(words, at + 1),
            ("dotenv" or "env-cmd", _) => WordOptions.Skip(words, at + 1, "-e", "-f", "-c", "-v"),
            ("nyc" or "c8", not ("report" or "merge" or "check-coverage")) => Coverage(words, at + 1, stacks),
            _ => at,
        };
    }

    /// <summary>nyc and c8 take values behind some options; what they measure is the first program that is known behind them.</summary>
    private static int Coverage(IReadOnlyList<ShellWord> words, int at, StackSet stacks)
    {
        for (var index = at; index < words.Count; index++)
        {
            if (
                !words[index].Text.StartsWith('-')
                && (
                    GateTool.Name(words[index].Text) is "npm" or "pnpm" or "yarn" or "npx" or "cross-env" or "node" or "tsx"
                    || stacks.Recognise(words, index).Tool.Length > 0
                )
            )
            {
                return index;
            }
        }

        return WordOptions.Skip(words, at);
    }
}
