using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Makes Python's runners tell their results, and run chosen files.</summary>
internal static partial class PythonReport
{
    /// <summary>The line that reports; null where nothing has to be or can be done.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        var line = PythonWholeRun.Line(request.Command);
        var command = request.Command with { Line = line };
        var chosen = request.Files is { Count: > 0 } files ? PythonChoice.Of(command, files) : null;
        var isRestricted = chosen is not null;
        line += chosen;
        if (request.Place is null)
        {
            return new ReportedLine(line) { IsRestricted = isRestricted };
        }

        return (request.Results, command.Tool.Name) switch
        {
            // A line that hides its tool may run pytest.
            ("junit", PythonTools.Pytest or StackTool.None) => new ReportedLine(Environment(request) + line)
            {
                Ending = ".xml",
                IsRestricted = isRestricted,
            },
            ("unittest", PythonTools.Unittest or PythonTools.Django) when command.OptionsAt > 0 => new ReportedLine(
                Verbose(command) + chosen
            )
            {
                IsRestricted = isRestricted,
            },
            ("flake8" or "ruff" or "mypy" or "pyright", _) => PythonForms.Of(request),
            _ => null,
        };
    }

    /// <summary>Neither a file that cannot be collected nor a failure must keep the rest from running, whatever the configuration says.</summary>
    private static string Environment(ReportRequest request) =>
        $"export PYTEST_ADDOPTS={ShellWords.Quote(request.Variable("PYTEST_ADDOPTS") is { } given ? given + " " : "")}"
        + $"\"--continue-on-collection-errors --maxfail=0 --junitxml='{request.Place}.xml' -o junit_family=xunit1 -o cache_dir='{request.Place}.xml.cache'\"; ";

    /// <summary>Every test is named only with <c>-v</c> (Django: <c>-v 2</c>).</summary>
    private static string Verbose(GateCommand command)
    {
        var told = command.Words.Any(word =>
            word.StartsWith("--verbos", StringComparison.Ordinal) || (word.StartsWith("-v", StringComparison.Ordinal) && word.Length <= 3)
        );
        if (told)
        {
            return command.Line;
        }

        // Of several the last one counts, and a quiet run names only what fails.
        var (before, options) = (command.Line[..command.OptionsAt], command.Line[command.OptionsAt..]);
        return before + (command.Tool.Name == PythonTools.Django ? " -v 2" : " -v") + Quiet().ReplaceIn(options, "");
    }

    [GeneratedRegex(@"\s+(?:-q|--quiet)(?=\s|$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quiet();
}
