using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>What a build says of its own that ends a run of tests at a failure, where no option and no initial script goes before it.</summary>
internal static partial class JvmStops
{
    private const string Count = "skipAfterFailureCount";

    /// <summary>That a process of tests ended by itself, or was ended: no file tells of the tests that were left. Null where none did.</summary>
    public static string? Ended(string text) => Fork().IsIn(text) ? "a process that ran tests ended before its last test" : null;

    /// <summary>What ends it; null for nothing.</summary>
    public static string? Of(GateOutput output) =>
        output.Command.Tool.Name == JvmStack.Gradle ? Gradle(output.Command, output.Files) : Maven(output.Text, output.Files);

    /// <summary>A number that is written into a plugin's configuration; and modules that Maven left out.</summary>
    private static string? Maven(string text, CheckoutFiles files)
    {
        if (text.LastIndexOf("Reactor Summary", StringComparison.Ordinal) is var at and >= 0 && Skipped().IsIn(text[at..]))
        {
            return "Maven skipped modules behind one that failed";
        }

        var poms = files.Named("pom.xml").Select(path => (Path: path, Text: Markup().ReplaceIn(files.Text(path) ?? "", ""))).ToList();
        foreach (var (path, pom) in poms)
        {
            if (Counts().AllIn(pom).Select(count => count.Groups[1].Value.Trim()).Any(value => !IsNone(value)))
            {
                return $"{path} sets <{Count}>";
            }
        }

        return null;

        // What is a property of that name is set on the line.
        bool IsNone(string value) =>
            Zero().IsIn(value)
            || (
                Property().FirstIn(value) is { Success: true } property
                && (
                    property.Groups[1].Value is $"surefire.{Count}" or $"failsafe.{Count}"
                    || (
                        poms.SelectMany(pom => BoundedPattern.Of($"<{Regex.Escape(property.Groups[1].Value)}>([^<]*)<").AllIn(pom.Text))
                            .Select(given => given.Groups[1].Value.Trim())
                            .ToList()
                            is { Count: > 0 } values
                        && values.TrueForAll(Zero().IsIn)
                    )
                )
            );
    }

    /// <summary>The initial script turns it off, which a line that only leads to Gradle is not given.</summary>
    private static string? Gradle(GateCommand command, CheckoutFiles files) =>
        command.OptionsAt > 0 ? null
        : command.Words.Contains("--fail-fast", StringComparer.Ordinal) ? "the command tells Gradle to end at a failure"
        : files.Ending(".gradle", ".gradle.kts", ".groovy", ".kt", ".java").FirstOrDefault(path => IsOfBuild(path) && Stops(files, path))
            is { } stop
            ? $"{stop} sets failFast"
        : null;

    /// <summary>Scripts, and the sources of plugins that a build makes for itself, which are no tests and lie in a build of their own.</summary>
    private static bool IsOfBuild(string path) =>
        path.EndsWith(".gradle", StringComparison.Ordinal)
        || path.EndsWith(".gradle.kts", StringComparison.Ordinal)
        || path.Split('/')[0].StartsWith("build", StringComparison.OrdinalIgnoreCase)
        || path.Contains("gradle", StringComparison.OrdinalIgnoreCase);

    private static bool Stops(CheckoutFiles files, string path) =>
        files.Text(path) is { } text && FailFast().IsIn(Comment().ReplaceIn(text, ""));

    [GeneratedRegex("<!--(?:(?!-->).)*-->", RegexOptions.Singleline, 1000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"/\*(?:(?!\*/).)*\*/|(?<![:""'])//[^\n]*", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<skipAfterFailureCount>([^<]*)</", RegexOptions.None, 1000)]
    private static partial Regex Counts();

    [GeneratedRegex(
        @"\bSurefireBooterForkException\b|^(?:\[ERROR\] )?(?:ExecutionException )?The forked VM terminated|^\[ERROR\] There was an? (?:timeout|error)[^\n]* fork",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Fork();

    [GeneratedRegex(@"^0*$", RegexOptions.None, 1000)]
    private static partial Regex Zero();

    [GeneratedRegex(@"^\$\{([\w.-]+)\}$", RegexOptions.None, 1000)]
    private static partial Regex Property();

    [GeneratedRegex(@"^\[INFO\] \S.*? \.* ?SKIPPED\r?$", RegexOptions.Multiline, 1000)]
    private static partial Regex Skipped();

    // failFast = true, failFast true, setFailFast(ci), failFast.set(true): all but a plain "false".
    [GeneratedRegex(
        @"\b(?:failFast(?:\.set)?(?:\s*=(?!=)|[ \t]*\(|[ \t]+(?=[\w!]))|setFailFast[ \t]*\()\s*(?!\s|false\b)[\w!(""]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex FailFast();
}
