using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Python;

/// <summary>
/// Test files that pytest left out for the way in which it is called: another file of the same name was imported before. Nothing is wrong with the file,
/// so nothing that breaks what it tests would be seen.
/// </summary>
internal static partial class PytestCollection
{
    /// <summary>What a person can do.</summary>
    public const string Remedy =
        "Run the tests of each folder by a gate of its own (`cd FOLDER && python3 -m pytest`), give the folders an __init__.py, or add --import-mode=importlib";

    /// <summary>The first such file in words; null where there is none.</summary>
    public static string? Clash(TestRun tests) =>
        tests.Cases.FirstOrDefault(test => test.IsWholeFile && Mismatch().IsIn($"{test.Message}\n{test.Details}")) is { } left
            ? $"the tests of {left.File} are not run: pytest imported another file of the same name before it (import file mismatch)"
            : null;

    [GeneratedRegex(@"^(?:E\s+)?(?:[\w.]+: )?import file mismatch:", RegexOptions.Multiline, 1000)]
    private static partial Regex Mismatch();
}
