using System.Text;
using System.Text.RegularExpressions;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Gates.Integrity;

/// <summary>Tests of JavaScript and TypeScript: <c>test</c>, <c>it</c>, <c>describe</c> and their kin of node, jest, vitest and mocha.</summary>
internal static partial class ScriptTests
{
    /// <summary>The functions of a file that are not tests.</summary>
    public static IReadOnlyList<TestSource> Helpers(string path, string source)
    {
        var text = new ScriptText(source);
        return Helpers(path, text, new ScriptChecks(text));
    }

    /// <summary>What a file holds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Its text.</param>
    /// <param name="others">Functions of other files of the change that it may import.</param>
    public static TestFileSource Of(string path, string source, IReadOnlyList<TestSource> others)
    {
        var text = new ScriptText(source);
        var checks = new ScriptChecks(text);
        var suites = Suites(text);
        var helpers = Helpers(path, text, checks);
        var tests = new List<TestSource>();
        foreach (Match head in TestHead().AllIn(text.Mask))
        {
            var open = head.Index + head.Length - 1;
            if (Named(text, open) is not (var name, var from))
            {
                continue;
            }

            var to = text.Close(open);
            var around = suites.Where(suite => suite.Start < head.Index && head.Index < suite.End).ToList();
            var marks = head.Value + Options(text, from, to);
            var full = string.Join(" > ", around.Select(suite => suite.Name).Append(name));
            var table = TableBefore(text, head.Index);
            tests.Add(
                Entry(path, full, text, checks, (from, to), [.. helpers, .. others]) with
                {
                    Skipped = Skip().IsIn(marks) || SkipCall().IsIn(text.Mask[from..to]) || around.Exists(suite => suite.Skipped),
                    Size = Size(text, head, table),
                    Table =
                    [
                        .. checks.Table(from, to),
                        .. ScriptChecks.Constants(
                            head.Value.Contains(".each", StringComparison.Ordinal) ? text.Source[head.Index..open] : ""
                        ),
                        .. table.Constants,
                    ],
                }
            );
        }

        return new TestFileSource(tests, new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Helpers = helpers,
            Tricks = Tricks(text, isScript: tests.Count == 0),
        };
    }

    private static TestSource Entry(
        string path,
        string name,
        ScriptText text,
        ScriptChecks checks,
        (int From, int To) body,
        IReadOnlyList<TestSource> helpers
    )
    {
        var (from, to) = body;
        var own = checks.Between(from, to);
        var mask = text.Mask[from..to];
        var words = Word().AllIn(mask).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var called = Call().AllIn(mask).Select(match => match.Groups[1].Value).ToList();
        var levels = own.Select(check => check.Strength).ToList();
        foreach (var call in called.Where(call => call != "assert" && call != "expect"))
        {
            if (helpers.FirstOrDefault(helper => helper.Name == call) is { } helper)
            {
                levels.AddRange(helper.Checks.Select(check => check.Strength));
                words.UnionWith(helper.Uses);
            }
            else if (HelperName().IsIn(call) && !Declared(text, call))
            {
                levels.Add(3);
            }
        }

        var source = text.Source[from..to];
        words.UnionWith(ScriptChecks.Constants(source).Select(value => value.Trim('"')));
        return new TestSource(path, name, text.Line(from))
        {
            Checks = own,
            Levels = [levels.Count, levels.Count(level => level >= 2), levels.Count(level => level >= 3)],
            Values = [.. ScriptChecks.Constants(source).Distinct(StringComparer.Ordinal)],
            CannotFail = levels.Count == 0 && !called.Exists(call => !Harmless().IsIn(call)),
            Fakes = Fakes(text, source, mask),
            Hash = ArtifactFolder.HashOf(Encoding.UTF8.GetBytes(Layout().ReplaceIn(mask.Length == 0 ? "" : source, "")))[..16],
            Uses = words,
        };
    }

    private static bool Declared(ScriptText text, string name) =>
        BoundedPattern.Of($@"\bfunction\s+{Regex.Escape(name)}\b|\b(?:const|let)\s+{Regex.Escape(name)}\s*=").IsIn(text.Mask);

    private static List<TestSource> Helpers(string path, ScriptText text, ScriptChecks checks)
    {
        var helpers = new List<TestSource>();
        foreach (Match head in FunctionHead().AllIn(text.Mask))
        {
            var open = head.Index + head.Length - 1;
            var (from, to) = (open + 1, text.Close(open));
            helpers.Add(Entry(path, head.Groups["name"].Value, text, checks, (from, to), helpers));
        }

        return helpers;
    }

