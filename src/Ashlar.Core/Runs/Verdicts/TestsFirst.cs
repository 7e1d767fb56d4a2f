using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Tells tasks that by their words only write tests first.</summary>
internal static partial class TestsFirst
{
    /// <summary>Whether the change holds nothing but tests.</summary>
    public static bool OnlyTests(IReadOnlyList<FileChange> files) =>
        files.Count > 0 && files.All(file => StackCatalog.All.IsTest(file.Path) || StackCatalog.All.IsSupport(file.Path));

    /// <summary>Whether the title and every step speak of writing tests, and the change holds nothing but tests.</summary>
    public static bool Is(TaskItem item, IReadOnlyList<FileChange> files) =>
        OnlyTests(files) && WritesTests().IsIn(item.Title) && Steps(item).All(step => WritesTests().IsIn(step));

    private static IEnumerable<string> Steps(TaskItem item) =>
        item
            .Text.Split('\n')
            .Select(line => Box().FirstIn(line))
            .Where(box => box.Success)
            .Select(box => box.Groups[1].Value.Trim())
            .Where(step => !step.Contains(item.Title, StringComparison.Ordinal));

    [GeneratedRegex(
        @"\b(?:writ|add|creat|cover|author|generat)\w*\b.*\btests?\b|\btests?\b.*\b(?:first|fail|before)|\bfailing tests?\b",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex WritesTests();

    [GeneratedRegex(@"^\s*[-*+] \[[ xX~-]\]\*?\s*(.*)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Box();
}
