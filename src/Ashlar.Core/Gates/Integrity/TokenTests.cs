using System.Text.RegularExpressions;
using Ashlar.Core.Gates.Placeholders;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>Tests of languages with braces, found by tokens: C#, Go, Java, Rust.</summary>
internal static partial class TokenTests
{
    /// <summary>The tests in order.</summary>
    public static IReadOnlyList<TestSource> Of(string path, string text)
    {
        var source = WithoutComments(path, text.ReplaceLineEndings("\n"));
        var heads = Path.GetExtension(path) switch
        {
            ".cs" or ".java" or ".kt" => AttributeHead(),
            ".go" => GoHead(),
            _ => RustHead(),
        };
        var found = new List<TestSource>();
        foreach (Match head in heads.Matches(source))
        {
            var (start, end) = Block(source, head.Index + head.Length);
            var body = source[start..end];
            var name = head.Groups["name"].Value;
            var marks = head.Value;
            var assertions = Assertion().CountIn(body);
            var real = assertions - Tautology().CountIn(body);
            found.Add(
                new TestSource(path, name, source.AsSpan(0, head.Index).Count('\n') + 1)
                {
                    Skipped = Skip().IsIn(marks) || SkipCall().IsIn(body),
                    Size = InlineData().CountIn(marks) is var size and > 0 ? size : null,
                    Levels = [real, real, real],
                    Checks = [.. Assertion().AllIn(body).Select(match => TestCheck.Of(LineAt(body, match.Index)))],
                    CannotFail = real <= 0 && Call().CountIn(body) - assertions <= 0,
                    Hash = ArtifactFolder.HashOf(System.Text.Encoding.UTF8.GetBytes(Spaces().ReplaceIn(body, " ").Trim()))[..16],
                    Uses = Word().AllIn(body).Select(match => match.Value).ToHashSet(StringComparer.Ordinal),
                }
            );
        }

        return found;
    }

    /// <summary>The text between the next brace and its partner; up to the end of the statement where there is none.</summary>
    private static (int Start, int End) Block(string source, int from)
    {
        var open = source.IndexOf('{', Math.Min(from, source.Length));
        var stop = source.IndexOf(';', Math.Min(from, source.Length));
        if (open < 0 || (stop >= 0 && stop < open && source.AsSpan(from, stop - from).Contains("=>", StringComparison.Ordinal)))
        {
            return (Math.Min(from, source.Length), stop < 0 ? source.Length : stop);
        }

        var depth = 0;
        for (var at = open; at < source.Length; at++)
        {
            depth += source[at] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return (open + 1, at);
            }
        }

        return (open + 1, source.Length);
    }

    private static string WithoutComments(string path, string text)
    {
        var lines = text.Split('\n');
        foreach (var comment in CommentText.Of(path, text))
        {
            var line = lines[comment.Line - 1];
            var at = line.IndexOf(comment.Text, StringComparison.Ordinal);
            if (at >= 0)
            {
                lines[comment.Line - 1] = line.Remove(at, comment.Text.Length);
            }
        }

        return string.Join('\n', lines);
    }

    private static string LineAt(string body, int index)
    {
        var end = body.IndexOf('\n', index);
        return Spaces().ReplaceIn(end < 0 ? body[index..] : body[index..end], " ").Trim();
    }

    [GeneratedRegex(
        @"(?:\[\s*(?:\w+\.)?(?:Fact|Theory|Test|TestMethod|TestCase|DataTestMethod|InlineData|DataRow|Ignore|Skip|Explicit|Trait|Category)\b[^\]]{0,500}\]\s*|@(?:Test|ParameterizedTest|Disabled|Ignore)\b(?:\([^)]{0,300}\))?\s*)+(?:(?:public|internal|private|protected|static|async|virtual|override|final|fun|void|Task|ValueTask)\s+)*(?<name>\w+)\s*\([^)]{0,500}\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex AttributeHead();

    [GeneratedRegex(@"(?m)^func (?<name>(?:Test|Fuzz|Example)\w*)\([^)]*\)", RegexOptions.None, 1000)]
    private static partial Regex GoHead();

    [GeneratedRegex(
        @"#\[(?:\w+::)?test\](?:\s*#\[[^\]]{0,200}\])*\s*(?:pub )?(?:async )?fn (?<name>\w+)\s*\([^)]*\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex RustHead();

    [GeneratedRegex(
        @"\.(?:skip|todo|failing)\b|^\s*x(?:it|test|describe)\b|\bSkip\s*=|\[\s*(?:Ignore|Explicit|Skip)\b|@(?:Disabled|Ignore)\b|#\[ignore|\{\s*(?:skip|todo)\s*:",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Skip();

    [GeneratedRegex(
        @"\bt\.(?:Skip|Skipf|SkipNow|skip|todo)\(|\bAssert\.(?:Ignore|Inconclusive|Skip)\(|\bthis\.skip\(",
        RegexOptions.None,
        1000
    )]
    private static partial Regex SkipCall();

    [GeneratedRegex(@"\b(?:InlineData|DataRow|TestCase)\s*\(", RegexOptions.None, 1000)]
    private static partial Regex InlineData();

    [GeneratedRegex(
        @"\b(?:expect|assert\w*|Assert|require|should)\s*(?:\.\w+(?:<[^>]{0,80}>)?\s*)*(?:!\s*)?\(|\.Should\w*\(|\bt\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow|assert\.\w+)\(",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Assertion();

    [GeneratedRegex(
        @"\bexpect\(\s*(true|false|\d+|'[^']*')\s*\)\s*\.to(?:Be|Equal|StrictEqual)\(\s*\1\s*\)|\b(?:assert(?:\.ok)?|Assert\.(?:True|IsTrue))\(\s*true\s*\)|\b[Aa]ssert\.\w*[Ee]qual\w*\(\s*(\w+)\s*,\s*\2\s*\)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Tautology();

    [GeneratedRegex(@"\b\w+\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"[A-Za-z_$][\w$]*", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
