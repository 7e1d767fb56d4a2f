using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>Makes <c>dotnet test</c> write TRX files: by VSTest's logger, or by Microsoft.Testing.Platform where <c>global.json</c> names it.</summary>
internal static class DotnetReport
{
    /// <summary>The line that reports; null for another command.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        if (request is not { Place: { } place, Results: "trx", Command: { Tool.Name: DotnetStack.Test, OptionsAt: > 0 } command })
        {
            return null;
        }

        var files = request.Repository;
        var report =
            !IsPlatform(files, command.Folder) ? "--logger trx"
            : IsXunit(files, command) ? "--report-xunit-trx"
            : "--report-trx";
        return new ReportedLine(command.Line.Insert(BehindTarget(command), $" {report} --results-directory \"{place}\""))
        {
            Ending = "",
            FileEnding = ".trx",
        };
    }

    /// <summary>The platform takes a solution or project only as the first word.</summary>
    private static int BehindTarget(GateCommand command)
    {
        var start = command.OptionsAt;
        while (start < command.Line.Length && command.Line[start] == ' ')
        {
            start++;
        }

        var end = command.Line.IndexOf(' ', start) is var space and >= 0 ? space : command.Line.Length;
        var word = command.Line[start..end].Trim('"', '\'');
        return DotnetSolution.Is(word) || DotnetProject.Is(word) ? end : command.OptionsAt;
    }

    /// <summary>Whether Microsoft.Testing.Platform runs the tests of a folder.</summary>
    public static bool IsPlatform(RepositoryFiles files, string folder)
    {
        for (; ; folder = RepositoryPath.Folder(folder))
        {
            // The nearest file decides alone.
            if (files.Text(RepositoryPath.In(folder, "global.json")) is { } text)
            {
                return text.Contains("\"Microsoft.Testing.Platform\"", StringComparison.Ordinal);
            }

            if (folder.Length == 0)
            {
                return false;
            }
        }
    }

    /// <summary>xunit brings a report of its own, under another name than the platform's.</summary>
    private static bool IsXunit(RepositoryFiles files, GateCommand command) =>
        DotnetGates
            .Packages(files)
            .Where(package => package.Tests is not null && DotnetGates.Covers(command, package, files))
            .Select(package => files.Text(package.Manifest) ?? "")
            .ToList()
            is { Count: > 0 } tests
        && tests.TrueForAll(text =>
            text.Contains("xunit.v3", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("Microsoft.Testing.Extensions.TrxReport", StringComparison.OrdinalIgnoreCase)
        );
}
