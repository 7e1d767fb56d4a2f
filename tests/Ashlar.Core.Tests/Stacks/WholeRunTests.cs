using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Ruby;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

/// <summary>A run that stops at a failure is not a whole one: what would stop it is taken away, and where it stopped all the same that is said.</summary>
public sealed class WholeRunTests : IDisposable
{
    private readonly GateScene scene = new();
    private readonly ReadingScene reading = new();

    public void Dispose()
    {
        scene.Dispose();
        reading.Dispose();
    }

    [Theory]
    [InlineData("python3 -m unittest discover -f -s tests", "python3 -m unittest discover -v -s tests")]
    [InlineData("python3 -m unittest --failfast", "python3 -m unittest -v")]
    [InlineData("python3 -m unittest discover -bf tests", "python3 -m unittest discover -v -b tests")]
    [InlineData("python3 manage.py test --failfast app", "python3 manage.py test -v 2 app")]
    [InlineData("pytest -x", "pytest")]
    [InlineData("pytest -xq tests && grep -x a b", "pytest -q tests && grep -x a b")]
    [InlineData("pytest --exitfirst --maxfail=2 tests", "pytest tests")]
    [InlineData("pytest --maxfail 2 tests --sw", "pytest tests")]
    // Not theirs: the value of another option, a folder of that name, another program.
    [InlineData("pytest -k x -p no:xdist", "pytest -k x -p no:xdist")]
    [InlineData("python3 -m unittest discover -s f", "python3 -m unittest discover -v -s f")]
    [InlineData("cp -f a b && python3 manage.py test", "cp -f a b && python3 manage.py test -v 2")]
    public void Pythons_runners_are_not_told_to_stop(string line, string expected) =>
        Assert.EndsWith(expected, Line(line), StringComparison.Ordinal);

    [Fact]
    public void A_configuration_of_pytest_or_rspec_that_stops_the_run_is_overridden()
    {
        Assert.Contains("--maxfail=0 ", Line("sh check.sh"), StringComparison.Ordinal);
        Assert.Contains(" --maxfail=0 ", Line("pytest"), StringComparison.Ordinal);
        Assert.Contains("--no-fail-fast", Line("rspec"), StringComparison.Ordinal);

        string Line(string line) =>
            GatePlan.Of(new GateSetting("tests", line) { Results = line == "rspec" ? null : "junit" }, scene.World, "t").Line;
    }

