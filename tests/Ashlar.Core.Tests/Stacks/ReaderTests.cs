using System.Text;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class ReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_second_family_of_pytest_without_file_attributes_gives_the_same_ids()
    {
        folder.Write("tests/unit/test_sum.py", "");

        var run = Read(
            "junit",
            "pytest",
            """
            <testsuites><testsuite name="pytest">
              <testcase classname="tests.unit.test_sum.TestX" name="test_a[1.5]"/>
              <testcase classname="tests.unit.test_sum" name="test_b"><skipped message="no"/></testcase>
              <testcase classname="" name="tests.unit.test_gone"><error message="collection failure">E   ImportError: no</error></testcase>
            </testsuite></testsuites>
            """
        );

        Assert.Equal(
            [
                ("tests/unit/test_sum.py::TestX::test_a[1.5]", TestOutcome.Passed, null),
                ("tests/unit/test_sum.py::test_b", TestOutcome.Skipped, null),
                ("tests.unit.test_gone", TestOutcome.Error, "ImportError: no"),
            ],
            run.Cases.Select(test => (test.Id, test.Outcome, test.Message))
        );
    }

    [Fact]
    public void Files_of_surefire_go_and_dotnet_are_told_apart()
    {
        folder.Write("src/test/java/com/x/SumTest.java", "");

        var java = Read(
            "junit",
            "mvn test",
            """<testsuite name="com.x.SumTest"><properties><property name="java.version" value="21"/></properties><testcase name="adds" classname="com.x.SumTest"><failure message="expected: 1">at com.x.SumTest.adds(SumTest.java:12)</failure></testcase></testsuite>"""
        );
        var go = Read(
            "junit",
            "make test",
            """<testsuites><testsuite name="x/sum"><properties><property name="go.version" value="1.25"/></properties><testcase classname="x/sum" name="TestAdd"/></testsuite></testsuites>"""
        );
        var dotnet = Read(
            "junit",
            "dotnet test",
            """<testsuites><testsuite name="A.dll"><testcase classname="A.SumTests" name="Adds"/></testsuite></testsuites>"""
        );

        Assert.Equal(
            ("com.x.SumTest#adds", "src/test/java/com/x/SumTest.java", 12),
            (java.Cases[0].Id, java.Cases[0].File, java.Cases[0].Line)
        );
        Assert.Equal("x/sum.TestAdd", go.Cases[0].Id);
        Assert.Equal("A.SumTests.Adds", dotnet.Cases[0].Id);
    }

    [Fact]
    public void A_file_that_is_hostile_or_broken_is_trouble_and_no_result()
    {
        string[] files =
        [
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><testsuite><testcase name=\"&x;\"/></testsuite>",
            "<testsuite><testcase name=\"a\">",
            "no xml",
            "",
        ];
        foreach (var file in files)
        {
            var reading = Reading("junit", "pytest", file);
            Assert.NotNull(reading.Trouble);
            Assert.Null(reading.Tests);
        }

        Assert.Equal(
            1,
            Read("junit", "x", "<testsuite><testcase name=\"colour\"><failure>&#x1b;[0m</failure></testcase></testsuite>").Failing
        );
    }

    [Fact]
    public void A_tear_down_error_joins_its_test_and_equal_names_are_numbered()
    {
        var run = Read(
            "junit",
            "x",
            """<testsuite><testcase name="a"/><testcase name="a"><error message="failed on teardown"/></testcase><testcase name="b"/><testcase name="b"><failure/></testcase></testsuite>"""
        );

        Assert.Equal(
            [("a", TestOutcome.Error), ("b", TestOutcome.Passed), ("b #2", TestOutcome.Failed)],
            run.Cases.Select(test => (test.Id, test.Outcome))
        );
    }

    [Fact]
    public void Results_of_visual_studio_are_read()
    {
        folder.Write("tests/SumTests.cs", "");

        var run = Read(
            "trx",
            "dotnet test",
            $"""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
              <UnitTestResult testName="A.SumTests.Adds" outcome="Passed"/>
              <UnitTestResult testName="A.SumTests.Later" outcome="NotExecuted"/>
              <UnitTestResult testName="A.SumTests.Halves" outcome="Failed"><Output><ErrorInfo>
                <Message>Assert.Equal() Failure
            Expected: 2
            Actual: 1</Message><StackTrace>   at A.SumTests.Halves() in {folder.Path}/tests/SumTests.cs:line 14</StackTrace></ErrorInfo></Output></UnitTestResult>
            </Results></TestRun>
            """
        );

        Assert.Equal((3, 1, 1, 1), (run.Total, run.Passing, run.Failing, run.Skipped));
        var failed = run.Cases[2];
        Assert.Equal(
            ("A.SumTests.Halves", "Assert.Equal() Failure Expected: 2 Actual: 1", "tests/SumTests.cs", 14),
            (failed.Id, failed.Message, failed.File, failed.Line)
        );
    }

    [Fact]
    public void Sarif_results_are_findings_unless_they_are_notes_suppressed_or_unchanged()
    {
        var reading = Reading(
            "sarif",
            "semgrep --sarif",
            """
            {"version": "2.1.0", "runs": [{"results": [
              {"ruleId": "R1", "level": "error", "message": {"text": "bad"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b.py"}, "region": {"startLine": 3}}}]},
              {"ruleId": "R2", "level": "note", "message": {"text": "x"}},
              {"ruleId": "R3", "message": {"text": "x"}, "suppressions": [{"kind": "inSource"}]},
              {"ruleId": "R4", "message": {"text": "x"}, "baselineState": "unchanged"}
            ]}]}
            """
        );

        Assert.Equal(
            [
                new Finding("a b.py:R1", "R1 bad")
                {
                    Path = "a b.py",
                    Line = 3,
                    Rule = "R1",
                },
            ],
            reading.Findings
        );
    }

    [Theory]
    [InlineData("flake8", "src/a.py:3:80: E501 line too long", "src/a.py:E501", "E501 line too long", 3)]
    [InlineData("ruff", "F401 [*] `os` imported but unused\n --> src/a.py:1:8\n  |", "src/a.py:F401", "F401 `os` imported but unused", 1)]
    [InlineData("ruff", "src/a.py:1:8: F401 [*] `os` imported but unused", "src/a.py:F401", "F401 `os` imported but unused", 1)]
    [InlineData(
        "mypy",
        "src/a.py:7: error: Incompatible return value  [return-value]\nsrc/a.py:7: note: x",
        "src/a.py:return-value",
        "return-value Incompatible return value",
        7
    )]
    [InlineData("mypy", "src/a.py:7:10:7:12: error: Bad type  [assignment]", "src/a.py:assignment", "assignment Bad type", 7)]
    [InlineData(
        "mypy",
        "{\"file\": \"src/a.py\", \"line\": 7, \"column\": 1, \"message\": \"Bad type\", \"code\": \"assignment\", \"severity\": \"error\"}",
        "src/a.py:assignment",
        "assignment Bad type",
        7
    )]
    [InlineData("tsc", "src/a.ts(4,5): error TS2322: Type 'x' is wrong.", "src/a.ts:TS2322", "TS2322 Type 'x' is wrong.", 4)]
    [InlineData(
        "eslint",
        "ROOT/src/a.js\n  2:1  error  Unexpected var  no-var\n  3:1  warning  x  y\n",
        "src/a.js:no-var",
        "no-var Unexpected var",
        2
    )]
    [InlineData(
        "black",
        "would reformat ROOT/src/a.py\n\nOh no!\n1 file would be reformatted.",
        "src/a.py:black",
        "would be reformatted by black",
        null
    )]
    [InlineData(
        "isort",
        "ERROR: ROOT/src/a.py Imports are incorrectly sorted and/or formatted.",
        "src/a.py:isort",
        "Imports are incorrectly sorted and/or formatted.",
        null
    )]
    public void Text_of_a_tool_gives_one_finding_a_place(string tool, string text, string key, string message, int? line)
    {
        var reading = Reading(tool, tool, null, text.Replace("ROOT", folder.Path));

        var finding = Assert.Single(reading.Findings);
        Assert.Equal((key, message, line), (finding.Key, finding.Message, finding.Line));
        Assert.Empty(Reading(tool, tool, null, text, exitCode: 0).Findings);
    }

    [Fact]
    public void A_quiet_unittest_run_still_counts_every_test()
    {
        var run = Reading(
            "unittest",
            "python manage.py test",
            null,
            """
            Found 4 test(s).
            .F.s
            ======================================================================
            FAIL: test_bad (app.tests.Sums)
            Adds
            ----------------------------------------------------------------------
            Traceback (most recent call last):
              File "/usr/lib/x.py", line 8, in test_bad
            AssertionError: 1 != 2

            ----------------------------------------------------------------------
            Ran 4 tests in 0.001s

            FAILED (failures=1, skipped=1)
            """
        ).Tests!;

        Assert.Equal((4, 2, 1, 1), (run.Total, run.Passing, run.Failing, run.Skipped));
        Assert.Equal(("app.tests.Sums.test_bad", "1 != 2"), (run.Cases[0].Id, run.Cases[0].Message));
    }

    [Fact]
    public void A_module_of_a_package_that_unittest_cannot_import_is_named_by_its_module()
    {
        var run = Reading(
            "unittest",
            "python -m unittest",
            null,
            """
            E.
            ======================================================================
            ERROR: tests.test_sum (unittest.loader._FailedTest.tests.test_sum)
            ----------------------------------------------------------------------
            ImportError: Failed to import test module: tests.test_sum
            Traceback (most recent call last):
              File "/usr/lib/python3.11/unittest/loader.py", line 362, in _get_module_from_name
                __import__(name)
            ModuleNotFoundError: No module named 'shop.sums'


            ----------------------------------------------------------------------
            Ran 2 tests in 0.000s

            FAILED (errors=1)
            """
        ).Tests!;

        Assert.Equal((2, 1, 1), (run.Total, run.Passing, run.Failing));
        Assert.Equal(("tests.test_sum", TestOutcome.Error), (run.Cases[0].Id, run.Cases[0].Outcome));
        Assert.Contains("No module named 'shop.sums'", run.Cases[0].Details, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_of_go_lines_of_cargo_and_the_file_of_jest_are_read()
    {
        var go = Reading(
            "gotest",
            "go test ./...",
            null,
            """
            {"Action":"run","Package":"x","Test":"TestA"}
            {"Action":"output","Package":"x","Test":"TestA","Output":"    a_test.go:7: got 1\n"}
            {"Action":"fail","Package":"x","Test":"TestA"}
            {"Action":"fail","Package":"x"}
            """
        ).Tests!;
        var cargo = Reading(
            "cargo",
            "cargo test",
            null,
            "running 2 tests\ntest sum::adds ... ok\ntest sum::later ... ignored\ntest result: ok. 1 passed; 0 failed; 1 ignored"
        ).Tests!;
        var jest = Read(
            "jest",
            "jest",
            $$"""{"testResults": [{"name": "{{folder.Path}}/a.test.js", "status": "failed", "message": "", "assertionResults": [{"fullName": "sum adds", "status": "failed", "failureMessages": ["expected 1\n at x ({{folder.Path}}/a.test.js:5:1)"]}]}]}"""
        );

        Assert.Equal([("x.TestA", "got 1")], go.Cases.Select(test => (test.Id, test.Message!)));
        Assert.Equal(
            [("sum::adds", TestOutcome.Passed), ("sum::later", TestOutcome.Skipped)],
            cargo.Cases.Select(test => (test.Id, test.Outcome))
        );
        Assert.Equal([("a.test.js > sum adds", "expected 1", 5)], jest.Cases.Select(test => (test.Id, test.Message!, test.Line!.Value)));
    }

    [Fact]
    public void Findings_in_what_is_installed_do_not_hide_those_of_the_tree()
    {
        var installed = string.Concat(Enumerable.Range(1, 30_000).Select(at => $".venv/lib/x.py:{at}:1: F401 'a' imported but unused\n"));
        var output = new GateOutput
        {
            ExitCode = 1,
            Text = installed + "app/b.py:1:1: F401 'b' imported but unused\n",
            Files = new CheckoutFiles(folder.Path, folder.Path, [".venv"]),
            Command = StackCatalog.All.Parse("flake8 ."),
        };

        Assert.Equal("app/b.py", StackCatalog.All.Reader("flake8", output.Command).Read(output).Findings[^1].Path);
    }

    private TestRun Read(string reader, string line, string file) => Reading(reader, line, file).Tests!;

    private GateReading Reading(string reader, string line, string? file, string text = "", int exitCode = 1)
    {
        var command = StackCatalog.All.Parse(line);
        return StackCatalog
            .All.Reader(reader, command)
            .Read(
                new GateOutput
                {
                    ExitCode = exitCode,
                    Text = text,
                    Results = file is null ? [] : [Encoding.UTF8.GetBytes(file)],
                    Files = new CheckoutFiles(folder.Path, folder.Path),
                    Command = command,
                }
            );
    }
}
