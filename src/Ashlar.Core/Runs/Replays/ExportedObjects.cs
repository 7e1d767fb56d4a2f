using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Looks through the commits that an export would carry for secrets: a committed file cannot be masked without changing it.</summary>
/// <param name="git">Git of the run's repository.</param>
/// <param name="start">The run base; what lies before it is not exported.</param>
/// <param name="mask">The secrets.</param>
internal sealed class ExportedObjects(Git git, string start, SecretMask mask)
{
    private const int AtOnce = 200;

    /// <summary>Looks through all files and messages.</summary>
    /// <exception cref="ProblemException">One holds a secret; it is named. Exit status 2.</exception>
    public async Task CheckAsync(IReadOnlyList<string> commits, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            foreach (var field in await git.FieldsAsync(["ls-tree", "-r", "-z", commit], cancellationToken).ConfigureAwait(false))
            {
                var parts = field.Split('\t', 2);
                var fields = parts[0].Split(' ');
                if (fields[1] == "blob")
                {
                    names.TryAdd(fields[2], $"{Shown(parts[1])} at {commit[..12]}");
                    paths.TryAdd(parts[1], commit);
                }
            }

            names.TryAdd(commit, $"the message of {commit[..12]}");
        }

        var between = await git.LinesAsync(["rev-list", .. commits, $"^{start}"], cancellationToken).ConfigureAwait(false);
        foreach (var commit in between)
        {
            names.TryAdd(commit, $"the message of {commit[..12]}");
        }

        foreach (var chunk in names.Keys.Chunk(AtOnce))
        {
            foreach (var found in (await git.ObjectsAsync(chunk, cancellationToken).ConfigureAwait(false)).OfType<GitObject>())
            {
                Refuse(names[found.Name], mask.Search.Count(found.Content));
            }
        }

        foreach (var (path, commit) in paths)
        {
            Refuse($"the name of {Shown(path)} at {commit[..12]}", mask.Search.CountInPath(path));
        }
    }

    private string Shown(string path) => mask.Search.CountInPath(mask.Mask(path)).Count == 0 ? mask.Mask(path) : "a file";

    private static void Refuse(string where, IReadOnlyDictionary<string, int> held)
    {
        if (held.Keys.FirstOrDefault() is { } secret)
        {
            throw new ProblemException(
                new Problem("replay.secret", $"{where} holds the value of {secret}, which an export would give away")
                {
                    Remedy =
                        $"Change the value of {secret}, which is in the history already, and export with the new one set; a literal of a document or agent definition is taken out there, and later runs can be exported",
                }
            );
        }
    }
}
