using System.Diagnostics;
using System.Globalization;

namespace Ashlar.Core.Workspaces;

/// <summary>The user's git repository: where it lies, what is checked out, who commits.</summary>
public sealed record Repository
{
    /// <summary>The checkout's root, absolute.</summary>
    public required string Root { get; init; }

    /// <summary>The checkout's own git directory.</summary>
    public required string GitDirectory { get; init; }

    /// <summary>The git directory that all worktrees share.</summary>
    public required string CommonDirectory { get; init; }

    /// <summary>How objects are named: <c>sha1</c> or <c>sha256</c>.</summary>
    public string ObjectFormat { get; init; } = "sha1";

    /// <summary>The commit that is checked out.</summary>
    public required string Head { get; init; }

    /// <summary>The branch that is checked out, or null.</summary>
    public string? Branch { get; init; }

    /// <summary>Hardened git on the shared directory, without a work tree.</summary>
    public Git Git => new(CommonDirectory, null);

    /// <summary>Hardened git on the user's checkout.</summary>
    public Git Checkout => new(GitDirectory, Root);

    /// <summary>Finds the repository that a directory lies in.</summary>
    /// <exception cref="ProblemException">There is none, it has no commit, or a merge is unfinished.</exception>
    public static async Task<Repository> FindAsync(string directory, CancellationToken cancellationToken)
    {
        var (status, output) = await UserGitAsync(
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
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 4)
        {
            throw new ProblemException(
                new Problem("repository.none", $"{directory} is not in the work tree of a git repository")
                {
                    Remedy = "Run `git init` there, or give -C DIR",
                }
            );
        }

        var (headStatus, head) = await UserGitAsync(directory, ["rev-parse", "--verify", "-q", "HEAD^{commit}"], cancellationToken)
            .ConfigureAwait(false);
        if (headStatus != 0)
        {
            throw new ProblemException(
                new Problem("repository.no-commit", $"the repository {lines[0]} has no commit")
                {
                    Remedy = "Commit what is there: `git add . && git commit -m Start`",
                }
            );
        }

        var branch = status == 0 && lines.Length > 4 ? lines[4] : null;
        return new Repository
        {
            Root = lines[0],
            GitDirectory = lines[1],
            CommonDirectory = lines[2],
            ObjectFormat = lines[3],
            Head = head.Trim(),
            Branch = branch?.StartsWith("refs/heads/", StringComparison.Ordinal) == true ? branch["refs/heads/".Length..] : null,
        };
    }

    /// <summary>Who commits, by the user's own configuration and environment.</summary>
    /// <exception cref="ProblemException">No identity is configured.</exception>
    public async Task<GitIdentity> IdentityAsync(CancellationToken cancellationToken)
    {
        var authorTask = UserGitAsync(Root, ["-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"], cancellationToken);
        var committerTask = UserGitAsync(Root, ["-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT"], cancellationToken);
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

    /// <summary>Runs git as the user would, with their configuration. Only for reading configuration and, later, for pushing.</summary>
    internal static async Task<(int Status, string Output)> UserGitAsync(
        string directory,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo("git")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        start.ArgumentList.Add("--no-optional-locks");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await error.ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return (process.ExitCode, output);
    }
}

/// <summary>A name and an e-mail address.</summary>
public sealed record GitPerson(string Name, string Email)
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
