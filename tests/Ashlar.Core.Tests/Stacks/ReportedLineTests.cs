using System.Diagnostics;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

/// <summary>Lines with what brings out their results, and with the chosen tests only.</summary>
public sealed class ReportedLineTests
{
    [Theory]
    [InlineData("cargo test -q --workspace -- --test-threads=1", "cargo test --no-fail-fast  --workspace -- --test-threads=1")]
    [InlineData("cargo test --no-fail-fast", "cargo test --no-fail-fast")]
    [InlineData("python3 -m unittest -q", "python3 -m unittest -v")]
    [InlineData("python3 -m unittest --quiet tests.test_a -b", "python3 -m unittest -v tests.test_a -b")]
    [InlineData("python3 manage.py test app", "python3 manage.py test -v 2 app")]
    [InlineData("go test ./...", "go test -json -count=1 ./...")]
    [InlineData("go test -failfast ./...", "go test -json -count=1  ./...")]
    [InlineData("cd a && GOWORK=off go test -count 3 ./...", "cd a && GOWORK=off go test -json -count 3 ./...")]
    public void Options_are_added_where_the_line_has_none_of_its_own(string line, string expected) =>
        Assert.Equal(expected, Of(line)!.Line);

    private const string Off = "-Dsurefire.skipAfterFailureCount=0 -Dfailsafe.skipAfterFailureCount=0";
    private const string Other = "-Dmaven.test.failure.ignore=true " + Off;
    private const string Behind = " || { code=$?; grep -qs '<module>' pom.xml && ";

    /// <summary>Where something failed, the modules behind are tested by a second run; the line ends as the first.</summary>
    [Theory]
    [InlineData("mvn -B test", "{ mvn -fae " + Off + " -B test" + Behind + "mvn -fae " + Other + " -B test; (exit $code); }; }")]
    [InlineData("mvn -B -ff test", "{ mvn -fae " + Off + " -B  test" + Behind + "mvn -fae " + Other + " -B  test; (exit $code); }; }")]
    [InlineData(
        "cd a && X=1 ./mvnw -fae verify && echo x",
        "cd a && { X=1 ./mvnw " + Off + " -fae verify" + Behind + "X=1 ./mvnw " + Other + " -fae verify; (exit $code); }; } && echo x"
    )]
    public void Maven_runs_the_tests_of_all_modules(string line, string expected)
    {
        var told = Of(line)!;

        Assert.Equal(expected, told.Line);
        Assert.Equal("**/target/*-reports/TEST-*.xml", told.Glob);
    }

