using System.Diagnostics;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class IgnoreRulesTests
{
    private static readonly Dictionary<string, string> rules = new(StringComparer.Ordinal)
    {
        [""] =
            "# comment\n*.log\n!keep.log\n/top.txt\nbuild/\ndoc/*.txt\n**/any/deep\na/**/z\nabc/**\n\\#hash\n\\!bang\ntrail \nspace\\ \n[a-c].x\n?.y\n*.[!o]\nquoted\\*\n!build/again\nfoo/*\n!foo/bar\n",
        ["sub/"] = "*.tmp\n!../keep\n/here\n!*.log\n",
    };

    public static TheoryData<string> Paths =>
        [
            .. "x.log keep.log sub/x.log sub/deep/y.log top.txt sub/top.txt build/x sub/build/x build doc/a.txt doc/sub/a.txt any/deep/f x/any/deep a/z a/b/c/z abc abc/d #hash !bang trail a.x d.x b.y ab.y m.o m.p sub/a.tmp a.tmp sub/here sub/deep/here quoted* build/again foo/a foo/bar foo/bar/c normal.cs sub/normal.cs Build/x".Split(
                ' '
            ),
            "trail ",
            "space ",
        ];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Files_are_ignored_as_git_ignores_them(string path)
    {
        using var folder = new TemporaryFolder();
        Git(folder, "init", "-q");
        folder.Write(".gitignore", rules[""]);
        folder.Write("sub/.gitignore", rules["sub/"]);
        var ignore = new IgnoreRules(name => rules.GetValueOrDefault(name.Length == 0 ? "" : name + "/"));

        Assert.Equal(Git(folder, "check-ignore", "-q", "--", path) == 0, ignore.Ignores(path));
    }

    [Theory]
    [InlineData("app/__pycache__/x.pyc", true)]
    [InlineData(".pytest_cache/v/cache", true)]
    [InlineData(".playwright-mcp/page.yml", true)]
    [InlineData("app/pycache/x", false)]
    public void Caches_of_tools_count_as_ignored(string path, bool expected) =>
        Assert.Equal(expected, new IgnoreRules(_ => null).Ignores(path));

    [Theory]
    [InlineData("**/*.py", "a.py", true)]
    [InlineData("**/*.py", "x/y/a.py", true)]
    [InlineData("src/**", "src", false)]
    [InlineData("src/**", "src/a/b", true)]
    [InlineData("src/**/b", "src/b", true)]
    [InlineData("src/**/b/*.c", "src/a/b/x/b/y.c", true)]
    [InlineData("*.py", "x/a.py", false)]
    [InlineData("[!a]b", "cb", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("a[", "a[", true)]
    [InlineData("*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Patterns_match_by_segments(string pattern, string path, bool expected) =>
        Assert.Equal(expected, new GlobPattern(pattern).Matches(path));

    [Theory]
    [InlineData("*.{ts,tsx}", "*.ts|*.tsx")]
    [InlineData("{a,b}/{c,d}", "a/c|a/d|b/c|b/d")]
    [InlineData("{a,{b,c}}", "a|b|c")]
    [InlineData("{a}", "{a}")]
    [InlineData("a{", "a{")]
    public void Braces_stand_for_alternatives(string pattern, string expected) =>
        Assert.Equal(expected, string.Join('|', GlobPattern.Braces(pattern)!));

    private static int Git(TemporaryFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
