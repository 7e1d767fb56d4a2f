using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Seam;

/// <summary>The wish that a command tells its result in a form that is read.</summary>
internal sealed record ReportRequest
{
    /// <summary>The command.</summary>
    public required GateCommand Command { get; init; }

    /// <summary>The form of the result that is read, as in <c>results:</c>.</summary>
    public required string Results { get; init; }

    /// <summary>The repository in whose folder the command runs.</summary>
    public required RepositoryFiles Repository { get; init; }

    /// <summary>
    /// Where results go, as commands see it: shell text for within double quotes, without an ending. The stack makes it a file by adding one, or a
    /// folder. Null where the line itself says where its result goes.
    /// </summary>
    public required string? Place { get; init; }

    /// <summary>Test files to which the run is restricted where the command allows; null for all.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>The folder of what watches runners of node from inside, as commands see it: shell text like the place. Null where none does.</summary>
    public string? Watch { get; init; }

    /// <summary>The value that the gate gives a variable; null for none.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;
}

/// <summary>A command that tells its result.</summary>
/// <param name="Line">The shell line.</param>
internal sealed record ReportedLine(string Line)
{
    /// <summary>
    /// What was added to <see cref="ReportRequest.Place"/>: <c>.xml</c> for a file, empty for a folder of files; null where the command's text is read.
    /// </summary>
    public string? Ending { get; init; }

    /// <summary>What the names of files in a folder of results end with; empty for all.</summary>
    public string FileEnding { get; init; } = "";

    /// <summary>A pattern of result files in the checkout, which the command writes by itself; null for none.</summary>
    public string? Glob { get; init; }

    /// <summary>The reader, where the form differs from the one that was asked for; else null.</summary>
    public IResultReader? Reader { get; init; }

    /// <summary>Whether the run is restricted to the files that were asked for.</summary>
    public bool IsRestricted { get; init; }
}
