using Ashlar.Core.Stacks.Node;

namespace Ashlar.Core.Stacks.Commands;

/// <summary>Recognises the tool of a simple command.</summary>
internal static class GateTool
{
    /// <summary>The tool and the index of its own word.</summary>
    public static (GateKind Kind, int Tool) Of(IReadOnlyList<ShellWord> words, int at)
    {
        var program = Name(words[at].Text);
        if (IsPython(program))
        {
            return Python(words, at);
        }

        if (program == "manage.py")
        {
            return Django(words, at);
        }

        if (program == "coverage" && At(words, at + 1) == "run")
        {
            return Module(words, at + 2) is var (kind, tool) && kind != GateKind.Other ? (kind, tool) : (GateKind.Other, at);
        }

        if (NodeTool.Of(words, at) is { } node)
        {
            return node;
        }

        return program switch
        {
            "dotnet" when At(words, at + 1) == "test" => (GateKind.DotnetTest, at + 1),
            "go" when At(words, at + 1) == "test" => (GateKind.GoTest, at + 1),
            "cargo" when At(words, at + 1) == "test" => (GateKind.CargoTest, at + 1),
            "ruff" when At(words, at + 1) == "format" => (GateKind.RuffFormat, at + 1),
            "ruff" => (GateKind.Ruff, at),
            "django-admin" => Django(words, at),
            _ => (Named(program), at),
        };
    }

    /// <summary>Whether a program is a Python interpreter by its name.</summary>
    public static bool IsPython(string program) =>
        program.StartsWith("python", StringComparison.Ordinal)
        && program["python".Length..].All(sign => char.IsAsciiDigit(sign) || sign == '.');

    /// <summary>The file name of a program.</summary>
    public static string Name(string program) => program[(program.LastIndexOf('/') + 1)..];

    private static (GateKind Kind, int Tool) Python(IReadOnlyList<ShellWord> words, int at)
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
                return Name(word) == "manage.py" ? Django(words, option) : (GateKind.Other, at);
            }
            else if (word == "-c")
            {
                break;
            }
        }

        return (GateKind.Other, at);
    }

    private static (GateKind Kind, int Tool) Module(IReadOnlyList<ShellWord> words, int at)
    {
        while (at < words.Count && words[at].Text.StartsWith('-') && words[at].Text != "-m")
        {
            at++;
        }

        if (At(words, at) == "-m")
        {
            var module = At(words, at + 1);
            return module switch
            {
                "unittest" => (GateKind.Unittest, at + 1),
                "coverage" when At(words, at + 2) == "run" => Module(words, at + 3),
                "cargo" when At(words, at + 1) == "test" => (GateKind.CargoTest, at + 1),
                "ruff" when At(words, at + 2) == "format" => (GateKind.RuffFormat, at + 2),
                _ => (Named(module), Math.Min(at + 1, words.Count - 1)),
            };
        }

        return at < words.Count && Name(words[at].Text) == "manage.py"
            ? Django(words, at)
            : (GateKind.Other, Math.Min(at, words.Count - 1));
    }

    private static (GateKind Kind, int Tool) Django(IReadOnlyList<ShellWord> words, int at) =>
        At(words, at + 1) == "test" ? (GateKind.DjangoTest, at + 1) : (GateKind.Other, at);

    private static GateKind Named(string name) =>
        name switch
        {
            "pytest" or "py.test" => GateKind.Pytest,
            "black" => GateKind.Black,
            "isort" => GateKind.Isort,
            "flake8" => GateKind.Flake8,
            "ruff" => GateKind.Ruff,
            "mypy" or "dmypy" => GateKind.Mypy,
            _ => GateKind.Other,
        };

    private static string At(IReadOnlyList<ShellWord> words, int index) => index < words.Count ? words[index].Text : "";
}
