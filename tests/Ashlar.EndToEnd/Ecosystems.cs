using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>
/// Real tool chains in the sandbox on small projects, with the gates that Ashlar finds by itself: an honest change is done, with the tests counted, and
/// one that breaks a test is not, and names it.
/// </summary>
public sealed class Ecosystems
{
    [ToolsFact("cargo")]
    public Task Rust_tests_of_all_packages_of_a_workspace_decide() =>
        Decide(
            [
                ("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[workspace]\nmembers = [\"sums\"]\n"),
                (
                    "src/lib.rs",
                    "/// Adds.\n///\n/// ```\n/// assert_eq!(app::add(1, 2), 3);\n/// ```\npub fn add(a: i32, b: i32) -> i32 { a + b }\n"
                ),
                ("tests/add.rs", "#[test]\nfn adds() { assert_eq!(app::add(1, 2), 3); }\n"),
                ("sums/Cargo.toml", "[package]\nname = \"sums\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"),
                (
                    "sums/src/lib.rs",
                    "pub fn twice(n: i32) -> i32 { n * 2 }\n\n#[cfg(test)]\nmod tests { #[test] fn twice_two() { assert_eq!(super::twice(2), 4); } }\n"
                ),
                (".gitignore", "target\n"),
            ],
            (
                "sums/src/lib.rs",
                "pub fn twice(n: i32) -> i32 { n * 3 }\n\n#[cfg(test)]\nmod tests { #[test] fn twice_two() { assert_eq!(super::twice(2), 4); } }\n"
            ),
            3,
            "sums tests::twice_two"
        );

    [ToolsFact("go")]
    public Task Go_tests_of_several_modules_decide() =>
        Decide(
            [
                ("go.work", "go 1.19\n\nuse (\n\t./app\n\t./sums\n)\n"),
                ("app/go.mod", "module example.org/app\n\ngo 1.19\n"),
                ("app/app.go", "package app\n\nfunc Add(a, b int) int { return a + b }\n"),
                (
                    "app/app_test.go",
                    "package app\n\nimport \"testing\"\n\nfunc TestAdd(t *testing.T) {\n\tif Add(1, 2) != 3 {\n\t\tt.Fatal(\"sum\")\n\t}\n}\n"
                ),
                ("sums/go.mod", "module example.org/sums\n\ngo 1.19\n"),
                ("sums/sums.go", "package sums\n\nfunc Twice(n int) int { return n * 2 }\n"),
                (
                    "sums/sums_test.go",
                    "package sums\n\nimport \"testing\"\n\nfunc TestTwice(t *testing.T) {\n\tt.Run(\"two\", func(t *testing.T) {\n\t\tif got := Twice(2); got != 4 {\n\t\t\tt.Errorf(\"Twice(2) = %d, want 4\", got)\n\t\t}\n\t})\n}\n"
                ),
            ],
            ("sums/sums.go", "package sums\n\nfunc Twice(n int) int { return n * 3 }\n"),
            3,
            "example.org/sums.TestTwice/two"
        );

    [ToolsFact("mvn", "/usr/share/maven-repo/org/apache/maven/plugins/maven-surefire-plugin")]
    public Task Maven_tests_of_several_modules_decide() =>
        Decide(
            [
                ("pom.xml", Pom("parent", "<packaging>pom</packaging><modules><module>sums</module></modules>" + Plugins)),
                (
                    "sums/pom.xml",
                    "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.ex</groupId><artifactId>parent</artifactId><version>1</version></parent><artifactId>sums</artifactId>"
                        + "<dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version><scope>test</scope></dependency></dependencies></project>\n"
                ),
                (
                    "sums/src/main/java/org/ex/Sums.java",
                    "package org.ex;\npublic class Sums { public static int twice(int n) { return n * 2; } }\n"
                ),
                (
                    "sums/src/test/java/org/ex/SumsTest.java",
                    "package org.ex;\nimport static org.junit.Assert.*;\nimport org.junit.Test;\npublic class SumsTest {\n  @Test public void twice() { assertEquals(4, Sums.twice(2)); }\n  @Test public void zero() { assertEquals(0, Sums.twice(0)); }\n}\n"
                ),
                // Debian's own repository, whose files are links into its folders.
                (".mvn/maven.config", "-o\n-Dmaven.repo.local=/usr/share/maven-repo\n"),
                (".gitignore", "target\n"),
            ],
            (
                "sums/src/main/java/org/ex/Sums.java",
                "package org.ex;\npublic class Sums { public static int twice(int n) { return n * 3; } }\n"
            ),
            2,
            "org.ex.SumsTest#twice"
        );

