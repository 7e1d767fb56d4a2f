using Ashlar.Core.Stacks.Results;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class TraceFramesTests
{
    [Theory]
    [InlineData(
        "Traceback (most recent call last):\n  File \"/w/tests/test_rates.py\", line 7, in test_rate\n    rate()\n  File \"/w/src/rates.py\", line 3, in rate\n    raise ValueError\n  File \"/usr/lib/python3.11/json/decoder.py\", line 355, in decode\nValueError",
        "tests/test_rates.py",
        "src/rates.py:3"
    )]
    [InlineData("tests/test_rates.py:7: in test_rate\n    rate()\nsrc/rates.py:3: ValueError", "tests/test_rates.py", "src/rates.py:3")]
    [InlineData("tests/test_rates.py:7: AssertionError", "tests/test_rates.py", null)]
    [InlineData(
        "Error: no rate\n    at rate (file:///w/src/rates.js:3:9)\n    at TestContext.<anonymous> (/w/test/rates.test.js:7:3)\n    at node:internal/test_runner:1:2",
        "test/rates.test.js",
        "src/rates.js:3"
    )]
    [InlineData(
        "TypeError\n    at expect (/w/node_modules/chai/index.js:3:9)\n    at Context.<anonymous> (/w/test/rates.test.js:7:3)",
        "test/rates.test.js",
        null
    )]
    [InlineData(
        "System.InvalidOperationException : no\n   at Rates.Of() in /w/src/Rates.cs:line 3\n   at RatesTests.Test() in /w/tests/RatesTests.cs:line 7",
        "tests/RatesTests.cs",
        "src/Rates.cs:3"
    )]
    [InlineData(
        "java.lang.IllegalStateException\n\tat java.base/java.util.Objects.x(Objects.java:233)\n\tat shop.Rates.of(Rates.java:3)\n\tat shop.RatesTest.test(RatesTest.java:7)",
        "src/test/java/shop/RatesTest.java",
        "src/main/java/shop/Rates.java:3"
    )]
    [InlineData("thread 'tests::rate' panicked at src/rates.rs:3:5:\nno rate", "tests/rates.rs", "src/rates.rs:3")]
    [InlineData(
        "panic: no rate\n\ngoroutine 6 [running]:\nshop.Rate(...)\n\t/w/rates.go:3 +0x1d\n\t/w/rates_test.go:7 +0x2e",
        "rates_test.go",
        "rates.go:3"
    )]
    [InlineData("NoMethodError\n  ./lib/rates.rb:3:in `rate'\n  ./spec/rates_spec.rb:7:in `block'", "spec/rates_spec.rb", "lib/rates.rb:3")]
    [InlineData("the ratio is 4.x:12, see http://example.org:80 and 10:30", "tests/test_rates.py", null)]
    [InlineData(null, null, null)]
    public void The_innermost_place_in_the_repository_is_told_unless_it_is_the_tests_own(string? details, string? test, string? expected)
    {
        using var folder = new TemporaryFolder();
        foreach (
            var path in (string[])
                [
                    "src/rates.py",
                    "tests/test_rates.py",
                    "src/rates.js",
                    "test/rates.test.js",
                    "node_modules/chai/index.js",
                    "src/Rates.cs",
                    "tests/RatesTests.cs",
                    "src/main/java/shop/Rates.java",
                    "src/test/java/shop/RatesTest.java",
                    "src/rates.rs",
                    "tests/rates.rs",
                    "rates.go",
                    "rates_test.go",
                    "lib/rates.rb",
                    "spec/rates_spec.rb",
                ]
        )
        {
            folder.Write(path, "x\n");
        }

        Assert.Equal(expected, TraceFrames.Innermost(details, test, new CheckoutFiles(folder.Path, "/w")));
    }
}
