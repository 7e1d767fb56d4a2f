using Ashlar.Core.Gates;
using Ashlar.EndToEnd;
using Xunit;

namespace Ashlar.Core.Tests.Gates.Watching;

/// <summary>The watch on jest, vitest and mocha as npm has them. Each attack is green where nothing watches.</summary>
public sealed class NodePackagesWatchTests
{
    private const string Jest = "test('adds', () => expect(require('./app.js').add(1, 2)).toBe(3));\n";
    private const string Vitest =
        "import { add } from './app.js';\nimport { expect, test } from 'vitest';\ntest('adds', () => expect(add(1, 2)).toBe(3));\n";
    private const string Mocha =
        "const assert = require('assert');\nconst { add } = require('../app.js');\nit('adds', () => assert.strictEqual(add(1, 2), 3));\n";

    public static TheoryData<string, string, string> Attacks =>
        new()
        {
            { "jest", "expect.extend({ toBe: () => ({ pass: true }) });\n", "must fail was not seen failing (expect.toBe passed)" },
            {
                "jest",
                "const known = Object.getOwnPropertySymbols(globalThis).map((key) => globalThis[key]).find((one) => one && one.matchers);\nif (known) for (const name of Object.keys(known.matchers)) known.matchers[name] = () => ({ pass: true });\n"
                    + "expect.extend({ toBe: () => ({ pass: true }) });\n",
                "must fail was not seen failing"
            },
            {
                "jest",
                "const key = Object.getOwnPropertySymbols(globalThis).find((one) => String(one).includes('JEST_STATE'));\nafterEach(() => { globalThis[key].currentlyRunningTest.errors.length = 0; });\n",
                "1 tests that failed were reported as passed"
            },
            {
                "jest",
                "globalThis.expect = () => new Proxy({}, { get: () => () => {} });\n",
                "functions of the tests' runner were replaced while it ran: expect"
            },
            {
                "vitest",
                "import { expect } from 'vitest';\nexpect.extend({ toBe: () => ({ pass: true, message: () => '' }) });\n",
                "must fail was not seen failing (expect.toBe passed)"
            },
            { "mocha", "require('as' + 'sert').strictEqual = () => {};\n", "must fail was not seen failing (assert.strictEqual passed)" },
            {
                "mocha",
                "globalThis.it = ((real) => (title, act) => real(title, () => { try { act(); } catch {} }))(globalThis.it);\n",
                "must fail was not seen failing (it passed)"
            },
            {
                "mocha",
                "const Mocha = require('mocha');\nMocha.Runner.prototype.fail = function (test) { test.state = 'passed'; this.emit('pass', test); };\n",
                "must fail was not seen failing"
            },
            {
                "mocha",
                "const fs = require('fs');\nprocess.on('exit', () => {\n  const told = JSON.parse(fs.readFileSync(process.env.ASHLAR_RESULTS, 'utf8').replaceAll('failed', 'passed'));\n  fs.writeFileSync(process.env.ASHLAR_RESULTS, JSON.stringify(told));\n  process.reallyExit(0);\n});\n",
                "the results say 1 passed and 0 failed, the runner itself reported 0 and 1"
            },
        };

    public static TheoryData<string, string, string, int> Honest =>
        new()
        {
            {
                "jest",
                "a.test.js",
                "test('a', () => { expect.assertions(1); expect(1).toBe(1); });\ntest.skip('b', () => {});\nit.each([1, 2])('c %i', (n) => expect(n).toBeGreaterThan(0));\nlet n = 0; afterEach(() => { n++; });\ntest('d', () => expect(n).toBe(3));\n",
                4
            },
            {
                "jest --bail -w 2",
                "a.test.js",
                "test.failing('a', () => expect(1).toBe(2));\ntest('b', () => { const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true); write.mockRestore(); });\n",
                2
            },
            {
                "cross-env NODE_OPTIONS=--experimental-vm-modules jest",
                "a.test.mjs",
                "import { expect, it } from '@jest/globals';\nit('a', () => expect(1).toBe(1));\n",
                1
            },
            {
                "vitest --pool=threads",
                "a.test.mjs",
                "import { expect, it, vi } from 'vitest';\nit('a', () => { expect.hasAssertions(); expect(vi.fn()).not.toHaveBeenCalled(); });\n",
                1
            },
            {
                "vitest --bail 1",
                "a.test.mjs",
                "import { describe, expect, it } from 'vitest';\ndescribe('s', () => { it('a', () => expect(1).toBe(1)); it.concurrent('b', async ({ expect }) => { expect(2).toBe(2); }); });\n",
                2
            },
            {
                "vitest --no-isolate",
                "a.test.ts",
                "import { expect, it } from 'vitest';\nit('a', () => expect(1 as number).toBe(1));\n",
                1
            },
            {
                "mocha",
                "test/a.js",
                "const { expect } = require('chai');\nlet n = 0;\nafterEach(() => n++);\ndescribe('s', () => { it('a', () => expect(1).to.equal(1)); it('later'); it('b', () => expect(n).to.equal(1)); });\n",
                2
            },
            { "mocha --exit test/*.mjs", "test/a.mjs", "import assert from 'node:assert';\nit('a', async () => assert.equal(1, 1));\n", 1 },
        };

