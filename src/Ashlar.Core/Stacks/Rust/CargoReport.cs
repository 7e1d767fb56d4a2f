using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>Makes cargo run all targets whatever fails, and name every test.</summary>
internal static class CargoReport
{
    /// <summary>The line; null where it stays as it is.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        var command = request.Command;
        if (request.Place is null || command.OptionsAt <= 0 || request.Results is not ("cargo" or "nextest"))
        {
            return null;
        }

        var isRestricted = request.Files is { Count: > 0 } files && files.All(IsTarget) && IsWhole(command);
        var added =
            (CommandOptions.Has(command, "--no-fail-fast") ? "" : " --no-fail-fast")
            + (
                isRestricted
                    ? string.Concat(request.Files!.Select(file => $" --test {ShellWords.Quote(Path.GetFileNameWithoutExtension(file))}"))
                    : ""
            );
        return new ReportedLine(CommandOptions.With(command, added, "-q", "--quiet")) { IsRestricted = isRestricted };
    }

    /// <summary>A file in <c>tests</c> is a target of its own; one below that is a part of another.</summary>
    private static bool IsTarget(string path) =>
        path.Split('/') is [.., "tests", var name] && name.EndsWith(".rs", StringComparison.Ordinal);

    /// <summary>The line names no targets or tests of its own.</summary>
    private static bool IsWhole(GateCommand command) =>
        command.Tool.Name == RustStack.Test
        && CommandOptions
            .Of(command)
            .All(word =>
                word.Text is "--offline" or "--locked" or "--frozen" or "--workspace" or "--all" or "-q" or "--quiet" or "--no-fail-fast"
            );
}
