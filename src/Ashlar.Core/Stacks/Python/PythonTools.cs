using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Python;

/// <summary>The tools of Python whose results are read.</summary>
internal static class PythonTools
{
    /// <summary>pytest.</summary>
    public const string Pytest = "pytest";

    /// <summary><c>python -m unittest</c>.</summary>
    public const string Unittest = "unittest";

    /// <summary><c>manage.py test</c>.</summary>
    public const string Django = "manage.py test";

    /// <summary>black.</summary>
    public const string Black = "black";

    /// <summary>isort.</summary>
    public const string Isort = "isort";

    /// <summary>flake8.</summary>
    public const string Flake8 = "flake8";

    /// <summary><c>ruff check</c>.</summary>
    public const string Ruff = "ruff";

    /// <summary><c>ruff format --check</c>.</summary>
    public const string RuffFormat = "ruff format";

    /// <summary>mypy.</summary>
    public const string Mypy = "mypy";

    /// <summary>pyright.</summary>
    public const string Pyright = "pyright";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StackTool> All { get; } =
    [
        new(Pytest, ToolUse.Tests)
        {
            Dialect = JUnitDialect.Pytest,
            Results = "junit",
            ReadFrom = "JUnit",
            SelectedBy = "file names",
            IsReadBehind = true,
        },
        new(Unittest, ToolUse.Tests)
        {
            Results = "unittest",
            IsReadBehind = true,
            ReadFrom = "its text, with `-v`",
            SelectedBy = "`-k` with their modules",
            FoundAs = "`python -m unittest`",
        },
        new(Django, ToolUse.Tests)
        {
            Results = "unittest",
            IsReadBehind = true,
            ReadFrom = "its text, with `-v 2`",
            SelectedBy = "modules",
        },
        new(Black, ToolUse.Format) { Results = "black", ReadFrom = "its text" },
        new(Isort, ToolUse.Format) { Results = "isort", ReadFrom = "its text" },
        new(RuffFormat, ToolUse.Format) { Results = "black", ReadFrom = "its text" },
        new(Flake8, ToolUse.Check) { Results = "flake8", ReadFrom = "its text" },
        new(Ruff, ToolUse.Check)
        {
            Results = "ruff",
            ReadFrom = "its text",
            FoundAs = "`ruff check`",
        },
        new(Mypy, ToolUse.Check) { Results = "mypy", ReadFrom = "its text" },
        new(Pyright, ToolUse.Check)
        {
            Results = "pyright",
            ReadFrom = "its text",
            FoundAs = "also `basedpyright`",
        },
    ];

    /// <summary>Whether a program is a Python interpreter by its name.</summary>
    public static bool IsPython(string program) =>
        program.StartsWith("python", StringComparison.Ordinal)
        && program["python".Length..].All(sign => char.IsAsciiDigit(sign) || sign == '.');
}
