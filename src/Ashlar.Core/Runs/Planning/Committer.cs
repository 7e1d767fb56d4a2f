using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Who commits where, and what must not get into a commit.</summary>
/// <param name="Repository">The user's repository.</param>
/// <param name="Identity">Who commits.</param>
/// <param name="Secrets">Looks for secrets in what is committed.</param>
internal sealed record Committer(Repository Repository, GitIdentity Identity, TreeSecrets Secrets)
{
    /// <summary>Git in the repository.</summary>
    public Git Git => Repository.Git;

    /// <summary>Keeps work that does not land.</summary>
    public KeptWork Keeping(RunFolder folder) => new(Git, Identity, Secrets, folder);
}
