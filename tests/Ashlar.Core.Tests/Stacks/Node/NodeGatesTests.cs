using System.Text.Json;
using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Seam;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Node;

public sealed class NodeGatesTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("vitest", NodeTools.Vitest)]
    [InlineData("vitest run --coverage", NodeTools.Vitest)]
    [InlineData("npx vitest --run", NodeTools.Vitest)]
    [InlineData("pnpm vitest run", NodeTools.Vitest)]
    [InlineData("cross-env NODE_ENV=test jest --watch", NodeTools.Jest)]
    [InlineData("NODE_OPTIONS=--experimental-vm-modules jest", NodeTools.Jest)]
    [InlineData("NODE_OPTIONS=\"$NODE_OPTIONS --experimental-vm-modules\" npx jest", NodeTools.Jest)]
    [InlineData("node --experimental-vm-modules node_modules/jest/bin/jest.js --ci", NodeTools.Jest)]
    [InlineData("node --experimental-vm-modules ./node_modules/.bin/jest", NodeTools.Jest)]
    [InlineData("react-scripts test", NodeTools.Jest)]
    [InlineData("mocha", NodeTools.Mocha)]
    [InlineData("TS_NODE_PROJECT=./tsconfig.test.json mocha -r ts-node/register 'test/**/*.ts'", NodeTools.Mocha)]
    [InlineData("nyc mocha", NodeTools.Mocha)]
    [InlineData("nyc --reporter=lcov --reporter text mocha --exit", NodeTools.Mocha)]
    [InlineData("c8 -r text -r lcov mocha test/*.js", NodeTools.Mocha)]
    [InlineData("c8 node --test", NodeTools.NodeTest)]
    [InlineData("tsx --test src/**/*.test.ts", NodeTools.NodeTest)]
    [InlineData("node --import tsx --test", NodeTools.NodeTest)]
    [InlineData("node --test --test-reporter=dot test/", NodeTools.NodeTest)]
    [InlineData("ava", NodeTools.Ava)]
    [InlineData("c8 ava", NodeTools.Ava)]
    [InlineData("tap --no-coverage", NodeTools.Tap)]
    [InlineData("tape 'test/*.js' | tap-spec", NodeTools.Tape)]
    [InlineData("uvu tests", NodeTools.Uvu)]
    [InlineData("uvu -r esm tests", NodeTools.Uvu)]
    [InlineData("playwright test", NodeTools.Playwright)]
    [InlineData("npm run build && mocha dist", NodeTools.Mocha)]
    [InlineData("tsc -p . && ava", NodeTools.Ava)]
    [InlineData("npm-run-all unit", NodeTools.Vitest)]
    [InlineData("run-s build unit", NodeTools.Vitest)]
    [InlineData("wireit", NodeTools.Vitest)]
    [InlineData("concurrently \"npm:unit\" \"tsc -p .\"", NodeTools.Vitest)]
    [InlineData("concurrently -n a,b --kill-others-on-fail 'npm:un*' 'npm run build'", NodeTools.Vitest)]
    [InlineData("npx concurrently -s all mocha", NodeTools.Mocha)]
    public void The_runner_behind_a_script_is_found_and_reports(string script, string kind)
    {
        scene.With(
            "package.json",
            $$$"""{"name": "x", "scripts": {"test": {{{JsonSerializer.Serialize(script)}}}, "unit": "vitest run", "build": "tsc -p ."}, "wireit": {"test": {"command": "vitest run", "dependencies": ["build"]} } }"""
        );

        var gate = GateFinder.Detect(scene.Root, null).Single();

        Assert.Equal(("node-tests", "npm test"), (gate.Name, gate.Run));
        Assert.Equal(kind, StackCatalog.All.Resolve(gate.Run, scene.Root).Tool.Name);
        Assert.True(GateFinder.IsTest(gate, scene.Root));
        var line = GatePlan.Of(gate, scene.World, "token").Line;
        Assert.Contains("ashlar-results-token/001", line, StringComparison.Ordinal);
        Assert.DoesNotContain("--watch ", line + " ", StringComparison.Ordinal);
        Assert.DoesNotContain("tap-spec", line, StringComparison.Ordinal);
        Assert.DoesNotContain("--test-reporter=dot", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ng test")]
    [InlineData("karma start")]
    [InlineData("./scripts/test.sh")]
    [InlineData("deno test")]
    [InlineData("bun test")]
    [InlineData("gulp test")]
    [InlineData("concurrently -k -s first 'node server.js' 'vitest run'")]
    [InlineData("run-p -r server unit")]
    public void A_script_that_cannot_be_taken_apart_is_read_by_its_exit_code_only(string script)
    {
        scene.With("package.json", $$$"""{"scripts": {"test": {{{JsonSerializer.Serialize(script)}}} }}""");

        var gate = GateFinder.Detect(scene.Root, null).Single();

        Assert.False(GateFinder.IsTest(gate, scene.Root));
    }

    [Fact]
    public async Task What_only_the_exit_code_is_read_of_is_said()
    {
        scene.With("package.json", """{"scripts": {"test": "gulp test"}}""");
        var selection = GateFinder.Select(null, [], scene.Root, null);

        var prepared = await GatePreparation.OfAsync(selection, scene.World, CancellationToken.None);

        Assert.Equal(["node-tests: only the exit code of `npm test` is read"], prepared.Notes);
    }

    [Fact]
    public void Checks_within_the_test_script_are_gates_of_their_own()
    {
        scene.With(
            "package.json",
            """{"scripts": {"pretest": "npm run lint", "test": "tsc --noEmit -p . && npm run build && vitest run && xo", "lint": "eslint .", "build": "node build.js"}}"""
        );

        Assert.Equal(
            [("lint", "npm run lint"), ("tsc", "tsc --noEmit -p ."), ("xo", "xo"), ("node-tests", "npm run build && vitest run")],
            GateFinder.Detect(scene.Root, null).Select(gate => (gate.Name, gate.Run))
        );
    }

    [Fact]
    public void Checks_are_found_by_the_parts_of_their_names_and_once()
    {
        scene.With(
            "package.json",
            """{"scripts": {"check": "npm run check:type && npm run check:lint", "check:lint": "eslint .", "check:type": "run-s check:type:*", "check:type:js": "tsc -p a.json", "check:type:ts": "tsc -p b.json", "format:code": "prettier --check .", "lint:fix": "eslint --fix .", "lint-staged": "lint-staged", "check:links": "node links.js"}}"""
        );

        Assert.Equal(["check:lint", "check:type"], GateFinder.Detect(scene.Root, null).Select(gate => gate.Name).Order());
    }

    [Fact]
    public void A_script_of_another_name_is_taken_where_there_is_no_test_script()
    {
        scene.With(
            "package.json",
            """{"scripts": {"test": "echo \"Error: no test specified\" && exit 1", "test:e2e": "playwright test", "test:unit": "jest"}}"""
        );

        Assert.Equal(["npm run test:unit"], GateFinder.Detect(scene.Root, null).Select(gate => gate.Run));
    }

    [Fact]
    public void The_lock_file_names_the_manager()
    {
        scene.With("package.json", """{"scripts": {"test": "vitest"}}""").With("pnpm-lock.yaml", "");

        Assert.Equal("pnpm test", GateFinder.Detect(scene.Root, null).Single().Run);
        scene.With("package.json", """{"packageManager": "yarn@4.1.0", "scripts": {"test": "vitest", "pretest": "boom"}}""");
        var gate = GateFinder.Detect(scene.Root, null).Single();
        Assert.Equal("yarn test", gate.Run);
        Assert.DoesNotContain("boom", GatePlan.Of(gate, scene.World, "t").Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pnpm -r test", "pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n  - '!packages/left'\n")]
    [InlineData("pnpm --recursive run test", "pnpm-workspace.yaml", "packages:\n- packages/a\n- packages/b\n")]
    [InlineData("npm test --workspaces", null, null)]
    [InlineData("npm run test -ws --if-present", null, null)]
    [InlineData("yarn workspaces foreach -Apt run test", null, null)]
    [InlineData("yarn workspaces run test", null, null)]
    [InlineData("turbo run test", null, null)]
    [InlineData("turbo test --filter=./packages/*", null, null)]
    [InlineData("nx run-many -t test", null, null)]
    [InlineData("lerna run test --stream", null, null)]
    [InlineData("npm test -w a && npm test -w b", null, null)]
    public void One_gate_of_the_root_runs_the_members_tests(string script, string? file, string? text)
    {
        Workspace(script);
        if (file is not null)
        {
            scene.With(file, text!);
        }

        var gate = GateFinder.Detect(scene.Root, null).Single();

        Assert.EndsWith("test", gate.Run, StringComparison.Ordinal);
        var line = GatePlan.Of(gate, scene.World, "token").Line;
        Assert.Contains("cd packages/a &&", line, StringComparison.Ordinal);
        Assert.Contains("--reporter=json --outputFile=", line, StringComparison.Ordinal);
        Assert.Contains(".json\" mocha", line, StringComparison.Ordinal);
        Assert.Contains("/002.json", line, StringComparison.Ordinal);
        Assert.DoesNotContain("/003.json", line, StringComparison.Ordinal);
        // b is needed by a, so it comes first.
        Assert.True(
            line.IndexOf("cd packages/b", StringComparison.Ordinal) < line.IndexOf("cd packages/a", StringComparison.Ordinal)
                || script.Contains("-w a", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Members_have_gates_of_their_own_where_the_root_does_not_run_them()
    {
        Workspace(null);

        Assert.Equal(
            [
                ("b-tests", "cd packages/b && npm test", "/packages/b/** /*"),
                ("a-tests", "cd packages/a && npm test", "/packages/a/** /packages/b/** /*"),
            ],
            GateFinder.Detect(scene.Root, null).Select(gate => (gate.Name, gate.Run, string.Join(' ', gate.When)))
        );
    }

    [Fact]
    public void A_package_in_any_folder_has_its_scripts_as_gates_also_without_one_at_the_root()
    {
        scene
            .With("backend/pyproject.toml", "[tool.pytest.ini_options]\n")
            .With("backend/tests/test_b.py", "")
            .With(
                "frontend/package.json",
                """{"name": "fe", "scripts": {"test": "node --import ./setup.js --test", "lint": "node lint.js"}}"""
            )
            .With("frontend/test/a.test.js", "import test from 'node:test'")
            .With("deep/down/below/here/pnpm-lock.yaml", "")
            .With("deep/down/below/here/package.json", """{"scripts": {"test": "vitest"}, "devDependencies": {"vitest": "1"}}""")
            .With("tools/package.json", "{}")
            .With("tools/b.test.js", "import test from 'node:test'")
            .With("examples/a/package.json", """{"scripts": {"test": "vitest"}}""")
            .With("tests/data/package.json", """{"scripts": {"test": "vitest"}}""");

        var gates = GateFinder.Detect(scene.Root, null);

        Assert.Equal(
            [
                "fe-lint: cd frontend && npm run lint",
                "tests-backend: cd backend && python3 -m pytest -q",
                "deep-down-below-here-tests: cd deep/down/below/here && pnpm test",
                "fe-tests: cd frontend && npm test",
                "node-tests-tools: cd tools && node --test",
            ],
            gates
                .Select(gate => $"{gate.Name}: {gate.Run}")
                .OrderBy(line =>
                    line.StartsWith("fe-lint", StringComparison.Ordinal) ? 0
                    : line.StartsWith("tests", StringComparison.Ordinal) ? 1
                    : 2
                )
                .ThenBy(line => line, StringComparer.Ordinal)
        );
        Assert.Matches(
            @"node (?:\S+ )*--import \./setup\.js (?:\S+ )*--test\b",
            GatePlan.Of(gates.Single(gate => gate.Name == "fe-tests"), scene.World, "t").Line
        );
        Assert.Equal(
            "deep/down/below/here/package.json lists it: run `cd deep/down/below/here && pnpm install`",
            NodePrograms
                .Of(
                    gates.Single(gate => gate.Run.EndsWith("pnpm test", StringComparison.Ordinal)),
                    new RepositoryFiles(scene.Root, StackCatalog.All)
                )!
                .Remedy("vitest")
        );
    }

    [Fact]
    public void Members_check_what_the_root_does_not_check_under_the_same_name()
    {
        scene
            .With("package.json", """{"workspaces": ["packages/*"], "scripts": {"lint": "eslint ."}}""")
            .With("packages/a/package.json", """{"name": "@x/a", "scripts": {"lint": "eslint .", "typecheck": "tsc"}}""");

        Assert.Equal(["npm run lint", "cd packages/a && npm run typecheck"], GateFinder.Detect(scene.Root, null).Select(gate => gate.Run));
    }

    /// <summary>Real node, which takes neither.</summary>
    [Theory]
    [InlineData("node --no-such-option --test", "bad option: --no-such-option", "a version of node that has --no-such-option")]
    [InlineData("node --test gone.test.js", "gone.test.js", "Commit ")]
    [InlineData(
        "sh -c 'echo first; echo last words; exit 3'",
        "exit 3, and the command wrote no result file: first | last words",
        "`npm install`",
        "{\"dependencies\": {\"a\": \"1\"}}"
    )]
    [InlineData("sh -c 'echo last words; exit 3'", "last words", null)]
    public async Task A_runner_that_told_no_result_is_told_by_its_last_words(
        string script,
        string why,
        string? remedy,
        string package = "{}"
    )
    {
        scene.With("package.json", package).With("a.js", "");

        var inability = (await scene.Run(new GateSetting("tests", script) { Results = "node" })).Inability!;

        Assert.Contains(why, inability.Why, StringComparison.Ordinal);
        if (remedy is null)
        {
            Assert.Null(inability.Remedy);
        }
        else
        {
            Assert.Contains(remedy, inability.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Packages_are_built_first_where_the_task_runner_says_so()
    {
        Workspace("turbo run test");
        scene.With("turbo.json", "{ // tasks\n \"tasks\": {\"test\": {\"dependsOn\": [\"^build\"]}}}");

        var line = GatePlan.Of(GateFinder.Detect(scene.Root, null).Single(), scene.World, "t").Line;

        Assert.True(
            line.IndexOf("build-of-b", StringComparison.Ordinal) is var at
                && at > 0
                && at < line.IndexOf("--outputFile", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_runner_that_is_not_installed_is_found_before_anything_is_paid()
    {
        scene
            .With("package.json", """{"scripts": {"test": "nyc mocha", "lint": "eslint ."}, "devDependencies": {"mocha": "^11"}}""")
            .With("package-lock.json", "{}");
        var selection = GateFinder.Select(null, [], scene.Root, null);

        var prepared = await GatePreparation.OfAsync(selection, scene.World, CancellationToken.None);
        var afterSetup = await GatePreparation.OfAsync(selection, scene.World, CancellationToken.None, isInstalledLater: true);

        var problem = Assert.Single(prepared.Problems);
        Assert.Equal("the gate \"node-tests\" needs mocha, which is not installed", problem.Message);
        Assert.Equal("package.json lists it: run `npm ci`", problem.Remedy);
        Assert.Contains("eslint is not installed", Assert.Single(prepared.Notes), StringComparison.Ordinal);
        Assert.Empty(afterSetup.Problems);
    }

    [Theory]
    [InlineData("vitest run", "vitest run --reporter=default", "a.test.ts")]
    [InlineData("jest", "--runTestsByPath src/a.test.ts", null)]
    [InlineData("node --test", ".xml\" --test src/a.test.ts", null)]
    [InlineData("mocha", "mocha --reporter", null)]
    public void A_run_of_some_files_selects_them_where_the_runner_can(string script, string expected, string? file)
    {
        scene.With("package.json", $$$"""{"scripts": {"test": "{{{script}}}"}}""");

        var line = GatePlan.Of(new("tests", "npm test"), scene.World, "t", new GateFocus(["src/a.test.ts"])).Line;

        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Equal(
            file is not null || expected.Contains("a.test", StringComparison.Ordinal),
            line.Contains("src/a.test.ts", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("src/sum.test.ts", true, false)]
    [InlineData("src/sum.spec.tsx", true, false)]
    [InlineData("src/__tests__/sum.js", true, false)]
    [InlineData("test/sum.js", true, false)]
    [InlineData("cypress/e2e/login.cy.ts", true, true)]
    [InlineData("test/helpers/server.js", false, true)]
    [InlineData("src/__mocks__/fs.js", false, true)]
    [InlineData("vitest.setup.ts", false, true)]
    [InlineData("src/setupTests.ts", false, true)]
    [InlineData("src/sum.ts", false, false)]
    [InlineData("src/helpers/sum.ts", false, false)]
    public void Tests_and_what_supports_them_are_told_by_their_paths(string path, bool isTest, bool isSupport)
    {
        Assert.Equal(isTest, StackCatalog.All.IsTest(path));
        Assert.True(!isSupport || StackCatalog.All.IsSupport(path));
        Assert.Equal(isTest || isSupport, StackCatalog.All.IsTest(path) || StackCatalog.All.IsSupport(path));
    }

    private void Workspace(string? script) =>
        scene
            .With(
                "package.json",
                $$$"""{"private": true, "workspaces": ["packages/*"], "scripts": { {{{(script is null ? "" : $"\"test\": \"{script}\"")}}} }}"""
            )
            .With(
                "packages/a/package.json",
                """{"name": "a", "dependencies": {"b": "*"}, "scripts": {"test": "vitest run", "build": "echo build-of-a"}}"""
            )
            .With("packages/b/package.json", """{"name": "b", "scripts": {"test": "mocha", "build": "echo build-of-b"}}""");

    [Theory]
    [InlineData("node --test && tstyche", "tstyche=tstyche|node-tests=node --test")]
    [InlineData("npm run unit && npm run ts", "ts=npm run ts|node-tests=npm run unit")]
    [InlineData("node --test && npx npm@10 audit --production", "node-tests=node --test")]
    [InlineData("nyc node --test && nyc report", "node-tests=npm test")]
    [InlineData("node --test && rm -rf tmp", "node-tests=npm test")]
    [InlineData("node build.js && node --test", "node-tests=npm test")]
    public void What_stands_behind_the_tests_is_a_gate_of_its_own_and_none_of_theirs(string script, string gates)
    {
        scene.With(
            "package.json",
            $$$"""{"scripts": {"test": {{{JsonSerializer.Serialize(script)}}}, "unit": "node --test", "ts": "tstyche --all"}, "devDependencies": {"tstyche": "7", "nyc": "17"}}"""
        );

        Assert.Equal(gates, string.Join('|', GateFinder.Detect(scene.Root, null).Select(gate => $"{gate.Name}={gate.Run}")));
    }

    [Fact]
    public void Pnpm_runs_all_scripts_that_an_expression_matches()
    {
        scene
            .With("pnpm-lock.yaml", "lockfileVersion: 9\n")
            .With("package.json", """{"scripts": {"test": "pnpm run /^test:/", "test:unit": "vitest run", "test:lint": "eslint ."}}""");

        Assert.Equal(NodeTools.Vitest, StackCatalog.All.Resolve("pnpm test", scene.Root).Tool.Name);
    }
}
