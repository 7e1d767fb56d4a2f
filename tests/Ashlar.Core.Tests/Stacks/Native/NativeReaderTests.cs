using Ashlar.Core.Stacks.Native;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Native;

/// <summary>Readers of what ctest 3.25.1 and the test harness of Automake 1.16.5 wrote.</summary>
public sealed class NativeReaderTests : IDisposable
{
    private readonly ReadingScene scene = new ReadingScene()
        .With("t_sums.c")
        .With("t_ok.c")
        .With("t_bad.c")
        .With("t_bad.log", "t_bad.c:2: check\nFAIL t_bad (exit status: 1)\n");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_test_whose_program_is_missing_is_an_error_and_one_that_is_disabled_did_not_pass()
    {
        var reading = scene.With(new CtestReader(), "", 8, ReadingScene.Recorded("ctest-3.25.1.xml"));

        Assert.Equal(
            """
            twice = Passed
            half = Failed
            crash = Failed
            skip = Skipped
            missing = Error
            off = Skipped
            """,
            ReadingScene.Told(reading)
        );
        Assert.Equal(
            """
            half (t_sums.c:7): t_sums.c:7: half(4) != 2
            crash (:): it failed and printed nothing
            missing (:): Unable to find executable
            """,
            ReadingScene.Failures(reading)
        );
    }

    [Fact]
    public void A_build_that_fails_before_the_tests_is_an_error_of_its_file()
    {
        const string Text = """
            [ 25%] Building C object CMakeFiles/sums.dir/sums.c.o
            /w/t_sums.c:1:17: error: expected ‘;’, ‘,’ or ‘)’ before ‘{’ token
                1 | int twice(int n { return 2 * n; }
            gmake: *** [Makefile:101: all] Error 2
            """;

        Assert.Equal(
            "t_sums.c (t_sums.c:1): does not build: expected ‘;’, ‘,’ or ‘)’ before ‘{’ token (t_sums.c:1)",
            ReadingScene.Failures(scene.With(new CtestReader(), Text, 2))
        );
        Assert.NotNull(scene.With(new CtestReader(), "No tests were found!!!\n", 0).Trouble);
    }

    [Fact]
    public void Results_of_make_check_are_read_from_its_lines_once()
    {
        var reading = scene.With(new AutomakeReader(), ReadingScene.Recorded("automake-1.16.5.txt"), 2);

        Assert.Equal("t_ok = Passed\nt_bad = Failed\nt_skip = Skipped\nt_hard = Error\nxfail.sh = Skipped", ReadingScene.Told(reading));
        Assert.Equal("t_bad (t_bad.c:2): t_bad.c:2: check\nt_hard (:): failed", ReadingScene.Failures(reading));
    }

    [Fact]
    public void A_test_of_make_check_that_does_not_compile_is_an_error() =>
        Assert.StartsWith(
            "t_ok.c (t_ok.c:2): does not build: expected declaration specifiers",
            ReadingScene.Failures(scene.With(new AutomakeReader(), ReadingScene.Recorded("automake-does-not-compile-1.16.5.txt"), 2))
        );

    [Theory]
    [InlineData("/usr/bin/ld: CMakeFiles/t.dir/t_sums.c.o: in function `main':\nt_sums.c:(.text+0x9): undefined reference to `twice'\n")]
    [InlineData("/usr/bin/ld: /w/t_sums.c:3: undefined reference to `twice'\n")]
    public void What_does_not_link_is_an_error(string text) =>
        Assert.Contains("undefined reference to `twice'", ReadingScene.Failures(scene.With(new CtestReader(), text, 2)));
}
