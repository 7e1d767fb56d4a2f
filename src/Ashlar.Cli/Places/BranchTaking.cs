using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Places;

/// <summary>How a person takes over the branch of a run that is done, from the checkout as it stands.</summary>
internal static class BranchTaking
{
    private const int MostNamed = 4;

    /// <summary>Says where to look and what to type; nothing where the run is not done.</summary>
    /// <param name="console">What showed the run.</param>
    /// <param name="checkout">The root of the person's checkout.</param>
    /// <param name="io">The command's console and programs.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task SayAsync(RunConsole console, string checkout, CommandIo io, CancellationToken cancellation)
    {
        if (console.Taken is not var (run, branch, commit))
        {
            return;
        }

        var repository = await Repository.FindAsync(checkout, io.Programs, cancellation).ConfigureAwait(false);
        var away = await InTheWayAsync(repository, commit, cancellation).ConfigureAwait(false) switch
        {
            [] => "",
            { Count: <= MostNamed } paths =>
                $"git stash push --include-untracked -- {string.Join(' ', paths.Select(path => ShellWords.Quote(ShownText.Line(path))))} && ",
            _ => "git stash push --include-untracked && ",
        };
        io.Line($"look   ashlar diff {run} · ashlar report {run}");
        io.Line($"take   {away}git merge {branch}");
    }

    /// <summary>Uncommitted files of the checkout that git would not let a merge of a commit overwrite.</summary>
    private static async Task<IReadOnlyList<string>> InTheWayAsync(Repository repository, string commit, CancellationToken cancellation)
    {
        var dirty = await repository
            .Checkout.FieldsAsync(["status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all"], cancellation)
            .ConfigureAwait(false);
        if (dirty.Count == 0)
        {
            return [];
        }

        var names = dirty.Select(field => field[3..]).ToHashSet(StringComparer.Ordinal);
        var folders = names.Where(name => name.EndsWith('/')).ToList();
        var changed = await repository
            .Checkout.FieldsAsync(["diff-tree", "-r", "-z", "--name-only", "--no-renames", "HEAD", commit], cancellation)
            .ConfigureAwait(false);
        return
        [
            .. changed.Where(path =>
                names.Contains(path)
                || (
                    folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
                    && Path.Exists(Path.Combine(repository.Root, path))
                )
            ),
        ];
    }
}
