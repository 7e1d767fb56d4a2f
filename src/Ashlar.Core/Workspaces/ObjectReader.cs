using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Ashlar.Core.Sandboxes.Host;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Reads objects of a repository through one git process, which is started at the first question and ends by itself when nobody has asked for a
/// while. Safe for several tasks at once. What it reads is named by hash, so that an answer never grows old.
/// </summary>
internal sealed class ObjectReader : IDisposable
{
    private const int RememberedTrees = 8;

    private static readonly string[] Batch = ["cat-file", "--batch"];
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ConcurrentQueue<(string Tree, SortedDictionary<string, CommittedFile> Files)> trees = new();
    private readonly Git git;
    private readonly GuardedTimer idle;
    private HostConversation? process;

    /// <summary>A reader that has no process yet.</summary>
    /// <param name="git">Git on the directory that holds the objects.</param>
    /// <param name="clock">The time by which nobody has asked for a while; null for the system's.</param>
    public ObjectReader(Git git, TimeProvider? clock = null)
    {
        this.git = git;
        idle = new GuardedTimer(clock ?? TimeProvider.System, EndIdle);
    }

    /// <summary>Whether a name can be asked for here: it begins with a hash, and fits in a line.</summary>
    public static bool Takes(string name) =>
        name.IndexOf(':', StringComparison.Ordinal) is var colon
        && ObjectName.Is(colon < 0 ? name : name[..colon])
        && !name.Contains('\n', StringComparison.Ordinal);

    /// <summary>The objects in the order asked; null for one that is not there.</summary>
    /// <exception cref="GitException">Git does not answer.</exception>
    public async Task<IReadOnlyList<GitObject?>> ReadAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            idle.Stop();
            // One that was there before may have ended, as when it was killed from outside; a fresh one has no such excuse.
            var wasThere = process is not null;
            try
            {
                return await AskAsync(names, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (wasThere)
            {
                return await AskAsync(names, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException trouble)
        {
            throw new GitException(Batch, 1, trouble.Message);
        }
        finally
        {
            idle.Set(Idle);
            turn.Release();
        }
    }

    /// <summary>The files of a tree or commit that is named by hash.</summary>
    public async Task<SortedDictionary<string, CommittedFile>> FilesOfAsync(string tree, CancellationToken cancellationToken)
    {
        if (trees.FirstOrDefault(one => one.Tree == tree) is { Files: { } known })
        {
            return known;
        }

        var files = await CommittedFile.OfAsync(git, tree, cancellationToken).ConfigureAwait(false);
        trees.Enqueue((tree, files));
        if (trees.Count > RememberedTrees)
        {
            _ = trees.TryDequeue(out _);
        }

        return files;
    }

    /// <summary>Ends its process.</summary>
    public void Dispose()
    {
        idle.Dispose();
        End();
        turn.Dispose();
    }

    private async Task<IReadOnlyList<GitObject?>> AskAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        process ??= git.Converse(Batch);
        var whole = false;
        try
        {
            var found = await process
                .TalkAsync(
                    async (input, output, token) =>
                    {
                        var asking = WriteAsync(input, names, token);
                        var answers = new List<GitObject?>(names.Count);
                        foreach (var _ in names)
                        {
                            answers.Add(await AnswerAsync(output, token).ConfigureAwait(false));
                        }

                        await asking.ConfigureAwait(false);
                        return answers;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            whole = true;
            return found;
        }
        catch (StandstillException)
        {
            throw GitObstacle.Stuck(git.GitDirectory, Batch);
        }
        finally
        {
            if (!whole)
            {
                End();
            }
        }
    }

    private static async Task WriteAsync(Stream input, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await input
            .WriteAsync(Encoding.UTF8.GetBytes(string.Concat(names.Select(name => name + "\n"))), cancellationToken)
            .ConfigureAwait(false);
        await input.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A line <c>HASH TYPE SIZE</c>, the content and a line feed; else a line that says that there is none.</summary>
    private static async Task<GitObject?> AnswerAsync(Stream output, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (true)
        {
            await output.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
            if (one[0] == '\n')
            {
                break;
            }

            line.Add(one[0]);
        }

        var head = Encoding.UTF8.GetString([.. line]).Split(' ');
        if (head.Length != 3 || !ObjectName.Is(head[0]) || !long.TryParse(head[2], CultureInfo.InvariantCulture, out var size))
        {
            return null;
        }

        if (size > Array.MaxLength)
        {
            throw new IOException($"the object {head[0]} has {size} bytes, which do not fit into memory");
        }

        var content = new byte[size];
        await output.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        await output.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
        return new GitObject(head[0], head[1], content);
    }

    private void EndIdle()
    {
        if (!turn.Wait(0))
        {
            return;
        }

        try
        {
            End();
        }
        finally
        {
            turn.Release();
        }
    }

    private void End()
    {
        var ended = process;
        process = null;
        ended?.Dispose();
    }
}

/// <summary>An object of git.</summary>
/// <param name="Name">Its hash.</param>
/// <param name="Type"><c>blob</c>, <c>tree</c>, <c>commit</c> or <c>tag</c>.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record GitObject(string Name, string Type, byte[] Content);
