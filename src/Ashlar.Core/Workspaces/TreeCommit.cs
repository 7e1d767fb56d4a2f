using Ashlar.Core.Secrets;

namespace Ashlar.Core.Workspaces;

/// <summary>A commit that is fully described before it is made, so that making it twice makes the same one.</summary>
/// <param name="Checked">The tree, held against the commit that becomes its parent.</param>
/// <param name="Message">The whole message, trailers included.</param>
/// <param name="At">Author and committer date, whole seconds.</param>
public sealed record TreeCommit(CheckedTree Checked, MaskedText Message, DateTimeOffset At)
{
    /// <summary>The parent commit.</summary>
    public string Parent => Checked.Parent;

    /// <summary>Writes the commit object and returns its hash; no branch moves.</summary>
    public Task<string> WriteAsync(Git git, GitIdentity identity, CancellationToken cancellationToken) =>
        git.TextAsync(
            [.. identity.Signing?.Arguments ?? ["commit-tree"], Checked.Tree, "-p", Parent, "-F", "-"],
            cancellationToken,
            GitInput.Text(Message.Text, Environment(identity)) with
            {
                WaitsForPerson = identity.Signing is not null,
            }
        );

    /// <summary>
    /// The commit where it was signed and put on the branch before: a signature made twice need not be the same twice. Null where the branch
    /// is at another commit.
    /// </summary>
    public async Task<string?> SignedAsync(Git git, string branch, GitIdentity identity, CancellationToken cancellationToken)
    {
        if (identity.Signing is null)
        {
            return null;
        }

        var present = await git.RunAsync(["cat-file", "commit", $"refs/heads/{branch}"], cancellationToken).ConfigureAwait(false);
        if (present.ExitCode != 0)
        {
            return null;
        }

        var plain = await WriteAsync(git, identity with { Signing = null }, cancellationToken).ConfigureAwait(false);
        var wanted = await git.RunAsync(["cat-file", "commit", plain], cancellationToken).ConfigureAwait(false);
        return CommitSigning.Unsigned(present.Output) == CommitSigning.Unsigned(wanted.Output)
            ? await git.HeadOfAsync(branch, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private Dictionary<string, string> Environment(GitIdentity identity)
    {
        var environment = identity.Environment(At);
        foreach (var (name, value) in identity.Signing?.Environment ?? [])
        {
            environment[name] = value;
        }

        return environment;
    }
}
