using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Recognises Python's tools by the words of a simple command.</summary>
internal static class PythonWords
{
    private static readonly string[] RunWords = ["uv", "poetry", "pipenv", "pdm", "hatch", "rye", "pixi"];

    /// <summary>Whether a program only chooses the environment of Python in which a tool runs.</summary>
    public static bool IsRunner(string program) => RunWords.Contains(program, StringComparer.Ordinal);

    /// <summary>The tool and the index of its own word; null for a program that is not Python's.</summary>
    public static ToolWord? Of(IReadOnlyList<ShellWord> words, int at)
    {
        var program = GateTool.Name(words[at].Text);
        return PythonTools.IsPython(program) ? Interpreted(words, at)
            : program is "manage.py" or "django-admin" ? Django(words, at)
            : program == "coverage" && GateTool.At(words, at + 1) == "run"
                ? Module(words, at + 2) is { Tool.Length: > 0 } measured ? measured
                    : new ToolWord(StackTool.None, at)
            : program == "ruff" && GateTool.At(words, at + 1) == "format" ? new ToolWord(PythonTools.RuffFormat, at + 1)
            : Named(program) is { } tool ? new ToolWord(tool, at)
            : null;
    }

    /// <summary>The index behind <c>uv run</c> and its like; <paramref name="at"/> for none.</summary>
    public static int SkipWrapper(IReadOnlyList<ShellWord> words, int at) =>
        RunWords.Contains(words[at].Text, StringComparer.Ordinal) && GateTool.At(words, at + 1) == "run"
            ? WordOptions.Skip(words, at + 2, "--with", "--extra", "--group", "--python", "-p", "--env", "-e")
            : at;

    private static ToolWord Interpreted(IReadOnlyList<ShellWord> words, int at)
    {
        for (var option = at + 1; option < words.Count; option++)
        {
            var word = words[option].Text;
            if (word == "-m")
            {
                return Module(words, option);
            }

            if (word is "-W" or "-X")
            {
                option++;
            }
            else if (!word.StartsWith('-'))
            {
                return GateTool.Name(word) switch
                {
                    "manage.py" => Django(words, option),
                    "coverage" when GateTool.At(words, option + 1) == "run" => Module(words, option + 2),
                    _ => new ToolWord(StackTool.None, at),
                };
            }
            else if (word == "-c")
            {
                break;
            }
        }

        return new ToolWord(StackTool.None, at);
    }

    private static ToolWord Module(IReadOnlyList<ShellWord> words, int at)
    {
        while (at < words.Count && words[at].Text.StartsWith('-') && words[at].Text != "-m")
        {
            at++;
        }

        if (GateTool.At(words, at) == "-m")
        {
            var module = GateTool.At(words, at + 1);
            return module switch
            {
                "unittest" => new ToolWord(PythonTools.Unittest, at + 1)
                {
                    OptionsBehind = GateTool.At(words, at + 2) == "discover" ? at + 2 : null,
                },
                "django" => Django(words, at + 1),
                "coverage" when GateTool.At(words, at + 2) == "run" => Module(words, at + 3),
                "ruff" when GateTool.At(words, at + 2) == "format" => new ToolWord(PythonTools.RuffFormat, at + 2),
                _ => new ToolWord(Named(module) ?? StackTool.None, Math.Min(at + 1, words.Count - 1)),
            };
        }

        return at < words.Count && GateTool.Name(words[at].Text) == "manage.py"
            ? Django(words, at)
            : new ToolWord(StackTool.None, Math.Min(at, words.Count - 1));
    }

    private static ToolWord Django(IReadOnlyList<ShellWord> words, int at) =>
        GateTool.At(words, at + 1) == "test" ? new ToolWord(PythonTools.Django, at + 1) : new ToolWord(StackTool.None, at);

    private static string? Named(string name) =>
        name switch
        {
            "pytest" or "py.test" => PythonTools.Pytest,
            "black" => PythonTools.Black,
            "isort" => PythonTools.Isort,
            "flake8" => PythonTools.Flake8,
            "ruff" => PythonTools.Ruff,
            "mypy" or "dmypy" => PythonTools.Mypy,
            "pyright" or "basedpyright" => PythonTools.Pyright,
            _ => null,
        };
}
