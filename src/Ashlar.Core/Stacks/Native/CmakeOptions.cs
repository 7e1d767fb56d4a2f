using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Native;

/// <summary>Options of a project of CMake that decide whether it has its tests. What they are set to follows from the conditions, not from their names.</summary>
internal static partial class CmakeOptions
{
    /// <summary>The words of the command line that set those whose default leaves the tests out; not those that only add to tests which are there anyway.</summary>
    /// <param name="text">The outermost <c>CMakeLists.txt</c>.</param>
    public static string OfTests(string text)
    {
        var (all, ofTests) = Conditions(text);
        return string.Concat(
            Option()
                .AllIn(text)
                .Select(match =>
                    (Name: match.Groups[1].Value, IsOn: match.Groups[2].Value.Equals("ON", StringComparison.OrdinalIgnoreCase))
                )
                .DistinctBy(option => option.Name)
                .Select(option => (option.Name, option.IsOn, Wanted: Wanted(option.Name, all, ofTests)))
                .Where(option => option.Wanted is { } wanted && wanted != option.IsOn)
                .Take(4)
                .Select(option => $" -D{option.Name}={(option.Wanted == true ? "ON" : "OFF")}")
        );
    }

    /// <summary>What sets up tests.</summary>
    [GeneratedRegex(
        @"^\s*(?:enable_testing|add_test|include\s*\(\s*CTest|catch_discover_tests|gtest_discover_tests|doctest_discover_tests)\b",
        RegexOptions.Multiline | RegexOptions.IgnoreCase,
        1000
    )]
    public static partial Regex Tests();

    /// <summary>The value with which tests are set up; null where the option has no part in it.</summary>
    private static bool? Wanted(string name, List<Condition> all, List<Condition> ofTests)
    {
        if (ofTests.Select(condition => condition.Wants(name)).FirstOrDefault(wanted => wanted is not null) is { } wanted)
        {
            return Builds().IsIn(name) || !wanted ? wanted : null;
        }

        // An option that no condition of this file has is read elsewhere: only its name tells what it is for.
        return all.TrueForAll(condition => condition.Wants(name) is null) && Builds().IsIn(name) && !Without().IsIn(name) ? true : null;
    }

    /// <summary>All conditions of the text, and those under which it sets up tests.</summary>
    private static (List<Condition> All, List<Condition> OfTests) Conditions(string text)
    {
        var (open, all, found) = (new Stack<Condition>(), new List<Condition>(), new List<Condition>());
        foreach (var line in text.Split('\n').Take(20_000))
        {
            if (If().FirstIn(line) is { Success: true } condition)
            {
                open.Push(new Condition(condition.Groups[1].Value, false));
                all.Add(open.Peek());
            }
            else if (EndIf().IsIn(line))
            {
                open.TryPop(out _);
            }
            else if (Else().IsIn(line) && open.TryPop(out var before))
            {
                open.Push(before with { IsNegated = true });
            }
            else if (Tests().IsIn(line) || TestFolder().IsIn(line))
            {
                found.AddRange(open);
            }
        }

        return (all, found);
    }

    private sealed record Condition(string Text, bool IsNegated)
    {
        /// <summary>The value of an option with which the lines below are read; null where the condition does not have it.</summary>
        public bool? Wants(string option)
        {
            var words = Text.Split([' ', '\t', '(', ')', '$', '{', '}', '"'], StringSplitOptions.RemoveEmptyEntries);
            var at = Array.IndexOf(words, option);
            return at < 0 ? null : (at > 0 && words[at - 1].Equals("NOT", StringComparison.OrdinalIgnoreCase)) == IsNegated;
        }
    }

    [GeneratedRegex(@"^\s*if\s*\((.{0,500})", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex If();

    [GeneratedRegex(@"^\s*else\s*\(", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Else();

    [GeneratedRegex(@"^\s*endif\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex EndIf();

    [GeneratedRegex(@"^\s*add_subdirectory\s*\(\s*[^)\s]{0,200}test", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TestFolder();

    [GeneratedRegex(
        @"^\s*option\s*\(\s*(\w*TEST\w*)\s+(?:""[^""\n]{0,300}""\s+)?(ON|OFF)\s*\)",
        RegexOptions.Multiline | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Option();

    [GeneratedRegex(@"(?:BUILD|ENABLE|WITH)\w*TEST", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Builds();

    [GeneratedRegex(@"WITHOUT|DISABLE|SKIP|(?:^|_)NO(?:_|TEST)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Without();
}
