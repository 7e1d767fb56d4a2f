namespace Ashlar.Core.Stacks.Files;

/// <summary>The tools of each ecosystem and what they read, as their documentation lists it.</summary>
internal static class JudgingTools
{
    private static readonly JudgingTool[] Python =
    [
        new("pytest", ["pytest", "py.test"], ["pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml"])
        {
            Tables = ["tool.pytest", "tool:pytest", "pytest"],
            Harmless =
            [
                "markers",
                "minversion",
                "required_plugins",
                "asyncio_mode",
                "asyncio_default_fixture_loop_scope",
                "asyncio_default_test_loop_scope",
            ],
        },
        new("coverage", ["coverage", "cov"], [".coveragerc", ".coveragerc.toml"]) { Tables = ["tool.coverage", "coverage"] },
        new("flake8", ["flake8", "pyproject-flake8", "pflake8"], [".flake8"]) { Tables = ["flake8", "tool.flake8"] },
        new("ruff", ["ruff"], ["ruff.toml", ".ruff.toml"]) { Tables = ["tool.ruff"] },
        new("mypy", ["mypy", "dmypy"], ["mypy.ini", ".mypy.ini"]) { Tables = ["tool.mypy", "mypy"] },
        new("pyright", ["pyright", "basedpyright"], ["pyrightconfig.json"]) { Tables = ["tool.pyright", "tool.basedpyright"] },
        new("black", ["black"], []) { Tables = ["tool.black"] },
        new("isort", ["isort"], [".isort.cfg", ".editorconfig"]) { Tables = ["tool.isort", "isort", "tool:isort"] },
        new("pylint", ["pylint"], [".pylintrc", "pylintrc", ".pylintrc.toml", "pylintrc.toml"]) { Tables = ["tool.pylint", "pylint"] },
        new("pycodestyle", ["pycodestyle"], [".pycodestyle", ".pep8"]) { Tables = ["pycodestyle", "pep8", "tool.pycodestyle"] },
        new("pydocstyle", ["pydocstyle"], [".pydocstyle", ".pydocstyle.ini"]) { Tables = ["pydocstyle", "tool.pydocstyle"] },
        new("bandit", ["bandit"], [".bandit", "bandit.yaml", "bandit.yml"]) { Tables = ["tool.bandit", "bandit"] },
        new("ty", ["ty"], ["ty.toml"]) { Tables = ["tool.ty"] },
        new("pyre", ["pyre"], [".pyre_configuration"]),
        new("yapf", ["yapf"], [".style.yapf", ".yapfignore"]) { Tables = ["tool.yapf", "yapf", "style"] },
        new("tox", ["tox"], ["tox.ini", "tox.toml"]) { Tables = ["tool.tox", "tox", "testenv"] },
        new("nox", ["nox"], ["noxfile.py"]),
        new("hatch", ["hatch"], ["hatch.toml"]) { Tables = ["tool.hatch.envs", "tool.hatch.env"] },
        new("nose2", ["nose2"], ["unittest.cfg", "nose2.cfg", ".unittest.cfg"]),
        new("the task runner", ["poe", "task", "pdm", "invoke", "inv"], [])
        {
            Tables = ["tool.poe", "tool.taskipy", "tool.pdm.scripts", "tool.pdm.options"],
        },
        new("pre-commit", ["pre-commit", "prek"], [".pre-commit-config.yaml", ".pre-commit-config.yml"]),
        new("Python", ["python", "python3", "pytest", "tox", "nox", "uv"], [".python-version", "pyvenv.cfg"]),
    ];

