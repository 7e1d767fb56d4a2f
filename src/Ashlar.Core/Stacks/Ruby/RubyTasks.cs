using System.Text.RegularExpressions;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>The task of a Rakefile that runs its tests.</summary>
internal static partial class RubyTasks
{
    /// <summary>Whether a text declares a task of tests (<c>Rake::TestTask.new</c>).</summary>
    public static bool IsDeclared(string? rakefile) => rakefile is not null && Declared().IsIn(rakefile);

    /// <summary><c>test</c> where there is such a task, however it is made, else the first declared one; null for none.</summary>
    /// <param name="rakefile">The Rakefile's text; null where there is none.</param>
    public static string? Of(string? rakefile)
    {
        if (rakefile is null)
        {
            return null;
        }

        // A declared task without a name is called `test`.
        var declared = Declared().AllIn(rakefile).Select(match => match.Groups[1] is { Success: true } name ? name.Value : "test").ToList();
        return Named().IsIn(rakefile) || declared.Contains("test", StringComparer.Ordinal) ? "test"
            : declared.Count > 0 ? declared[0]
            : rakefile.Contains("bundler/gem_tasks", StringComparison.Ordinal) && rakefile.Contains("test", StringComparison.Ordinal)
                ? "test"
            : null;
    }

    [GeneratedRegex("""\bTestTask\.new\b(?:[ \t]*\(?[ \t]*(?::|["'])([\w:]+))?""", RegexOptions.None, 1000)]
    private static partial Regex Declared();

    [GeneratedRegex("""(?m)^[ \t]*task[ \t]*\(?[ \t]*(?::test\b|["']test["']|test:)""", RegexOptions.None, 1000)]
    private static partial Regex Named();
}
