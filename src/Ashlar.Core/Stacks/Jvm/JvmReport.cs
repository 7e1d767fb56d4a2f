using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>Makes Maven and Gradle run all modules whatever fails, and each test although nothing changed.</summary>
internal static class JvmReport
{
    private const string GradleFiles = "**/build/test-results/**/TEST-*.xml";

    // Tests that ran before are not run again, and their files not written, unless Gradle is told so. What the build says of its tests comes later
    // than an initial script, and what the command line says too: only when all tasks are known nothing follows.
    private const string Program =
        "allprojects { tasks.withType(Test) { outputs.upToDateWhen { false }; outputs.doNotCacheIf('tests are to run') { true } } }\n"
        + "gradle.taskGraph.whenReady { graph -> graph.allTasks.each { if (it instanceof Test && it.respondsTo('setFailFast')) { it.failFast = false } } }\n";

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
            (JvmStack.Maven, _) => MavenReport.Of(request),
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
            $"printf '%s' {ShellWords.Quote(Program + chosen)} >\"{place}.gradle\"; {CommandOptions.With(command, $" --init-script \"{place}.gradle\"{(CommandOptions.Has(command, "--continue") ? "" : " --continue")}", "--fail-fast", "--no-continue")}"
        )
        {
            Glob = GradleFiles,
            IsRestricted = isRestricted,
        };
    }
}