    [ToolsFact("gradle", "/usr/share/maven-repo/junit/junit/4.x")]
    public Task Gradle_tests_decide() =>
        Decide(
            [
                (
                    "build.gradle",
                    "apply plugin: 'java'\nrepositories { maven { url 'file:///usr/share/maven-repo' } }\ndependencies { testCompile 'junit:junit:4.x' }\n"
                ),
                (
                    "src/main/java/org/ex/Sums.java",
                    "package org.ex;\npublic class Sums { public static int twice(int n) { return n * 2; } }\n"
                ),
                (
                    "src/test/java/org/ex/SumsTest.java",
                    "package org.ex;\nimport static org.junit.Assert.*;\nimport org.junit.Test;\npublic class SumsTest {\n  @Test public void twice() { assertEquals(4, Sums.twice(2)); }\n}\n"
                ),
                (".gitignore", "build\n.gradle\n"),
            ],
            ("src/main/java/org/ex/Sums.java", "package org.ex;\npublic class Sums { public static int twice(int n) { return n * 3; } }\n"),
            1,
            "org.ex.SumsTest#twice"
        );

    [ToolsFact("rspec")]
    public Task Rspec_decides() =>
        Decide(
            [
                ("lib/sums.rb", "module Sums\n  def self.twice(n) = n * 2\nend\n"),
                (
                    "spec/sums_spec.rb",
                    "require_relative \"../lib/sums\"\n\nRSpec.describe Sums do\n  it(\"doubles\") { expect(Sums.twice(2)).to eq(4) }\n  it(\"keeps zero\") { expect(Sums.twice(0)).to eq(0) }\nend\n"
                ),
            ],
            ("lib/sums.rb", "module Sums\n  def self.twice(n) = n * 3\nend\n"),
            2,
            "spec/sums_spec.rb > Sums doubles"
        );

    [ToolsFact("rake")]
    public Task Minitest_through_rake_decides() =>
        Decide(
            [
                (
                    "Rakefile",
                    "require \"rake/testtask\"\nRake::TestTask.new { |t| t.libs << \"test\"; t.pattern = \"test/**/*_test.rb\" }\n"
                ),
                ("lib/sums.rb", "module Sums\n  def self.twice(n) = n * 2\nend\n"),
                (
                    "test/sums_test.rb",
                    "require \"minitest/autorun\"\nrequire_relative \"../lib/sums\"\nclass SumsTest < Minitest::Test\n  def test_twice = assert_equal(4, Sums.twice(2))\nend\n"
                ),
            ],
            ("lib/sums.rb", "module Sums\n  def self.twice(n) = n * 3\nend\n"),
            1,
            "test/sums_test.rb > SumsTest#test_twice"
        );

    [ToolsFact("phpunit")]
    public Task Phpunit_decides() =>
        Decide(
            [
                (
                    "phpunit.xml",
                    "<?xml version=\"1.0\"?>\n<phpunit><testsuites><testsuite name=\"all\"><directory>tests</directory></testsuite></testsuites></phpunit>\n"
                ),
                ("src/Sums.php", "<?php\nfinal class Sums { public static function twice(int $n): int { return $n * 2; } }\n"),
                (
                    "tests/SumsTest.php",
                    "<?php\nrequire_once __DIR__ . '/../src/Sums.php';\nfinal class SumsTest extends PHPUnit\\Framework\\TestCase {\n    public function testTwice(): void { $this->assertSame(4, Sums::twice(2)); }\n}\n"
                ),
                (".gitignore", ".phpunit.result.cache\n"),
            ],
            ("src/Sums.php", "<?php\nfinal class Sums { public static function twice(int $n): int { return $n * 3; } }\n"),
            1,
            "SumsTest::testTwice"
        );

