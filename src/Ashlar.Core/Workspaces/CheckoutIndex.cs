using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Index and HEAD of the user's own checkout, changed under git's own locks. A lock that Ashlar takes is a second name of a file of its own
/// beside it, so that after a crash it is known whose it is: a lock of anybody else is never removed, however old it is.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="clock">By it locks of others are waited for.</param>
public sealed class CheckoutIndex(Repository repository, TimeProvider clock)
{
    /// <summary>The index that follows the files of a checkout that a killed process left on its way.</summary>
    internal const string Left = "ashlar.left";

    private const int MostTries = 30;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly (string Lock, string Own)[] Locks = [("index.lock", "ashlar.index"), ("HEAD.lock", "ashlar.HEAD")];

    private string Folder => repository.GitDirectory;

    /// <summary>Removes what a killed execution left: its own files, and the locks that are second names of them.</summary>
    public static void Clear(Repository repository)
    {
        foreach (var (taken, own) in Locks.Select(pair => (At(repository, pair.Lock), At(repository, pair.Own))))
        {
            if (
                FileStatus.Of(own) is { } mine
                && FileStatus.Of(taken) is { } theirs
                && (mine.Inode, mine.Device) == (theirs.Inode, theirs.Device)
            )
            {
                File.Delete(taken);
            }

            File.Delete(own);
        }

        foreach (var file in new[] { "ashlar.work", "ashlar.work.lock", Left, $"{Left}.lock", $"{Left}.new", $"{Left}.new.lock" })
        {
            File.Delete(At(repository, file));
        }
    }

    /// <summary>Has git change the index by a copy, which then takes its place.</summary>
    /// <param name="change">Runs git with what it is given.</param>
    /// <param name="cancellationToken">Ends the wait for a lock.</param>
    /// <exception cref="ProblemException">Another git holds the index; exit status 1.</exception>
    public async Task ChangeAsync(Func<GitInput, Task> change, CancellationToken cancellationToken)
    {
        var (index, work) = (At(repository, "index"), At(repository, "ashlar.work"));
        var (taken, own) = await TakeAsync(0, cancellationToken).ConfigureAwait(false);
        try
        {
            if (File.Exists(index))
            {
                File.Copy(index, work, overwrite: true);
                File.SetLastWriteTimeUtc(work, File.GetLastWriteTimeUtc(index));
            }

            await change(new GitInput(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = work }))
                .ConfigureAwait(false);
            await using (var file = new FileStream(own, FileMode.Truncate, FileAccess.Write))
            {
                await file.WriteAsync(OrdinaryFile.ReadAllBytes(work), CancellationToken.None).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            // Git takes a file as changed by comparing its time with the index's.
            File.SetLastWriteTimeUtc(own, File.GetLastWriteTimeUtc(work));
            File.Move(taken, index, overwrite: true);
            File.Delete(own);
        }
        finally
        {
            Clear(repository);
        }
    }

    /// <summary>Puts HEAD on a branch.</summary>
    /// <param name="branch">The branch's full name.</param>
    /// <param name="message">What the log of HEAD says.</param>
    /// <param name="identity">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait for a lock.</param>
    /// <exception cref="ProblemException">Another git holds HEAD; exit status 1.</exception>
    public async Task PointAsync(string branch, string message, GitIdentity identity, CancellationToken cancellationToken)
    {
        var git = repository.Checkout;
        var before = await git.TextAsync(["rev-parse", "HEAD"], cancellationToken).ConfigureAwait(false);
        var (taken, own) = await TakeAsync(1, cancellationToken).ConfigureAwait(false);
        try
        {
            await File.WriteAllTextAsync(own, $"ref: {branch}\n", CancellationToken.None).ConfigureAwait(false);
            File.Move(taken, At(repository, "HEAD"), overwrite: true);
            File.Delete(own);
        }
        finally
        {
            Clear(repository);
        }

        var log = Path.Combine(Folder, "logs", "HEAD");
        if (OrdinaryFile.Exists(log))
        {
            var after = await git.TextAsync(["rev-parse", "HEAD"], cancellationToken).ConfigureAwait(false);
            var who = $"{identity.Committer.Name} <{identity.Committer.Email}> {clock.GetUtcNow().ToUnixTimeSeconds()} +0000";
            await File.AppendAllTextAsync(log, $"{before} {after} {who}\t{message}\n", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static string At(Repository repository, string name) => Path.Combine(repository.GitDirectory, name);

    private async Task<(string Lock, string Own)> TakeAsync(int which, CancellationToken cancellationToken)
    {
        Clear(repository);
        var (taken, own) = (At(repository, Locks[which].Lock), At(repository, Locks[which].Own));
        await File.WriteAllBytesAsync(own, [], cancellationToken).ConfigureAwait(false);
        for (var tries = 0; !Posix.HardLink(own, taken); tries++)
        {
            if (tries == MostTries)
            {
                File.Delete(own);
                throw new ProblemException(
                    new Problem("checkout.locked", "another git process works in the checkout")
                    {
                        Path = taken,
                        Remedy = $"Wait for it, or remove {taken} if there is none, then run `ashlar resume`",
                    },
                    exitStatus: 1
                );
            }

            await Task.Delay(Look, clock, cancellationToken).ConfigureAwait(false);
        }

        return (taken, own);
    }
}
