using Xunit;

namespace Ashlar.Core.Tests.Stacks.Php;

/// <summary>The reader of JUnit files on what PHPUnit 9.6.7 wrote.</summary>
public sealed class PhpunitReaderTests : IDisposable
{
    private readonly ReadingScene scene = new ReadingScene().With("tests/SumsTest.php").With("tests/Unit/ExampleTest.php");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Tests_are_named_by_class_and_method_and_one_that_asserts_nothing_did_not_pass()
    {
        var reading = scene.Read("make test", "", 2, "junit", ReadingScene.Recorded("phpunit-9.6.7.xml"));

        Assert.Equal(
            """
            SumsTest::testTwice = Passed
            SumsTest::testFails = Failed
            SumsTest::testRaises = Error
            SumsTest::testSkip = Skipped
            SumsTest::testIncomplete = Skipped
            SumsTest::testRisky = Skipped
            SumsTest::testRows with data set "one" = Passed
            SumsTest::testRows with data set "bad two" = Failed
            SumsTest::testRows with data set #0 = Passed
            """,
            ReadingScene.Told(reading)
        );
        Assert.Equal(
            """
            SumsTest::testFails (tests/SumsTest.php:7): Failed asserting that 4 is identical to 5.
            SumsTest::testRaises (tests/SumsTest.php:8): Error: Call to undefined method App\Sums::nope()
            SumsTest::testRows with data set "bad two" (tests/SumsTest.php:13): Failed asserting that 4 is identical to 5.
            """,
            ReadingScene.Failures(reading)
        );
    }

    [Fact]
    public void Pest_puts_the_name_behind_the_file()
    {
        const string File =
            """<testsuites><testsuite name="Tests\Unit\ExampleTest" file="tests/Unit/ExampleTest.php"><testcase name="it adds" file="tests/Unit/ExampleTest.php::it adds" class="Tests\Unit\ExampleTest" classname="Tests.Unit.ExampleTest"/></testsuite></testsuites>""";

        var test = Assert.Single(scene.Read("make test", "", 0, "junit", File).Tests!.Cases);

        Assert.Equal((@"Tests\Unit\ExampleTest::it adds", "tests/Unit/ExampleTest.php"), (test.Id, test.File));
    }
}