    /// <summary>The name in the first argument and the offset behind it; null where it is not a text.</summary>
    private static (string Name, int From)? Named(ScriptText text, int open)
    {
        var at = open + 1;
        while (at < text.Mask.Length && char.IsWhiteSpace(text.Mask[at]))
        {
            at++;
        }

        if (at >= text.Mask.Length || text.Mask[at] is not ('"' or '\'' or '`'))
        {
            return null;
        }

        var end = text.Mask.IndexOf(text.Mask[at], at + 1);
        return end < 0 ? null : (text.Source[(at + 1)..end], end + 1);
    }

    /// <summary>What is between the name and the function: options.</summary>
    private static string Options(ScriptText text, int from, int to)
    {
        var rest = text.Mask[from..to];
        var end = Function().FirstIn(rest) is { Success: true } function ? function.Index : Math.Min(rest.Length, 200);
        return rest[..end];
    }

    private static List<(string Name, int Start, int End, bool Skipped)> Suites(ScriptText text)
    {
        var suites = new List<(string, int, int, bool)>();
        foreach (Match head in SuiteHead().AllIn(text.Mask))
        {
            var open = head.Index + head.Length - 1;
            if (Named(text, open) is (var name, var from))
            {
                var end = text.Close(open);
                suites.Add((name, head.Index, end, Skip().IsIn(head.Value + Options(text, from, end))));
            }
        }

        return suites;
    }

    private static int? Size(ScriptText text, Match head, (int Rows, IReadOnlyList<string> Constants) loop)
    {
        var each = text.Mask.IndexOf(".each", head.Index, head.Length, StringComparison.Ordinal);
        if (each < 0)
        {
            return loop.Rows > 0 ? loop.Rows : null;
        }

        var list = text.Mask.IndexOf('[', each, head.Index + head.Length - each);
        return list < 0 ? null : text.Parts(list).Count;
    }

    /// <summary>The rows of a loop over a literal list in which a test stands.</summary>
    private static (int Rows, IReadOnlyList<string> Constants) TableBefore(ScriptText text, int at)
    {
        foreach (Match loop in Loop().AllIn(text.Mask))
        {
            var list = loop.Index + loop.Length - 1;
            var close = text.Close(list);
            var block = text.Mask.IndexOf('{', Math.Min(close, text.Mask.Length - 1));
            if (block >= 0 && block < at && at < text.Close(block))
            {
                return (text.Parts(list).Count, [.. ScriptChecks.Constants(text.Source[list..close])]);
            }
        }

        return (0, []);
    }

    /// <summary>The name that a test replaces and then calls itself.</summary>
    private static string? Fakes(ScriptText text, string source, string mask)
    {
        var replaced = Replaced().AllIn(source).Select(match => match.Groups["name"].Value).ToList();
        foreach (Match module in MockedModule().AllIn(text.Source))
        {
            var path = Regex.Escape(module.Groups["path"].Value);
            foreach (
                var import in BoundedPattern
                    .Of($@"\{{(?<names>[^{{}}]*)\}}\s*(?:=\s*(?:await\s+)?(?:require|import)\(|from)\s*['""]{path}['""]")
                    .AllIn(text.Source)
            )
            {
                replaced.AddRange(
                    import
                        .Groups["names"]
                        .Value.Split(',')
                        .Select(name => name.Split([':', ' ']).Last(part => part.Length > 0 || name.Length == 0).Trim())
                );
            }
        }

        return replaced.Find(name => name.Length > 0 && BoundedPattern.Of($@"(?<![\w$]){Regex.Escape(name)}\s*\(").IsIn(mask));
    }

    /// <param name="text">The file.</param>
    /// <param name="isScript">Whether it registers no tests: such a file may end itself, and whether it told all of its own is measured.</param>
    private static List<TestTrick> Tricks(ScriptText text, bool isScript)
    {
        var tricks = Trick()
            .AllIn(text.Mask)
            .Where(match =>
                !IsImported(text.Mask, match) && !(isScript && match.Value.StartsWith("process.exit(", StringComparison.Ordinal))
            )
            .Select(match => new TestTrick(text.Line(match.Index), $"`{match.Value.Trim()}` changes how tests end"));
        var focus = Focus()
            .AllIn(text.Mask)
            .Select(match => new TestTrick(text.Line(match.Index), $"`{match.Value.Trim()}` keeps other tests from running"));
        return [.. tricks, .. focus];
    }

