using Ashlar.Core.Stacks.Ruby;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Ruby;

/// <summary>The reader of Ruby on what RSpec 3.12, minitest 5.17 and test-unit 3.5 told <c>ashlar_tests.rb</c>.</summary>
public sealed class RubyReaderTests : IDisposable
{
    private readonly ReadingScene scene = new ReadingScene()
        .With("lib/sums.rb")
        .With("spec/sums_spec.rb")
        .With("spec/broken_spec.rb")
        .With("test/sums_test.rb")
        .With("test/tu_test.rb");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Examples_of_rspec_are_named_by_file_and_description()
    {
        var reading = scene.With(new RubyReader("rspec"), "", 1, ReadingScene.Recorded("rspec-3.12.tests"));

        Assert.Equal(
            """
            spec/sums_spec.rb > Sums doubles = Passed
            spec/sums_spec.rb > Sums fails = Failed
            spec/sums_spec.rb > Sums raises = Failed
            spec/sums_spec.rb > Sums is pending = Skipped
            spec/sums_spec.rb > Sums is skipped = Skipped
            spec/sums_spec.rb > Sums same name = Passed
            spec/sums_spec.rb > Sums same name #2 = Passed
            """,
            ReadingScene.Told(reading)
        );
        Assert.StartsWith("spec/sums_spec.rb > Sums fails (spec/sums_spec.rb:4): expected: 5 got: 4\n", ReadingScene.Failures(reading));
        Assert.Contains("(spec/sums_spec.rb:5): NoMethodError: undefined method `nope' for Sums:Module", ReadingScene.Failures(reading));
    }

    [Fact]
    public void A_spec_that_cannot_be_loaded_is_an_error_of_its_file() =>
        Assert.Equal(
            "spec/broken_spec.rb (spec/broken_spec.rb:1): NameError: uninitialized constant Missing",
            ReadingScene.Failures(scene.With(new RubyReader("rspec"), "", 1, ReadingScene.Recorded("rspec-not-loaded-3.12.tests")))
        );

    [Fact]
    public void Tests_of_minitest_and_test_unit_are_named_by_class_and_method()
    {
        var minitest = scene.With(new RubyReader("minitest"), "", 1, ReadingScene.Recorded("minitest-5.17.tests"));
        var unit = scene.With(new RubyReader("minitest"), "", 1, ReadingScene.Recorded("test-unit-3.5.tests"));

        Assert.Equal(
            """
            test/sums_test.rb > SumsTest#test_fails = Failed
            test/sums_test.rb > SumsTest#test_raises = Error
            test/sums_test.rb > SumsTest#test_skip = Skipped
            test/sums_test.rb > SumsTest#test_twice = Passed
            test/sums_test.rb > block#works fine = Passed
            """,
            string.Join('\n', ReadingScene.Told(minitest).Split('\n').Order(StringComparer.Ordinal))
        );
        Assert.Contains("SumsTest#test_fails (test/sums_test.rb:5): Expected: 5 Actual: 4", ReadingScene.Failures(minitest));
        Assert.Equal(
            """
            test/tu_test.rb > TuTest#test_one = Passed
            test/tu_test.rb > TuTest#test_p = Skipped
            test/tu_test.rb > TuTest#test_two = Failed
            """,
            ReadingScene.Told(unit)
        );
    }

    [Theory]
    [InlineData("minitest-not-loaded-5.17.txt", 1, "cannot load such file -- /w/lib/nosuch (LoadError)")]
    [InlineData("ruby-syntax-3.1.txt", 3, "syntax error, unexpected `end', expecting ')'")]
    public void A_test_file_that_Ruby_cannot_load_is_an_error(string recorded, int line, string message) =>
        Assert.Equal(
            $"test/sums_test.rb (test/sums_test.rb:{line}): {message}",
            ReadingScene.Failures(scene.With(new RubyReader("minitest"), ReadingScene.Recorded(recorded)))
        );

    [Fact]
    public void Results_without_their_end_and_no_results_at_all_are_trouble()
    {
        Assert.NotNull(scene.With(new RubyReader("rspec"), "", 0, "cGFzc2Vk c3BlYw== Mw== YQ==  \n").Trouble);
        Assert.NotNull(scene.With(new RubyReader("rspec"), "", 0).Trouble);
        Assert.Equal(
            "spec > a = Passed",
            ReadingScene.Told(scene.With(new RubyReader("rspec"), "", 0, "cGFzc2Vk c3BlYw== Mw== YQ==  \nend\n"))
        );
    }
}
