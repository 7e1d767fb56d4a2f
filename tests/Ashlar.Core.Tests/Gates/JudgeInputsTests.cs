using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Inputs;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

public sealed class JudgeInputsTests
{
    private const string Package =
        "{\"scripts\":{\"test\":\"node scripts/test.mjs\",\"lint\":\"eslint .\",\"start\":\"node a.js\"},\"jest\":{}}";

    private static readonly Dictionary<string, string> Project = new(StringComparer.Ordinal)
    {
        ["check.sh"] = "#!/bin/sh\n. \"$(dirname \"$0\")/ci/lib.sh\"\nsh ci/inner.sh\npytest -q\n",
        ["ci/lib.sh"] = "true\n",
        ["ci/inner.sh"] = "python3 ci/rules.py src\n",
        ["ci/rules.py"] = "import words\nprint(words.ALL)\n",
        ["ci/words.py"] = "ALL = []\n",
        ["package.json"] = Package,
        ["scripts/test.mjs"] = "import './runner.mjs';\n",
        ["scripts/runner.mjs"] = "console.log(1);\n",
        ["Makefile"] = "PY = python3\n\ntest: build\n\t$(PY) -m pytest\n\nbuild:\n\ttrue\n\nrun:\n\tpython3 app.py\n",
        ["pyproject.toml"] =
            "[project]\ndependencies = []\n\n[tool.pytest.ini_options]\naddopts = \"-q --mypy\"\nmarkers = []\n\n[tool.uv]\n",
        ["setup.cfg"] = "[metadata]\nname = a\n\n[flake8]\nmax-line-length = 79\n",
        ["Cargo.toml"] = "[package]\nname = \"a\"\n",
        ["rules/Makefile"] =
            ".PHONY: test\nDEPS = lint\ninclude more.inc\ntest: $(DEPS)\n\t$(MAKE) unit\n\nlint:\n\ttrue\n\nunit:\n\tpytest\n",
        ["rules/more.inc"] = "X = 1\n",
        ["flags/Makefile"] =
            "V := $(shell cat VERSION)\nF := $(shell cat flags.txt)\ntest:\n\tpytest $(F)\n\nimage:\n\tdocker build $(V)\n",
        ["flags/flags.txt"] = "-q\n",
        ["flags/VERSION"] = "1\n",
        ["src/app.py"] = "",
        ["App.Tests/App.Tests.csproj"] = "<Project><PropertyGroup><Nullable>enable</Nullable></PropertyGroup></Project>",
        ["config/pytest.ini"] = "[pytest]\naddopts = -q\nmarkers =\n    slow: takes long\n",
        [".gitignore"] = "dist/\n",
    };