    [ToolsFact("cmake", "cc")]
    public Task Ctest_decides() =>
        Decide(
            [
                (
                    "CMakeLists.txt",
                    "cmake_minimum_required(VERSION 3.16)\nproject(sums C)\nenable_testing()\nadd_executable(t t.c sums.c)\nadd_test(NAME twice COMMAND t twice)\nadd_test(NAME zero COMMAND t zero)\n"
                ),
                ("sums.c", "int twice(int n) { return 2 * n; }\n"),
                (
                    "t.c",
                    "#include <string.h>\nint twice(int);\nint main(int c, char **v) { return strcmp(v[1], \"zero\") ? twice(2) != 4 : twice(0) != 0; }\n"
                ),
                (".gitignore", "build\n"),
            ],
            ("sums.c", "int twice(int n) { return 3 * n; }\n"),
            2,
            "twice"
        );

    [ToolsFact("autoreconf", "automake", "cc")]
    public Task Make_check_decides() =>
        Decide(
            [
                ("configure.ac", "AC_INIT([sums],[1])\nAM_INIT_AUTOMAKE([foreign])\nAC_PROG_CC\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n"),
                ("Makefile.am", "check_PROGRAMS = t_twice\nt_twice_SOURCES = t_twice.c sums.c\nTESTS = $(check_PROGRAMS)\n"),
                ("sums.c", "int twice(int n) { return 2 * n; }\n"),
                ("t_twice.c", "int twice(int);\nint main(void) { return twice(2) != 4; }\n"),
            ],
            ("sums.c", "int twice(int n) { return 3 * n; }\n"),
            1,
            "t_twice"
        );

    [ToolsFact("meson", "ninja", "cc")]
    public Task Meson_decides() =>
        Decide(
            [
                ("meson.build", "project('sums', 'c')\ntest('twice', executable('t', 't.c', 'sums.c'))\n"),
                ("sums.c", "int twice(int n) { return 2 * n; }\n"),
                ("t.c", "int twice(int);\nint main(void) { return twice(2) != 4; }\n"),
                (".gitignore", "build\n"),
            ],
            ("sums.c", "int twice(int n) { return 3 * n; }\n"),
            1,
            "twice"
        );

    private const string Plugins =
        "<properties><maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>"
        + "<build><pluginManagement><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><version>3.10.1</version></plugin><plugin><artifactId>maven-surefire-plugin</artifactId><version>2.22.3</version></plugin>"
        + "<plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.0</version></plugin></plugins></pluginManagement></build>";

    private static string Pom(string name, string rest) =>
        $"<project><modelVersion>4.0.0</modelVersion><groupId>org.ex</groupId><artifactId>{name}</artifactId><version>1</version>{rest}</project>\n";

    private static async Task Decide((string Path, string Text)[] files, (string Path, string Text) broken, int count, string test)
    {
        using var first = Project.With(files);
        await using var one = await Script
            .Of(
                "task-1",
                Say.Bash($"printf '%s' {Quote(Honest(broken.Text))} > {broken.Path}"),
                Say.Report([], [broken.Path], passing: count)
            )
            .ServeAsync();
        var done = await first.Ashlar("run", "--task", "Write twice(n) as a sum").Asking(one).RunAsync();

        using var second = Project.With(files);
        await using var two = await Script
            .Of(
                "task-1",
                [
                    .. Enumerable
                        .Range(0, 8)
                        .SelectMany(number =>
                            (ScriptedAnswer[])
                                [
                                    Say.Bash($"printf '%s' {Quote(broken.Text + new string('\n', number))} > {broken.Path}"),
                                    Say.Report([], [broken.Path], passing: count),
                                ]
                        ),
                ]
            )
            .ServeAsync();
        var refused = await second.Ashlar("run", "--task", "Speed twice(n) up").Asking(two).RunAsync();

        Assert.True(done.ExitStatus == 0, done.Out + done.Error);
        Assert.Contains(
            $"{count} tests",
            (await first.Ashlar("report").RunAsync()).Out.Replace($"{count} passing", $"{count} tests", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.True(refused.ExitStatus is 1 or 3, refused.Out + refused.Error);
        Assert.Contains(test, refused.Out + refused.Error, StringComparison.Ordinal);
    }

    private static string Honest(string broken) =>
        broken
            .Replace("$n * 3", "$n + $n", StringComparison.Ordinal)
            .Replace("n * 3", "n + n", StringComparison.Ordinal)
            .Replace("3 * n", "n + n", StringComparison.Ordinal);

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