    private static readonly JudgingTool[] Node =
    [
        new("node", ["node", "npm", "npx", "yarn", "pnpm", "bun"], [".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs", ".pnpmfile.mjs"]),
        new("jest", ["jest", "react-scripts", "craco"], ["jest.config.*", "babel.config.*", ".babelrc", ".babelrc.*", ".swcrc"])
        {
            Keys = ["jest", "babel"],
        },
        new("vitest", ["vitest"], ["vitest.config.*", "vitest.workspace.*", "vitest.projects.*", "vite.config.*"]) { Keys = ["vitest"] },
        new("mocha", ["mocha"], [".mocharc", ".mocharc.*", "mocha.opts"]) { Keys = ["mocha"] },
        new("ava", ["ava"], ["ava.config.*"]) { Keys = ["ava"] },
        new("tap", ["tap"], [".taprc"]) { Keys = ["tap"] },
        new("jasmine", ["jasmine"], ["jasmine.json", "jasmine.js", "jasmine.mjs"]),
        new("karma", ["karma"], ["karma.conf.*"]),
        new("playwright", ["playwright"], ["playwright.config.*"]),
        new("cypress", ["cypress"], ["cypress.config.*", "cypress.json"]),
        new("c8", ["c8"], [".c8rc", ".c8rc.*", "c8.config.*"]) { Keys = ["c8"] },
        new("nyc", ["nyc"], [".nycrc", ".nycrc.*", "nyc.config.*"]) { Keys = ["nyc"] },
        new("eslint", ["eslint", "xo", "standard", "lint"], [".eslintrc", ".eslintrc.*", "eslint.config.*", ".eslintignore"])
        {
            Keys = ["eslintConfig", "eslintIgnore", "xo", "standard"],
        },
        new("prettier", ["prettier"], [".prettierrc", ".prettierrc.*", "prettier.config.*", ".prettierignore", ".editorconfig"])
        {
            Keys = ["prettier"],
        },
        new("stylelint", ["stylelint"], [".stylelintrc", ".stylelintrc.*", "stylelint.config.*", ".stylelintignore"])
        {
            Keys = ["stylelint"],
        },
        new("biome", ["biome"], ["biome.json", "biome.jsonc", ".biome.json"]),
        new("oxlint", ["oxlint"], [".oxlintrc.json", "oxlint.config.*"]),
        new("bun", ["bun"], ["bunfig.toml"]),
        new("deno", ["deno"], ["deno.json", "deno.jsonc"]),
        new("the task runner", ["turbo", "nx", "lerna", "wireit", "moon"], ["turbo.json", "nx.json", "project.json", "lerna.json"])
        {
            Keys = ["wireit", "nx", "turbo"],
        },
        new("lint-staged", ["lint-staged"], [".lintstagedrc", ".lintstagedrc.*", "lint-staged.config.*"]) { Keys = ["lint-staged"] },
        new("husky", ["husky"], [".husky/**", ".huskyrc", ".huskyrc.*"]) { Keys = ["husky"] },
    ];

    private static readonly JudgingTool[] Compiled =
    [
        new(
            "dotnet",
            ["dotnet", "msbuild"],
            [
                "*.runsettings",
                "Directory.Build.props",
                "Directory.Build.targets",
                "Directory.Build.rsp",
                "Directory.Solution.props",
                "Directory.Solution.targets",
                "xunit.runner.json",
                "*.xunit.runner.json",
                "testconfig.json",
                "*.testconfig.json",
                ".editorconfig",
                ".globalconfig",
                "*.ruleset",
                "stylecop.json",
                "global.json",
                "dotnet-tools.json",
                "nuget.config",
                "NuGet.config",
                "NuGet.Config",
            ]
        ),
        new(
            "cargo",
            ["cargo", "rustc", "clippy"],
            [
                ".cargo/config.toml",
                ".cargo/config",
                "rust-toolchain",
                "rust-toolchain.toml",
                "clippy.toml",
                ".clippy.toml",
                "rustfmt.toml",
                ".rustfmt.toml",
                ".config/nextest.toml",
                "tarpaulin.toml",
                ".tarpaulin.toml",
            ]
        )
        {
            Tables = ["lints", "workspace.lints", "profile", "test", "lib", "bin", "bench", "package.autotests"],
            Harmless = ["name", "path", "crate-type", "required-features", "edition"],
        },
        new("go", ["go", "golangci-lint", "gotestsum", "staticcheck"], [".golangci.*", "staticcheck.conf", "go.work", ".testcoverage.yml"]),
        new(
            "the JVM build",
            ["mvn", "mvnw", "gradle", "gradlew", "sbt"],
            [
                "gradle.properties",
                "gradle/wrapper/**",
                ".mvn/**",
                "junit-platform.properties",
                "testng.xml",
                "checkstyle.xml",
                "detekt.yml",
                ".scalafmt.conf",
                ".scalafix.conf",
            ]
        ),
        new(
            "the native build",
            ["cmake", "ctest", "ninja", "meson", "bazel", "clang-tidy", "clang-format"],
            [
                "CTestConfig.cmake",
                "CTestCustom.cmake",
                "CTestTestfile.cmake",
                "CMakePresets.json",
                "CMakeUserPresets.json",
                ".clang-tidy",
                ".clang-format",
                ".bazelrc",
            ]
        ),
        new("swift", ["swift", "swiftlint"], [".swiftlint.yml", ".swift-format"]),
    ];

