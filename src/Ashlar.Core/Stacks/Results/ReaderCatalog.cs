using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Dotnet;
using Ashlar.Core.Stacks.Go;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Rust;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Which reader reads which gate.</summary>
internal static class ReaderCatalog
{
    /// <summary>Every name that <c>results:</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "exit",
        "junit",
        "trx",
        "sarif",
        "unittest",
        "black",
        "isort",
        "flake8",
        "ruff",
        "mypy",
        "eslint",
        "tsc",
        "jest",
        "vitest",
        "mocha",
        "tap",
        "uvu",
        "playwright",
        "node",
        "gotest",
        "cargo",
    ];

    /// <summary>The reader that is named (also by a test tool's name), else the one that the command suggests, else <c>exit</c>.</summary>
    public static IResultReader For(string? results, GateCommand command) =>
        Named(results) ?? Named(Suggested(command.Kind)) ?? new ExitReader();

    /// <summary>Whether a gate reads tests.</summary>
    public static bool ReadsTests(GateSetting gate, string root) => For(gate.Results, GateScripts.Resolve(gate.Run, root)).ReadsTests;

    private static string Suggested(GateKind kind) =>
        kind switch
        {
            GateKind.Pytest => "junit",
            GateKind.Unittest or GateKind.DjangoTest => "unittest",
            GateKind.DotnetTest => "trx",
            GateKind.GoTest => "gotest",
            GateKind.CargoTest => "cargo",
            GateKind.NodeTest
            or GateKind.Jest
            or GateKind.Vitest
            or GateKind.Mocha
            or GateKind.Ava
            or GateKind.Tap
            or GateKind.Tape
            or GateKind.Uvu
            or GateKind.Playwright => "node",
            GateKind.Prettier => "prettier",
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
            "junit" or "pytest" => new JUnitReader(),
            "node" or "jest" or "vitest" or "mocha" or "ava" or "tap" or "tape" or "uvu" or "playwright" => new NodeReader(name),
            "unittest" or "django" => new UnittestReader(),
            "trx" or "dotnet" => new TrxReader(),
            "sarif" => new SarifReader(),
            "gotest" or "go" => new GoTestReader(),
            "cargo" => new CargoReader(),
            "black" or "ruff-format" => new FormatterReader("black"),
            "isort" => new FormatterReader("isort"),
            "flake8" or "ruff" or "mypy" or "tsc" or "prettier" => new LinterReader(name),
            "eslint" => new EslintReader(),
            _ => null,
        };
}
