using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Native;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates.Detection;

/// <summary>
/// Lines that the project says it runs (<see cref="ToldLine"/>) and that run a tool Ashlar knows: one plain command that only looks, no expression,
/// secret or redirection. All else (installing, deploying, publishing) is left alone. Tests are those of workflows only: entries that run tests are
/// gates as a whole.
/// </summary>
internal static class ToldGates
{
    private static readonly string[] Looking =
    [
        "--check",
        "--check-only",
        "-c",
        "--diff",
        "-d",
        "-l",
        "--list-different",
        "--verify-no-changes",
        "--dry-run",
        "-n",
        "--test",
    ];

    /// <summary>The gates, files and lines in order, one a tool.</summary>
    public static IEnumerable<GateSetting> Find(RepositoryFiles files)
    {
        var kinds = new HashSet<string>();
        foreach (var told in ToldLine.Of(files))
        {
            var (folder, text) = Alone(told);
            var command = StackCatalog.All.Parse(text);
            if (
                command.Tool.Name != StackTool.None
                && (!command.IsTest || told.Path.StartsWith(".github/", StringComparison.Ordinal))
                && IsPlain(text, command)
                && OnlyLooks(command)
                && !NeedsBuild(command)
                && kinds.Add(command.Tool.Name)
            )
            {
                yield return new GateSetting(command.IsTest ? "tests" : GateTool.Name(command.Words[0]), ShellWords.In(folder, text))
                {
                    SourcePath = told.Path,
                    SourceLine = told.Line,
                };
            }
        }
    }

    /// <summary>The command behind <c>cd</c>, and the folder in which it runs.</summary>
    private static (string Folder, string Text) Alone(ToldLine told)
    {
        var rest = told.Text.IndexOf("&& ", StringComparison.Ordinal) is var at and > 0 ? told.Text[(at + 3)..] : "";
        return
            StackCatalog.All.Commands(told.Text).ToList() is [{ Program: "cd" }, var command]
            && told.Text.StartsWith("cd ", StringComparison.Ordinal)
            && rest.Length > 0
            ? (told.In(command), rest)
            : (told.Folder, told.Text);
    }

    /// <summary>A formatter that writes is no gate.</summary>
    private static bool OnlyLooks(GateCommand command) =>
        command.Tool.Use != ToolUse.Format || command.Words.Any(word => Looking.Contains(word.Split('=')[0], StringComparer.Ordinal));

    /// <summary>Tests of what an earlier step has built: by itself the line works in no fresh clone.</summary>
    private static bool NeedsBuild(GateCommand command) => StackCatalog.All.Of(command.Tool) is NativeStack;

    private static bool IsPlain(string text, GateCommand command) =>
        text.IndexOfAny(['$', '>', '<', '|', ';', '&', '`', '\\']) < 0
        && !text.Contains("{{", StringComparison.Ordinal)
        && (command.Wrapper is null || PythonWords.IsRunner(command.Wrapper.Split(' ')[0]))
        && !text.Contains("--fix", StringComparison.Ordinal);
}
