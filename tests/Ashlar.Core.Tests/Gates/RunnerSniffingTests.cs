using Ashlar.Core.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

/// <summary>Product code that asks whether it is tested, in the words of each ecosystem; what only sounds like it is no finding.</summary>
public sealed class RunnerSniffingTests
{
    [Theory]
    [InlineData("sums.go", "\tif testing.Testing() {")]
    [InlineData("sums.go", "\tif flag.Lookup(\"test.v\") != nil {")]
    [InlineData("src/lib.rs", "    if cfg!(test) { a + b } else { 0 }")]
    [InlineData("src/lib.rs", "#[cfg(not(test))]")]
    [InlineData("src/Sums.cs", "    if (Array.Exists(all, one => one.GetName().Name == \"xunit.core\"))")]
    [InlineData("src/main/java/Sums.java", "    try { Class.forName(\"org.junit.Test\"); }")]
    [InlineData("lib/sums.rb", "  return a + b if defined?(RSpec)")]
    [InlineData("src/Sums.php", "    if (defined('PHPUNIT_COMPOSER_INSTALL')) {")]
    [InlineData("app.py", "if 'pytest' in sys.modules:")]
    public void What_asks_whether_it_is_tested_is_a_finding(string path, string line) =>
        Assert.Equal($"{path}:2", Assert.Single(Added(path, line)).Message.Split("  ")[0]);

    [Theory]
    [InlineData("sums.go", "\tname := flag.Lookup(\"verbose\")")]
    [InlineData("src/lib.rs", "#[cfg(test)]")]
    [InlineData("src/lib.rs", "    if cfg!(debug_assertions) {")]
    [InlineData("src/Sums.cs", "    // Like Xunit, but for sums.")]
    [InlineData("lib/sums.rb", "  return a if defined?(Rails)")]
    [InlineData("sums_test.go", "\tif testing.Testing() {")]
    public void What_sounds_like_it_is_none(string path, string line) => Assert.Empty(Added(path, line));

    private static IReadOnlyList<Ashlar.Core.Stacks.Results.Finding> Added(string path, string line) =>
        [.. RunnerSniffing.Added([new ChangedFile(path, "begin\nend\n", $"begin\n{line}\nend\n")])];
}
