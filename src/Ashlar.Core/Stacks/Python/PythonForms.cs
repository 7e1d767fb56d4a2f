using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Has linters tell what they find in the form that is read, whatever form the configuration or the line asks for.</summary>
internal static class PythonForms
{
    /// <summary>The line; null where it stays as it is.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        var command = request.Command;
        if (command.OptionsAt <= 0 || GateTool.Name(command.Program) == "dmypy")
        {
            return null;
        }

        (string Added, string[] Removed) form = command.Tool.Name switch
        {
            PythonTools.Flake8 => (
                " --format=default" + (IsSet(request, "output-file", ".flake8", "setup.cfg", "tox.ini") ? " --output-file=" : ""),
                ["--format", "--output-file"]
            ),
            PythonTools.Ruff => (
                Asks(command, "--output-format") || IsSet(request, "output-format", "pyproject.toml", "ruff.toml", ".ruff.toml")
                    ? " --output-format=concise"
                    : "",
                ["--output-format", "--output-file", "-o"]
            ),
            PythonTools.Mypy => (
                Asks(command, "--pretty") || IsSet(request, "pretty", "mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg")
                    ? " --no-pretty"
                    : "",
                ["--pretty", "--output", "-O"]
            ),
            PythonTools.Pyright => ("", ["--outputjson"]),
            _ => ("", []),
        };
        var plain = Without(command, form.Removed);
        var at = command.OptionsAt;
        if (command.Tool.Name == PythonTools.Ruff)
        {
            // Its options belong to its own command.
            at = CommandOptions.Of(command with { Line = plain }).FirstOrDefault(word => word.Text == "check").End;
        }

        var line = at == 0 ? command.Line : plain.Insert(at, form.Added);
        return line == command.Line ? null : new ReportedLine(line);
    }

    /// <summary>The line without options that have a value, and without these.</summary>
    private static string Without(GateCommand command, string[] options)
    {
        var line = command.Line;
        var words = CommandOptions.Of(command);
        for (var at = words.Count - 1; at >= 0; at--)
        {
            var name = words[at].Text.Split('=')[0];
            if (!options.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            var isApart = name == words[at].Text && name is not ("--pretty" or "--outputjson") && at + 1 < words.Count;
            var start = line.LastIndexOfAny([' ', '\t'], words[at].Start - 1);
            line = line.Remove(start, words[isApart ? at + 1 : at].End - start);
        }

        return line;
    }

    private static bool Asks(GateCommand command, string option) => CommandOptions.Has(command, option);

    /// <summary>Whether a file of configuration speaks of a setting; both ways of writing it are tried.</summary>
    private static bool IsSet(ReportRequest request, string setting, params string[] files) =>
        files
            .SelectMany(file => new[] { file, request.Command.Folder.Length == 0 ? file : $"{request.Command.Folder}/{file}" })
            .Distinct(StringComparer.Ordinal)
            .Select(request.Repository.Text)
            .OfType<string>()
            .Any(text =>
                text.Contains(setting, StringComparison.Ordinal) || text.Contains(setting.Replace('-', '_'), StringComparison.Ordinal)
            );
}
