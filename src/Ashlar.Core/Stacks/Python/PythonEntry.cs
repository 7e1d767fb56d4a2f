using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>A command with which an entry of a project runs its tests.</summary>
/// <param name="Command">The command.</param>
/// <param name="Path">The file that says so.</param>
/// <param name="Script">The entry's own line, where the command is in a shell script that it runs.</param>
internal sealed partial record PythonEntry(GateCommand Command, string Path, string? Script)
{
    // Options that only measure, hurry, colour or keep: pytest needs a plug-in for most of them.
    private static readonly string[] Idle =
    [
        "--cov",
        "--no-cov",
        "--numprocesses",
        "--dist",
        "--junit",
        "--html",
        "--self-contained-html",
        "--basetemp",
    ];
    private static readonly string[] IdleWithValue =
    [
        "--cov",
        "--cov-report",
        "--cov-config",
        "--cov-fail-under",
        "-n",
        "--numprocesses",
        "--dist",
        "--junitxml",
        "--junit-xml",
        "--html",
        "--basetemp",
    ];

    /// <summary>The folder in which the script's line runs.</summary>
    public string ScriptFolder { get; init; } = "";

    /// <summary>Whether pytest runs them.</summary>
    public bool IsPytest => Command.Tool.Name == PythonTools.Pytest;

    /// <summary>The line that runs them, from the root, with its folder, variables and options; null where pytest by itself does the same.</summary>
    public string? Run =>
        Script is not null ? ShellWords.In(ScriptFolder, OpenVariables.Without(Script))
        : Command.Words[0].EndsWith(".py", StringComparison.Ordinal) ? There($"{Variables}python3 {ShellWords.Quote(Command.Words[0])}")
        : Command.Tool.Name == PythonTools.Unittest ? There($"{Variables}python3 {Interpreter}-m {Line(PythonWholeRun.Words(Command))}")
        : Command.Tool.Name == PythonTools.Django ? There($"{Variables}{Django()}")
        : Pytest();

    /// <summary>Whether the line gives the command variables.</summary>
    public bool HasVariables => Variables.Length > 0;

    /// <summary>Whether a word is an option of pytest that only measures, hurries or keeps, and so decides nothing.</summary>
    public static bool IsIdle(string word) =>
        Idle.Any(idle => word.StartsWith(idle, StringComparison.Ordinal))
        || IdleWithValue.Contains(word.Split('=')[0], StringComparer.Ordinal)
        || Told().IsIn(word);

    /// <summary>Words by which the entry is found in its file, the closest first.</summary>
    public IEnumerable<string> Shown =>
        [
            Script ?? Command.Line,
            string.Join(' ', Command.Words),
            .. Command.Folder.Length == 0 ? (string[])[] : [$"cd {Command.Folder}"],
            Command.Words[0],
        ];

