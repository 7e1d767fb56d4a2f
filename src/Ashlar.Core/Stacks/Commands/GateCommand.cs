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
    public string? Wrapper { get; internal init; }

    /// <summary>Offset in <see cref="Line"/> at which the tool itself begins, behind a wrapper.</summary>
    internal int ToolStart { get; init; }

    /// <summary>Offset behind the word after which options may be inserted.</summary>
    internal int OptionsAt { get; init; }

    /// <summary>Offset in <see cref="Line"/> of the wrapper.</summary>
    internal int WrapperStart { get; init; }

    /// <summary>The folder in which the tool runs, relative to where the line does: what <c>cd</c> before it says; empty for the same.</summary>
    internal string Folder { get; init; } = "";

    /// <summary>Whether the deciding tool reads tests.</summary>
    public bool IsTest => Tool.IsTest;

    /// <summary>The folder in which a line leaves the shell, relative to the one before.</summary>
    internal static string FolderBehind(string line) => Walk(line).Behind;

    /// <summary>
    /// The simple commands of a line with the folders in which they run, and the folder in which the line leaves the shell, all relative to the one
    /// before: what brackets enclose leaves the folder as it was.
    /// </summary>
    internal static (IReadOnlyList<(IReadOnlyList<ShellWord> Words, string Folder)> Commands, string Behind) Walk(string line)
    {
        var commands = new List<(IReadOnlyList<ShellWord>, string)>();
        var left = new Stack<string>();
        var (folder, at) = ("", 0);
        foreach (var words in ShellWords.Commands(line))
        {
            Pass(words[0].Start);
            commands.Add((words, folder));
            folder = Entered(words, folder);
            at = words[^1].End;
        }

        Pass(line.Length);
        return (commands, folder);

        void Pass(int end)
        {
            for (; at < end && line[at] != '#'; at++)
            {
                if (line[at] == '(')
                {
                    left.Push(folder);
                }
                else if (line[at] == ')' && left.TryPop(out var before))
                {
                    folder = before;
                }
            }
        }
    }

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

    /// <summary>The folder in which a simple command leaves the shell, relative like the one before.</summary>
    internal static string Entered(IReadOnlyList<ShellWord> words, string folder) =>
        words is [{ Text: "cd" }, var into, ..]
        && !into.Text.StartsWith('/')
        && !into.Text.Contains('$', StringComparison.Ordinal)
        && !into.Text.Contains("{{", StringComparison.Ordinal)
            ? RepositoryPath.Normal($"{folder}/{into.Text}")
            : folder;
}
