using Ashlar.Core;
using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Cli.Rendering;

/// <summary>Where a list lies, seen from the directory in which a command works: its problems name paths from the repository's root.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Root">The root.</param>
/// <param name="Relative">The list's path from the root.</param>
/// <param name="Given">The list's path as it is shown.</param>
internal sealed record ListPlace(string Directory, string Root, string Relative, string Given)
{
    private const string Program = "ashlar";

    /// <summary>A problem with the path as it is shown, and with commands that work in the directory.</summary>
    public Problem Shown(Problem problem)
    {
        var root = Path.GetRelativePath(Directory, Root);
        return problem with
        {
            Path = problem.Path == Relative ? Given : problem.Path,
            Remedy = root is "."
                ? problem.Remedy
                : problem.Remedy?.Replace($"`{Program} ", $"`{Program} -C {ShellWords.Quote(root)} ", StringComparison.Ordinal),
        };
    }
}