    private static readonly JudgingTool[] Scripted =
    [
        new(
            "ruby",
            ["rspec", "rake", "rails", "rubocop", "bundle", "ruby"],
            [".rspec", "Rakefile", ".rubocop.yml", ".rubocop_todo.yml", ".simplecov"]
        ),
        new(
            "php",
            ["phpunit", "composer", "pest", "phpstan", "psalm", "php"],
            [
                "phpunit.xml",
                "phpunit.*",
                "phpstan.neon",
                "phpstan.neon.dist",
                "phpstan.dist.neon",
                "psalm.xml",
                ".php-cs-fixer.*",
                "phpcs.xml",
                "phpcs.xml.dist",
            ]
        )
        {
            Keys = ["scripts"],
        },
        new("mix", ["mix"], [".formatter.exs", ".credo.exs", "coveralls.json"]),
        new("dart", ["dart", "flutter"], ["analysis_options.yaml", "dart_test.yaml"]),
        new("perl", ["prove", "perl"], [".proverc", ".perlcriticrc"]),
        new("lua", ["busted", "luacheck"], [".busted", ".luacheckrc"]),
    ];

    private static readonly JudgingTool[] Common =
    [
        new("make", ["make", "gmake"], ["Makefile", "makefile", "GNUmakefile", "*.mk"]),
        new("just", ["just"], ["justfile", "Justfile", ".justfile"]),
        new("task", ["task"], ["Taskfile.yml", "Taskfile.yaml", "Taskfile.dist.yml"]),
        new("the tool versions", [], [".tool-versions", "mise.toml", ".mise.toml"]),
        new("shellcheck", ["shellcheck"], [".shellcheckrc"]),
        new("markdownlint", ["markdownlint", "markdownlint-cli2"], [".markdownlint.*", ".markdownlint-cli2.*", ".markdownlintignore"]),
        new("yamllint", ["yamllint"], [".yamllint", ".yamllint.*"]),
        new("codespell", ["codespell"], [".codespellrc"]) { Tables = ["codespell", "tool.codespell"] },
        new("typos", ["typos"], ["typos.toml", "_typos.toml", ".typos.toml"]) { Tables = ["tool.typos"] },
    ];

    /// <summary>All tools.</summary>
    public static IReadOnlyList<JudgingTool> All { get; } = [.. Python, .. Node, .. Compiled, .. Scripted, .. Common];

    /// <summary>Files that hold configuration of tools among other things.</summary>
    public static bool IsMixed(string path) =>
        Name(path) is "pyproject.toml" or "setup.cfg" or "tox.ini" or "Cargo.toml" or "package.json" or "composer.json" || IsProject(path);

    /// <summary>Project files that name sources and packages, and say how they are built.</summary>
    public static bool IsProject(string path) =>
        Name(path) is "tsconfig.json" or "jsconfig.json" or "pom.xml" or "build.gradle" or "build.gradle.kts"
        || (Name(path).StartsWith("tsconfig.", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal))
        || Path.GetExtension(path) is ".csproj" or ".fsproj" or ".vbproj";

    /// <summary>The file's name without its folder.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
