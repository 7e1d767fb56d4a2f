using Ashlar.Core.Stacks.Jvm;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Jvm;

/// <summary>The reader of Maven and Gradle on what Maven 3.8.7 with surefire 2.22.3 and Gradle 4.4.1 wrote.</summary>
public sealed class JvmReaderTests : IDisposable
{
    private readonly ReadingScene scene = new ReadingScene()
        .With("a/src/test/java/org/ex/SumsTest.java")
        .With("b/src/test/java/org/ex/OtherTest.java");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Files_of_several_modules_are_one_run()
    {
        var reading = scene.With(
            new JvmReader("maven"),
            "",
            1,
            ReadingScene.Recorded("surefire-2.22.3.xml"),
            ReadingScene.Recorded("surefire-parameters-2.22.3.xml")
        );

        Assert.Equal(
            """
            org.ex.SumsTest#raises = Error
            org.ex.SumsTest#assumed = Skipped
            org.ex.SumsTest#fails = Failed
            org.ex.SumsTest#twice = Passed
            org.ex.SumsTest#ignored = Skipped
            org.ex.OtherTest#row[1 twice] = Passed
            org.ex.OtherTest#row[2 twice] = Failed
            """,
            ReadingScene.Told(reading)
        );
        Assert.Equal(
            """
            org.ex.SumsTest#raises (a/src/test/java/org/ex/SumsTest.java:7): boom
            org.ex.SumsTest#fails (a/src/test/java/org/ex/SumsTest.java:6): sum expected:<5> but was:<4>
            org.ex.OtherTest#row[2 twice] (b/src/test/java/org/ex/OtherTest.java:10): java.lang.AssertionError
            """,
            ReadingScene.Failures(reading)
        );
    }

    [Fact]
    public void Tests_of_junit_5_are_told_apart_by_row_and_class()
    {
        var reading = scene.With(new JvmReader("maven"), "", 0, ReadingScene.Recorded("surefire-junit5-2.22.3.xml"));

        Assert.Equal(
            """
            org.ex.SumsTest#even{int}[1] = Passed
            org.ex.SumsTest#even{int}[2] = Passed
            org.ex.SumsTest#later = Skipped
            org.ex.SumsTest#twice = Passed
            org.ex.SumsTest$Deep#zero = Passed
            """,
            ReadingScene.Told(reading)
        );
    }

    [Fact]
    public void Tests_of_Kotlin_are_placed_where_they_lie_and_not_in_the_library_that_fails_them()
    {
        using var kotlin = new ReadingScene().With("src/test/kotlin/SumsTest.kt");
        var reading = kotlin.With(new JvmReader("gradle"), "", 1, ReadingScene.Recorded("gradle-kotlin-1.3.31.xml"));

        Assert.Equal("shop.SumsTest#it doubles = Passed\nshop.SumsTest#fails = Failed", ReadingScene.Told(reading));
        Assert.Equal(
            "shop.SumsTest#fails (src/test/kotlin/SumsTest.kt:6): java.lang.AssertionError: Expected <5>, actual <4>.",
            ReadingScene.Failures(reading)
        );
    }

    [Fact]
    public void A_test_has_one_id_whichever_tool_runs_it()
    {
        var gradle = scene.With(new JvmReader("gradle"), "", 1, ReadingScene.Recorded("gradle-4.4.1.xml"));
        var newer = scene.With(
            new JvmReader("gradle"),
            "",
            0,
            """<testsuite name="org.ex.SumsTest"><testcase name="twice()" classname="org.ex.SumsTest"/><testcase name="adds two numbers()" classname="org.ex.SumsTest$Deep"/></testsuite>"""
        );

        Assert.Equal(
            "org.ex.SumsTest#fails = Failed\norg.ex.SumsTest#twice = Passed\norg.ex.SumsTest#ignored = Skipped",
            ReadingScene.Told(gradle)
        );
        Assert.Equal("org.ex.SumsTest#twice = Passed\norg.ex.SumsTest$Deep#adds two numbers = Passed", ReadingScene.Told(newer));
        Assert.All(newer.Tests!.Cases, test => Assert.Equal("a/src/test/java/org/ex/SumsTest.java", test.File));
    }

