using System.Globalization;
using System.Text;
using Ashlar.Core.Sandboxes.Host;

namespace Ashlar.Core.Workspaces;

/// <summary>The user's git repository: where it lies, what is checked out, who commits.</summary>
public sealed record Repository
{
    private ObjectReader? objects;

    /// <summary>The checkout's root, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The checkout's own git directory.</summary>
    public required string GitDirectory { get; init; }

    /// <summary>The git directory that all worktrees share.</summary>
    public required string CommonDirectory
    {
        get;
        init
        {
            field = value;
            // A copy that lies elsewhere reads there.
            objects = null;
        }
    }

    /// <summary>How objects are named: <c>sha1</c> or <c>sha256</c>.</summary>
    public required string ObjectFormat { get; init; }

    /// <summary>The commit that is checked out; empty where there is none and none was asked for.</summary>
    public required string Head { get; init; }

    /// <summary>The branch that is checked out, or null.</summary>
    public string? Branch { get; init; }

    /// <summary>The programs of the host, none of which lies in the repository.</summary>
    public required HostPrograms Programs { get; init; }

    /// <summary>Where git-lfs keeps contents.</summary>
    public string LargeFiles => Path.GetFullPath(LargeFileStorage ?? "lfs", CommonDirectory);

    /// <summary>Hardened git on the shared directory, without a work tree.</summary>
    public Git Git => new(Programs.Git!, CommonDirectory, null) { Objects = Objects, LargeFiles = LargeFiles };

    /// <summary>Reads objects for everybody who works with the repository.</summary>
    internal ObjectReader Objects => objects ??= new ObjectReader(new Git(Programs.Git!, CommonDirectory, null));

    /// <summary>How the user's git converts line ends between the checkout and commits, as settings; empty where nothing says it.</summary>
    public IReadOnlyList<string> LineEnds { get; init; } = [];

    /// <summary>Whether branches are files, as worktrees of tasks need it; false for reftable.</summary>
    public bool HasRefFiles { get; init; } = true;

    /// <summary>What <c>lfs.storage</c> says: absolute, or relative to the git directory; null where nothing says it.</summary>
    public string? LargeFileStorage { get; init; }

    /// <summary>Hardened git on the user's checkout, whose line ends are those that the user's own git wrote.</summary>
    public Git Checkout =>
        new(Programs.Git!, GitDirectory, Root)
        {
            LineEnds = LineEnds,
            Objects = Objects,
            LargeFiles = LargeFiles,
        };

    /// <summary>Finds the repository that a directory lies in.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="programs">The programs of the host; what lies in this repository is left out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="needsCommit">Whether a commit must be checked out.</param>
    /// <exception cref="ProblemException">There is none, no commit is checked out, or there is no git that can be used.</exception>
    public static async Task<Repository> FindAsync(
        string directory,
        HostPrograms programs,
        CancellationToken cancellationToken,
        bool needsCommit = true
    )
    {
        if (!Directory.Exists(directory))
        {
            throw new ProblemException(
                new Problem("repository.none", $"there is no directory {directory}")
                {
                    Path = directory,
                    Remedy = "Give another with -C DIR",
                }
            );
        }

        programs = programs.Outside(GitGround.Of(directory)?.Folders ?? []);
        var git = await UserGit.FindAsync(programs, cancellationToken).ConfigureAwait(false);
        GitObstacle.Refuse(directory);
        var asked = await git.AskAsync(
                directory,
                [
                    "rev-parse",
                    "--path-format=absolute",
                    "--show-toplevel",
                    "--absolute-git-dir",
                    "--git-common-dir",
                    "--show-object-format",
                    "--symbolic-full-name",
                    "HEAD",
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        var (status, output) = (asked.ExitCode, Encoding.UTF8.GetString(asked.Output));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 4)
        {
            throw new ProblemException(GitRefusal.Of(directory, asked.Error));
        }

        var lineEnds = git.RunAsync(
            directory,
            ["config", "-z", "--get-regexp", @"^(core\.(autocrlf|eol)|extensions\.refstorage|lfs\.storage)$"],
            cancellationToken
        );
        var (headStatus, head) = await git.RunAsync(directory, ["rev-parse", "--verify", "-q", "HEAD^{commit}"], cancellationToken)
            .ConfigureAwait(false);
        var (_, settings) = await lineEnds.ConfigureAwait(false);
        var configured = settings.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Replace('\n', '=')).ToList();
        if (headStatus != 0 && needsCommit)
        {
            throw new ProblemException(
                new Problem("repository.no-commit", $"the repository {lines[0]} has no commit")
                {
                    Remedy = "Commit what is there: `git add . && git commit -m Start`",
                }
            );
        }

        var own = programs.Outside([.. lines[..3], .. GitGround.Of(lines[0])?.Folders ?? []]);
        if (own.Git is null)
        {
            throw UserGit.Missing(own);
        }

        var branch = status == 0 && lines.Length > 4 ? lines[4] : null;
        return new Repository
        {
            Programs = own,
            Root = lines[0],
            GitDirectory = lines[1],
            CommonDirectory = lines[2],
            ObjectFormat = lines[3],
            Head = headStatus == 0 ? head.Trim() : "",
            LineEnds = [.. configured.Where(setting => setting.StartsWith("core.", StringComparison.Ordinal))],
            HasRefFiles = !configured.Any(setting =>
                setting.StartsWith("extensions.", StringComparison.Ordinal) && !setting.EndsWith("=files", StringComparison.Ordinal)
            ),
            LargeFileStorage = configured.FindLast(setting => setting.StartsWith("lfs.storage=", StringComparison.Ordinal))?[12..],
            Branch = branch?.StartsWith("refs/heads/", StringComparison.Ordinal) == true ? branch["refs/heads/".Length..] : null,
        };
    }

