using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Go;

/// <summary>Makes <c>go test</c> tell every test, and run it: a result that Go has kept is no run.</summary>
internal static class GoReport
{
    // What ends the tests of a package at a failure: of those behind it nothing would be known.
    private static readonly string[] stops = ["-failfast", "--failfast", "-failfast=true", "--failfast=true", "-test.failfast"];

    /// <summary>The line; null where it stays as it is.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        var command = request.Command;
        if (request.Place is null || request.Results != "gotest" || command.Tool.Name != GoStack.Test)
        {
            return null;
        }

        if (command.OptionsAt <= 0)
        {
            // Not as events: the flag would change what other commands of go say to a script.
            return new ReportedLine($"export GOFLAGS=\"${{GOFLAGS:+$GOFLAGS }}-v -count=1\"; {command.Line}");
        }

        if (command.Program.EndsWith("gotestsum", StringComparison.Ordinal))
        {
            return new ReportedLine(
                $"export GOFLAGS=\"${{GOFLAGS:+$GOFLAGS }}-count=1\"; {command.Line.Insert(command.OptionsAt, " --format standard-verbose")}"
            );
        }

        var isRestricted = request.Files is { Count: > 0 } && Whole(command) is not null && !CommandOptions.Has(command, stops);
        var added =
            (CommandOptions.Has(command, "-json", "--json") ? "" : " -json")
            + (CommandOptions.Has(command, "-count", "--count") ? "" : " -count=1");
        if (!isRestricted)
        {
            return new ReportedLine(CommandOptions.With(command, added, stops));
        }

        var all = Whole(command)!.Value;
        var folders = request.Files!.Select(RepositoryPath.Folder).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var packages = string.Join(' ', folders.Select(folder => folder.Length == 0 ? "." : "./" + ShellWords.Quote(folder)));
        return new ReportedLine(
            command.Line.Remove(all.Start, all.End - all.Start).Insert(all.Start, packages).Insert(command.OptionsAt, added)
        )
        {
            IsRestricted = true,
        };
    }

    /// <summary>The word that stands for all packages of a module in the root, where it is the only pattern.</summary>
    private static ShellWord? Whole(GateCommand command)
    {
        var patterns = CommandOptions.Of(command).Where(word => !word.Text.StartsWith('-')).ToList();
        return command.Folder.Length == 0 && patterns is [{ Text: "./..." } all] ? all : null;
    }
}