    /// <summary>Whether there is anything for it to run, where no file is a test by its name: what it names, or a pattern of its own.</summary>
    public bool Has(RepositoryFiles files) =>
        Command.Words[0].EndsWith(".py", StringComparison.Ordinal)
        || (
            PytestPaths.Of(Command) is { Count: > 0 } paths
                ? paths.All(path =>
                    files.Has(path)
                    || files.Has(path + ".py")
                    || files.All.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal))
                )
                : Command.Words.Contains("-p", StringComparer.Ordinal)
        );

    private string There(string line) => ShellWords.In(Command.Folder, line);

    /// <summary>The words of the simple command as they are in the line; empty where the line only leads to it.</summary>
    private IReadOnlyList<ShellWord> Own =>
        ShellWords
            .Commands(Command.Line)
            .FirstOrDefault(words =>
                Command.OptionsAt < 0
                    ? words.Any(word => word.Text == Command.Words[0])
                    : words[0].Start <= Command.ToolStart && Command.ToolStart < words[^1].End
            )
        ?? [];

    /// <summary>The variables that the line gives the command, or exports before it, each with a space behind it.</summary>
    private string Variables =>
        string.Concat(Given.Where(text => !text.StartsWith(PytestOptions, StringComparison.Ordinal)).Select(text => text + " "));

    private const string PytestOptions = "PYTEST_ADDOPTS=";

    private IEnumerable<string> Given
    {
        get
        {
            if (Own.Count == 0)
            {
                return [];
            }

            var walked = GateCommand.Walk(Command.Line).Commands;
            var folder = walked.FirstOrDefault(one => one.Words[0].Start == Own[0].Start).Folder ?? "";
            var exported = walked
                .TakeWhile(one => one.Words[0].Start < Own[0].Start)
                .Where(one => one.Words[0].Text == "export")
                .SelectMany(one => one.Words.Skip(1).Select(word => (Word: word, one.Folder)));
            return exported
                .Concat(
                    Own.TakeWhile(word => word.Text is "env" || Assignment().IsIn(word.Text)).Select(word => (Word: word, Folder: folder))
                )
                .Select(one => (Text: Command.Line[one.Word.Start..one.Word.End], one.Folder))
                .Where(one => Assignment().IsIn(one.Text))
                .Select(one => EntryVariables.Of(one.Text, RepositoryPath.Between(folder, one.Folder)))
                .OfType<string>()
                // The last one counts.
                .Reverse()
                .DistinctBy(text => text.Split('=')[0], StringComparer.Ordinal)
                .Reverse();
        }
    }

    /// <summary>Options of the interpreter before <c>-m</c>, each with a space behind it.</summary>
    private string Interpreter =>
        PythonTools.IsPython(GateTool.Name(Command.Program)) && Own.Count > Command.Words.Count
            ? string.Concat(
                Own.SkipWhile(word => word.Start <= Command.ToolStart)
                    .TakeWhile(word => word.Text != "-m" && word.Start < Own[^Command.Words.Count].Start)
                    .Select(word => Command.Line[word.Start..word.End] + " ")
            )
            : "";

    /// <summary>pytest with what the line gives it; null for nothing, and for what only the file's own program can put in place.</summary>
    private string? Pytest()
    {
        if (Command.OptionsAt < 0 || Own.Count < Command.Words.Count)
        {
            return null;
        }

        var options = new List<string>();
        var words = Own.Skip(Own.Count - Command.Words.Count + 1).ToList();
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at].Text;
            if (IdleWithValue.Contains(word, StringComparer.Ordinal))
            {
                at += at + 1 < words.Count && !words[at + 1].Text.StartsWith('-') ? 1 : 0;
            }
            else if (!Idle.Any(idle => word.StartsWith(idle, StringComparison.Ordinal)) && !Told().IsIn(word) && word is not ("." or "./"))
            {
                options.Add(Command.Line[words[at].Start..words[at].End]);
            }
        }

        options.AddRange(
            Given
                .Where(text => text.StartsWith(PytestOptions, StringComparison.Ordinal))
                .Select(text => text[PytestOptions.Length..].Trim('"', '\''))
                .Where(text => text.Length > 0 && !text.StartsWith("--color", StringComparison.Ordinal))
        );
        var interpreter = Interpreter;
        return
            Variables.Length + interpreter.Length + options.Count == 0
            || string.Join(' ', options).IndexOfAny(['$', '>', '<', '`', '{']) >= 0
            ? null
            : There($"{Variables}python3 {interpreter}-m {string.Join(' ', options.Prepend("pytest"))}");
    }

    /// <summary>What is before <c>test</c>, without what measures coverage: a <c>manage.py</c>, or Django's own command with the root to import from.</summary>
    private string Django()
    {
        var all = ShellWords
            .Commands(Command.Line)
            .Select(one => one.Select(word => word.Text).ToList())
            .Last(one => one.Contains(Command.Words[0]));
        var manage = all.Find(word => GateTool.Name(word) == "manage.py");
        return $"python3 {(manage is null ? "-m django" : ShellWords.Quote(manage))} {Line(PythonWholeRun.Words(Command))}";
    }

    private static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(ShellWords.Quote));

    [GeneratedRegex(@"^\w+=", RegexOptions.None, 1000)]
    private static partial Regex Assignment();

    // Options that only say how much is told; -n4 is one that hurries.
    [GeneratedRegex(
        @"^(?:-[qvs]+|-r\w+|-n\w+|-x|--(?:verbose|quiet|tb|color|durations|verbosity|no-header|no-summary)(?:=.*)?)$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Told();
}
