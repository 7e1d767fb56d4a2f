using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Product code that looks whether it is tested, or that equals everything: it behaves for the judge.</summary>
internal static partial class RunnerSniffing
{
    /// <summary>One finding for each added line of the kind.</summary>
    public static IEnumerable<Finding> Added(IReadOnlyList<ChangedFile> change)
    {
        foreach (var file in change.Where(file => file.After is not null && !file.IsTest && !JudgeInputs.IsConfiguration(file.Path)))
        {
            var lines = ChangedFile.Lines(file.After);
            var ends = file.After!.Contains("atexit", StringComparison.Ordinal) && file.After.Contains("_exit", StringComparison.Ordinal);
            foreach (var number in file.AddedLines())
            {
                var line = lines[number - 1];
                var match = Sniff().FirstIn(line);
                match = match.Success ? match : Told().FirstIn(line);
                if (match.Success && TestPaths.IsCode(file.Path))
                {
                    yield return Finding(file.Path, number, $"`{match.Value.Trim()}` lets the code behave otherwise under test");
                }
                else if (ends && line.Contains("atexit.register", StringComparison.Ordinal))
                {
                    yield return Finding(file.Path, number, "`atexit` with `os._exit` can end a run of tests otherwise than its runner");
                }
                else if (Equality().IsIn(line) && number < lines.Length && ReturnsTrue().IsIn(lines[number]))
                {
                    yield return Finding(file.Path, number, "`__eq__` is true for everything");
                }
            }
        }
    }

    private static Finding Finding(string path, int line, string what) =>
        new($"sniff:{path}:{what}", $"{path}:{line}  {what}; the code must do the same for users and tests")
        {
            Path = path,
            Line = line,
            Rule = "test-integrity",
            Way = WayOut.Justify,
        };

    [GeneratedRegex(
        @"\bPYTEST_CURRENT_TEST\b|['""](?:pytest|unittest|_pytest)['""]\s+in\s+sys\.modules|sys\.modules\.get\(\s*['""](?:pytest|unittest)|\b(?:NODE_TEST_CONTEXT|JEST_WORKER_ID|VITEST)\b|\bNODE_ENV\s*={2,3}\s*['""]test['""]|\b(?:pytest|unittest)\b.{0,20}\bin\s+sys\.argv|\b(?:import|from)\s+_pytest\b|['""]_pytest\b|\bPYTEST_ADDOPTS\b|\bASHLAR_WATCH\b|\bashlar[-_](?:results|watch)|\bsys\._getframe\b|\bsys\.modules\[\s*['""](?:_?pytest|unittest)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Sniff();

    // What go, cargo, .NET, the JVM, Ruby and PHP tell a program that is being tested.
    [GeneratedRegex(
        @"\btesting\.Testing\(\)|\bflag\.Lookup\(\s*""test\.|\bcfg!?\(\s*not\(\s*test\s*\)|\bcfg!\(\s*test\b|""(?:testhost|xunit|nunit|mstest|org\.junit|org\.testng)[\w.]*""|\bdefined\?\(?\s*(?:::)?(?:RSpec|Minitest|Test::Unit)\b|\bPHPUNIT_[A-Z_]+\b",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Told();

    [GeneratedRegex(@"^\s*def\s+__(?:eq|le|ge|contains)__\s*\(", RegexOptions.None, 1000)]
    private static partial Regex Equality();

    [GeneratedRegex(@"^\s*return\s+True\b", RegexOptions.None, 1000)]
    private static partial Regex ReturnsTrue();
}
