using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Native;

/// <summary>What tests without a common framework say.</summary>
internal static partial class NativeWords
{
    /// <summary>The line of a test's output that says what is wrong: an assertion or one that speaks of an error; else the last. Null for none.</summary>
    public static string? Telling(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        return lines.Find(line => Wrong().IsIn(line)) ?? (lines.Count > 0 ? lines[^1] : null);
    }

    [GeneratedRegex(@"\b(?:[Aa]ssert\w*|ASSERT\w*|error|ERROR|Error|FAILED|[Ff]ailure|[Ee]xpected)\b| != ", RegexOptions.None, 1000)]
    private static partial Regex Wrong();
}
