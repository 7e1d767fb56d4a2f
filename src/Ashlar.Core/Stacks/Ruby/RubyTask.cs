using System.Text.RegularExpressions;
using Ashlar.Core.Policies;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>A declared task of tests (<c>Rake::TestTask.new</c>, <c>Minitest::TestTask.create</c>).</summary>
/// <param name="Name">Its name, with the namespaces around it.</param>
/// <param name="Patterns">The files that it says it runs; empty where it leaves that to rake.</param>
internal sealed partial record RubyTask(string Name, IReadOnlyList<string> Patterns)
{
    private const int LinesLooked = 60;

    /// <summary>The tasks that a Rakefile declares, in their order.</summary>
    public static IReadOnlyList<RubyTask> All(string? rakefile)
    {
        var tasks = new List<RubyTask>();
        var spaces = new Stack<(int Indent, string Name)>();
        var lines = (rakefile ?? "").ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var indent = lines[at].Length - lines[at].TrimStart().Length;
            while (lines[at].Trim().Length > 0 && spaces.TryPeek(out var around) && indent <= around.Indent)
            {
                spaces.Pop();
            }

            if (Space().FirstIn(lines[at]) is { Success: true } space)
            {
                spaces.Push((indent, space.Groups[1].Value));
            }
            else if (Declaration().FirstIn(lines[at]) is { Success: true } declared && !lines[at].TrimStart().StartsWith('#'))
            {
                // A task without a name is called `test`.
                var name = declared.Groups["name"] is { Success: true } given ? given.Value : "test";
                tasks.Add(
                    new RubyTask(
                        string.Join(':', spaces.Reverse().Select(one => one.Name).Append(name)),
                        Named(lines, at, indent, rakefile!)
                    )
                );
            }
        }

        return tasks;
    }

    /// <summary>The same, for paths from the Rakefile's folder on.</summary>
    public IEnumerable<Glob> Files => Patterns.Select(pattern => new Glob("/" + pattern, whole: true));

    private static List<string> Named(string[] lines, int at, int indent, string rakefile)
    {
        var body = new List<string> { lines[at] };
        // A block of one line ends where it begins.
        if (Opens().IsIn(lines[at]) && !lines[at].TrimEnd().EndsWith('}'))
        {
            body.AddRange(lines.Skip(at + 1).Take(LinesLooked).TakeWhile(line => !Ends(line, indent)));
        }

        var text = string.Join('\n', body);
        return
        [
            .. Setting()
                .AllIn(text)
                .Select(match => match.Groups[1].Value.Trim())
                .Select(value => Literal().IsIn(value) || Words().IsIn(value) ? value : Given(value, rakefile))
                .SelectMany(Texts),
        ];
    }

    private static bool Ends(string line, int indent) =>
        line.Trim() is "end" or "}" or "})" or "end)" && line.Length - line.TrimStart().Length <= indent;

    /// <summary>What a name stands for, by the line that gives it its value.</summary>
    private static string Given(string name, string rakefile) =>
        name.Length > 0 && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '_')
            ? BoundedPattern.Of($@"(?m)^[ \t]*{name}[ \t]*=[ \t]*(.+)$").FirstIn(rakefile).Groups[1].Value
            : "";

    private static IEnumerable<string> Texts(string value)
    {
        var kept = value.Split(".exclude")[0];
        return Literal()
            .AllIn(kept)
            .Select(match => match.Groups[1].Value)
            .Concat(
                Words().AllIn(kept).SelectMany(match => match.Groups[1].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            )
            .Select(text => Inserted().ReplaceIn(Here().ReplaceIn(text, ""), "*"))
            .Select(text => text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text)
            .Where(text => text.Length > 0);
    }

    [GeneratedRegex(
        """\bTestTask\.(?:new|create)\b(?:[ \t]*\(?[ \t]*(?:(?::|["']){1,2}(?<name>[\w:]+)|(?<name>\w+):(?!:)))?""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Declaration();

    [GeneratedRegex("""^[ \t]*namespace[ \t]*\(?[ \t]*(?::|["']){1,2}([\w:]+)["']?[ \t]*\)?[ \t]*(?:do|\{)""", RegexOptions.None, 1000)]
    private static partial Regex Space();

    [GeneratedRegex(@"\bdo\b|\{", RegexOptions.None, 1000)]
    private static partial Regex Opens();

    // A list may go on in further lines.
    [GeneratedRegex(
        """\b(?:pattern|test_files|test_globs)[ \t]*\+?=[ \t]*(\[[^\]]{0,2000}\]|\w*[\[(][^\])]{0,2000}[\])][^\n;]*|[^\n;]+)""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Setting();

    [GeneratedRegex("""["']([^"'\n]{1,300})["']""", RegexOptions.None, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"%[wW][\[({]([^\])}]{1,2000})[\])}]", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^#\{(?:__dir__|File\.dirname\(__FILE__\)|Rake\.original_dir)\}/", RegexOptions.None, 1000)]
    private static partial Regex Here();

    [GeneratedRegex(@"#\{[^}]{1,200}\}", RegexOptions.None, 1000)]
    private static partial Regex Inserted();
}
