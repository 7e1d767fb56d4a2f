namespace Ashlar.Core.Gates.Readers;

/// <summary>Which reader reads which gate.</summary>
internal static class ReaderCatalog
{
    /// <summary>Every name that <c>results:</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["exit", "junit", "trx", "sarif", "unittest", "black", "isort", "flake8", "ruff", "mypy", "eslint", "tsc", "jest", "gotest", "cargo"];

    /// <summary>The reader that is named (also by a test tool's name), else the one that the command suggests, else <c>exit</c>.</summary>
    public static IResultReader For(string? results, GateCommand command) =>
        Named(results) ?? Named(Suggested(command.Kind)) ?? new ExitReader();

    private static string Suggested(GateKind kind) =>
        kind switch
        {
            GateKind.Pytest or GateKind.NodeTest => "junit",
            GateKind.Unittest or GateKind.DjangoTest => "unittest",
            GateKind.DotnetTest => "trx",
            GateKind.GoTest => "gotest",
            GateKind.CargoTest => "cargo",
            GateKind.Jest => "jest",
            GateKind.Black or GateKind.RuffFormat => "black",
            GateKind.Isort => "isort",
            GateKind.Flake8 => "flake8",
            GateKind.Ruff => "ruff",
            GateKind.Mypy => "mypy",
            GateKind.Eslint => "eslint",
            GateKind.Tsc => "tsc",
            _ => "exit",
        };

    private static IResultReader? Named(string? name) =>
        name switch
        {
            "exit" => new ExitReader(),
            "junit" or "pytest" or "node" => new JUnitReader(),
            "unittest" or "django" => new UnittestReader(),
            "trx" or "dotnet" => new TrxReader(),
            "sarif" => new SarifReader(),
            "gotest" or "go" => new GoTestReader(),
            "jest" => new JestReader(),
            "cargo" => new CargoReader(),
            "black" or "ruff-format" => new FormatterReader("black"),
            "isort" => new FormatterReader("isort"),
            "flake8" or "ruff" or "mypy" or "tsc" => new LinterReader(name),
            "eslint" => new EslintReader(),
            _ => null,
        };
}