    /// <summary>Who commits, by the user's own configuration and environment.</summary>
    /// <exception cref="ProblemException">No identity is configured.</exception>
    public async Task<GitIdentity> IdentityAsync(CancellationToken cancellationToken)
    {
        var authorTask = UserGit.RunAsync(Root, ["-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"], cancellationToken);
        var committerTask = UserGit.RunAsync(Root, ["-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"], cancellationToken);
        var author = GitPerson.Parse(await authorTask.ConfigureAwait(false));
        var committer = GitPerson.Parse(await committerTask.ConfigureAwait(false));
        return author is not null && committer is not null
            ? new GitIdentity(author, committer)
            : throw new ProblemException(
                new Problem("repository.no-identity", "git does not know who commits here")
                {
                    Remedy = "Run `git config user.name \"Your Name\"` and `git config user.email you@example.org`",
                }
            );
    }

    /// <summary>Git with the user's own configuration.</summary>
    internal UserGit UserGit => new(Programs.Git!);
}

/// <summary>A name and an e-mail address.</summary>
public sealed record GitPerson([property: Structure] string Name, [property: Structure] string Email)
{
    internal static GitPerson? Parse((int Status, string Output) ident)
    {
        var open = ident.Output.LastIndexOf('<');
        var close = ident.Output.LastIndexOf('>');
        return ident.Status == 0 && open > 0 && close > open
            ? new GitPerson(ident.Output[..open].Trim(), ident.Output[(open + 1)..close])
            : null;
    }
}

/// <summary>Author and committer of Ashlar's commits: git's configured identity.</summary>
public sealed record GitIdentity(GitPerson Author, GitPerson Committer)
{
    /// <summary>How they sign; null where they do not. It belongs to this machine and is never recorded.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CommitSigning? Signing { get; init; }

    /// <summary>For commits that nobody keeps.</summary>
    public static GitIdentity Nobody { get; } =
        new(new GitPerson("Ashlar", "ashlar@localhost"), new GitPerson("Ashlar", "ashlar@localhost"));

    /// <summary>The environment that makes git use this identity at a given time.</summary>
    public Dictionary<string, string> Environment(DateTimeOffset at)
    {
        var date = $"{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} +0000";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GIT_AUTHOR_NAME"] = Author.Name,
            ["GIT_AUTHOR_EMAIL"] = Author.Email,
            ["GIT_AUTHOR_DATE"] = date,
            ["GIT_COMMITTER_NAME"] = Committer.Name,
            ["GIT_COMMITTER_EMAIL"] = Committer.Email,
            ["GIT_COMMITTER_DATE"] = date,
        };
    }
}
