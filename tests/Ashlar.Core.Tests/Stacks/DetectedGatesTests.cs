using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

/// <summary>Gates that the files of repositories of compiled and other languages show.</summary>
public sealed class DetectedGatesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_workspace_of_cargo_is_tested_as_a_whole_and_a_package_outside_of_it_by_itself()
    {
        Write(
            ("Cargo.toml", "[package]\nname = \"app\"\n\n[workspace]\nmembers = [\"sums\"]\nexclude = [\"tools/gen\"]\n"),
            ("sums/Cargo.toml", "[package]\nname = \"sums\"\n"),
            ("tools/gen/Cargo.toml", "[package]\nname = \"gen\"\n"),
            ("tools/gen/tests/gen.rs", ""),
            ("fuzz/Cargo.toml", "[package]\nname = \"fuzz\"\n\n[workspace]\n"),
            ("tests/fixtures/x/Cargo.toml", "[package]\nname = \"x\"\n")
        );

        Assert.Equal(["cargo test --offline --workspace", "cd tools/gen && cargo test --offline"], Lines());
    }

    [Fact]
    public void A_package_of_cargo_alone_needs_no_workspace()
    {
        Write(("Cargo.toml", "[package]\nname = \"app\"\n"));

        Assert.Equal(["cargo test --offline"], Lines());
    }

    [Fact]
    public void Modules_of_a_workspace_of_go_are_tested_by_one_command_and_others_by_their_own()
    {
        Write(
            ("go.work", "go 1.22\n\nuse (\n\t./app // the program\n\t\"./sums\"\n)\n\nuse ./gone\n"),
            ("app/go.mod", "module example.org/app\n"),
            ("sums/go.mod", "module example.org/sums\n"),
            ("tools/go.mod", "module example.org/tools\n"),
            ("tools/x_test.go", "package tools\n"),
            ("docs/go.mod", "module example.org/docs\n")
        );

        Assert.Equal(["go test ./app/... ./sums/...", "cd tools && GOWORK=off go test ./..."], Lines());
    }

    [Fact]
    public void Modules_of_go_without_a_workspace_are_tested_each()
    {
        Write(
            ("go.mod", "module example.org/app\n"),
            ("sub/go.mod", "module example.org/app/sub\n"),
            ("sub/deep/x_test.go", "package deep\n")
        );

        Assert.Equal(["go test ./...", "cd sub && go test ./..."], Lines());
    }

    [Fact]
    public void A_build_of_the_JVM_is_tested_as_a_whole()
    {
        Write(
            ("pom.xml", "<project/>"),
            ("a/pom.xml", "<project/>"),
            ("mvnw", "#!/bin/sh\n"),
            ("android/settings.gradle.kts", ""),
            ("android/gradlew", ""),
            ("android/app/src/test/java/ATest.java", ""),
            ("support/build.gradle", "")
        );

        Assert.Equal(["mvn -B test", "cd android && ./gradlew test"], Lines());
    }

    [Theory]
    [InlineData("Gemfile", "gem 'rspec'", "spec/a_spec.rb", "RSpec.describe('a') {}", "bundle exec rspec")]
    [InlineData("a.gemspec", "", "spec/a_spec.rb", "describe('a') {}", "rspec")]
    [InlineData("Rakefile", "Rake::TestTask.new", "test/a_test.rb", "", "rake test")]
    [InlineData(
        "Rakefile",
        "Rake::TestTask.new do |t|\n  t.test_files = FileList['test/spec_*.rb']\nend",
        "test/spec_a.rb",
        "",
        "rake test"
    )]
    [InlineData("Rakefile", "Rake::TestTask.new(:unit) { |t| t.pattern = 'test/*.rb' }", "test/a.rb", "", "rake unit")]
    [InlineData("Rakefile", "Rake::TestTask.new('test:a') { }\ntask test: %w[test:a test:b]", "test/a.rb", "", "rake test")]
    [InlineData("Rakefile", "Rake::TestTask.new do |t|\n  t.pattern = \"checks/**/*_check.rb\"\nend", "checks/a_check.rb", "", "rake test")]
    [InlineData(
        "Rakefile",
        "Rake::TestTask.new(:unit) do |t|\n  t.test_files = FileList[\n    'checks/a/*.rb',\n    'checks/b/*.rb'\n  ]\nend",
        "checks/b/x.rb",
        "",
        "rake unit"
    )]
    [InlineData(
        "Rakefile",
        "Minitest::TestTask.create(:check) { |t| t.test_globs = %w[checks/**/*.rb] }",
        "checks/b/x.rb",
        "",
        "rake check"
    )]
    [InlineData(
        "Rakefile",
        "FILES = \"#{__dir__}/checks/*.rb\"\nnamespace :all do\n  Rake::TestTask.new(slow: :build) do |t|\n    t.pattern = FILES\n  end\nend",
        "checks/x.rb",
        "",
        "rake all:slow"
    )]
    [InlineData(
        "spec/spec_helper.rb",
        "require 'minitest/autorun'",
        "spec/a_spec.rb",
        "describe('a') {}",
        "ruby -Ilib -Ispec -e 'ARGV.each { |file| require File.expand_path(file) }' $(find spec -name '*_spec.rb')"
    )]
    [InlineData("bin/rails", "#!/usr/bin/env ruby", "test/models/a_test.rb", "", "bin/rails test")]
    [InlineData("lib/a.rb", "", "spec/a_spec.rb", "RSpec.describe('a') {}", "rspec")]
    [InlineData("phpunit.xml.dist", "<phpunit/>", "tests/ATest.php", "", "phpunit")]
    [InlineData("composer.json", "{\"require-dev\": {\"phpunit/phpunit\": \"^10\"}}", "tests/ATest.php", "", "vendor/bin/phpunit")]
    [InlineData("composer.json", "{\"require-dev\": {\"pestphp/pest\": \"^2\"}}", "tests/Unit/ATest.php", "", "vendor/bin/pest")]
    [InlineData(
        "composer.json",
        "{\"scripts\": {\"test\": \"phpunit --bootstrap src/calc.php tests\"}}",
        "tests/BTest.php",
        "",
        "phpunit --bootstrap src/calc.php tests"
    )]
    [InlineData(
        "composer.json",
        "{\"require-dev\": {\"phpunit/phpunit\": \"^10\"}, \"scripts\": {\"test\": [\"phpstan\", \"@putenv MODE=a b\", \"@test:unit --order-by=random\"], \"test:unit\": [\"A\\\\B::c\", \"phpunit -c build/phpunit.xml\"]}}",
        "tests/BTest.php",
        "",
        "export MODE='a b' && vendor/bin/phpunit -c build/phpunit.xml --order-by=random"
    )]
    [InlineData(
        "composer.json",
        "{\"scripts\": {\"test\": [\"@php artisan config:clear\", \"@php artisan test @additional_args\"]}}",
        "tests/BTest.php",
        "",
        "php artisan config:clear && php artisan test"
    )]
    [InlineData(
        "composer.json",
        "{\"scripts\": {\"check\": \"x\", \"test\": \"@composer run unit\", \"unit\": \"@php vendor/bin/phpunit tests\"}}",
        "tests/BTest.php",
        "",
        "php vendor/bin/phpunit tests"
    )]
    [InlineData("composer.json", "{\"scripts\": {\"test\": \"phpcs\"}}", "tests/BTest.php", "", "phpunit")]
    [InlineData("configure.ac", "AC_INIT", "Makefile.am", "TESTS = a.sh\n", "autoreconf -i && ./configure && make check")]
    [InlineData("meson.build", "project('a', 'c')\ntest('a', x)\n", "a.c", "", "meson setup build && meson test -C build")]
    public void One_gate_runs_the_tests(string first, string text, string second, string more, string expected)
    {
        Write((first, text), (second, more));

        Assert.Equal([expected], Lines());
    }

    /// <summary>rake ends at the first task that fails, and composer at the first command: each is a gate.</summary>
    [Theory]
    [InlineData(
        "Rakefile",
        "Rake::TestTask.new(:unit) { |t| t.pattern = \"checks/unit/*.rb\" }\nRake::TestTask.new(:int) { |t| t.pattern = \"checks/int/*.rb\" }\ntask default: %i[unit int]\n",
        "checks/unit/a.rb",
        "rake unit|rake int"
    )]
    [InlineData(
        "Rakefile",
        "Rake::TestTask.new(\"test:unit\") { |t|\n  t.pattern = \"test/unit/*.rb\"\n}\nRake::TestTask.new(\"test:int\") { |t|\n}\ntask test: [\"test:unit\", \"test:int\"]\n",
        "test/unit/a_test.rb",
        "rake test:unit|rake test:int"
    )]
    [InlineData(
        "Rakefile",
        "Rake::TestTask.new\nRake::TestTask.new(:bench) { |t| t.pattern = 'bench/*.rb' }\ntask default: :test\n",
        "test/a_test.rb",
        "rake test"
    )]
    [InlineData(
        "composer.json",
        "{\"scripts\": {\"test\": [\"@unit\", \"@int\"], \"unit\": \"phpunit tests/unit\", \"int\": \"phpunit tests/int\"}}",
        "tests/unit/ATest.php",
        "phpunit tests/unit|phpunit tests/int"
    )]
    public void Several_commands_of_tests_are_several_gates(string file, string text, string tests, string expected)
    {
        Write((file, text), (tests, ""));

        Assert.Equal(expected, string.Join('|', Lines()));
    }

    [Fact]
    public void Cmake_builds_beside_the_sources_with_the_tests_that_an_option_leaves_out()
    {
        Write(
            (
                "CMakeLists.txt",
                "project(a)\noption(A_BUILD_TESTS \"Build the tests\" OFF)\noption(A_DOCS \"docs\" OFF)\noption(B_ENABLE_TESTING \"x\" ON)\nadd_subdirectory(tests)\n"
            ),
            ("tests/CMakeLists.txt", "enable_testing()\nadd_test(NAME a COMMAND a)\n")
        );

        Assert.Equal(["cmake -S . -B build -DA_BUILD_TESTS=ON && cmake --build build --parallel && ctest --test-dir build"], Lines());
    }

    [Fact]
    public void An_option_that_only_adds_to_tests_which_are_there_anyway_stays_as_it_is()
    {
        Write(
            (
                "CMakeLists.txt",
                """
                option(ENABLE_TLS_TESTS "Test TLS connections" OFF)
                option(WITH_TESTS "Build the tests" OFF)
                if(WITH_TESTS)
                  enable_testing()
                  if (ENABLE_TLS_TESTS)
                    add_definitions(-DTLS=1)
                  endif()
                  add_test(NAME a COMMAND a)
                endif()
                """
            )
        );

        Assert.Equal(["cmake -S . -B build -DWITH_TESTS=ON && cmake --build build --parallel && ctest --test-dir build"], Lines());
    }

    /// <summary>What an option does is said by the conditions that have it: one that leaves tests out is set the other way round, whatever its name.</summary>
    [Theory]
    [InlineData("option(A_WITHOUT_TESTS \"x\" OFF)\nif (NOT A_WITHOUT_TESTS)\n  enable_testing()\n  add_test(a a)\nendif()", "")]
    [InlineData(
        "option(A_SKIP_TESTS \"x\" ON)\nif(NOT ${A_SKIP_TESTS})\n  enable_testing()\n  add_test(a a)\nendif()",
        " -DA_SKIP_TESTS=OFF"
    )]
    [InlineData(
        "option(BUILD_NO_TESTS \"x\" ON)\nif(BUILD_NO_TESTS)\n  message(x)\nelse()\n  add_test(a a)\nendif()",
        " -DBUILD_NO_TESTS=OFF"
    )]
    [InlineData(
        "option(WITH_TESTING \"x\" OFF)\nif(NOT WITH_TESTING)\n  message(x)\nelse()\n  add_test(a a)\nendif()",
        " -DWITH_TESTING=ON"
    )]
    [InlineData("option(A_DISABLE_TESTING \"x\" OFF)\ninclude(cmake/all.cmake)\nadd_test(a a)", "")]
    [InlineData("option(BUILD_TESTING \"x\" ON)\nif(UNIX AND BUILD_TESTING)\n  add_test(a a)\nendif()", "")]
    public void An_option_of_cmake_is_set_as_its_condition_wants_it(string text, string options)
    {
        Write(("CMakeLists.txt", text));

        Assert.Equal([$"cmake -S . -B build{options} && cmake --build build --parallel && ctest --test-dir build"], Lines());
    }

    [Theory]
    [InlineData("contrib/net/Lib.csproj", "<Project ToolsVersion=\"4.0\"></Project>", true, "")]
    [InlineData("contrib/net/Lib.csproj", "<Project ToolsVersion=\"4.0\"></Project>", false, "")]
    [InlineData("bindings/net/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>", true, "")]
    [InlineData("bindings/net/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>", false, "dotnet build bindings/net/Lib.csproj")]
    [InlineData("Lib.csproj", "<Project>\n  <Sdk Name=\"Microsoft.NET.Sdk\" />\n</Project>", true, "dotnet build")]
    public void A_project_of_NET_without_tests_is_built_where_it_is_the_repositorys_own(
        string path,
        string text,
        bool hasOtherTests,
        string build
    )
    {
        Write((path, text));
        if (hasOtherTests)
        {
            Write(("go.mod", "module example.org/app\n"), ("app_test.go", "package app\n"));
        }

        Assert.Equal(build.Length == 0 ? [] : [build], Lines().Where(line => line != "go test ./..."));
        Assert.Equal(hasOtherTests, Lines().Contains("go test ./..."));
    }

    [Theory]
    [InlineData("<directory suffix=\".php\">./tests</directory>", "tests/Adds.php", "vendor/bin/pest")]
    [InlineData("<directory>spec</directory>", "spec/adds.php", "vendor/bin/pest")]
    [InlineData("<file>checks/all.php</file>", "checks/all.php", "vendor/bin/pest")]
    [InlineData("<directory>tests</directory>", "src/Adds.php", "")]
    public void Files_that_a_configuration_of_PHPUnit_names_may_have_any_names(string place, string path, string line)
    {
        Write(
            ("composer.json", "{\"require-dev\": {\"pestphp/pest\": \"^2\"}}\n"),
            (
                "phpunit.xml",
                $"<phpunit><testsuites><testsuite name=\"a\">{place}</testsuite></testsuites><source><include><directory>./src</directory></include></source></phpunit>\n"
            ),
            (path, "<?php\n")
        );

        Assert.Equal(line.Length == 0 ? [] : [line], Lines());
    }

    [Theory]
    [InlineData("tox.ini", "[testenv:types]\ncommands = mypy --strict src tests\n", "mypy src tests")]
    [InlineData("noxfile.py", "import nox\n@nox.session\ndef types(session):\n    session.run('mypy', 'src')\n", "mypy src")]
    [InlineData("Makefile", "CODE = src\ntypes:\n\t@mypy $(CODE)\n", "mypy src")]
    [InlineData(".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - run: uv run mypy -p shop\n", "mypy -p shop")]
    [InlineData("README.md", "mypy src\n", "mypy .")]
    [InlineData("tox.ini", "[testenv:types]\ncommands = mypy --config-file mypy.ini gone\n", "mypy .")]
    public void A_type_checker_looks_at_what_the_project_has_it_look_at(string path, string text, string line)
    {
        Write(("mypy.ini", "[mypy]\nstrict = true\n"), ("src/shop/a.py", ""), ("tests/b.py", ""), ("docs/conf.py", ""), (path, text));

        Assert.Contains(line, Lines());
    }

    [Theory]
    [InlineData("test: build\n\t@npx mocha --exit\n", "make build && npx mocha --exit", "mocha")]
    [InlineData("N = node_modules/.bin\ntest:\n\t$(N)/jest\n", "node_modules/.bin/jest", "jest")]
    [InlineData("test:\n\tdotnet test App.sln\n", "dotnet test App.sln", "dotnet test")]
    [InlineData("test:\n\t./prepare\n\tnpx mocha\n", "./prepare && npx mocha", "mocha")]
    [InlineData("test:\n\t@rm -rf out && mkdir out\n\tnpx mocha; x=1\n", "( rm -rf out && mkdir out ) && ( npx mocha; x=1 )", "mocha")]
    [InlineData("test:\n\tcd web && ./prepare\n\tnpx mocha\n", null, null)]
    [InlineData(
        "test: lint unit\nlint:\n\tnpx eslint .\nunit: build\n\tnpx mocha\nbuild:\n",
        "make lint && make build && npx mocha",
        "mocha"
    )]
    [InlineData("test:\n\t./prepare # once\n\tnpx mocha\n", null, null)]
    [InlineData("test: test\n", null, null)]
    [InlineData("export TZ = UTC\ntest:\n\tnpx mocha\n", null, null)]
    [InlineData("test:\n\t-npx mocha\n", null, null)]
    [InlineData("test:\n\tFILES=$$(ls) npx mocha\n", null, null)]
    [InlineData("test:\n\tpytest -q\n", "make test", "pytest")]
    public void A_recipe_is_run_as_its_lines_where_the_runner_must_be_told_how_to_report(string text, string? line, string? tool)
    {
        Write(("Makefile", text));

        var command = StackCatalog.All.Resolve("make test", folder.Path);

        Assert.Equal(
            (line ?? "make test", tool ?? ""),
            (command.Line, command.Tool.Name == StackTool.Unknown.Name ? "" : command.Tool.Name)
        );
        Assert.Equal(
            text.StartsWith("test: build", StringComparison.Ordinal) ? "cd web && make build && npx mocha --exit" : "cd web && make test",
            InWeb(text)
        );
    }

    [Theory]
    [InlineData(
        "just",
        "justfile",
        "test *flags: build\n    @./prepare\n    npx vitest run\n\nbuild:\n    true\n",
        "just build && ./prepare && npx vitest run"
    )]
    [InlineData("just", "justfile", "test: unit\n\nunit:\n    npx vitest run\n", "npx vitest run")]
    [InlineData("just", "justfile", "set shell := [\"fish\", \"-c\"]\ntest:\n    npx vitest run\n", null)]
    [InlineData("just", "justfile", "test *flags:\n    npx vitest run {{flags}}\n", null)]
    [InlineData("just", "justfile", "test:\n    #!/usr/bin/env bash\n    npx vitest run\n", null)]
    [InlineData("just", "justfile", "test:\n    @-npx vitest run\n", null)]
    [InlineData("just", "justfile", "[no-cd]\ntest:\n    npx vitest run\n", null)]
    [InlineData(
        "task",
        "Taskfile.yml",
        "version: 3\ntasks:\n  test:\n    desc: all\n    deps: [build]\n    cmds:\n      - ./prepare\n      - cmd: npx vitest run\n",
        "task build && ./prepare && npx vitest run"
    )]
    [InlineData(
        "task",
        "Taskfile.yml",
        "version: 3\ntasks:\n  test:\n    dir: web\n    cmds: [npx vitest run]\n",
        "cd web && npx vitest run"
    )]
    [InlineData("task", "Taskfile.yml", "version: 3\ntasks:\n  test: npx vitest run\n", "npx vitest run")]
    [InlineData("task", "Taskfile.yml", "version: 3\ntasks:\n  test:\n    cmds: ['npx vitest run {{.CLI_ARGS}}']\n", null)]
    [InlineData("task", "Taskfile.yml", "version: 3\ntasks:\n  test:\n    sources: ['*.ts']\n    cmds: [npx vitest run]\n", null)]
    [InlineData("task", "Taskfile.yml", "version: 3\nenv: {TZ: UTC}\ntasks:\n  test: npx vitest run\n", null)]
    public void A_recipe_of_just_and_a_task_are_run_as_their_lines_too(string program, string path, string text, string? line)
    {
        Write((path, text));

        var command = StackCatalog.All.Resolve($"{program} test", folder.Path);

        Assert.Equal((line ?? $"{program} test", line is not null), (command.Line, command.IsTest));
    }

    private string InWeb(string text)
    {
        Write(("web/Makefile", text.StartsWith("test: build", StringComparison.Ordinal) ? text : "x:\n"));
        return StackCatalog.All.Resolve("cd web && make test", folder.Path).Line;
    }

    [Fact]
    public void A_line_of_a_workflow_that_tests_what_an_earlier_one_built_is_no_gate()
    {
        Write(
            (
                ".github/workflows/ci.yml",
                "jobs:\n  a:\n    steps:\n      - run: |\n          meson setup builddir\n          meson test -C builddir\n      - run: ctest --test-dir out\n"
            ),
            ("Makefile", "test:\n\t./run\n")
        );

        Assert.Equal(["make test"], Lines());
    }

    [Fact]
    public void A_folder_that_only_configures_Pythons_tools_is_not_tested()
    {
        Write(
            ("tests/test_a.py", "import pytest\n\ndef test_a():\n    pass\n"),
            ("downstream/pytest.toml", "[git]\nurl = \"x\"\n"),
            ("recipes/pytest.ini", "[pytest]\n"),
            ("lib/pytest.ini", "[pytest]\npython_files = check_*.py\n"),
            ("lib/check_b.py", "def test_b():\n    pass\n")
        );

        Assert.Equal(["python3 -m pytest -q --ignore=lib", "cd lib && python3 -m pytest -q"], Lines());
    }

    [Fact]
    public void A_build_without_tests_shows_no_test_gate()
    {
        Write(("CMakeLists.txt", "project(a)\n"), ("composer.json", "{}"), ("Gemfile", ""));

        Assert.Empty(Lines());
    }

    [Theory]
    [InlineData("Makefile", "PYTEST ?= python3 -m pytest\nall:\n\ntest: deps\n\t$(PYTEST) -q\ndeps:\n\tpip list\n", "make test", "pytest")]
    [InlineData("Makefile", "check: unit\nunit:\n\t@cargo test --all\n", "make check", "cargo test")]
    [InlineData(
        "justfile",
        "set shell := [\"bash\", \"-c\"]\nargs := '-v'\n\n# all\ntest *flags: build\n    @bundle exec rspec {{args}} {{flags}}\n\nbuild:\n    true\n",
        "just test",
        "rspec"
    )]
    [InlineData("justfile", "default: test\n\ntest:\n    ctest --test-dir build\n", "just test", "ctest")]
    public void An_entry_is_followed_to_the_tool_that_it_runs(string path, string text, string line, string tool)
    {
        Write((path, text), ("more.mk", "X = 1\n"), ("sub/Makefile", "run:\n\tgo test ./...\n"));

        Assert.Equal([line], Lines());
        Assert.Equal(tool, StackCatalog.All.Resolve(line, folder.Path).Tool.Name);
    }

    [Fact]
    public void An_entry_that_calls_itself_or_runs_what_is_not_known_is_no_tool()
    {
        Write(("Makefile", "test: a\n\t$(MAKE) test\na:\n\tjust a\nother:\n\t$(TOOL) -q\n"), ("justfile", "a:\n    make a\n"));

        Assert.Equal("", StackCatalog.All.Resolve("make test", folder.Path).Tool.Name);
        Assert.Equal("", StackCatalog.All.Resolve("make other", folder.Path).Tool.Name);
        Assert.Equal("", StackCatalog.All.Resolve("make nowhere", folder.Path).Tool.Name);
    }

    [Theory]
    [InlineData(
        "composer test",
        "{\"scripts\": {\"test\": [\"@cs\", \"@phpunit\"], \"phpunit\": \"phpunit --colors\", \"cs\": \"phpcs\"}}",
        "phpunit"
    )]
    [InlineData("composer run-script unit", "{\"scripts\": {\"unit\": \"@php vendor/bin/pest\"}}", "phpunit")]
    [InlineData("composer lint", "{\"scripts\": {\"lint\": \"phpcs\"}}", "")]
    public void Scripts_of_composer_are_followed(string line, string text, string tool)
    {
        Write(("composer.json", text));

        Assert.Equal(tool, StackCatalog.All.Resolve(line, folder.Path).Tool.Name);
    }

    [Theory]
    [InlineData("cargo +nightly --color never test --all", "cargo test")]
    [InlineData("cargo nextest run", "cargo nextest")]
    [InlineData("cargo build", "")]
    [InlineData("go -C sub test ./...", "go test")]
    [InlineData("./mvnw -q -B verify", "maven")]
    [InlineData("mvn compile", "")]
    [InlineData("./gradlew :app:testDebugUnitTest", "gradle")]
    [InlineData("gradle assemble", "")]
    [InlineData("bundle exec rake", "minitest")]
    [InlineData("bundle exec rake spec", "rspec")]
    [InlineData("rake db:migrate", "")]
    [InlineData("bin/rails test:system", "minitest")]
    [InlineData("ruby -Ilib:test test/a_test.rb", "minitest")]
    [InlineData("ruby script.rb", "")]
    [InlineData("php artisan test", "phpunit")]
    [InlineData("php -d memory_limit=-1 vendor/bin/phpunit --testdox", "phpunit")]
    [InlineData("php artisan migrate", "")]
    [InlineData("cmake --build build --target test", "ctest")]
    [InlineData("cmake --build build", "")]
    [InlineData("meson test -C build", "meson")]
    public void The_tool_of_a_command_is_told(string line, string tool) => Assert.Equal(tool, StackCatalog.All.Parse(line).Tool.Name);

    private void Write(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            folder.Write(path, text);
        }
    }

    private string[] Lines() => [.. GateFinder.Detect(folder.Path, python: null).Select(gate => gate.Run)];
}