    [Theory]
    // New configuration.
    [InlineData("pytest -q", "pytest.ini", "")]
    [InlineData("pytest -q", "tests/pytest.toml", "[pytest]\n")]
    [InlineData("pytest -q", "setup.cfg", "[metadata]\nname = a\n\n[flake8]\nmax-line-length = 79\n\n[tool:pytest]\naddopts = -q\n")]
    [InlineData("pytest -q", "tox.ini", "[pytest]\n")]
    [InlineData("pytest -q", "mypy.ini", "[mypy]\nplugins = x\n")]
    [InlineData("pytest -q --cov", "src/.coveragerc", "[run]\nomit = *\n")]
    [InlineData("pytest -q", "config/pytest.ini", "[pytest]\naddopts = -q --lf\nmarkers =\n    slow: takes long\n    fast: x\n")]
    [InlineData("true", "config/pytest.ini", "[pytest]\nmarkers =\n    slow: takes long\n    fast: x\n")]
    [InlineData("ruff check .", "src/deep/ruff.toml", "lint.select = []\n")]
    [InlineData("flake8", ".flake8", "[flake8]\nselect = E999\n")]
    [InlineData("black --check .", "src/pyproject.toml", "[tool.black]\ninclude = 'x'\n")]
    [InlineData("black --check .", "pyproject.toml", "tool.black = {include = 'x'}\n")]
    [InlineData("isort --check .", ".isort.cfg", "[settings]\n")]
    [InlineData("npx eslint .", "src/.eslintrc.yaml", "root: true\n")]
    [InlineData("npx vitest run", "vite.config.ts", "export default {}\n")]
    [InlineData("npx mocha", ".mocharc.yml", "spec: []\n")]
    [InlineData("dotnet test", "src/Directory.Build.targets", "<Project/>")]
    [InlineData("dotnet test", "App.Tests/App.Tests.csproj.user", "<Project/>")]
    [InlineData("dotnet test", "after.App.sln.targets", "<Project/>")]
    [InlineData("dotnet test", "build/common.props", "<Project/>")]
    [InlineData("dotnet test", "Directory.Packages.props", "<Project><ItemGroup><Compile Include=\"a.cs\"/></ItemGroup></Project>")]
    [InlineData("dotnet test", "Directory.Packages.props", "<Project><Target Name=\"VSTest\"/></Project>")]
    [InlineData("npx vitest run", "postcss.config.js", "process.exit(0);\n")]
    [InlineData("dotnet test", "App.Tests/xunit.runner.json", "{}")]
    [InlineData("cargo test", ".cargo/config.toml", "[build]\n")]
    [InlineData("go test ./... && golangci-lint run", ".golangci.yaml", "")]
    [InlineData("vendor/bin/phpunit", "phpunit.xml", "<phpunit/>")]
    [InlineData("bundle exec rspec", ".rspec", "--tag none\n")]
    [InlineData("ctest", "CTestCustom.cmake", "")]
    [InlineData("make test", "GNUmakefile", "test:\n\ttrue\n")]
    [InlineData("[ -f ci/local.sh ] && sh ci/local.sh; pytest", "ci/local.sh", "exit 0\n")]
    // What the command reaches.
    [InlineData("sh check.sh", "check.sh", "exit 0\n")]
    [InlineData("./check.sh", "ci/lib.sh", "exit 0\n")]
    [InlineData("bash -c './check.sh -v'", "ci/inner.sh", "exit 0\n")]
    [InlineData("./check.sh", "ci/words.py", "ALL = 1\n")]
    [InlineData("./check.sh", "ci/lib.sh", null)]
    [InlineData("npm test", "scripts/test.mjs", "process.exit(0);\n")]
    [InlineData("npm test", "scripts/runner.mjs", "process.exit(0);\n")]
    [InlineData("npm test", "package.json", "{\"scripts\":{\"test\":\"node scripts/test.mjs\",\"pretest\":\"node x.js\"},\"jest\":{}}")]
    [InlineData("npm run lint", "package.json", "{\"scripts\":{\"lint\":\"eslint a\"},\"jest\":{}}")]
    [InlineData("npx jest", "package.json", "{\"jest\":{\"testEnvironment\":\"./env.js\"}}")]
    [InlineData("make test", "Makefile", "PY = true\n\ntest: build\n\t$(PY) -m pytest\n\nbuild:\n\ttrue\n\nrun:\n\tpython3 app.py\n")]
    [InlineData("make test", "Makefile", "PY = python3\n\ntest: build\n\t$(PY) -m pytest\n\nbuild:\n\texit 0\n\nrun:\n\tpython3 app.py\n")]
    [InlineData(
        "make -C rules test",
        "rules/Makefile",
        ".PHONY: test\nDEPS = lint\ninclude more.inc\ntest: $(DEPS)\n\t$(MAKE) unit\n\nlint:\n\texit 0\n\nunit:\n\tpytest\n"
    )]
    [InlineData(
        "make -C rules test",
        "rules/Makefile",
        ".PHONY: test\nDEPS = lint\ninclude more.inc\ntest: $(DEPS)\n\t$(MAKE) unit\n\nlint:\n\ttrue\n\nunit:\n\texit 0\n"
    )]
    [InlineData("make -C flags test", "flags/flags.txt", "--co\n")]
    [InlineData("pytest $(cat flags/flags.txt)", "flags/flags.txt", "--co\n")]
    [InlineData("make -C rules test", "rules/more.inc", "MAKE = true\n")]
    [InlineData("cargo test", "Cargo.toml", "[package]\nname = \"a\"\nautotests = false\n")]
    [InlineData("cargo test", "Cargo.toml", "[package]\nname = \"a\"\n\n[[test]]\nname = \"b\"\nharness = false\n")]
    [InlineData(
        "pytest",
        "pyproject.toml",
        "[project]\ndependencies = []\nd = '\"\"\"'\n[tool.pytest.ini_options]\naddopts = \"-q --mypy -k x\"\nmarkers = []\n\n[tool.uv]\n"
    )]
    [InlineData(
        "dotnet test",
        "App.Tests/App.Tests.csproj",
        "<Project><PropertyGroup><NoWarn>$(NoWarn);CS0618</NoWarn></PropertyGroup></Project>"
    )]
    [InlineData("pytest", "tests/conftest.py", "def pytest_collection_modifyitems(items):\n    items[:] = []\n")]
    [Trait("case", "REPORT-003")]
    public async Task What_judges_comes_from_the_base_and_a_change_of_it_is_a_finding(string run, string path, string? after)
    {
        var before = Project.GetValueOrDefault(path);
        var reading = await Read(run, IntegrityAllowance.None, new ChangedFile(path, before, after));

        Assert.Single(reading.Findings, finding => finding.Path == path && finding.Rule == "judge-input");
        Assert.True(reading.FromBase.ContainsKey(path));
        var named = await Read(run, new IntegrityAllowance([$"Change {path} as agreed"]), new ChangedFile(path, before, after));
        Assert.Empty(named.Findings);
        Assert.Empty(named.FromBase);
    }