    [Theory]
    [InlineData("mvn", 1)]
    [InlineData("mvn -q", 0)]
    public void The_line_of_Maven_ends_as_its_first_run(string tool, int exitCode)
    {
        var line = Of($"{tool} test")!.Line;
        // A Maven that fails as long as failing tests are not ignored, and one that never does.
        var script = $"mvn() {{ case \"$*\" in *-q*) ;; *ignore=true*) echo again ;; *) return 1 ;; esac; }}; {line}; echo \"ended $?\"";
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "pom.xml"), "<modules><module>a</module></modules>");

        Assert.Equal(exitCode == 1 ? "again\nended 1\n" : "ended 0\n", Shell(script, folder.Path));
    }

    /// <summary>Where it cannot be done twice, or something is published behind the tests, a failing test fails its module.</summary>
    [Theory]
    [InlineData("mvn -f a/pom.xml test")]
    [InlineData("mvn verify deploy")]
    [InlineData("mvn -fn test")]
    [InlineData("docker compose exec web mvn test")]
    public void Maven_goes_on_behind_failing_tests_only_where_that_is_told(string line)
    {
        var told = Of(line)!.Line;

        Assert.DoesNotContain("failure.ignore", told, StringComparison.Ordinal);
        Assert.Contains("-Dsurefire.skipAfterFailureCount=0", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Maven_behind_a_script_is_told_by_variables()
    {
        var command = StackCatalog.All.Parse("mvn test");

        Assert.Equal(
            "export MAVEN_OPTS=\"${MAVEN_OPTS:+$MAVEN_OPTS }-Dsurefire.skipAfterFailureCount=0 -Dfailsafe.skipAfterFailureCount=0\""
                + " MAVEN_ARGS=\"${MAVEN_ARGS:+$MAVEN_ARGS }-fae\"; mvn test",
            Of(command.Behind(command.Tool, command.Words))!.Line
        );
    }

    [Theory]
    [InlineData("./gradlew test --fail-fast")]
    [InlineData("gradle check --no-continue")]
    public void Gradle_is_not_told_to_stop(string line)
    {
        var told = Of(line)!.Line;

        Assert.DoesNotContain(
            line.Split(' ')[^1],
            told[told.LastIndexOf("--init-script", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
        Assert.Contains("whenReady", told, StringComparison.Ordinal);
        Assert.Contains("it.failFast = false", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradle_runs_tests_although_nothing_changed_and_reads_what_it_wrote()
    {
        var told = Of("./gradlew test")!;

        Assert.EndsWith("./gradlew --init-script \"/r/x.gradle\" --continue test", told.Line);
        Assert.Contains("upToDateWhen { false }", told.Line);
        Assert.Equal("**/build/test-results/**/TEST-*.xml", told.Glob);
    }

    [Fact]
    public void Ctest_writes_a_file_and_fails_without_tests()
    {
        var told = Of("cmake --build b && ctest --test-dir b")!;

        Assert.Equal(
            ("cmake --build b && ctest --output-on-failure --no-tests=error --output-junit \"/r/x.xml\" --test-dir b", ".xml"),
            (told.Line, told.Ending)
        );
    }

    [Theory]
    [InlineData("rspec", ".tests")]
    [InlineData("bundle exec rake test", ".tests")]
    [InlineData("vendor/bin/phpunit", ".xml")]
    public void Runners_in_a_language_of_scripts_are_told_by_variables_and_the_line_stays(string line, string ending)
    {
        var told = Of(line)!;

        Assert.EndsWith($"; {line}", told.Line);
        Assert.Equal(("", ending), (told.Ending, told.FileEnding));
    }

    [Theory]
    [InlineData("flake8 src", "flake8 --format=default src")]
    [InlineData("python3 -m flake8 --format pylint --output-file=x src", "python3 -m flake8 --format=default src")]
    [InlineData("ruff check --output-format json .", "ruff check --output-format=concise .")]
    [InlineData("ruff check . && ls -o x", "ruff check . && ls -o x")]
    [InlineData("mypy --pretty src", "mypy --no-pretty src")]
    [InlineData("mypy src", "mypy src")]
    [InlineData("pyright --outputjson src", "pyright src")]
    [InlineData("npx eslint -f json -o out.json .", "eslint .")]
    [InlineData("dmypy run -- src", "dmypy run -- src")]
    public void Linters_tell_what_they_find_in_the_form_that_is_read(string line, string expected) =>
        Assert.EndsWith(expected, Of(line)?.Line ?? line, StringComparison.Ordinal);

    [Theory]
    [InlineData("go test ./...", "go test -json -count=1 ./a ./b/c", "a/x_test.go", "b/c/y_test.go", "a/z_test.go")]
    [InlineData("cargo test --offline", "cargo test --no-fail-fast --test it --offline", "tests/it.rs")]
    [InlineData(
        "mvn -fn test",
        "mvn -Dsurefire.skipAfterFailureCount=0 -Dfailsafe.skipAfterFailureCount=0 -Dtest=ATest,BTest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false -fn test",
        "src/test/java/ATest.java",
        "b/src/test/java/BTest.java"
    )]
    public void A_run_is_restricted_to_files(string line, string expected, params string[] files)
    {
        var told = Of(line, files)!;

        Assert.Equal((expected, true), (told.Line, told.IsRestricted));
    }

    /// <summary>In a build of several projects some have none of the chosen tests, and that is no failure.</summary>
    [Theory]
    [InlineData("gradle test", true, "a/src/test/java/org/SumsTest.java")]
    [InlineData("gradle test", false, "a/src/test/kotlin/org/SumsTest.kt")]
    [InlineData("gradle test --tests X", false, "a/src/test/java/org/SumsTest.java")]
    public void Gradle_is_told_the_classes_by_a_filter(string line, bool isRestricted, string file)
    {
        var told = Of(line, [file])!;

        Assert.Equal(isRestricted, told.IsRestricted);
        Assert.Equal(isRestricted, told.Line.Contains("failOnNoMatchingTests = false", StringComparison.Ordinal));
        Assert.Equal(isRestricted, told.Line.Contains("*SumsTest", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cargo test --offline", "src/lib.rs")]
    [InlineData("cargo test --lib", "tests/it.rs")]
    [InlineData("go test ./a", "b/x_test.go")]
    public void A_run_that_cannot_be_restricted_is_whole(string line, string file) => Assert.False(Of(line, file)!.IsRestricted);

    [Theory]
    [InlineData("cargo test", "error: no matching package named `serde` found\nlocation searched: crates.io index\n", "cargo fetch")]
    [InlineData("cargo test", "error: linker `cc` not found\n", "apt install gcc")]
    [InlineData(
        "go test ./...",
        "# example.org/c\nc_test.go:3:20: module lookup disabled by GOPROXY=off\nFAIL\texample.org/c [setup failed]\n",
        "go mod download"
    )]
    [InlineData("go test ./...", "go: errors parsing go.mod:\n/w/go.mod:4: unknown directive: toolchain\n", "version that go.mod asks for")]
    [InlineData("bundle exec rspec", "Could not find gem 'sinatra' in locally installed gems. (Bundler::GemNotFound)\n", "bundle install")]
    [InlineData(
        "vendor/bin/phpunit",
        "PHP Warning:  require(/w/tests/../vendor/autoload.php): Failed to open stream: No such file or directory in /w/tests/boot.php on line 2\n",
        "composer install"
    )]
    [InlineData("vendor/bin/phpunit", "sh: 1: vendor/bin/phpunit: not found\n", "composer install")]
    [InlineData(
        "phpunit",
        "PHPUnit 9.6.7 by Sebastian Bergmann and contributors.\n\nUsage:\n  phpunit [options] UnitTest.php\n  --stop-on-failure  Stop\n",
        "commit a phpunit.xml"
    )]
    [InlineData("phpunit --nope", "Unknown option \"--nope\"\n", "Change the gate's command")]
    [InlineData(
        "cmake -S . -B b && ctest --test-dir b",
        "  Could not find a package configuration file provided by \"Nope\" with any of\n-- Configuring incomplete, errors occurred!\n",
        "development package of Nope"
    )]
    public void What_is_not_installed_is_told_with_what_brings_it(string line, string text, string remedy) =>
        Assert.Contains(remedy, StackCatalog.All.Fault(new FailedCommand(StackCatalog.All.Parse(line), 1, text))!.Remedy);

    [Theory]
    [InlineData("cargo test", "running 1 test\ntest a ... FAILED\n\nerror: no matching package named `x` found\n")]
    [InlineData("cargo test", "error[E0425]: cannot find function `nope`\nerror: could not compile `a` (lib) due to 1 previous error\n")]
    [InlineData(
        "go test ./...",
        "# a\na_test.go:3:8: no required module provides package example.org/x; to add it:\n\tgo get example.org/x\n"
    )]
    [InlineData(
        "ctest --test-dir b",
        "-- Could NOT find Doxygen (missing: DOXYGEN_EXECUTABLE)\n50% tests passed, 1 tests failed out of 2\n"
    )]
    [InlineData("rspec", "LoadError:\n  cannot load such file -- ./lib/nope (LoadError)\n")]
    public void What_the_change_did_is_no_fault_of_the_machine(string line, string text) =>
        Assert.Null(StackCatalog.All.Fault(new FailedCommand(StackCatalog.All.Parse(line), 1, text)));

    private static ReportedLine? Of(string line, params string[] files) => Of(StackCatalog.All.Parse(line), files);

    private static ReportedLine? Of(GateCommand command, params string[] files) =>
        StackCatalog.All.Report(
            new ReportRequest
            {
                Command = command,
                Results = StackCatalog.All.Reader(null, command).Name,
                Repository = new RepositoryFiles("/", StackCatalog.All),
                Place = "/r/x",
                Files = files.Length == 0 ? null : files,
            }
        );

    private static string Shell(string script, string folder)
    {
        var start = new ProcessStartInfo("sh", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var shell = Process.Start(start)!;
        var text = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return text;
    }
}
