using System.Text;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>What stands against a change whatever the gates say: files out of scope, files that cannot be committed.</summary>
internal static class ChangeFindings
{
    /// <summary>Files that the task may not change, or that cannot be committed.</summary>
    public static IEnumerable<Finding> Scope(TaskSite site, IReadOnlyList<FileChange> files, WorkTreeState state)
    {
        foreach (var nested in state.NestedRepositories)
        {
            yield return new Finding(
                $"nested:{nested}",
                $"{nested} is a git repository of its own. Remove {nested}/.git; files in it cannot be committed."
            )
            {
                Path = nested,
                Rule = "scope",
            };
        }

        foreach (var unnamed in state.Unnamed)
        {
            yield return new Finding($"name:{unnamed}", $"The name of {unnamed} is no UTF-8 and cannot be committed. Rename the file.")
            {
                Path = unnamed,
                Rule = "scope",
            };
        }

        foreach (var file in files)
        {
            if (site.Grants.Scope.DecideWrite(file.Path, file.Kind != ChangeKind.Created) is { Allowed: false } decision)
            {
                yield return new Finding(
                    $"scope:{file.Path}",
                    $"{file.Path} is outside this task's scope ({decision.Rule?.Source}, {decision.Rule?.Kind}: {decision.Rule?.Value}). Put it back as it was."
                )
                {
                    Path = file.Path,
                    Rule = "scope",
                };
            }
        }
    }

    /// <summary>A text of the change that takes too long to search may hold anything, so it is refused.</summary>
    /// <param name="undecided">The text.</param>
    /// <param name="change">The files of the change, to name the one that it is from.</param>
    public static Finding Undecided(UndecidedTextException undecided, IReadOnlyList<(string Path, byte[] Content)> change)
    {
        var longest = undecided.Text.Split('\n').MaxBy(line => line.Length)!;
        var part = Encoding.UTF8.GetBytes(longest[..Math.Min(longest.Length, 100)]);
        var path = change.FirstOrDefault(file => file.Content.AsSpan().IndexOf(part) >= 0).Path;
        return new Finding(
            $"undecided:{path}",
            $"{path ?? "A file of the change"} holds {undecided.Message}, so it cannot be judged. Write it with shorter lines, or in several files."
        )
        {
            Path = path,
            Rule = undecided.Problem.Code,
        };
    }
}