    [Theory]
    [InlineData(
        "pytest",
        "pyproject.toml",
        "[project]\ndependencies = [\"x\"]\n\n[tool.pytest.ini_options]\naddopts = \"-q --mypy\"\nmarkers = [\"slow\"]\n\n[tool.uv]\ndev = []\n"
    )]
    [InlineData(
        "pytest",
        "pyproject.toml",
        "[project]\ndependencies = []\n\n[tool.pytest.ini_options]\naddopts = \"-q --mypy\"\nmarkers = []\n\n[tool.uv]\n\n[tool.ruff]\nline-length = 100\n"
    )]
    [InlineData("flake8", "config/pytest.ini", "[pytest]\naddopts = -q\nmarkers =\n    slow: takes long\n    fast: does not\n")]
    [InlineData("pytest", "config/pytest.ini", "[pytest]\naddopts = -q\nmarkers =\n    slow: takes long\n    fast: does not\n")]
    [InlineData("npx jest", "package.json", "{\"scripts\":{\"test\":\"node scripts/test.mjs\"},\"jest\":{},\"prettier\":{\"semi\":false}}")]
    [InlineData("pytest", "tests/conftest.py", "import pytest\n@pytest.fixture\ndef client():\n    return 1\n")]
    [InlineData("pytest", "tests/__init__.py", "")]
    [InlineData("pytest", "tests/fixtures/pytest.ini", "")]
    [InlineData("pytest", "jest.config.js", "")]
    [InlineData("node test.js", "test.js", "x();\n")]
    [InlineData("flake8", "setup.cfg", "[metadata]\nname = b\n\n[flake8]\nmax-line-length = 79\n")]
    [InlineData(
        "npm test",
        "package.json",
        "{\"dependencies\":{\"a\":\"1\"},\"scripts\":{\"test\":\"node scripts/test.mjs\",\"lint\":\"eslint .\",\"dev\":\"vite\"},\"jest\":{}}"
    )]
    [InlineData("npm test", "packages/b/package.json", "{\"name\":\"b\",\"scripts\":{\"test\":\"node --test\"}}")]
    [InlineData(
        "cargo test",
        "Cargo.toml",
        "[package]\nname = \"a\"\n\n[features]\nfast = []\n\n[[bin]]\nname = \"b\"\npath = \"src/b.rs\"\n"
    )]
    [InlineData("make -C flags test", "flags/VERSION", "2\n")]
    [InlineData("VERSION=$(cat flags/VERSION); pytest", "flags/VERSION", "2\n")]
    [InlineData("python3 manage.py makemigrations --check", "GNUmakefile", "run:\n\ttrue\n")]
    [InlineData("make test", "docs/Makefile", "html:\n\tsphinx\n")]
    [InlineData(
        "make -C rules test",
        "rules/Makefile",
        ".PHONY: test docs\nDEPS = lint\n\n# More.\ninclude more.inc\ntest: $(DEPS)\n\t$(MAKE) unit\n\nlint:\n\ttrue\n\nunit:\n\tpytest\n\ndocs:\n\tsphinx\n"
    )]
    [InlineData(
        "make test",
        "Makefile",
        "PY = python3\n\ntest: build\n\t$(PY) -m pytest\n\nbuild:\n\ttrue\n\nrun:\n\tpython3 app.py --port 1\n"
    )]
    [InlineData(
        "dotnet test",
        "Directory.Packages.props",
        "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion Include=\"a\" Version=\"1\"/></ItemGroup></Project>"
    )]
    [InlineData("dotnet test", "New/New.csproj", "<Project><PropertyGroup><NoWarn>1</NoWarn></PropertyGroup></Project>")]
    [InlineData(
        "dotnet test",
        "App.Tests/App.Tests.csproj",
        "<Project><PropertyGroup><Nullable>enable</Nullable></PropertyGroup><ItemGroup><PackageReference Include=\"a\"/></ItemGroup></Project>"
    )]
    [InlineData("python3 ci/rules.py src/app.py", "src/app.py", "x = 1\n")]
    [InlineData("grep -q right a.txt", "a.txt", "right\n")]
    [InlineData("black --check .", ".gitignore", "dist/\nbuild/\n")]
    public async Task Work_beside_the_judge_is_no_finding(string run, string path, string after) =>
        Assert.Empty((await Read(run, IntegrityAllowance.None, new ChangedFile(path, Project.GetValueOrDefault(path), after))).Findings);

