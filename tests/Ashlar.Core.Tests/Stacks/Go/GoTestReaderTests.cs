using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Go;

/// <summary>The reader of <c>go test</c> on what Go 1.19 wrote, and on the events of builds that Go writes from 1.24 on.</summary>
public sealed class GoTestReaderTests : IDisposable
{
    private readonly ReadingScene scene = new ReadingScene()
        .With("go.work", "go 1.19\n\nuse (\n\t./a\n\t./b\n)\n")
        .With("a/go.mod", "module example.org/a\n")
        .With("a/a_test.go", "package a\n\nfunc TestAdd(t *testing.T) {}\nfunc TestSkip(t *testing.T) {}\n")
        .With("a/sub/s_test.go", "package sub\n\nfunc TestS(t *testing.T) {}\n")
        .With("b/go.mod", "module example.org/b\n")
        .With("b/b_test.go", "package b\n\nfunc TestPanic(t *testing.T) {}\n")
        .With("e/go.mod", "module example.org/e\n")
        .With("e/e_test.go", "package e\n\nfunc TestSlow(t *testing.T) {}\n");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Tests_of_several_modules_subtests_panics_and_packages_that_do_not_build_are_read()
    {
        var cases = scene.Read("go test ./...", ReadingScene.Recorded("go-1.19.txt"), exitCode: 2).Tests!.Cases;

        Assert.Equal(
            """
            example.org/a.TestAdd/one = Passed
            example.org/a.TestAdd/two_more = Failed
            example.org/a.TestAdd = Failed
            example.org/a.TestSkip = Skipped
            example.org/a.FuzzAdd/seed#0 = Passed
            example.org/a.FuzzAdd = Passed
            example.org/a.ExampleAdd = Passed
            example.org/b.TestOk = Passed
            example.org/b.TestPanic = Failed
            example.org/a/sub = Error
            """,
            string.Join('\n', cases.Select(test => $"{test.Id} = {test.Outcome}"))
        );
        Assert.Equal(
            [
                ("example.org/a.TestAdd/two_more", "a/a_test.go", 9, "Add(2, 1) = 3, want 9"),
                ("example.org/a.TestAdd", "a/a_test.go", null, "failed"),
                ("example.org/b.TestPanic", "b/b_test.go", 6, "panic: assignment to entry in nil map [recovered]"),
                ("example.org/a/sub", "a/sub/s_test.go", 5, "does not build: undefined: T (a/sub/s_test.go:5)"),
            ],
            cases
                .Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error)
                .Select(test => (test.Id, test.File, test.Line, test.Message!))
        );
    }

    [Fact]
    public void A_test_whose_end_is_hidden_by_what_it_prints_ends_as_its_text_says()
    {
        Assert.Equal(
            """
            example.org/e.TestSlow = Passed
            example.org/e.TestExit = Passed
            example.org/e.TestCleanup = Failed
            example.org/e.TestPar = Passed
            """,
            scene.Outcomes("go test ./...", ReadingScene.Recorded("go-ends-1.19.txt"))
        );
    }

    [Fact]
    public void A_test_that_never_ends_is_an_error()
    {
        var test = Assert.Single(scene.Read("go test ./...", ReadingScene.Recorded("go-timeout-1.19.txt")).Tests!.Cases);

        Assert.Equal(
            ("example.org/e.TestSlow", TestOutcome.Error, "panic: test timed out after 1s", "e/e_test.go"),
            (test.Id, test.Outcome, test.Message, test.File)
        );
    }

    [Fact]
    public void A_package_that_fails_while_no_test_of_it_does_is_an_error_of_its_own()
    {
        const string Text = """
            {"Action":"start","Package":"example.org/e"}
            {"Action":"output","Package":"example.org/e","Output":"cannot connect\n"}
            {"Action":"output","Package":"example.org/e","Output":"FAIL\texample.org/e\t0.008s\n"}
            {"Action":"fail","Package":"example.org/e","Elapsed":0.008}
            """;

        var test = Assert.Single(scene.Read("go test ./...", Text).Tests!.Cases);

        Assert.Equal(("example.org/e", TestOutcome.Error, "cannot connect"), (test.Id, test.Outcome, test.Message));
    }

    [Fact]
    public void Builds_that_fail_are_events_too()
    {
        const string Text = """
            {"ImportPath":"example.org/a/sub [example.org/a/sub.test]","Action":"build-output","Output":"# example.org/a/sub [example.org/a/sub.test]\n"}
            {"ImportPath":"example.org/a/sub [example.org/a/sub.test]","Action":"build-output","Output":"sub/s_test.go:5:31: undefined: T\n"}
            {"ImportPath":"example.org/a/sub [example.org/a/sub.test]","Action":"build-fail"}
            {"Time":"2026-01-01T00:00:00Z","Action":"start","Package":"example.org/a/sub"}
            {"Time":"2026-01-01T00:00:00Z","Action":"output","Package":"example.org/a/sub","Output":"FAIL\texample.org/a/sub [build failed]\n"}
            {"Time":"2026-01-01T00:00:00Z","Action":"fail","Package":"example.org/a/sub","Elapsed":0,"FailedBuild":"example.org/a/sub [example.org/a/sub.test]"}
            """;

        var test = Assert.Single(scene.Read("go test ./...", Text).Tests!.Cases);

        Assert.Equal(
            ("example.org/a/sub", TestOutcome.Error, "a/sub/s_test.go", 5, "does not build: undefined: T (a/sub/s_test.go:5)"),
            (test.Id, test.Outcome, test.File, test.Line, test.Message)
        );
    }

    [Fact]
    public void The_text_is_read_where_no_events_are_written()
    {
        Assert.Equal(
            """
            example.org/e.TestSlow = Passed
            example.org/e.TestExit = Passed
            example.org/e.TestCleanup = Failed
            example.org/e.TestPar = Passed
            example.org/a.TestAdd = Failed
            example.org/a.TestAdd/one = Passed
            example.org/a.TestAdd/two_more = Failed
            example.org/a.TestSkip = Skipped
            example.org/a.FuzzAdd = Passed
            example.org/a.FuzzAdd/seed#0 = Passed
            example.org/a.ExampleAdd = Passed
            example.org/b.TestOk = Passed
            example.org/b.TestPanic = Failed
            example.org/a/sub = Error
            """,
            scene.Outcomes("go test ./...", ReadingScene.Recorded("go-text-1.19.txt"))
        );
    }

    [Theory]
    [InlineData("go: errors parsing go.mod:\ngo.mod:4: unknown directive: toolchain\n")]
    [InlineData("go: warning: \"./...\" matched no packages\nno packages to test\n")]
    public void An_output_without_tests_and_packages_is_trouble(string text) => Assert.NotNull(scene.Read("go test ./...", text).Trouble);
}