    [Theory]
    [InlineData("jest --bail", " --bail=0")]
    [InlineData("jest -b --ci", " --bail=0 --ci")]
    [InlineData("vitest run --bail 1 src", " --bail=0 src")]
    [InlineData("vitest run --bail=1", " --bail=0")]
    [InlineData("mocha --bail test", "/mocha-reporter.cjs\" test")]
    [InlineData("ava --fail-fast", " --tap --no-fail-fast")]
    [InlineData("tap -b", " --no-bail")]
    [InlineData("uvu tests -b", "uvu tests >>")]
    [InlineData("playwright test -x", " --max-failures=0")]
    [InlineData("playwright test --max-failures 3 e2e", " --max-failures=0 e2e")]
    public void Runners_of_node_run_to_their_end(string script, string expected)
    {
        scene.With("package.json", $$$"""{"scripts": {"test": "{{{script}}}"}}""");

        var line = Line("npm test") + " ";

        Assert.Contains(expected, line, StringComparison.Ordinal);
        foreach (var stops in (string[])["--bail ", "--bail=1", " -b ", " --fail-fast", " -x "])
        {
            Assert.DoesNotContain(stops, line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("^0.28.5", false)]
    [InlineData("0.30", false)]
    [InlineData("~0.31.1", true)]
    [InlineData("^3.2.4", true)]
    [InlineData("catalog:", true)]
    public void A_vitest_that_cannot_stop_is_not_told_to_go_on(string range, bool isTold)
    {
        scene.With("package.json", $$$"""{"scripts": {"test": "vitest run src"}, "devDependencies": {"vitest": "{{{range}}}"}}""");

        Assert.Equal(isTold, Line("npm test").Contains("--bail", StringComparison.Ordinal));
    }

    /// <summary>What the shell would not run behind a failure has tests of its own.</summary>
    [Theory]
    [InlineData("mocha a && mocha b", true)]
    [InlineData("cd a && mocha && cd ../b && jest", true)]
    [InlineData("npm run unit && mocha b", true)]
    [InlineData("run-s unit int", true)]
    [InlineData("npm run build && mocha a", false)]
    [InlineData("mocha a && rm -rf tmp", false)]
    [InlineData("mocha a || mocha b", false)]
    public void Tests_that_fail_do_not_keep_the_next_ones_from_running(string script, bool isKept)
    {
        scene.With(
            "package.json",
            $$$"""{"scripts": {"test": "{{{script}}}", "unit": "mocha u", "int": "mocha i", "build": "tsc -p ."}}"""
        );

        Assert.Equal(
            isKept,
            Line("npm test").Contains("_0=$?; ", StringComparison.Ordinal) || Line("npm test").Contains("_1=$?; ", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!! stopping after 1 failures !!!!!!!!!!!!!!!!!!!!!!!!!!!\n1 failed in 0.04s\n")]
    [InlineData("!!!!!!!! Interrupted: Test failed, continuing from this test next run. !!!!!!!!!\n1 failed in 0.1s\n")]
    [InlineData("!!!!!!!!!!!! xdist.dsession.Interrupted: stopping after 1 failures !!!!!!!!!!!!\n1 failed in 0.1s\n")]
    [InlineData("!!!!!!!!!!!!!!!!!!!! _pytest.outcomes.Exit: no database !!!!!!!!!!!!!!!!!!!!!\n1 failed in 0.1s\n")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!! KeyboardInterrupt !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\n1 failed in 0.1s\n")]
    public void A_run_of_pytest_that_says_that_it_stopped_is_no_result(string text) =>
        Assert.Contains(
            "cut short",
            Pytest("= short test summary info =\nFAILED a.py::test_a\n" + text).Trouble!,
            StringComparison.Ordinal
        );

    /// <summary>What a test prints may be about a run of its own; files that could not be collected are told one by one.</summary>
    [Theory]
    [InlineData("!!!!!!!!!!! stopping after 1 failures !!!!!!!!!!!\n= short test summary info =\nFAILED a.py::test_a\n1 failed in 0.04s\n")]
    [InlineData("!!!!!!!!! Interrupted: 1 error during collection !!!!!!!!!\n1 error in 0.04s\n")]
    [InlineData("FAILED a.py::test_a - stopping after 1 failures\n1 failed in 0.04s\n")]
    public void What_tests_say_is_not_taken_for_the_runners_word(string text) => Assert.Equal(1, Pytest(text).Tests!.Failing);

    [Theory]
    [InlineData("Testing stopped early after 1 maximum allowed failures.\n", true)]
    [InlineData("  1 failed\n  2 passed (3.8s)\n", false)]
    public void A_run_of_playwright_that_stopped_is_no_result(string text, bool isCut) =>
        Assert.Equal(isCut, reading.Read("npx playwright test", text, 1, "node", Xml("a.spec.js", "k")).Trouble is not null);

    [Fact]
    public void Ruby_tells_that_it_ended_at_a_failure()
    {
        Assert.Contains(
            "cut short",
            reading.With(new RubyReader("rspec"), "", 1, "ZmFpbGVk c3BlYw== Mw== YQ==  \ncut\n").Trouble!,
            StringComparison.Ordinal
        );
        Assert.NotNull(
            reading.With(new RubyReader("minitest"), "Interrupted. Exiting...\n", 1, "ZmFpbGVk c3BlYw== Mw== YQ==  \nend\n").Trouble
        );
        Assert.Null(reading.With(new RubyReader("minitest"), "\n1 runs\n", 1, "ZmFpbGVk c3BlYw== Mw== YQ==  \nend\n").Trouble);
    }

    [Fact]
    public void Unittest_that_stops_behind_a_line_is_no_result_once_something_failed()
    {
        const string Failed = "FAIL: test_a (t.A.test_a)\nRan 1 test in 0.1s\n\nFAILED (failures=1)\n";
        var rule = new string('=', 70) + "\n";
        var hidden = StackCatalog
            .All.Parse("python3 -m unittest -f")
            .Behind(StackCatalog.All.Parse("python3 -m unittest").Tool, ["unittest", "-f"]);

        Assert.NotNull(Read(rule + Failed, hidden).Trouble);
        Assert.Null(Read("Ran 1 test in 0.1s\n\nOK\n", hidden).Trouble);
        Assert.Null(Read(rule + Failed, hidden.Behind(hidden.Tool, ["unittest", "-v"])).Trouble);

        GateReading Read(string text, GateCommand command) =>
            new UnittestReader().Read(
                new GateOutput
                {
                    ExitCode = 1,
                    Text = text,
                    Files = new CheckoutFiles(scene.Root, "/w"),
                    Command = command,
                }
            );
    }

    [Theory]
    [InlineData("<stops/>", "<failure>x</failure>", true)]
    [InlineData("<stops/>", "<skipped/>", true)]
    [InlineData("<stops/>", "", false)]
    [InlineData("<testsuites/>", "<failure>x</failure>", false)]
    public void Phpunit_that_could_not_be_kept_from_stopping_is_no_result_once_something_did_not_pass(
        string mark,
        string outcome,
        bool isCut
    )
    {
        var xml = $"<testsuites><testsuite name=\"A\"><testcase name=\"testA\" class=\"A\">{outcome}</testcase></testsuite></testsuites>";

        Assert.Equal(isCut, reading.Read("phpunit", "", 1, null, xml, mark).Trouble is not null);
    }

    [Fact]
    public async Task A_gate_of_which_the_run_was_cut_short_can_tell_nothing()
    {
        const string Xml = "<testsuites><testcase name=\"a\"><failure>x</failure></testcase></testsuites>";
        const string Says = "echo 'E  assert 1 == 2'; echo '!!! stopping after 1 failures !!!'; exit 1";

        var result = await scene.Run(new GateSetting("tests", $"echo '{Xml}' > \"{{results}}\"; {Says}") { Results = "junit" });

        Assert.Equal(InabilityKind.NoResult, result.Inability!.Kind);
        Assert.Contains("cut short", result.Inability.Why, StringComparison.Ordinal);
        Assert.Contains("`--failfast`", result.Inability.Remedy!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mvn test", "pom.xml", "<configuration><skipAfterFailureCount>1</skipAfterFailureCount></configuration>", true)]
    [InlineData("mvn verify", "a/pom.xml", "<skipAfterFailureCount> ${most} </skipAfterFailureCount>", true)]
    [InlineData("mvn test", "pom.xml", "<most>2</most><skipAfterFailureCount>${most}</skipAfterFailureCount>", true)]
    [InlineData("mvn test", "pom.xml", "<most>0</most><skipAfterFailureCount>${most}</skipAfterFailureCount>", false)]
    [InlineData("mvn test", "pom.xml", "<skipAfterFailureCount>0</skipAfterFailureCount>", false)]
    [InlineData("mvn test", "pom.xml", "<!-- <skipAfterFailureCount>1</skipAfterFailureCount> -->", false)]
    [InlineData("mvn test", "pom.xml", "<surefire.skipAfterFailureCount>1</surefire.skipAfterFailureCount>", false)]
    [InlineData("mvn test", "pom.xml", "<skipAfterFailureCount>${surefire.skipAfterFailureCount}</skipAfterFailureCount>", false)]
    [InlineData("gradle test", "build.gradle", "test { failFast = true }", false)]
    [InlineData("make test", "build.gradle", "test { failFast = true }", true)]
    [InlineData("make test", "app/build.gradle.kts", "tasks.withType<Test> { failFast.set(true) }", true)]
    [InlineData("make test", "buildSrc/src/main/kotlin/Tests.kt", "test.setFailFast(isCi)", true)]
    [InlineData("make test", "build.gradle", "test { failFast = false } // failFast = true", false)]
    [InlineData("make test", "src/main/java/Run.java", "boolean failFast = true;", false)]
    public void A_build_of_the_JVM_that_stops_by_its_own_configuration_is_no_result_once_something_failed(
        string line,
        string path,
        string text,
        bool isCut
    )
    {
        var hidden = line == "make test";
        var command = StackCatalog.All.Parse(hidden ? "gradle test" : line);
        using var build = new ReadingScene().With(path, text);
        var reader = StackCatalog.All.Reader(null, command);
        var used = hidden ? command.Behind(command.Tool, command.Words) : command;

        Assert.Equal(isCut, build.Read(reader, used, 1, Xml("A", "a")).Trouble is not null);
        Assert.Null(build.Read(reader, used, 0, "<testsuite><testcase classname=\"A\" name=\"a\"/></testsuite>").Trouble);
    }

    [Theory]
    [InlineData("[INFO] Reactor Summary for p 1:\n[INFO] \n[INFO] a .... FAILURE [  0.9 s]\n[INFO] b .... SKIPPED\n", true)]
    [InlineData("[INFO] a .... SKIPPED\n[INFO] Reactor Summary for p 1:\n[INFO] a .... FAILURE [  0.9 s]\n", false)]
    public void Modules_that_Maven_left_out_are_not_known(string text, bool isCut) =>
        Assert.Equal(isCut, reading.Read("mvn test", text, 1, null, Xml("A", "a")).Trouble is not null);

    [Theory]
    [InlineData(
        "[ERROR] There are test failures.\n\nThe forked VM terminated without properly saying goodbye. VM crash or System.exit called?\n"
    )]
    [InlineData("org.apache.maven.surefire.booter.SurefireBooterForkException: the process is gone\n")]
    [InlineData("[ERROR] There was a timeout or other error in the fork\n")]
    public void A_process_of_Maven_that_ended_by_itself_leaves_tests_unknown(string text)
    {
        Assert.NotNull(reading.Read("mvn test", text, 0, null, "<testsuite><testcase classname=\"A\" name=\"a\"/></testsuite>").Trouble);
        Assert.Null(
            reading
                .Read("mvn test", "[INFO] BUILD SUCCESS\n", 0, null, "<testsuite><testcase classname=\"A\" name=\"a\"/></testsuite>")
                .Trouble
        );
    }

    private GateReading Pytest(string text) => reading.Read("pytest", text, 1, null, Xml("a", "test_a"));

    private static string Xml(string owner, string name) =>
        $"<testsuites><testsuite name=\"pytest\"><testcase classname=\"{owner}\" name=\"{name}\"><failure message=\"x\">x</failure></testcase></testsuite></testsuites>";

    private string Line(string run) => GatePlan.Of(new GateSetting("tests", run), scene.World, "t").Line;
}