    [Fact]
    public async Task Of_a_mixed_file_only_the_judging_part_comes_from_the_base()
    {
        var after = "[project]\ndependencies = [\"x\"]\n\n[tool.pytest.ini_options]\naddopts = \"-k x\"\n";

        var reading = await Read("pytest", IntegrityAllowance.None, new ChangedFile("pyproject.toml", Project["pyproject.toml"], after));

        var laid = Encoding.UTF8.GetString(reading.FromBase["pyproject.toml"]!);
        Assert.Contains("dependencies = [\"x\"]", laid, StringComparison.Ordinal);
        Assert.Contains("addopts = \"-q --mypy\"", laid, StringComparison.Ordinal);
        Assert.DoesNotContain("-k x", laid, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_package_json_scripts_that_the_gate_does_not_reach_are_the_works()
    {
        var after =
            "{\"type\":\"module\",\"scripts\":{\"test\":\"true\",\"start\":\"node b.js\"},\"jest\":{\"testEnvironment\":\"./e.js\"}}";

        var reading = await Read("npm test && npx jest", IntegrityAllowance.None, new ChangedFile("package.json", Package, after));

        using var laid = System.Text.Json.JsonDocument.Parse(reading.FromBase["package.json"]!);
        Assert.Equal("module", laid.RootElement.GetProperty("type").GetString());
        Assert.Equal("node scripts/test.mjs", laid.RootElement.GetProperty("scripts").GetProperty("test").GetString());
        Assert.Equal("node b.js", laid.RootElement.GetProperty("scripts").GetProperty("start").GetString());
        Assert.Equal("{}", laid.RootElement.GetProperty("jest").GetRawText());
    }

    [Fact]
    public async Task A_comment_that_silences_a_gate_of_this_run_is_a_finding()
    {
        ChangedFile[] change =
        [
            new("a.py", "x = 1  # noqa\n", "x = 1  # noqa\ny = f()  # type: ignore\nz = 2  # pragma: no cover\n"),
            new("b.js", "", "// eslint-disable-next-line\nx = '# noqa'\n"),
        ];
        var reading = await Read(
            [new("tests", "pytest -q --cov"), new("flake8", "flake8"), new("mypy", "mypy .")],
            IntegrityAllowance.None,
            change
        );

        Assert.Equal([("a.py", 2), ("a.py", 3)], reading.Findings.Select(finding => (finding.Path!, finding.Line!.Value)));
        Assert.Equal("a.py:2  comment added that silences a gate: \"# type: ignore\"", reading.Findings[0].Message);
        Assert.All(reading.Findings, finding => Assert.Equal(WayOut.Justify, finding.Way));
    }

    [Theory]
    [InlineData("src/a.rs", "cargo clippy -- -D warnings", "    #[allow(dead_code, clippy::all)]")]
    [InlineData("src/a.rs", "cargo clippy", "#![cfg_attr(feature = \"x\", allow(unused))]")]
    [InlineData("src/a.rs", "cargo fmt --check", "#[rustfmt::skip]")]
    [InlineData("A.cs", "dotnet test", "#pragma warning disable CS0168")]
    [InlineData("A.cs", "dotnet build -warnaserror", "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"A\", \"B\")]")]
    [InlineData("A.cs", "dotnet test --collect 'XPlat Code Coverage'", "[ExcludeFromCodeCoverage]")]
    [InlineData("a.rb", "bundle exec rubocop", "# rubocop:disable Metrics")]
    [InlineData("A.java", "gradle check", "@SuppressWarnings(\"all\")")]
    [InlineData("a.php", "vendor/bin/phpstan analyse", "// @phpstan-ignore-next-line")]
    [InlineData("a.cpp", "clang-tidy a.cpp", "int a; // NOLINT")]
    public async Task Each_language_has_its_own_way_to_silence_a_tool(string path, string run, string line)
    {
        const string Code = "one\ntwo\n";
        var added = await Read([new("lint", run)], IntegrityAllowance.None, new ChangedFile(path, Code, Code + line + "\n"));
        var moved = await Read([new("lint", run)], IntegrityAllowance.None, new ChangedFile(path, line + "\n" + Code, Code + line + "\n"));
        var others = await Read([new("lint", "true")], IntegrityAllowance.None, new ChangedFile(path, Code, Code + line + "\n"));

        Assert.Equal([3], added.Findings.Select(finding => finding.Line!.Value));
        Assert.EndsWith(
            $" added that silences a gate: \"{(line.Contains("// N", StringComparison.Ordinal) ? "// NOLINT" : line.Trim())}\"",
            added.Findings[0].Message,
            StringComparison.Ordinal
        );
        Assert.Empty(moved.Findings);
        Assert.Empty(others.Findings);
    }

    private static Task<JudgeReading> Read(string run, IntegrityAllowance allowance, ChangedFile file) =>
        Read([new GateSetting("tests", run)], allowance, file);

    private static async Task<JudgeReading> Read(GateSetting[] gates, IntegrityAllowance allowance, params ChangedFile[] change)
    {
        var files = new TreeFiles(
            Project.Keys.ToHashSet(StringComparer.Ordinal),
            path => Task.FromResult<byte[]?>(Encoding.UTF8.GetBytes(Project[path]))
        );
        var closures = await JudgeInputs.ClosuresAsync(gates, files, new Dictionary<string, string>(StringComparer.Ordinal));
        return await JudgeInputs.ReadAsync(change, gates, allowance, files, closures);
    }
}
