using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>Runners that are in front of a tool: those of the stacks (<c>uv run</c>, <c>npx</c>), and <c>docker compose exec web</c>, <c>env</c>.</summary>
internal static class GateWrapper
{
    /// <summary>The index of the first word behind all wrappers.</summary>
    public static int Skip(IReadOnlyList<ShellWord> words, int at, StackSet stacks)
    {
        while (at < words.Count)
        {
            var next = One(words, at, stacks);
            if (next == at)
            {
                return at;
            }

            at = next;
        }

        return at;
    }

    /// <summary>Whether a wrapper runs what is behind it with the programs that are there anyway.</summary>
    public static bool IsTransparent(string program) => program is "env" or "xvfb-run" or "nice" or "xargs" or "timeout";

    private static int One(IReadOnlyList<ShellWord> words, int at, StackSet stacks) =>
        (words[at].Text, GateTool.At(words, at + 1)) switch
        {
            ("docker-compose", "exec" or "run") => Service(words, at + 2),
            ("docker" or "podman", "exec") => Service(words, at + 2),
            ("docker" or "podman", "compose") when GateTool.At(words, at + 2) is "exec" or "run" => Service(words, at + 3),
            ("env", _) => Assignments(words, at + 1),
            ("xvfb-run" or "nice", _) => WordOptions.Skip(words, at + 1, "-n"),
            ("xargs", _) => WordOptions.Skip(words, at + 1, "-n", "-P", "-I", "-L", "-d", "-s", "-a"),
            ("timeout", _) => Math.Min(WordOptions.Skip(words, at + 1, "-s", "-k") + 1, words.Count),
            _ => stacks.Select(stack => stack.SkipWrapper(words, at, stacks)).FirstOrDefault(next => next != at, at),
        };

    private static int Service(IReadOnlyList<ShellWord> words, int at) =>
        Math.Min(WordOptions.Skip(words, at, "-u", "--user", "-e", "--env", "-w", "--workdir", "--index") + 1, words.Count);

    /// <summary>The index behind words of the form <c>NAME=value</c>.</summary>
    public static int Assignments(IReadOnlyList<ShellWord> words, int at)
    {
        while (at < words.Count && !words[at].Text.StartsWith('-') && words[at].Text.IndexOf('=', StringComparison.Ordinal) > 0)
        {
            at++;
        }

        return at;
    }
}
