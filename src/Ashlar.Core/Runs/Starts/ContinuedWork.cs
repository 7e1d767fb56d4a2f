using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// The work order of a run that continues a branch: the branch's own files, ticks included, with what the checkout adds. A file that both changed is
/// nobody's to choose.
/// </summary>
/// <param name="root">The checkout.</param>
/// <param name="head">The files of the checkout's commit.</param>
/// <param name="branch">The branch.</param>
/// <param name="files">Its files.</param>
internal sealed class ContinuedWork(string root, CommitFiles head, string branch, CommitFiles files)
{
    /// <summary>The order as it is on the branch, and those uncommitted files that still have to be added to it.</summary>
    /// <param name="order">The order as the checkout has it.</param>
    /// <param name="uncommitted">Files of it that the checkout has otherwise than its commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">A file was changed here and there, or the branch does not hold the list; exit status 2.</exception>
    public async Task<(WorkOrder Order, IReadOnlyList<string> Uncommitted)> OfAsync(
        WorkOrder order,
        IReadOnlyList<string> uncommitted,
        CancellationToken cancellationToken
    )
    {
        var added = new List<string>();
        foreach (var path in uncommitted)
        {
            if (await IsAddedAsync(path, path == order.ListPath, cancellationToken).ConfigureAwait(false))
            {
                added.Add(path);
            }
        }

        return (await WorkOrderChoice.OnBranchAsync(order, files, branch, added, cancellationToken).ConfigureAwait(false), added);
    }

    private async Task<bool> IsAddedAsync(string path, bool isList, CancellationToken cancellationToken)
    {
        if (await files.ContentAsync(path, cancellationToken).ConfigureAwait(false) is not { } there)
        {
            return true;
        }

        var here = await OrdinaryFile.ReadAllBytesAsync(Path.Combine(root, path), cancellationToken).ConfigureAwait(false);
        if (here.AsSpan().SequenceEqual(there) || (isList && Unticked(path, here).AsSpan().SequenceEqual(Unticked(path, there))))
        {
            return false;
        }

        return await head.ContentAsync(path, cancellationToken).ConfigureAwait(false) is { } before && there.AsSpan().SequenceEqual(before)
            ? true
            : throw new ProblemException(
                new Problem(
                    "branch.other-work",
                    $"the checkout and the branch {branch} have different versions of a file of the work order"
                )
                {
                    Path = path,
                    Remedy =
                        $"Take the branch's with `git restore --source {branch} -- {path}` and commit your edit on that branch, or give another name with --branch NAME",
                }
            );
    }

    private static byte[] Unticked(string path, byte[] content) =>
        TaskListReader.Read(path, content).List is { } list && TaskListEdit.Untick(path, content, list.Tasks).Content is { } open
            ? open.ToArray()
            : content;
}
