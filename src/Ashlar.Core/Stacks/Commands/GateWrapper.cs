using Ashlar.Core.Stacks.Node;

namespace Ashlar.Core.Stacks.Commands;

/// <summary>Runners that stand in front of a tool: <c>uv run</c>, <c>poetry run</c>, <c>docker compose exec web</c>, <c>npx</c>.</summary>
internal static class GateWrapper
{
    private static readonly string[] RunWords = ["uv", "poetry", "pipenv", "pdm", "hatch", "rye", "pixi"];

    /// <summary>The index of the first word behind all wrappers.</summary>
    public static int Skip(IReadOnlyList<ShellWord> words, int at)
    {
        while (at < words.Count)
        {
            var next = One(words, at);
            if (next == at)
            {
                return at;
            }

            at = next;
        }

        return at;
    }

    private static int One(IReadOnlyList<ShellWord> words, int at)
    {
        var word = words[at].Text;
        var following = at + 1 < words.Count ? words[at + 1].Text : "";
        if (RunWords.Contains(word, StringComparer.Ordinal) && following == "run")
        {
            return Options(words, at + 2, "--with", "--extra", "--group", "--python", "-p", "--env", "-e");
        }

        return (word, following) switch
        {
            ("docker-compose", "exec" or "run") => Service(words, at + 2),
            ("docker" or "podman", "exec") => Service(words, at + 2),
            ("docker" or "podman", "compose") when at + 2 < words.Count && words[at + 2].Text is "exec" or "run" => Service(words, at + 3),
            ("npx" or "pnpx" or "bunx", _) => Options(words, at + 1, "-p", "--package"),
            ("npm" or "pnpm" or "yarn", "exec") => Options(words, at + 2),
            ("pnpm" or "yarn" or "bun", _) when NodeTool.Named(following) is not null || following is "playwright" or "react-scripts" => at
                + 1,
            ("cross-env" or "cross-env-shell" or "env", _) => Assignments(words, at + 1),
            ("dotenv" or "env-cmd", _) => Options(words, at + 1, "-e", "-f", "-c", "-v"),
            ("nyc" or "c8", not ("report" or "merge" or "check-coverage")) => Coverage(words, at + 1),
            ("xvfb-run" or "nice", _) => Options(words, at + 1),
            _ => at,
        };
    }

    private static int Service(IReadOnlyList<ShellWord> words, int at) =>
        Math.Min(Options(words, at, "-u", "--user", "-e", "--env", "-w", "--workdir", "--index") + 1, words.Count);

    private static int Assignments(IReadOnlyList<ShellWord> words, int at)
    {
        while (at < words.Count && !words[at].Text.StartsWith('-') && words[at].Text.IndexOf('=', StringComparison.Ordinal) > 0)
        {
            at++;
        }

        return at;
    }

    /// <summary>nyc and c8 take values behind some options; what they measure is the first program that is known behind them.</summary>
    private static int Coverage(IReadOnlyList<ShellWord> words, int at)
    {
        for (var index = at; index < words.Count; index++)
        {
            if (
                !words[index].Text.StartsWith('-')
                && (
                    GateTool.Name(words[index].Text) is "npm" or "pnpm" or "yarn" or "npx" or "cross-env" or "node" or "tsx"
                    || GateTool.Of(words, index).Kind != GateKind.Other
                )
            )
            {
                return index;
            }
        }

        return Options(words, at);
    }

    private static int Options(IReadOnlyList<ShellWord> words, int at, params ReadOnlySpan<string> withValue)
    {
        while (at < words.Count && words[at].Text.StartsWith('-'))
        {
            var option = words[at].Text;
            at += withValue.Contains(option) ? 2 : 1;
            if (option == "--")
            {
                break;
            }
        }

        return Math.Min(at, words.Count);
    }
}
