namespace Ashlar.Core.Stacks.Commands;

/// <summary>A gate's command line, understood as far as its result depends on it.</summary>
/// <param name="Line">The line as configured.</param>
/// <param name="Kind">The tool that decides.</param>
/// <param name="Program">The deciding program as written, such as <c>pytest</c> or <c>./manage.py</c>; empty when the line has none.</param>
/// <param name="Words">Words of the deciding simple command from the tool's own word on (<c>pytest -q</c>, <c>test -v 2</c>).</param>
public sealed record GateCommand(string Line, GateKind Kind, string Program, IReadOnlyList<string> Words)
{
    /// <summary>The runner in front of the tool (<c>uv run</c>, <c>docker compose exec web</c>), or null.</summary>
    public string? Wrapper { get; private init; }

    /// <summary>Offset in <see cref="Line"/> at which the tool itself begins, behind a wrapper.</summary>
    internal int ToolStart { get; private init; }

    /// <summary>Offset behind the word after which options may be inserted.</summary>
    internal int OptionsAt { get; private init; }

    /// <summary>Offset in <see cref="Line"/> of the wrapper.</summary>
    internal int WrapperStart { get; private init; }

    /// <summary>Whether the deciding tool reads tests.</summary>
    public bool IsTest =>
        Kind
            is GateKind.Pytest
                or GateKind.Unittest
                or GateKind.DjangoTest
                or GateKind.NodeTest
                or GateKind.Jest
                or GateKind.Vitest
                or GateKind.Mocha
                or GateKind.Ava
                or GateKind.Tap
                or GateKind.Tape
                or GateKind.Uvu
                or GateKind.Playwright
                or GateKind.DotnetTest
                or GateKind.GoTest
                or GateKind.CargoTest;

    /// <summary>Reads a line. The last simple command whose tool is known decides; without one, the last command.</summary>
    public static GateCommand Parse(string line)
    {
        GateCommand? last = null;
        foreach (var words in ShellWords.Commands(line))
        {
            var command = One(line, words);
            if (command.Program.Length > 0 && (last is null || command.Kind != GateKind.Other || last.Kind == GateKind.Other))
            {
                last = command;
            }
        }

        return last ?? new GateCommand(line, GateKind.Other, "", []);
    }

    /// <summary>The same tool, run by a line that hides it: no options can be inserted.</summary>
    internal GateCommand Behind(string line, GateKind kind, IReadOnlyList<string> words) =>
        this with
        {
            Line = line,
            Kind = kind,
            Words = words,
            OptionsAt = -1,
            ToolStart = 0,
            Wrapper = null,
        };

    private static GateCommand One(string line, IReadOnlyList<ShellWord> words)
    {
        var at = 0;
        while (at < words.Count && IsAssignment(words[at].Text))
        {
            at++;
        }

        if (at < words.Count && words[at].Text is "time" or "exec" or "command")
        {
            at++;
        }

        var first = at;
        at = GateWrapper.Skip(words, at);
        if (at >= words.Count)
        {
            return new GateCommand(line, GateKind.Other, first < words.Count ? words[first].Text : "", []);
        }

        var (kind, tool) = GateTool.Of(words, at);
        return new GateCommand(line, kind, words[at].Text, [.. words.Skip(tool).Select(word => word.Text)])
        {
            Wrapper = at > first ? line[words[first].Start..words[at - 1].End] : null,
            WrapperStart = words[first].Start,
            ToolStart = words[at].Start,
            OptionsAt = words[Math.Min(OptionsWord(words, tool, kind), words.Count - 1)].End,
        };
    }

    private static int OptionsWord(IReadOnlyList<ShellWord> words, int tool, GateKind kind) =>
        kind == GateKind.Unittest && tool + 1 < words.Count && words[tool + 1].Text == "discover" ? tool + 1 : tool;

    private static bool IsAssignment(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && word[..sign].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
    }
}
