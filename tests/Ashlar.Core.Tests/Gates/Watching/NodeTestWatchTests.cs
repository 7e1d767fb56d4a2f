using Ashlar.Core.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Gates.Watching;

/// <summary>The watch on node's own runner. Each attack is green where nothing watches.</summary>
public sealed class NodeTestWatchTests
{
    private const string Test =
        "import { test } from \"node:test\";\nimport assert from \"node:assert\";\nimport { add } from \"./app.js\";\n\ntest(\"adds\", () => {\n  assert.equal(add(1, 2), 3);\n});\n";

    public static TheoryData<string, string, string> Attacks =>
        new()
        {
            {
                "assertions that do nothing",
                "import assert from \"node:assert\";\nassert.equal = () => {};\n",
                "a test of Ashlar's own that must fail was not seen failing (assert.equal passed)"
            },
            {
                "assertions by another name",
                "import { createRequire } from \"node:module\";\nconst kind = createRequire(import.meta.url)(\"as\" + \"sert\");\nfor (const name of Object.keys(kind)) if (typeof kind[name] === \"function\" && name !== \"AssertionError\") kind[name] = () => {};\n",
                "must fail was not seen failing"
            },
            {
                "an early end",
                "process.exit(0);\n",
                "tests ended their process themselves (process.exit) before the runner had told of all of them"
            },
            { "an end past all listeners", "process.reallyExit(0);\n", "the tests' runner was ended before it was through" },
            {
                "a listener that says it was well",
                "const write = process.stdout.write;\nprocess.stdout.write = (data, ...rest) => (String(data).includes(\"test:fail\") ? true : write.call(process.stdout, data, ...rest));\nprocess.on(\"exit\", () => process.reallyExit(0));\n",
                "functions of the tests' runner were replaced while it ran: process.stdout.write"
            },
            {
                "a record that goes",
                "import { rmSync, readdirSync } from \"node:fs\";\nimport { dirname } from \"node:path\";\nimport assert from \"node:assert\";\nassert.equal = () => {};\nfor (const fd of readdirSync(\"/proc/self/fd\")) {\n  let path = \"\";\n  try { path = (await import(\"node:fs\")).readlinkSync(\"/proc/self/fd/\" + fd); } catch {}\n  if (path.includes(\"watch-\")) rmSync(path);\n}\n",
                "a record of the tests' runner was taken away or written over"
            },
        };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_change_that_forges_is_seen(string name, string attack, string words)
    {
        using var alone = Scene(attack + "export const add = () => 0;\n");
        using var scene = Scene(attack + "export const add = () => 0;\n").Watched();

        var without = await alone.Run("node --test");
        var result = await scene.Run("node --test");

        Assert.True(without.Status == GateStatus.Green, $"{name}: the attack does not work: {Words(without)}");
        Assert.Equal(GateStatus.Red, result.Status);
        Assert.Contains(words, Words(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_tested_may_not_end_a_file_without_a_runner()
    {
        const string Tests = "const { add } = require('./app.js');\nrequire('assert').equal(add(1, 2), 3);\n";
        using var alone = new GateScene().With("app.js", "process.exit(0);\n").With("app.test.js", Tests);
        using var scene = new GateScene().With("app.js", "process.exit(0);\n").With("app.test.js", Tests).Watched();

        var without = await alone.Run("node --test");
        var result = await scene.Run("node --test");

        Assert.True(without.Status == GateStatus.Green, Words(without));
        Assert.Contains("tests ended their process themselves", Words(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_hides_its_failure_is_seen()
    {
        const string App =
            "const kind = require('node:test');\nconst real = kind.test;\nkind.test = (name) => real(name, () => {});\nexports.add = () => 0;\n";
        const string Tests =
            "const { add } = require('./app.js');\nconst { test } = require('node:test');\nconst assert = require('assert');\ntest('adds', () => assert.equal(add(1, 2), 3));\n";
        using var alone = new GateScene().With("app.js", App).With("app.test.js", Tests);
        using var scene = new GateScene().With("app.js", App).With("app.test.js", Tests).Watched();

        var without = await alone.Run("node --test");
        var result = await scene.Run("node --test");

        Assert.True(without.Status == GateStatus.Green, Words(without));
        Assert.Contains("functions of the tests' runner were replaced while it ran: test.test", Words(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node --test")]
    [InlineData("npm test")]
    [InlineData("NODE_OPTIONS='--no-warnings' node --test")]
    public async Task Honest_tests_are_counted_as_they_are(string line)
    {
        using var scene = Scene("export const add = (a, b) => a + b;\n")
            .With("plain.test.js", "import assert from \"node:assert\";\n\nassert.equal(1, 1);\n")
            .With("ends.test.js", "import assert from \"node:assert\";\n\nassert.equal(1, 1);\nprocess.exit(0);\n")
            .With("ends.test.cjs", "(async () => {\n  require(\"assert\").equal(await 1, 1);\n  process.exit();\n})();\n")
            .With(
                "more.test.mjs",
                "import { describe, it, mock } from \"node:test\";\nimport { execFileSync } from \"node:child_process\";\n\ndescribe(\"more\", () => {\n  it(\"waits\", async () => {});\n  it.skip(\"later\", () => {});\n  it(\"runs node\", () => {\n    execFileSync(process.execPath, [\"-e\", \"process.exit(0)\"]);\n  });\n  it(\"mocks\", () => {\n    const write = mock.method(process.stdout, \"write\", () => true);\n    process.stdout.write(\"x\");\n    write.mock.restore();\n  });\n});\n"
            )
            .Watched();

        var result = await scene.Run(line);

        Assert.True(result.Status == GateStatus.Green, Words(result));
        Assert.Equal((7, 0, 1), (result.Tests!.Passing, result.Tests.Failing, result.Tests.Skipped));
        Assert.Equal(
            (true, "node --test was watched inside its process and seen failing a test of Ashlar's own"),
            (result.Examined!.Inside, result.Examined.What)
        );
    }

    private static GateScene Scene(string app) =>
        new GateScene()
            .With("package.json", "{\"name\": \"a\", \"type\": \"module\", \"scripts\": {\"test\": \"node --test\"}}\n")
            .With("app.js", app)
            .With("app.test.js", Test);

    private static string Words(GateResult result) =>
        string.Join('\n', result.New.Select(finding => $"{finding.Key} {finding.Message}").Append(result.Fault));
}
