using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>Tells from what Maven and Gradle print that they could not do their work: what has not been downloaded, and what they do not understand.</summary>
internal static partial class JvmFaults
{
    private const string MavenRemedy = "Run `mvn dependency:go-offline` and the tests once yourself, so that ~/.m2 has what they need";
    private const string GradleRemedy = "Run `gradle test` once yourself, so that ~/.gradle has what the build needs";

    /// <summary>Why Maven could not work; null where it did.</summary>
    public static StackFault? Maven(string text)
    {
        if (Missing().FirstIn(text) is { Success: true } missing)
        {
            return new StackFault(FaultKind.Restore, $"Maven has no {missing.Groups[1].Value} and may not fetch it")
            {
                Remedy = MavenRemedy,
            };
        }

        // The last link names the class of the error, of which those about tests and compilers are not.
        if (Help().FirstIn(text) is not { Success: true } help)
        {
            return text.Contains("Unable to parse command line options", StringComparison.Ordinal)
                ? new StackFault(FaultKind.Usage, FailureText.Line(Line(text, "Unable to parse command line options")))
                : null;
        }

        var words = FailureText.Line(
            Line(text, "[ERROR] ").Replace("[ERROR] ", "", StringComparison.Ordinal).Replace(" -> [Help 1]", "", StringComparison.Ordinal)
        );
        return help.Groups[1].Value switch
        {
            "DependencyResolutionException"
            or "PluginResolutionException"
            or "UnresolvableModelException"
            or "PluginVersionResolutionException"
            or "ArtifactResolutionException" => new(FaultKind.Restore, words) { Remedy = MavenRemedy },
            "MissingProjectException"
            or "NoPluginFoundForPrefixException"
            or "LifecyclePhaseNotFoundException"
            or "MojoNotFoundException"
            or "ProjectBuildingException"
            or "ProjectCycleException"
            or "InvalidPluginDescriptorException" => new(FaultKind.Usage, words),
            _ => null,
        };
    }

    /// <summary>Why Gradle could not work; null where it did.</summary>
    public static StackFault? Gradle(string text)
    {
        var wrong = Wrong().FirstIn(text) is { Success: true } match ? match.Groups[1].Value : null;
        if (text.Contains("Downloading http", StringComparison.Ordinal) && Unreached().IsIn(text))
        {
            return new StackFault(FaultKind.Missing, "Gradle's wrapper wants to fetch its distribution and may not")
            {
                Remedy = "Run `./gradlew --version` once yourself",
            };
        }

        if (wrong is null)
        {
            return null;
        }

        return Unresolved().IsIn(wrong) ? new StackFault(FaultKind.Restore, FailureText.Line(wrong)) { Remedy = GradleRemedy }
            : Unknown().IsIn(wrong) ? new StackFault(FaultKind.Usage, FailureText.Line(wrong))
            : null;
    }

    private static string Line(string text, string beginning)
    {
        var at = text.IndexOf(beginning, StringComparison.Ordinal);
        return at < 0 ? text : text[at..].Split('\n')[0];
    }

    [GeneratedRegex(
        @"in offline mode and the artifact (\S{1,300}) has not been downloaded|Could not transfer artifact (?<1>\S{1,300}) from/to",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Missing();

    [GeneratedRegex(@"\[Help 1\] https?://\S{1,200}/MAVEN/(\w{1,100})", RegexOptions.None, 1000)]
    private static partial Regex Help();

    [GeneratedRegex(@"\* What went wrong:\s*\n((?:.{1,1000}\n){1,6})", RegexOptions.None, 1000)]
    private static partial Regex Wrong();

    [GeneratedRegex(
        @"Could not resolve |Could not find \S+:\S+|No cached version of |was not found in any of the following sources|Could not download ",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Unresolved();

    [GeneratedRegex(
        @"Task '.{1,200}' (?:not found|is ambiguous)|Project '.{1,200}' not found|Unknown command-line option|does not contain a Gradle build",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Unknown();

    [GeneratedRegex(@"UnknownHostException|ConnectException|SocketException|Network is unreachable", RegexOptions.None, 1000)]
    private static partial Regex Unreached();
}
