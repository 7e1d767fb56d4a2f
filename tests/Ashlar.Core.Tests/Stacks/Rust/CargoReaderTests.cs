using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Rust;

/// <summary>The reader of cargo on what cargo 1.95 printed.</summary>
public sealed class CargoReaderTests : IDisposable
{
    private readonly ReadingScene scene = new ReadingScene()
        .With("Cargo.toml", "[package]\nname = \"rootpkg\"\n\n[workspace]\nmembers = [\"member\"]\n")
        .With("src/lib.rs")
        .With("tests/it.rs")
        .With("tests/it2.rs")
        .With("member/Cargo.toml", "[package]\nname = \"member\"\n")
        .With("member/src/lib.rs")
        .With("member/src/bin/tool.rs")
        .With("member/tests/abort.rs")
        .With("member/tests/quit.rs");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Tests_of_a_workspace_are_named_by_package_and_target_and_a_program_that_dies_is_an_error()
    {
        Assert.Equal(
            """
            member tests::twice_two = Passed
            member::bin/tool in_bin = Passed
            member::abort = Error
            member::quit = Error
            rootpkg tests::adds = Passed
            rootpkg tests::fails = Failed
            rootpkg tests::slow = Skipped
            rootpkg tests::panics = Passed
            rootpkg::it adds = Passed
            rootpkg::it noisy = Failed
            rootpkg::it2 adds = Passed
            rootpkg::it2 noisy = Failed
            member::doc member/src/lib.rs - doc = Passed
            member::doc member/src/lib.rs - doc #2 = Passed
            member::doc member/src/lib.rs - doc #3 = Passed
            member::doc member/src/lib.rs - doc #4 = Passed
            rootpkg::doc src/lib.rs - add = Passed
            """,
            scene.Outcomes("cargo test --workspace", ReadingScene.Recorded("cargo-1.95.0.txt"))
        );
    }

