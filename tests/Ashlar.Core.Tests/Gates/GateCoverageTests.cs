using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class GateCoverageTests : IDisposable
{
    private const string Test = "def test_a():\n    assert True\n";

    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Python_packages_side_by_side_each_have_their_gate_and_their_folder()
    {
        scene
            .With("services/orders/pyproject.toml", "[project]\nname = \"orders\"\n")
            .With("services/orders/tests/test_a.py", Test)
            .With("services/stock/setup.py", "")
            .With("services/stock/test_b.py", "import unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n")
            .With("tools/x.py", "");

        Assert.Equal(
            [
                ("tests-services-orders", "cd services/orders && python3 -m pytest -q", "/services/orders/**, /*"),
                ("tests-services-stock", "cd services/stock && python3 -m unittest discover", "/services/stock/**, /*"),
            ],
            Detected()
        );
        Assert.Empty(Uncovered());
    }

    [Fact]
    public void What_lies_beside_a_test_and_bears_its_name_belongs_to_it()
    {
        scene
            .With("CMakeLists.txt", "enable_testing()\nadd_test(NAME test_cast COMMAND tests/test_cast.run)\n")
            .With("tests/test_cast.c", "int main(void) { return 0; }\n")
            .With("tests/test_cast.run", "#!/bin/sh\n./test_cast\n")
            .With("tests/test_cast.expected", "ok\n")
            .With("tests/test_alone.lua", "assert(true)\n");

        Assert.Equal(["the root (lua, tests/test_alone.lua)"], Uncovered());
    }

    [Fact]
    public void What_tests_with_a_runner_read_is_theirs_whatever_it_is_called()
    {
        scene
            .With("CMakeLists.txt", "enable_testing()\nadd_test(NAME cases COMMAND cases)\n")
            .With(
                "tests/cases.c",
                "const char *end = \".expected\"; const char *script = \"data/test-run.sh\";\nint main(void) { return 0; }\n"
            )
            .With("tests/data/test-1.expected", "ok\n")
            .With("tests/data/spec.expected", "ok\n")
            .With("tests/data/test-run.sh", "#!/bin/sh\nexit 0\n")
            .With("tests/data/test-1.expectedly", "ok\n")
            .With("tests/data/test-other.sh", "#!/bin/sh\nexit 0\n");

        Assert.Equal(
            ["the root (expectedly, tests/data/test-1.expectedly)", "the root (sh, tests/data/test-other.sh)"],
            Uncovered().Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("total.test.js", "node --test", true)]
    [InlineData("tools/total.test.js", "cd tools && node --test", true)]
    [InlineData("tools/total.test.js", "cd web && node --test", false)]
    [InlineData("total.test.js", "python3 -m pytest", false)]
    public void Tests_without_a_package_are_run_by_a_runner_of_their_ecosystem_above_them(string file, string run, bool isRun)
    {
        scene.With(file, "require('node:test').test('a', () => {});\n").With("web/a.js", "");

        Assert.Equal(isRun, GateCoverage.Of([new GateSetting("tests", run)], scene.Root).Uncovered.Count == 0);
    }

    [Fact]
    public void The_root_runs_what_it_collects_and_leaves_the_rest_to_gates_of_their_own()
    {
        scene
            .With("pyproject.toml", "[tool.pytest.ini_options]\naddopts = \"-q\"\n")
            .With("tests/test_a.py", Test)
            .With("packages/core/pyproject.toml", "[project]\nname = \"core\"\n")
            .With("packages/core/tests/test_c.py", Test)
            .With("packages/web/pyproject.toml", "[tool.pytest.ini_options]\npythonpath = [\"src\"]\n")
            .With("packages/web/tests/test_w.py", Test);

        Assert.Equal(
            [
                ("tests", "python3 -m pytest -q --ignore=packages/web", ""),
                ("tests-packages-web", "cd packages/web && python3 -m pytest -q", "/packages/web/**, /*"),
            ],
            Detected()
        );
        Assert.Empty(Uncovered());

        scene.With("pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = [\"tests\"]\n");
        Assert.Equal(3, Detected().Count);
        Assert.Equal(
            ["packages/core (python, packages/core/tests/test_c.py)", "packages/web (python, packages/web/tests/test_w.py)"],
            Uncovered("pytest -q")
        );
    }

    [Fact]
    public void A_backend_of_Django_beside_a_front_end_is_two_packages()
    {
        scene
            .With("backend/manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'app.settings')")
            .With("backend/shop/tests.py", "from django.test import TestCase\nclass A(TestCase):\n    def test_a(self): pass\n")
            .With("frontend/package.json", "{\"scripts\": {\"test\": \"vitest run\"}}")
            .With("frontend/package-lock.json", "{}")
            .With("frontend/src/a.test.ts", "test('a', () => {})");

        Assert.Equal(
            [
                ("check-backend", "cd backend && python3 manage.py check", "/backend/**, /*"),
                ("migrations-backend", "cd backend && python3 manage.py makemigrations --check --dry-run", "/backend/**, /*"),
                ("tests-backend", "cd backend && python3 manage.py test", "/backend/**, /*"),
                ("frontend-tests", "cd frontend && npm test", "/frontend/**"),
            ],
            Detected()
        );
        Assert.Empty(Uncovered());
        Assert.Equal(["frontend (node, frontend/src/a.test.ts)"], Uncovered("cd backend && python manage.py test"));
        Assert.Equal(["backend (python, backend/shop/tests.py)"], Uncovered("cd frontend && npx vitest run"));
        var coverage = Coverage("cd backend && python manage.py test");
        Assert.Equal(
            (true, false, null),
            (coverage.Covers("backend/shop/views.py"), coverage.Covers("frontend/src/a.ts"), coverage.Covers("README.md"))
        );
    }

    [Fact]
    public void Solutions_side_by_side_and_a_test_project_in_none_are_all_run()
    {
        scene
            .With("src/shop/Shop.csproj", "<Project />")
            .With("src/shop.tests/Shop.Tests.csproj", TestProject("../shop/Shop.csproj"))
            .With("src/Shop.sln", "\"shop\\Shop.csproj\" \"shop.tests\\Shop.Tests.csproj\"")
            .With("tools/Tools.slnx", "<Solution><Project Path=\"t/T.Tests.csproj\" /></Solution>")
            .With("tools/t/T.Tests.csproj", TestProject())
            .With("old/Old.Tests/Old.Tests.csproj", TestProject());

        Assert.Equal(
            [
                ("dotnet-tests-src", "dotnet test src/Shop.sln", "/src/**, /src/shop/**, /src/shop.tests/**, /*"),
                ("dotnet-tests-tools", "dotnet test tools/Tools.slnx", "/tools/**, /tools/t/**, /*"),
                ("dotnet-tests-old-Old.Tests", "dotnet test old/Old.Tests/Old.Tests.csproj", "/old/Old.Tests/**, /*"),
            ],
            Detected()
        );
        Assert.Empty(Uncovered());
        Assert.Equal(
            ["old/Old.Tests (dotnet, old/Old.Tests/Old.Tests.csproj)", "tools/t (dotnet, tools/t/T.Tests.csproj)"],
            Uncovered("cd src && dotnet test -c Release")
        );
        var coverage = Coverage("dotnet test src/shop.tests");
        Assert.Equal((true, false), (coverage.Covers("src/shop/A.cs"), coverage.Covers("tools/t/A.cs")));
    }

    [Theory]
    [InlineData("make check")]
    [InlineData("just check")]
    [InlineData("task check")]
    [InlineData("./check.sh")]
    [InlineData("sh check.sh")]
    [InlineData("bash -c 'cd a && pytest'")]
    [InlineData("npm test")]
    public void What_a_script_runs_is_seen_through_it(string line)
    {
        scene
            .With("Makefile", "RUN = pytest\ncheck: inner\ninner:\n\tcd a && $(RUN) -q\n")
            .With("justfile", "check: inner\n\ninner:\n    cd a && pytest -q\n")
            .With("Taskfile.yml", "tasks:\n  check:\n    deps: [inner]\n  inner:\n    dir: a\n    cmds:\n      - cd a && pytest -q\n")
            .With("check.sh", "#!/bin/sh\nset -e\ncd a\npytest -q\n")
            .With("package.json", "{\"scripts\": {\"test\": \"sh check.sh\"}}")
            .With("a/pyproject.toml", "[project]\n")
            .With("a/test_a.py", Test)
            .With("b/pyproject.toml", "[project]\n")
            .With("b/test_b.py", Test);

        Assert.Equal(["b (python, b/test_b.py)"], Uncovered(line));
        Assert.Equal(["a (python, a/test_a.py)", "b (python, b/test_b.py)"], Uncovered("make other"));
    }

    /// <summary>A suite that a run leaves out is named.</summary>
    [Theory]
    [InlineData("phpunit", " defaultTestSuite=\"unit\"", "tests/int (php, tests/int/IntTest.php)")]
    [InlineData("phpunit --testsuite int", " defaultTestSuite=\"unit\"", "tests/unit (php, tests/unit/ATest.php)")]
    [InlineData("phpunit tests/unit", "", "tests/int (php, tests/int/IntTest.php)")]
    [InlineData("phpunit", "", "")]
    [InlineData("phpunit -c phpunit.xml --testsuite=unit,int", " defaultTestSuite=\"unit\"", "")]
    [InlineData("phpunit --bootstrap src/boot.php tests", " defaultTestSuite=\"unit\"", "")]
    public void Suites_of_a_configuration_are_run_or_named(string line, string attributes, string uncovered)
    {
        scene
            .With(
                "phpunit.xml",
                $"<phpunit{attributes}><testsuites><testsuite name=\"unit\"><directory>tests/unit</directory></testsuite><testsuite name=\"int\"><directory>tests/int</directory></testsuite></testsuites></phpunit>"
            )
            .With("src/boot.php", "<?php")
            .With("tests/unit/ATest.php", "<?php")
            .With("tests/int/IntTest.php", "<?php");

        Assert.Equal(uncovered, string.Join(", ", Uncovered(line)));
    }

    [Theory]
    [InlineData("npx vitest run", "")]
    [InlineData("npx mocha", "packages/b (node, packages/b/b.test.js)")]
    [InlineData("npm test --workspace packages/b", "the root (node, a.test.js)")]
    public void A_runner_of_node_tests_its_package_and_what_it_looks_through(string line, string uncovered)
    {
        scene
            .With("package.json", "{\"workspaces\": [\"packages/*\"], \"scripts\": {\"test\": \"mocha\"}}")
            .With("a.test.js", "it('a', () => {})")
            .With("packages/b/package.json", "{\"name\": \"b\", \"scripts\": {\"test\": \"mocha\"}}")
            .With("packages/b/b.test.js", "it('b', () => {})");

        Assert.Equal(uncovered, string.Join("; ", Uncovered(line)));
    }

    [Theory]
    [InlineData("test/a.lua", "lua", "lua")]
    [InlineData("spec/app_spec.lua", "lua", "busted")]
    [InlineData("test/app_test.exs", "exs", "mix test")]
    [InlineData("Tests/AppTests/AppTests.swift", "swift", "swift test")]
    [InlineData("t/basic.t", "t", "prove")]
    [InlineData("test/cli.bats", "bats", "bats test")]
    [InlineData("test/test_app.c", "native", "sh check.sh")]
    public void Tests_that_no_ecosystem_knows_how_to_run_are_named_until_a_gate_is_there_to_run_them(string path, string what, string run)
    {
        scene.With(path, "assert(1)\n").With("docs/spec.md", "").With("openapi.spec.yaml", "").With("tests/data/test.json", "{}");
        if (path == "test/a.lua")
        {
            // A name that says nothing, in a folder that does.
            scene.With("test/test.lua", "assert(1)\n");
            path = "test/test.lua";
        }

        Assert.Equal([$"the root ({what}, {path})"], Uncovered());
        Assert.Empty(Uncovered(run));
        Assert.Empty(GateCoverage.Of([new GateSetting("all", $"{run.Split(' ')[0]} {path}")], scene.Root).Uncovered);
        Assert.Equal(
            [$"the root ({what}, {path})"],
            GateCoverage.Of([new GateSetting("scan", "semgrep .x")], scene.Root).Uncovered.Select(part => part.ToString())
        );
        Assert.False(GateCoverage.Of([new GateSetting("scan", "semgrep .x")], scene.Root).Covers($"src/app{Path.GetExtension(path)}"));
        Assert.Null(Coverage(run).Covers("README.md"));
    }

    [Fact]
    public void A_script_that_starts_a_known_runner_is_no_suite_of_its_own()
    {
        scene.With("test_a.py", Test).With("scripts/test.sh", "#!/bin/sh\npytest -q\n");
        Assert.Empty(Uncovered("pytest -q"));

        scene.With("scripts/test-cli.sh", "#!/bin/sh\ntest \"$(./cli)\" = ok\n");
        Assert.Equal(["the root (sh, scripts/test-cli.sh)"], Uncovered("pytest -q"));
    }

    private static string TestProject(string? reference = null) =>
        $"<Project><ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\" />{(reference is null ? "" : $"<ProjectReference Include=\"{reference.Replace('/', '\\')}\" />")}</ItemGroup></Project>";

    private List<(string Name, string Run, string When)> Detected() =>
        [.. GateFinder.Detect(scene.Root, null).Select(gate => (gate.Name, gate.Run, string.Join(", ", gate.When)))];

    private GateCoverage Coverage(string run) => GateCoverage.Of([new GateSetting("tests", run)], scene.Root);

    private List<string> Uncovered(string? run = null) =>
        [
            .. (run is null ? GateCoverage.Of(GateFinder.Detect(scene.Root, null), scene.Root) : Coverage(run)).Uncovered.Select(part =>
                part.ToString()
            ),
        ];
}
