namespace Ashlar.Core.Workspaces;

/// <summary>
/// Where git stands while it pushes: the user's repository with a configuration of its own in place of the repository's. The user's and the
/// system's configuration hold, conditions on the git directory included; of the repository's only addresses, how they are reached
/// and who logs in are taken over. What it says of programs (<c>core.sshCommand</c>, <c>credential.helper</c>, <c>remote.*.vcs</c>, hooks,
/// and whatever later versions of git know) is not there.
/// </summary>
public sealed class PushGround : IDisposable
{
    private readonly string folder;

    private PushGround(string folder, IReadOnlyList<string> left)
    {
        this.folder = folder;
        Left = left;
    }

    /// <summary>Settings of the repository about pushing that were not taken over.</summary>
    public IReadOnlyList<string> Left { get; }

    /// <summary>The variables by which git is there.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Lays it out.</summary>
    /// <param name="repository">The user's repository.</param>
    /// <param name="remote">The remote's name.</param>
    /// <param name="folder">A folder that is made for it and goes with it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<PushGround> LayAsync(Repository repository, string remote, string folder, CancellationToken cancellationToken)
    {
        var (_, listed) = await repository
            .UserGit.RunAsync(repository.Root, ["config", "--list", "--show-scope", "-z"], cancellationToken)
            .ConfigureAwait(false);
        var settings = GitConfigText.Listed(listed).Where(setting => setting.Scope is "local" or "worktree").ToList();
        FolderRemoval.Delete(folder);
        Directory.CreateDirectory(Path.Combine(folder, "refs"));
        var taken = settings.Where(setting => IsAddress(setting, remote)).ToList();
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), GitConfigText.Of(taken), cancellationToken).ConfigureAwait(false);
        var shallow = Path.Combine(repository.CommonDirectory, "shallow");
        if (OrdinaryFile.Exists(shallow))
        {
            File.Copy(shallow, Path.Combine(folder, "shallow"));
        }

        return new PushGround(
            folder,
            [
                .. settings
                    .Except(taken)
                    .Where(setting => NamesHow(setting, remote))
                    .Select(setting => setting.Key)
                    .Distinct(StringComparer.Ordinal),
            ]
        )
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["GIT_DIR"] = repository.GitDirectory,
                ["GIT_COMMON_DIR"] = folder,
                ["GIT_OBJECT_DIRECTORY"] = Path.Combine(repository.CommonDirectory, "objects"),
            },
        };
    }

    /// <inheritdoc />
    public void Dispose() => FolderRemoval.Delete(folder);

    /// <summary>What is text for git and never the name of a program.</summary>
    private static bool IsAddress(GitConfigSetting setting, string remote) =>
        (setting.Section, setting.Name) switch
        {
            ("core", "repositoryformatversion") => true,
            ("extensions", "objectformat" or "partialclone") => true,
            ("remote", "url" or "pushurl" or "proxy" or "proxyauthmethod" or "promisor" or "partialclonefilter") => setting.Subsection
                == remote,
            ("http" or "url", _) => true,
            ("credential", "username" or "usehttppath") => true,
            _ => false,
        };

    private static bool NamesHow(GitConfigSetting setting, string remote) =>
        setting.Section is "credential" or "protocol" or "ssh"
        || (setting.Section == "core" && setting.Name is "sshcommand" or "askpass" or "gitproxy")
        || (setting.Section == "remote" && setting.Subsection == remote && setting.Name is "vcs" or "receivepack" or "uploadpack");
}
