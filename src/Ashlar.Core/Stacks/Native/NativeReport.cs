using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Native;

/// <summary>Makes native test drivers tell their results.</summary>
internal static class NativeReport
{
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
            (NativeStack.Ctest, NativeStack.Ctest)
                when command.OptionsAt > 0 && command.Words is ["ctest", ..] && !CommandOptions.Has(command, "--output-junit") =>
                new ReportedLine(
                    command.Line.Insert(command.OptionsAt, $" --output-on-failure --no-tests=error --output-junit \"{place}.xml\"")
                )
                {
                    Ending = ".xml",
                },
            (NativeStack.Ctest, _) => new ReportedLine($"export CTEST_OUTPUT_ON_FAILURE=1; {command.Line}"),
            // All tests of all folders, whatever fails.
            (NativeStack.Automake, _) => new ReportedLine($"export MAKEFLAGS=\"k${{MAKEFLAGS:+ $MAKEFLAGS}}\"; {command.Line}"),
            (NativeStack.Meson, _) => new ReportedLine(command.Line) { Glob = "**/meson-logs/*.junit.xml" },
            _ => null,
        };
    }
}
