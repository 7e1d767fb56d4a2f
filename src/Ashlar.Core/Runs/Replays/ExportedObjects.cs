using System.Text;
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
        foreach (var commit in commits)
        {
            foreach (var field in await git.FieldsAsync(["ls-tree", "-r", "-z", commit], cancellationToken).ConfigureAwait(false))
            {
                var parts = field.Split('\t', 2);
                var fields = parts[0].Split(' ');
                if (fields[1] == "blob")
                {
                    names.TryAdd(fields[2], $"{parts[1]} at {commit[..12]}");
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
            var input = new GitInput { Bytes = Encoding.ASCII.GetBytes(string.Join('\n', chunk) + "\n") };
            var result = await git.RunAsync(["cat-file", "--batch"], cancellationToken, input).ConfigureAwait(false);
            if (mask.FindSecrets(Encoding.UTF8.GetString(result.Output)) is { Count: > 0 })
            {
                await NameAsync(chunk, names, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task NameAsync(string[] objects, Dictionary<string, string> names, CancellationToken cancellationToken)
    {
        foreach (var hash in objects)
        {
            var result = await git.RunAsync(
                    ["cat-file", "--batch"],
                    cancellationToken,
                    new GitInput { Bytes = Encoding.ASCII.GetBytes(hash + "\n") }
                )
                .ConfigureAwait(false);
            if (mask.FindSecrets(Encoding.UTF8.GetString(result.Output)) is [var secret, ..])
            {
                throw new ProblemException(
                    new Problem("replay.secret", $"{names[hash]} holds the value of {secret}, which an export would give away")
                    {
                        Remedy =
                            $"Change the value of {secret}, which is in the history already, and export with the new one set; a literal of a document or agent definition is taken out there, and later runs can be exported",
                    }
                );
            }
        }
    }
}
