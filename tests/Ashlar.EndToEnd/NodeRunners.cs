using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Real runners of node, in the sandbox, on small projects: an honest change is done, one that breaks a test never is.</summary>
public sealed class NodeRunners
{
    private const string Sums = "exports.twice = (n) => n * 2;\nexports.half = (n) => n / 2;\n";
    private const string Globals = "const { twice, half } = require('../sums.js');\nconst assert = require('assert');\n";
    private const string Suite =
        Globals
        + "describe('sums', () => { it('twice', () => assert.equal(twice(2), 4)); it('half', () => assert.equal(half(4), 2)); });\n";

    public static TheoryData<string, string, string, int> Runners =>
        new()
        {
            {
                "vitest",
                "test/sums.test.mjs",
                "import { expect, it } from 'vitest';\nimport { twice, half } from '../sums.js';\nit('twice', () => expect(twice(2)).toBe(4));\nit('half', () => expect(half(4)).toBe(2));\n",
                2
            },
            { "mocha", "test/sums.js", Suite, 2 },
            { "nyc mocha", "test/sums.js", Suite, 2 },
            { "c8 --reporter text mocha test/*.js", "test/sums.js", Suite, 2 },
            {
                "cross-env NODE_OPTIONS=--experimental-vm-modules jest",
                "test/sums.test.mjs",
                "import { twice, half } from '../sums.js';\nit('twice', () => expect(twice(2)).toBe(4));\nit('half', () => expect(half(4)).toBe(2));\n",
                2
            },
            {
                "ava",
                "test/sums.test.mjs",
                "import test from 'ava';\nimport { twice, half } from '../sums.js';\ntest('twice', (t) => t.is(twice(2), 4));\ntest('half', (t) => t.is(half(4), 2));\n",
                2
            },
            {
                "tap --disable-coverage test/*.js",
                "test/sums.js",
                "const t = require('tap');\nconst { twice, half } = require('../sums.js');\nt.test('twice', (t) => { t.equal(twice(2), 4); t.end(); });\nt.test('half', (t) => { t.equal(half(4), 2); t.end(); });\n",
                2
            },
            {
                "tape test/*.js | tap-spec",
                "test/sums.js",
                "const test = require('tape');\nconst { twice, half } = require('../sums.js');\ntest('twice', (t) => { t.equal(twice(2), 4); t.end(); });\ntest('half', (t) => { t.equal(half(4), 2); t.end(); });\n",
                2
            },
            {
                "uvu test",
                "test/sums.js",
                "const { test } = require('uvu');\nconst assert = require('uvu/assert');\nconst { twice, half } = require('../sums.js');\ntest('twice', () => assert.is(twice(2), 4));\ntest('half', () => assert.is(half(4), 2));\ntest.run();\n",
                2
            },
            {
                "node test/sums.js",
                "test/sums.js",
                "const test = require('tape');\nconst { twice, half } = require('../sums.js');\ntest('twice', (t) => { t.equal(twice(2), 4); t.end(); });\ntest('half', (t) => { t.equal(half(4), 2); t.end(); });\n",
                2
            },
            {
                "tsx --test test/*.ts",
                "test/sums.test.ts",
                "import { test } from 'node:test';\nimport assert from 'node:assert';\nimport { twice, half } from '../sums.js';\ntest('twice', () => assert.equal(twice(2) as number, 4));\ntest('half', () => assert.equal(half(4), 2));\n",
                2
            },
            {
                "playwright test",
                "test/sums.spec.js",
                "const { expect, test } = require('@playwright/test');\nconst { twice, half } = require('../sums.js');\ntest('twice', () => expect(twice(2)).toBe(4));\ntest('half', () => expect(half(4)).toBe(2));\n",
                2
            },
        };

    [NodePackagesTheory]
    [MemberData(nameof(Runners))]
    public async Task An_honest_change_is_done_and_one_that_breaks_a_test_is_not(string script, string path, string tests, int count)
    {
        using var honest = Of(script, path, tests);
        await using var first = await Script
            .Of("task-1", Say.Bash("sed -i 's/n \\* 2/n + n/' sums.js"), Say.Report([], ["sums.js"], passing: count))
            .ServeAsync();
        var done = await honest.Ashlar("run", "--task", "Write twice(n) as a sum").Asking(first).RunAsync();

        using var broken = Of(script, path, tests);
        await using var second = await Script
            .Of(
                "task-1",
                [
                    .. Enumerable
                        .Range(0, 8)
                        .SelectMany(number =>
                            (ScriptedAnswer[])
                                [
                                    Say.Bash(
                                        $"printf '%s\\n' 'exports.twice = (n) => n * 3; // {number}' 'exports.half = (n) => n / 2;' > sums.js"
                                    ),
                                    Say.Report([], ["sums.js"], passing: count),
                                ]
                        ),
                ]
            )
            .ServeAsync();
        var refused = await broken.Ashlar("run", "--task", "Speed twice(n) up", "--max-iterations", "2").Asking(second).RunAsync();

        Assert.True(done.ExitStatus == 0, done.Out + done.Error);
        Assert.True(refused.ExitStatus is 1 or 3, refused.Out + refused.Error);
        Assert.Contains("twice", refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Equal("", honest.Git("status", "--porcelain"));
        // Nothing stays in the user's packages.
        Assert.False(Path.Exists(Path.Combine(NodePackagesTheoryAttribute.Packages!, "node_modules", ".vite-temp")));
    }

    private static Project Of(string script, string path, string tests)
    {
        var project = Project.With(
            (
                "package.json",
                $$$"""{"name": "sums", "version": "1.0.0", "scripts": {"test": "{{{script}}}"}, "jest": {"testMatch": ["**/*.test.mjs"]}}"""
                    + "\n"
            ),
            ("sums.js", Sums),
            (".gitignore", "node_modules\n"),
            (path, tests)
        );
        Directory.CreateSymbolicLink(
            Path.Combine(project.Root, "node_modules"),
            Path.Combine(NodePackagesTheoryAttribute.Packages!, "node_modules")
        );
        return project;
    }
}
