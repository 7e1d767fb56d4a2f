using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>A script of the repository that starts a runner of tests by itself: <c>python runtests.py</c>.</summary>
internal static partial class PythonScriptFile
{
    /// <summary>The script that a command runs, as written; null where it runs none.</summary>
    public static string? Of(GateCommand command)
    {
        var words = ShellWords
            .Commands(command.Line)
            .Select(one => one.Select(word => word.Text).ToList())
            .LastOrDefault(one => one.Contains(command.Program));
        var at = words?.IndexOf(command.Program) ?? -1;
        if (at < 0)
        {
            return null;
        }

        return
            GateTool.Name(command.Program) is var name
            && (PythonTools.IsPython(name) || name == "coverage" || name.EndsWith(".py", StringComparison.Ordinal))
            ? words!.Skip(at).FirstOrDefault(word => word.EndsWith(".py", StringComparison.Ordinal) && !word.StartsWith('-'))
            : null;
    }

    /// <summary>The runner that a script's text starts; null where it starts none that is known.</summary>
    public static string? Runner(string text) =>
        Django().OrNone().IsIn(text) ? PythonTools.Django
        : Pytest().OrNone().IsIn(text) ? PythonTools.Pytest
        : Unittest().OrNone().IsIn(text) ? PythonTools.Unittest
        : null;

    /// <summary>The runner behind a command, and the words of its script; null for none.</summary>
    public static (string Tool, string Script)? Behind(GateCommand command, RepositoryFiles files) =>
        Of(command) is { } script && files.Text(RepositoryPath.Normal($"{command.Folder}/{script}")) is { } text && Runner(text) is { } tool
            ? (tool, script)
            : null;

    [GeneratedRegex(
        @"^[^#\n]*(?:\bget_runner\(|\bDiscoverRunner\(|\bcall_command\(\s*['""]test['""]|execute_from_command_line\([^#\n]*['""]test['""])|^[^#\n]*\bargv\b[^\n]*['""]test['""](?=[\s\S]{0,2000}execute_from_command_line)",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Django();

    [GeneratedRegex(@"^[^#\n]*\bpytest\.(?:cmdline\.)?main\(", RegexOptions.Multiline, 1000)]
    private static partial Regex Pytest();

    [GeneratedRegex(@"^[^#\n]*(?:\bunittest\.(?:TextTestRunner|main)\(|\bTextTestRunner\()", RegexOptions.Multiline, 1000)]
    private static partial Regex Unittest();
}
