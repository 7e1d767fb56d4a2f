namespace Ashlar.Core.Stacks.Commands;

/// <summary>The tool that a gate runs, where Ashlar knows it.</summary>
public enum GateKind
{
    /// <summary>Some command; only its exit code is known.</summary>
    Other,

    /// <summary>pytest.</summary>
    Pytest,

    /// <summary><c>python -m unittest</c>.</summary>
    Unittest,

    /// <summary><c>manage.py test</c>.</summary>
    DjangoTest,

    /// <summary><c>node --test</c>.</summary>
    NodeTest,

    /// <summary>jest.</summary>
    Jest,

    /// <summary>vitest.</summary>
    Vitest,

    /// <summary>mocha.</summary>
    Mocha,

    /// <summary>ava.</summary>
    Ava,

    /// <summary>node-tap.</summary>
    Tap,

    /// <summary>tape, or a script that writes TAP.</summary>
    Tape,

    /// <summary>uvu.</summary>
    Uvu,

    /// <summary><c>playwright test</c>.</summary>
    Playwright,

    /// <summary><c>dotnet test</c>.</summary>
    DotnetTest,

    /// <summary><c>go test</c>.</summary>
    GoTest,

    /// <summary><c>cargo test</c>.</summary>
    CargoTest,

    /// <summary>black.</summary>
    Black,

    /// <summary>isort.</summary>
    Isort,

    /// <summary>flake8.</summary>
    Flake8,

    /// <summary><c>ruff check</c>.</summary>
    Ruff,

    /// <summary><c>ruff format --check</c>.</summary>
    RuffFormat,

    /// <summary>mypy.</summary>
    Mypy,

    /// <summary>eslint.</summary>
    Eslint,

    /// <summary>The TypeScript compiler.</summary>
    Tsc,

    /// <summary><c>prettier --check</c>.</summary>
    Prettier,
}
