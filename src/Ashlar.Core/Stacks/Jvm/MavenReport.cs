using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>
/// Makes Maven run the tests of all modules. A module whose tests fail keeps those that need it from being built: where something failed, a second run
/// in which failing tests fail no module brings their results. The line ends as the first run did, which alone tells of all that can go wrong.
/// </summary>
internal static class MavenReport
{
    private const string Files = "**/target/*-reports/TEST-*.xml";
    private const string GoesOn = " -Dmaven.test.failure.ignore=true";
    private static readonly string[] stops = ["surefire.skipAfterFailureCount", "failsafe.skipAfterFailureCount"];

    private static string Off => string.Concat(stops.Select(stop => $" -D{stop}=0"));

    /// <summary>The line.</summary>
    public static ReportedLine Of(ReportRequest request)
    {
        var command = request.Command;
        if (command.OptionsAt <= 0)
        {
            // Behind a script no option can be given. What the virtual machine is told goes before properties of a pom.
            return new ReportedLine(
                $"export MAVEN_OPTS=\"${{MAVEN_OPTS:+$MAVEN_OPTS }}{Off.Trim()}\" MAVEN_ARGS=\"${{MAVEN_ARGS:+$MAVEN_ARGS }}-fae\"; {command.Line}"
            )
            {
                Glob = Files,
            };
        }

        var isRestricted =
            request.Files is { Count: > 0 } wanted
            && !command.Words.Any(word => word.StartsWith("-Dtest=", StringComparison.Ordinal))
            && wanted.All(file => Path.GetExtension(file) is ".java" or ".kt" or ".groovy" or ".scala");
        var chosen = isRestricted
            ? $" -Dtest={string.Join(',', request.Files!.Select(file => ShellWords.Quote(Path.GetFileNameWithoutExtension(file))))} -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false"
            : "";
        var atEnd = CommandOptions.Has(command, "-fae", "--fail-at-end", "-fn", "--fail-never") ? "" : " -fae";
        string[] removed =
        [
            "-ff",
            "--fail-fast",
            .. CommandOptions
                .Of(command)
                .Select(word => word.Text)
                .Where(word => Array.Exists(stops, stop => word.StartsWith($"-D{stop}", StringComparison.Ordinal))),
        ];
        var line = CommandOptions.With(command, atEnd + Off + chosen, removed);
        return new ReportedLine(
            Whole(command) is { } own
                ? Twice(command, own, line, CommandOptions.With(command, atEnd + GoesOn + Off + chosen, removed))
                : line
        )
        {
            Glob = Files,
            IsRestricted = isRestricted,
        };
    }

    /// <summary>The line whose simple command is done once more, the other way, where it failed and there are modules.</summary>
    private static string Twice(GateCommand command, (int Start, int End) own, string line, string other)
    {
        // What is added and removed lies within the simple command.
        string Own(string changed) => changed[own.Start..(own.End + changed.Length - command.Line.Length)];
        return $"{line[..own.Start]}{{ {Own(line)} || {{ code=$?; grep -qs '<module>' pom.xml && {Own(other)}; (exit $code); }}; }}"
            + line[(own.End + line.Length - command.Line.Length)..];
    }

    /// <summary>Where the simple command stands; null where it cannot be done twice, or where what comes behind tests must not be done.</summary>
    private static (int Start, int End)? Whole(GateCommand command) =>
        ShellWords.Commands(command.Line).FirstOrDefault(words => words.Any(word => word.End == command.OptionsAt)) is { } own
        && !own.Any(word =>
            word.Text is "exec" or "-f" or "--file" or "-fn" or "--fail-never" or "!" or "if" or "while" or "until"
            || word.Text.StartsWith("-Dmaven.test.failure.ignore", StringComparison.Ordinal)
            || word.Text.StartsWith("--file=", StringComparison.Ordinal)
            || word.Text.Contains("deploy", StringComparison.Ordinal)
            || word.Text.StartsWith("release:", StringComparison.Ordinal)
        )
            ? (own[0].Start, own[^1].End)
            : null;
}