    [Fact]
    public void A_file_that_does_not_compile_is_an_error_beside_the_tests_of_other_modules()
    {
        var reading = scene.With(
            new JvmReader("maven"),
            ReadingScene.Recorded("maven-does-not-compile-3.8.7.txt"),
            1,
            ReadingScene.Recorded("surefire-parameters-2.22.3.xml")
        );

        Assert.Equal(
            """
            org.ex.OtherTest#row[1 twice] = Passed
            org.ex.OtherTest#row[2 twice] = Failed
            a/src/test/java/org/ex/SumsTest.java = Error
            """,
            ReadingScene.Told(reading)
        );
        Assert.EndsWith(
            "a/src/test/java/org/ex/SumsTest.java (a/src/test/java/org/ex/SumsTest.java:5): does not compile: cannot find symbol (a/src/test/java/org/ex/SumsTest.java:5)",
            ReadingScene.Failures(reading)
        );
    }

    [Theory]
    [InlineData("/w/a/src/test/java/org/ex/SumsTest.java:5: error: cannot find symbol")]
    [InlineData("e: file:///w/a/src/test/java/org/ex/SumsTest.java:5:51 cannot find symbol")]
    [InlineData("e: /w/a/src/test/java/org/ex/SumsTest.java: (5, 51): cannot find symbol")]
    [InlineData("[ERROR] /w/a/src/test/java/org/ex/SumsTest.java:[5,51] cannot find symbol")]
    [InlineData("[ERROR] /w/a/src/test/java/org/ex/SumsTest.java: (5, 51) cannot find symbol")]
    [InlineData("/w/a/src/test/java/org/ex/SumsTest.java: 5: cannot find symbol")]
    public void Errors_of_every_compiler_are_read(string line)
    {
        var reading = scene.With(new JvmReader("gradle"), $"> Task :compile FAILED\n{line}\n");

        Assert.Equal(
            "a/src/test/java/org/ex/SumsTest.java (a/src/test/java/org/ex/SumsTest.java:5): does not compile: cannot find symbol (a/src/test/java/org/ex/SumsTest.java:5)",
            ReadingScene.Failures(reading)
        );
    }

    [Fact]
    public void Warnings_are_no_errors() =>
        Assert.NotNull(
            scene
                .With(
                    new JvmReader("gradle"),
                    "/w/a/src/test/java/org/ex/SumsTest.java:5: warning: [deprecation] x\nw: file:///w/a/src/test/java/org/ex/SumsTest.java:5:1 unused\n"
                )
                .Trouble
        );

    [Fact]
    public void What_has_not_been_downloaded_is_no_fault_of_the_change()
    {
        var artefact = JvmFaults.Maven(ReadingScene.Recorded("maven-missing-artefact-3.8.7.txt"))!;
        var plugin = JvmFaults.Maven(ReadingScene.Recorded("maven-missing-plugin-3.8.7.txt"))!;
        var gradle = JvmFaults.Gradle(ReadingScene.Recorded("gradle-missing-artefact-4.4.1.txt"))!;

        Assert.Equal("Maven has no org.example:nope:jar:1.0 and may not fetch it", artefact.Message);
        Assert.Equal("Maven has no org.apache.maven.plugins:maven-resources-plugin:jar:3.3.0 and may not fetch it", plugin.Message);
        Assert.StartsWith("Could not resolve all files for configuration ':testCompileClasspath'.", gradle.Message);
        Assert.Contains("mvn dependency:go-offline", artefact.Remedy);
        Assert.Null(JvmFaults.Maven(ReadingScene.Recorded("maven-does-not-compile-3.8.7.txt")));
        Assert.Null(JvmFaults.Gradle(ReadingScene.Recorded("gradle-does-not-compile-4.4.1.txt")));
    }
}
