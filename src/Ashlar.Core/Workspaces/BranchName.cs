using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>Whether a branch of a name can be made in a repository, and will be found again under that name.</summary>
/// <param name="git">Git on the repository.</param>
/// <param name="name">The name, without <c>refs/heads/</c>.</param>
internal sealed class BranchName(Git git, string name)
{
    private const int LongestPart = 250;

    /// <summary>What is wrong with it, or null.</summary>
    public async Task<Problem?> TroubleAsync(CancellationToken cancellationToken)
    {
        var valid = await git.RunAsync(["check-ref-format", $"refs/heads/{name}"], cancellationToken).ConfigureAwait(false);
        var why =
            valid.ExitCode != 0 || name.StartsWith('-') ? "git allows no such name"
            : name is "@" || name.Split('/')[^1].EndsWith("HEAD", StringComparison.Ordinal) ? "git means something else by it"
            : name.StartsWith("refs/", StringComparison.Ordinal) ? $"it would be refs/heads/{name}"
            : name.Length >= 40 && name.All(char.IsAsciiHexDigit) ? "it would be taken for a commit"
            : name.Split('/').Any(part => Encoding.UTF8.GetByteCount(part) > LongestPart) ? "a part of it is too long for a file"
            : null;
        if (why is not null)
        {
            return new Problem("branch.name", $"{ShownText.Line(name)} is not a name for a branch: {why}")
            {
                Remedy = "Give another one with --branch NAME",
            };
        }

        return await InTheWayAsync(cancellationToken).ConfigureAwait(false) is { } other
            ? new Problem("branch.in-the-way", $"there can be no branch {name} beside the branch {other}")
            {
                Observed = other,
                Remedy = $"Give another name with --branch NAME, or rename that one: `git branch -m {other} NEW`",
            }
            : null;
    }

    /// <summary>A branch whose name is a folder of this one's, or the other way round.</summary>
    private async Task<string?> InTheWayAsync(CancellationToken cancellationToken)
    {
        var parts = name.Split('/');
        var above = Enumerable.Range(1, parts.Length - 1).Select(count => string.Join('/', parts.Take(count))).ToList();
        var listed = await git.LinesAsync(
                ["for-each-ref", "--format=%(refname)", $"refs/heads/{name}/", .. above.Select(one => $"refs/heads/{one}")],
                cancellationToken
            )
            .ConfigureAwait(false);
        return listed
            .Select(reference => reference["refs/heads/".Length..])
            .FirstOrDefault(other =>
                above.Contains(other, StringComparer.Ordinal) || other.StartsWith(name + "/", StringComparison.Ordinal)
            );
    }
}