    [GeneratedRegex(
        @"(?<![\w.$])(?:x?it|x?test|fit)(?:\s*\.\s*(?:skip|only|todo|failing|fails|concurrent|each\s*\((?>[^()]+|\((?<d>)|\)(?<-d>))*\)(?(d)(?!))))*\s*\(",
        RegexOptions.None,
        1000
    )]
    private static partial Regex TestHead();

    [GeneratedRegex(
        @"(?<![\w.$])(?:[xf]?describe|suite|context)(?:\s*\.\s*(?:skip|only|todo|each\s*\((?>[^()]+|\((?<d>)|\)(?<-d>))*\)(?(d)(?!))))*\s*\(",
        RegexOptions.None,
        1000
    )]
    private static partial Regex SuiteHead();

    [GeneratedRegex(
        @"\b(?:function\s+(?<name>[\w$]+)\s*\([^()]*\)\s*\{|(?:const|let)\s+(?<name>[\w$]+)\s*=\s*(?:async\s*)?\([^()]*\)\s*=>\s*\{)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex FunctionHead();

    [GeneratedRegex(@"=>|\bfunction\b", RegexOptions.None, 1000)]
    private static partial Regex Function();

    [GeneratedRegex(@"\bof\s*\[", RegexOptions.None, 1000)]
    private static partial Regex Loop();

    [GeneratedRegex(
        @"\.\s*(?:skip|todo|failing|fails)\b|^\s*x(?:it|test|describe)\b|\b(?:skip|todo)\s*:\s*(?!false\b)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Skip();

    [GeneratedRegex(@"\b(?:t|ctx|context|this)\.(?:skip|todo)\s*\(", RegexOptions.None, 1000)]
    private static partial Regex SkipCall();

    [GeneratedRegex(
        @"(?:\bmock\.method|\bspyOn|\bstub|\breplace)\s*\(\s*[\w$.]+\s*,\s*['""](?<name>[\w$]+)['""]\s*(?:,|\)\s*\.\s*(?:mock(?:Return|Resolved|Implementation)|returns|resolves|callsFake))",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Replaced();

    [GeneratedRegex(
        @"\b(?:jest|vi)\.(?:do)?[mM]ock\(\s*['""](?<path>[^'""]+)['""]|\bmock\.module\(\s*['""](?<path>[^'""]+)['""]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex MockedModule();

    [GeneratedRegex(
        @"(?<![\w$.])assert(?:\.\w+)*\s*=(?![=>])|(?<![\w$])expect(?:\.\w+)*\s*=(?![=>])|\bglobal(?:This)?\.(?:test|it|describe|expect|assert)\s*=(?!=)|\bprocess\.exit\s*\(|\bprocess\.exitCode\s*=(?!=)|\bprocess\.reallyExit\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Trick();

    /// <summary>Whether a name is declared to be what a library gives.</summary>
    private static bool IsImported(string mask, Match match)
    {
        var line = mask.LastIndexOf('\n', match.Index) + 1;
        var start = Math.Max(line, mask.LastIndexOf(';', match.Index) + 1);
        var end = mask.IndexOf('\n', match.Index);
        return Declaration().IsIn(mask[start..match.Index])
            && Library().IsIn(mask[(match.Index + match.Length)..(end < 0 ? mask.Length : end)]);
    }

    [GeneratedRegex(@"^\s*(?:export\s+)?(?:const|let|var)\s", RegexOptions.None, 1000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*(?:await\s+)?(?:(?:require|import)\s*\(|[\w$.]+\.(?:assert|expect|strict)\b)", RegexOptions.None, 1000)]
    private static partial Regex Library();

    [GeneratedRegex(
        @"(?<![\w.$])(?:(?:it|test|describe|suite|context)\s*\.\s*only|fit|fdescribe)\b|\bonly\s*:\s*true\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Focus();

    [GeneratedRegex(@"^(?:assert|expect|verify|check|ensure|should)[A-Z_]", RegexOptions.None, 1000)]
    private static partial Regex HelperName();

    [GeneratedRegex(@"^(?:ok|equal|strictEqual|deepEqual|toBe\w*|toEqual|expect|assert|test|it|function)$", RegexOptions.None, 1000)]
    private static partial Regex Harmless();

    [GeneratedRegex(@"(?<![\w$])([A-Za-z_$][\w$]*)\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"[A-Za-z_$][\w$]*", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"//[^\n]*|[\s;,'""`]+", RegexOptions.None, 1000)]
    private static partial Regex Layout();
}