    [Fact]
    public void A_failure_says_what_was_expected_and_where()
    {
        var cases = scene.Read("cargo test", ReadingScene.Recorded("cargo-1.95.0.txt")).Tests!.Cases;

        Assert.Equal(
            [
                ("member/tests/abort.rs", null, "the test program did not end by itself: signal: 6, SIGABRT: process abort signal"),
                ("member/tests/quit.rs", null, "the test program ended before its tests"),
                ("src/lib.rs", 19, "assertion `left == right` failed: sum left: 3 right: 4"),
                ("tests/it.rs", null, "err Error: \"bad\""),
                ("tests/it2.rs", null, "err Error: \"bad\""),
            ],
            cases
                .Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error)
                .Select(test => (test.File, test.Line, test.Message))
        );
    }

    [Fact]
    public void A_target_that_does_not_compile_is_an_error_at_its_place()
    {
        var test = Assert.Single(scene.Read("cargo test", ReadingScene.Recorded("cargo-does-not-compile-1.95.0.txt")).Tests!.Cases);

        Assert.Equal(("rootpkg::it2", TestOutcome.Error, "tests/it2.rs", 5), (test.Id, test.Outcome, test.File, test.Line));
        Assert.Equal("does not compile: cannot find function `nope` in crate `rootpkg` (tests/it2.rs:5)", test.Message);
    }

    [Fact]
    public void What_tests_print_is_no_test()
    {
        const string Text = """
                 Running tests/it.rs (target/debug/deps/it-f45f77f29d1ac342)

            running 2 tests
            test adds ... test fake ... ok
            ok
            test noisy ... test other ... ok
            FAILED

            failures:

            ---- noisy stdout ----
            test fake ... ok
            test result: none

            failures:
                noisy

            test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

            test fake ... ok
            """;

        Assert.Equal("rootpkg::it adds = Passed\nrootpkg::it noisy = Failed", scene.Outcomes("cargo test", Text));
    }

    [Fact]
    public void Two_packages_with_tests_of_one_name_are_told_apart_by_what_the_compiler_noted()
    {
        scene
            .With("member/tests/it.rs")
            .With("target/debug/deps/it-00000000000000aa.d", "/w/target/debug/deps/it-00000000000000aa: member/tests/it.rs src/x.rs\n")
            .With("target/debug/deps/it-00000000000000bb.d", "/w/target/debug/deps/it-00000000000000bb: tests/it.rs\n");
        const string Block = "running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured\n";

        Assert.Equal(
            "member::it a = Passed\nrootpkg::it a = Passed",
            scene.Outcomes(
                "cargo test",
                $"     Running tests/it.rs (target/debug/deps/it-00000000000000aa)\n{Block}     Running tests/it.rs (target/debug/deps/it-00000000000000bb)\n{Block}",
                exitCode: 0
            )
        );
    }

    [Fact]
    public void Tests_that_are_only_counted_are_there_by_number()
    {
        Assert.Equal(
            "rootpkg (unnamed test 1) = Passed\nrootpkg (unnamed test 2) = Passed\nrootpkg (unnamed test 1) #2 = Failed",
            scene.Outcomes(
                "cargo test -q",
                "     Running unittests src/lib.rs (target/debug/deps/rootpkg-0000000000000000)\n\nrunning 3 tests\n..F\nfailures:\n\n---- tests::a stdout ----\nx\n\nfailures:\n    tests::a\n\ntest result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured\n"
            )
        );
    }

    // The words of nextest 0.9.1xx, from its own snapshots of all that a line can say.
    [Theory]
    [InlineData("        PASS [   1.000s] (  1/100) my-binary-id test_name", "Passed")]
    [InlineData("        PASS [   1.000s] my-binary-id test_name", "Passed")]
    [InlineData("        LEAK [   2.000s] (  2/100) my-binary-id test_name", "Passed")]
    [InlineData("TIMEOUT-PASS [ 240.000s] (  3/100) my-binary-id test_name", "Passed")]
    [InlineData("  TRY 2 PASS [   1.000s] (  7/100) my-binary-id test_name", "Passed")]
    [InlineData("        SLOW [  30.000s] ( 22/100) my-binary-id test_name", "Passed")]
    [InlineData(" SLOW + LEAK [  30.000s] ( 23/100) my-binary-id test_name", "Passed")]
    [InlineData(" SLOW+TMPASS [ 300.000s] ( 24/100) my-binary-id test_name", "Passed")]
    [InlineData("   FLAKY 2/2 [   1.000s] ( 25/100) my-binary-id test_name", "Passed")]
    [InlineData("   FLAKY 2/2 [   2.000s] [3/3] my-binary-id test_name", "Passed")]
    [InlineData("        SKIP [         ] my-binary-id test_name", "Skipped")]
    [InlineData("        FAIL [   1.000s] (  8/100) my-binary-id test_name", "Failed")]
    [InlineData(" FAIL + LEAK [   1.000s] (  9/100) my-binary-id test_name", "Failed")]
    [InlineData("       XFAIL [   1.000s] ( 10/100) my-binary-id test_name", "Error")]
    [InlineData("   LEAK-FAIL [   1.000s] ( 11/100) my-binary-id test_name", "Error")]
    [InlineData("     TIMEOUT [  60.000s] ( 12/100) my-binary-id test_name", "Error")]
    [InlineData("     SIGSEGV [   1.000s] ( 13/100) my-binary-id test_name", "Error")]
    [InlineData("       ABORT [   1.000s] ( 14/100) my-binary-id test_name", "Error")]
    [InlineData("  TRY 2 FAIL [   1.000s] ( 15/100) my-binary-id test_name", "Failed")]
    [InlineData(" TRY 2 FL+LK [   1.000s] ( 16/100) my-binary-id test_name", "Failed")]
    [InlineData("TRY 2 LKFAIL [   1.000s] ( 17/100) my-binary-id test_name", "Error")]
    [InlineData("   TRY 2 TMT [  60.000s] ( 18/100) my-binary-id test_name", "Error")]
    [InlineData("        SLOW [> 60.000s] (─────) my-binary-id test_name", null)]
    [InlineData("  SETUP PASS [   0.100s] (1/1) db: ./prepare", null)]
    public void Every_word_of_nextest_is_an_outcome(string line, string? expected)
    {
        var told = scene.Outcomes(
            "cargo nextest run",
            $"        PASS [   0.010s] (1/2) rootpkg::it first\n{line}\n",
            expected is "Passed" or "Skipped" or null ? 0 : 100
        );

        Assert.Equal(
            expected is null ? "rootpkg::it first = Passed" : $"my-binary-id test_name = {expected}\nrootpkg::it first = Passed",
            string.Join('\n', told.Split('\n').Order(StringComparer.Ordinal))
        );
    }

    [Theory]
    [InlineData("error: no test target named `nosuch` in default-run packages\n")]
    [InlineData("error: no matching package named `serde` found\nlocation searched: crates.io index\n")]
    public void An_output_without_tests_is_trouble(string text) => Assert.NotNull(scene.Read("cargo test", text, exitCode: 101).Trouble);
}
