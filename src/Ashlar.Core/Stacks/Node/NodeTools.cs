using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Node;

/// <summary>The tools of node whose results are read.</summary>
internal static class NodeTools
{
    /// <summary><c>node --test</c>.</summary>
    public const string NodeTest = "node --test";

    /// <summary>jest.</summary>
    public const string Jest = "jest";

    /// <summary>vitest.</summary>
    public const string Vitest = "vitest";

    /// <summary>mocha.</summary>
    public const string Mocha = "mocha";

    /// <summary>ava.</summary>
    public const string Ava = "ava";

    /// <summary>node-tap.</summary>
    public const string Tap = "tap";

    /// <summary>tape, or a script that writes TAP.</summary>
    public const string Tape = "tape";

    /// <summary>uvu.</summary>
    public const string Uvu = "uvu";

    /// <summary><c>playwright test</c>.</summary>
    public const string Playwright = "playwright";

    /// <summary>eslint.</summary>
    public const string Eslint = "eslint";

    /// <summary>The TypeScript compiler.</summary>
    public const string Tsc = "tsc";

    /// <summary><c>prettier --check</c>.</summary>
    public const string Prettier = "prettier";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StackTool> All { get; } =
    [
        Runner(NodeTest, "JUnit", "file names") with
        {
            Dialect = JUnitDialect.Node,
            FoundAs = "also `tsx --test`, `node --import tsx --test`, `node file.js` that loads `node:test`",
        },
        Runner(Jest, "JSON", "`--runTestsByPath`") with
        {
            Dialect = JUnitDialect.Jest,
            FoundAs = "also as ES modules, `react-scripts test`, `node … jest.js`",
        },
        Runner(Vitest, "JSON", "file names") with
        {
            Dialect = JUnitDialect.Script,
            FoundAs = "`vitest`, `vitest run`",
        },
        Runner(Mocha, "JSON of a reporter that Ashlar gives it", null) with
        {
            Dialect = JUnitDialect.Script,
            FoundAs = "`mocha`, `_mocha`",
        },
        Runner(Playwright, "JUnit", "file names") with
        {
            Dialect = JUnitDialect.Script,
            FoundAs = "`playwright test`",
        },
        Runner(Ava, "TAP", null),
        Runner(Tap, "TAP; a case is an assertion: `file > test[assertion]`", null),
        Runner(Tape, "TAP, as above", "file names") with
        {
            FoundAs = "`tape`, zora, `node file.js` that loads them, also before `\\| tap-spec`",
        },
        Runner(Uvu, "its text, which names only the tests that fail", null) with
        {
            FoundAs = "`uvu`, `node file.js` that loads it",
        },
        new(Eslint, ToolUse.Check) { Results = "eslint", ReadFrom = "its text" },
        new(Tsc, ToolUse.Check)
        {
            Results = "tsc",
            ReadFrom = "its text",
            FoundAs = "also `vue-tsc`",
        },
        new(Prettier, ToolUse.Format)
        {
            Results = "prettier",
            ReadFrom = "its text",
            FoundAs = "`prettier --check`",
        },
    ];

    private static StackTool Runner(string name, string readFrom, string? selectedBy) =>
        new(name, ToolUse.Tests)
        {
            Results = "node",
            ReadFrom = readFrom,
            SelectedBy = selectedBy,
        };
}
