using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Commands;

/// <summary>A gate's command line, understood as far as its result depends on it.</summary>
/// <param name="Line">The line as configured.</param>
/// <param name="Tool">The tool that decides.</param>
/// <param name="Program">The deciding program as written, such as <c>pytest</c> or <c>./manage.py</c>; empty when the line has none.</param>
/// <param name="Words">Words of the deciding simple command from the tool's own word on (<c>pytest -q</c>, <c>test -v 2</c>).</param>
public sealed record GateCommand(string Line, StackTool Tool, string Program, IReadOnlyList<string> Words)
{
    /// <summary>The runner in front of the tool (<c>uv run</c>, <c>docker compose exec web</c>), or null.</summary>
    public string? Wrapper { get; private init; }

    /// <summary>Offset in <see cref="Line"/> at which the tool itself begins, behind a wrapper.</summary>
    internal int ToolStart { get; private init; }

    /// <summary>Offset behind the word after which options may be inserted.</summary>
    internal int OptionsAt { get; private init; }

    /// <summary>Offset in <see cref="Line"/> of the wrapper.</summary>
    internal int WrapperStart { get; private init; }

    /// <summary>The folder in which the tool runs, relative to where the line does: what <c>cd</c> before it says; empty for the same.</summary>
    internal string Folder { get; private init; } = "";

    /// <summary>Whether the deciding tool reads tests.</summary>
    public bool IsTest => Tool.IsTest;

    /// <summary>Reads a line. The last simple command whose tool is known decides; without one, the last command.</summary>
    public static GateCommand Parse(string line)
    {
        GateCommand? last = null;
        foreach (var command in All(line))
        {
            if (command.Program.Length > 0 && (last is null || command.Tool != StackTool.Unknown || last.Tool == StackTool.Unknown))
            {
                last = command;
            }
        }

        return last ?? new GateCommand(line, StackTool.Unknown, "", []);
    }

    /// <summary>All simple commands of a line, in order.</summary>
    internal static IEnumerable<GateCommand> All(string line)
    {
        var folder = "";
        foreach (var words in ShellWords.Commands(line))
        {
            yield return One(line, words) with
            {
                Folder = folder,
            };
            folder = Entered(words, folder);
        }
    }

    /// <summary>The folder in which a line leaves the shell, relative to the one before.</summary>
    internal static string FolderBehind(string line) => ShellWords.Commands(line).Aggregate("", (folder, words) => Entered(words, folder));

    /// <summary>Reads a line, and where it hides its tool in a script of the repository, that script.</summary>
    /// <param name="line">The line.</param>
    /// <param name="root">The repository's folder.</param>
    public static GateCommand Resolve(string line, string root)
    {
        var command = Parse(line);
        var own = StackCatalog.Of(command.Tool);
        return StackCatalog
                .All.Where(stack => own is null || own == stack)
                .Select(stack => stack.Behind(command, root))
                .FirstOrDefault(behind => behind is not null)
            ?? (own is null && Hidden(command, root) is { } hidden ? command.Behind(hidden.Tool, hidden.Words) : command);
    }

    /// <summary>The runner behind recipes and shell scripts, where its result can be read although the line hides it.</summary>
    private static GateCommand? Hidden(GateCommand command, string root) =>
        command.Program.Length == 0
            ? null
            : ReachedCommands
                .Of(command.Line, new RepositoryFiles(root))
                .LastOrDefault(reached => reached.Tool is { IsTest: true, IsReadBehind: true });

    /// <summary>The same command in another folder.</summary>
    internal GateCommand In(string folder) => this with { Folder = folder };

    /// <summary>The same tool, run by a line that hides it: no options can be inserted.</summary>
    internal GateCommand Behind(StackTool tool, IReadOnlyList<string> words) =>
        this with
        {
            Tool = tool,
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
            return new GateCommand(line, StackTool.Unknown, first < words.Count ? words[first].Text : "", []);
        }

        var call = GateTool.Of(words, at);
        return new GateCommand(line, StackCatalog.Tool(call.Tool), words[at].Text, [.. words.Skip(call.At).Select(word => word.Text)])
        {
            Wrapper = at > first && !GateWrapper.IsTransparent(words[first].Text) ? line[words[first].Start..words[at - 1].End] : null,
            WrapperStart = words[first].Start,
            ToolStart = words[at].Start,
            OptionsAt = words[Math.Min(call.OptionsBehind ?? call.At, words.Count - 1)].End,
        };
    }

    private static string Entered(IReadOnlyList<ShellWord> words, string folder) =>
        words is [{ Text: "cd" }, var into, ..] && !into.Text.StartsWith('/') && !into.Text.Contains('$', StringComparison.Ordinal)
            ? RepositoryPath.Normal($"{folder}/{into.Text}")
            : folder;

    private static bool IsAssignment(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && word[..sign].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
    }
}