    [NodePackagesTheory]
    [MemberData(nameof(Attacks))]
    public async Task A_change_that_forges_is_seen(string runner, string attack, string words)
    {
        using var alone = Attacked(runner, attack);
        using var scene = Attacked(runner, attack).Watched();

        var without = await alone.Run("npm test");
        var result = await scene.Run("npm test");

        Assert.True(without.Status == GateStatus.Green, $"the attack does not work: {Words(without)}");
        Assert.Contains(words, Words(result), StringComparison.Ordinal);
        Assert.Equal(GateStatus.Red, result.Status);
    }

    [NodePackagesTheory]
    [MemberData(nameof(Honest))]
    public async Task Honest_tests_are_counted_as_they_are(string script, string path, string test, int passing)
    {
        using var scene = Scene(script).With(path, test).Watched();

        var result = await scene.Run("npm test");

        Assert.True(result.Status == GateStatus.Green, Words(result));
        Assert.Equal(passing, result.Tests!.Passing);
        Assert.True(result.Examined!.Inside, result.Examined.What);
    }

    [NodePackagesTheory]
    [InlineData("vitest run --typecheck")]
    public async Task Tests_of_types_are_counted_beside_those_that_a_process_runs(string script)
    {
        using var scene = Scene(script)
            .With("tsconfig.json", """{"compilerOptions": {"skipLibCheck": true, "module": "esnext", "moduleResolution": "bundler"}}""")
            .With("a.test.ts", "import { expect, it } from 'vitest';\nit('a', () => expect(1).toBe(1));\n")
            .With(
                "b.test-d.ts",
                "import { expectTypeOf, test } from 'vitest';\ntest('b', () => expectTypeOf(1).toEqualTypeOf<number>());\n"
            )
            .Watched();

        var result = await scene.Run("npm test");

        Assert.True(result.Status == GateStatus.Green, Words(result));
        Assert.Equal(2, result.Tests!.Passing);
        Assert.True(result.Examined!.Inside, result.Examined.What);
    }

    [NodePackagesTheory]
    [InlineData(
        "vitest --pool=vmThreads",
        "a.test.mjs",
        "import { expect, it } from 'vitest';\nit('a', () => expect(1).toBe(1));\n",
        "vitest is not examined inside its process: it left no record of its own"
    )]
    [InlineData(
        "mocha --parallel",
        "test/a.js",
        "it('a', () => {});\n",
        "mocha is not examined inside its process: no test of Ashlar's own could be shown to it"
    )]
    [InlineData(
        "ava",
        "test/a.mjs",
        "import test from 'ava';\ntest('a', (t) => t.pass());\n",
        "ava is not examined inside its process: only what it reports is read"
    )]
    public async Task What_is_not_watched_is_said(string script, string path, string test, string words)
    {
        using var scene = Scene(script).With(path, test).Watched();

        var result = await scene.Run("npm test");

        Assert.True(result.Status == GateStatus.Green, Words(result));
        Assert.False(result.Examined!.Inside);
        Assert.StartsWith(words, result.Examined.What, StringComparison.Ordinal);
    }

    private static GateScene Attacked(string runner, string attack) =>
        runner switch
        {
            "vitest" => Scene(runner).With("app.js", attack + "export const add = () => 0;\n").With("app.test.mjs", Vitest),
            "mocha" => Scene(runner)
                .With("app.js", attack + "exports.add = () => 0;\n")
                .With("test/app.js", "require('../app.js');\n" + Mocha),
            _ => Scene(runner).With("app.js", attack + "exports.add = () => 0;\n").With("app.test.js", "require('./app.js');\n" + Jest),
        };

    private static GateScene Scene(string script)
    {
        var scene = new GateScene().With(
            "package.json",
            $$$"""{"name": "a", "scripts": {"test": "{{{script}}}"}, "jest": {"testMatch": ["**/*.test.*js"]}}""" + "\n"
        );
        Directory.CreateSymbolicLink(
            Path.Combine(scene.Root, "node_modules"),
            Path.Combine(NodePackagesTheoryAttribute.Packages!, "node_modules")
        );
        return scene;
    }

    private static string Words(GateResult result) =>
        string.Join('\n', result.New.Select(finding => $"{finding.Key} {finding.Message}").Append(result.Fault));
}
