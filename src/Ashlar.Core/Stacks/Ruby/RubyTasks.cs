using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>The tasks of a Rakefile that run its tests.</summary>
internal static partial class RubyTasks
{
    /// <summary>Whether a text declares a task of tests.</summary>
    public static bool IsDeclared(string? rakefile) => RubyTask.All(rakefile).Count > 0;

    /// <summary><c>test</c> where there is such a task, however it is made, else the first declared one; null for none.</summary>
    /// <param name="rakefile">The Rakefile's text; null where there is none.</param>
    public static string? Of(string? rakefile)
    {
        if (rakefile is null)
        {
            return null;
        }

        var declared = RubyTask.All(rakefile);
        return Named().IsIn(rakefile) || declared.Any(task => task.Name == "test") ? "test"
            : declared.Count > 0 ? declared[0].Name
            : rakefile.Contains("bundler/gem_tasks", StringComparison.Ordinal) && rakefile.Contains("test", StringComparison.Ordinal)
                ? "test"
            : null;
    }

    /// <summary>
    /// Several declared tasks that belong to the tests: rake ends at the first that fails, so each has to be run by itself. Beside one that is
    /// called <c>test</c> only those count that the default task runs, too. Empty where one task runs all.
    /// </summary>
    /// <param name="rakefile">The Rakefile's text; null where there is none.</param>
    public static IReadOnlyList<RubyTask> Several(string? rakefile)
    {
        var declared = RubyTask.All(rakefile).DistinctBy(task => task.Name).ToList();
        var wanted = declared.Exists(task => task.Name == "test")
            ? declared.FindAll(task => task.Name == "test" || IsDefault(rakefile!, task.Name))
            : declared;
        return wanted.Count > 1 ? wanted : [];
    }

    private static bool IsDefault(string rakefile, string task) =>
        Default()
            .AllIn(rakefile)
            .Any(match => Name().AllIn(match.Groups[1].Value).Any(name => string.Equals(name.Value, task, StringComparison.Ordinal)));

    [GeneratedRegex("""(?m)^[ \t]*task[ \t]*\(?[ \t]*(?::test\b|["']test["']|test:)""", RegexOptions.None, 1000)]
    private static partial Regex Named();

    [GeneratedRegex("""(?m)^[ \t]*task[ \t]*\(?[ \t]*:?["']?default["']?[ \t]*(?::|=>)[ \t]*(.+)$""", RegexOptions.None, 1000)]
    private static partial Regex Default();

    [GeneratedRegex(@"\w+(?::\w+)*", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
