using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Places;

/// <summary>How a person takes over the branch of a run that is done, from the checkout as it stands.</summary>
internal static class BranchTaking
{
    private const int MostNamed = 4;

    /// <summary>Says where to look and what to type; nothing where the run is not done.</summary>
    /// <param name="console">What showed the run.</param>
    /// <param name="repository">The repository with the person's checkout.</param>
    /// <param name="io">The command's console.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task SayAsync(RunConsole console, Repository repository, CommandIo io, CancellationToken cancellation)
    {
        if (console.Taken is not var (run, branch, commit))
        {
            return;
        }

        var away = await InTheWayAsync(repository, commit, cancellation).ConfigureAwait(false) switch
        {
            [] => "",
            { Count: <= MostNamed } paths =>
                $"git stash push --include-untracked -- {string.Join(' ', paths.Select(path => ShellWords.Quote(ShownText.Line(path))))} && ",
            _ => "git stash push --include-untracked && ",
        };
        io.Line($"look   ashlar diff {run} · ashlar report {run}");
        io.Line($"take   {away}git merge {ShellWords.Quote(branch)}");
    }

    /// <summary>Uncommitted files of the checkout that git would not let a merge of a commit overwrite.</summary>
    private static async Task<IReadOnlyList<string>> InTheWayAsync(Repository repository, string commit, CancellationToken cancellation)
    {
        var uncommitted = await UserCheckout.UncommittedAsync(repository, cancellation).ConfigureAwait(false);
        if (uncommitted.Count == 0 || repository.Head.Length == 0)
        {
            return [];
        }

        var changed = await repository
            .Checkout.FieldsAsync(["diff-tree", "-r", "-z", "--name-only", "--no-renames", "HEAD", commit], cancellation)
            .ConfigureAwait(false);
        return [.. changed.Intersect(uncommitted, StringComparer.Ordinal)];
    }
}
