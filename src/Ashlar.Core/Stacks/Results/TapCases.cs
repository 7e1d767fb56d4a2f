using System.Globalization;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Makes test cases of points: file, name as people write it, place and message of the failure.</summary>
/// <param name="files">The checkout.</param>
/// <param name="cases">Where they are collected.</param>
internal sealed partial class TapCases(CheckoutFiles files, TestCaseList cases)
{
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <summary>The folder in which the runner ran, with <c>/</c> behind it; empty for the checkout's own.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Adds a point's case.</summary>
    public void Add(TapPoint point) => cases.Add(Of(point));

    private TestCase Of(TapPoint point)
    {
        var path = point.Path.ToList();
        var file = FileOf(path[0]);
        if (file is not null)
        {
            path = [file, .. path.Skip(1)];
        }
        else if (path[0].Split(" › ") is [var first, .. var titles] && titles.Length > 0)
        {
            file = AvaFile(first);
            path = [file ?? first, .. titles];
        }

        // The last name is an assertion's where a test of its own is above it.
        var isAssertion = point.Asserts && !point.Directed && path.Count > (file is null || file != path[0] ? 1 : 2);
        var id = Numbered(isAssertion ? $"{string.Join(" > ", path.SkipLast(1))}[{path[^1]}" : string.Join(" > ", path), isAssertion);
        if (point.Outcome is TestOutcome.Passed or TestOutcome.Skipped)
        {
            return new TestCase(id, point.Outcome) { File = file };
        }

        file ??= StackText.FirstOwn(point.Details, files)?.File;
        return new TestCase(id, path.Count == 1 && file == path[0] ? TestOutcome.Error : TestOutcome.Failed)
        {
            File = file,
            Line = Number(LineNumber().FirstIn(point.Details)) ?? StackText.Line(point.Details, file),
            Message = Message(path[^1], point.Details),
            Details = FailureText.Details(point.Details.Length > 0 ? point.Details : path[^1]),
        };
    }

    private string Numbered(string id, bool isAssertion)
    {
        var count = seen.GetValueOrDefault(id) + 1;
        seen[id] = count;
        return (count == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id} #{count}")) + (isAssertion ? "]" : "");
    }

    private string? FileOf(string name)
    {
        var path = files.Relative(name);
        return path is not null && files.Exists(Folder + path) ? Folder + path
            : path is not null && files.Exists(path) ? path
            : null;
    }

    /// <summary>ava names a file without what all files share: folder, ending, <c>test-</c> or <c>.test</c>.</summary>
    private string? AvaFile(string shown)
    {
        var path = shown.Replace(" › ", "/", StringComparison.Ordinal);
        var slash = path.LastIndexOf('/') + 1;
        return (
            from ending in (string[])[".js", ".mjs", ".cjs", ".ts", ".mts", ".tsx"]
            from name in (string[])[path, path + ".test", path + ".spec", $"{path[..slash]}test-{path[slash..]}", path + "-test"]
            select files.EndingWith(name + ending)
        ).FirstOrDefault(found => found is not null);
    }

    private static string Message(string name, string details)
    {
        string? Field(string key) =>
            BoundedPattern.Of($@"^\s*{key}:\s*(.*)$", RegexOptions.Multiline).FirstIn(details) is { Success: true } match
                ? match.Groups[1].Value.Trim(' ', '\'', '"')
                : null;
        var message = Field("message") is { Length: > 0 } told && told is not ("|-" or ">-" or "|" or ">") ? told : name;
        return FailureText.Line(
            Field("expected") is { Length: > 0 } expected && Field("actual") is { Length: > 0 } actual
                ? $"{message}: expected {expected}, actual {actual}"
                : message
        );
    }

    private static int? Number(Match match) => match.Success && int.TryParse(match.Groups[1].ValueSpan, out var number) ? number : null;

    [GeneratedRegex(@"^[ \t]*lineNumber: (\d{1,7})", RegexOptions.Multiline, 1000)]
    private static partial Regex LineNumber();
}
