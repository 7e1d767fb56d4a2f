using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>Makes Maven and Gradle run all modules whatever fails, and each test although nothing changed.</summary>
internal static class JvmReport
{
    private const string MavenFiles = "**/target/*-reports/TEST-*.xml";
    private const string GradleFiles = "**/build/test-results/**/TEST-*.xml";

    // Tests that ran before are not run again, and their files not written, unless Gradle is told so.
    private const string Program =
        "allprojects { tasks.withType(Test) { outputs.upToDateWhen { false }; outputs.doNotCacheIf('tests are to run') { true } } }\n";

    /// <summary>The line; null where it stays as it is.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        var command = request.Command;
        if (request.Place is not { } place)
        {
            return null;
        }

        return (request.Results, command.Tool.Name) switch
        {
            (JvmStack.Maven, _)
                when command.OptionsAt > 0 && !CommandOptions.Has(command, "-fae", "--fail-at-end", "-fn", "--fail-never") => Restricted(
                request,
                command,
                " -fae",
                "-Dtest=",
                MavenFiles
            ),
            (JvmStack.Maven, _) => new ReportedLine(command.Line) { Glob = MavenFiles },
            (JvmStack.Gradle, _) when command.OptionsAt > 0 => Gradle(request, command, place),
            // Behind a script no option can be given: without its results a task is not up to date.
            (JvmStack.Gradle, _) => new ReportedLine(
                $"find . -type d -path '*/build/test-results' -prune -exec rm -rf {{}} +; {command.Line}"
            )
            {
                Glob = GradleFiles,
            },
            _ => null,
        };
    }

    private static ReportedLine Gradle(ReportRequest request, GateCommand command, string place)
    {
        // A file of Kotlin or Scala need not have the name of its class.
        var isRestricted =
            request.Files is { Count: > 0 } wanted
            && !CommandOptions.Has(command, "--tests")
            && wanted.All(file => Path.GetExtension(file) is ".java" or ".groovy");
        var chosen = isRestricted
            ? $"allprojects {{ tasks.withType(Test) {{ filter {{ failOnNoMatchingTests = false; {string.Concat(request.Files!.Select(Path.GetFileNameWithoutExtension).Select(name => $"includeTestsMatching '*{name}'; includeTestsMatching '*{name}$*'; "))}}} }} }}\n"
            : "";
        return new ReportedLine(
            $"printf '%s' {ShellWords.Quote(Program + chosen)} >\"{place}.gradle\"; {CommandOptions.With(command, $" --init-script \"{place}.gradle\"{(CommandOptions.Has(command, "--continue") ? "" : " --continue")}")}"
        )
        {
            Glob = GradleFiles,
            IsRestricted = isRestricted,
        };
    }

    private static ReportedLine Restricted(ReportRequest request, GateCommand command, string added, string option, string files)
    {
        var isRestricted =
            request.Files is { Count: > 0 } wanted
            && !command.Words.Any(word => word.StartsWith(option, StringComparison.Ordinal))
            && wanted.All(file => Path.GetExtension(file) is ".java" or ".kt" or ".groovy" or ".scala");
        var chosen = isRestricted
            ? $" {option}{string.Join(',', request.Files!.Select(file => ShellWords.Quote(Path.GetFileNameWithoutExtension(file))))} -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false"
            : "";
        return new ReportedLine(CommandOptions.With(command, added + chosen, "-ff", "--fail-fast"))
        {
            Glob = files,
            IsRestricted = isRestricted,
        };
    }
}
