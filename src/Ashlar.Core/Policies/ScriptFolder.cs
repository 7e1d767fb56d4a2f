using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>The folder in which the lines of a script run, one after the other, as in a shell.</summary>
/// <param name="start">The folder of the first line, relative to the root of the repository; null for one that is not known.</param>
internal sealed partial class ScriptFolder(string? start)
{
    private readonly Stack<string?> pushed = new();
    private string? previous = start;

    /// <summary>The folder now, <c>""</c> for the root; null for one that is not known, or not in the repository.</summary>
    public string? Current { get; private set; } = start;

    /// <summary>Whether a simple command changes the folder.</summary>
    public static bool IsChange(string command) => Change().IsIn(command.Trim());

    /// <summary>A folder as words name it, seen from the root.</summary>
    public static string? Of(string target) => Relative().IsIn(target) ? Within("", target) : null;

    /// <summary>Runs a simple command; one that changes no folder leaves it.</summary>
    public void Run(string command)
    {
        if (Change().FirstIn(command.Trim()) is not { Success: true } change)
        {
            return;
        }

        var (how, left) = (change.Groups["how"].Value, Current);
        var target = change.Groups["folder"].Value.Trim().Trim('"', '\'');
        if (how == "pushd")
        {
            pushed.Push(Current);
        }

        Current =
            how == "popd" ? (pushed.Count > 0 ? pushed.Pop() : null)
            : target == "-" ? previous
            : target.Contains("git rev-parse --show-toplevel", StringComparison.Ordinal) ? ""
            : Current is { } folder && Relative().IsIn(target) ? Within(folder, target)
            : null;
        previous = left;
    }

    // Above the root there is no repository.
    private static string? Within(string folder, string target) =>
        PathBelow.Of("/_", $"/_/{folder}/{target}")?.TrimEnd('/') is { } path ? (path == "." ? "" : path) : null;

    [GeneratedRegex("^(?<how>cd|pushd|popd)(?<folder> .*)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Change();

    [GeneratedRegex(@"^[\w.][\w./-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Relative();
}
