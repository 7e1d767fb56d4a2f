using System.Text;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Git on the host in its hardened form (safety.md 2.3): explicit git directory and work tree, no user or system configuration, no
/// hooks, no filters but Ashlar's own, no external diff, no submodules, no network, a clean environment. Nothing that an agent wrote is executed.
/// </summary>
/// <param name="program">The git of the host.</param>
/// <param name="gitDirectory">The git directory, absolute.</param>
/// <param name="workTree">The work tree, absolute, or null for plumbing that needs none.</param>
public sealed class Git(HostProgram program, string gitDirectory, string? workTree)
{
    private static readonly string[] Hardening =
    [
        "--no-pager",
        "--no-optional-locks",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "core.untrackedCache=false",
        "-c",
        "core.quotePath=false",
        "-c",
        "core.autocrlf=false",
        "-c",
        "core.safecrlf=false",
        "-c",
        "i18n.commitEncoding=UTF-8",
        "-c",
        "core.attributesFile=/dev/null",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "log.showSignature=false",
        "-c",
        "gpg.program=false",
        "-c",
        "diff.external=",
        "-c",
        "core.sshCommand=false",
        "-c",
        "core.askPass=",
        "-c",
        "credential.helper=",
        "-c",
        "core.editor=false",
        "-c",
        "gc.auto=0",
        "-c",
        "maintenance.auto=false",
        "-c",
        "safe.directory=*",
        "-c",
        "safe.bareRepository=explicit",
        "-c",
        "protocol.allow=never",
        "-c",
        "diff.ignoreSubmodules=all",
        "-c",
        "merge.default=text",
        "-c",
        "advice.detachedHead=false",
    ];

    /// <summary>The git of the host.</summary>
    public HostProgram Program { get; } = program;

    /// <summary>The git directory.</summary>
    public string GitDirectory { get; } = gitDirectory;

    /// <summary>The work tree, or null.</summary>
    public string? WorkTree { get; } = workTree;

    /// <summary>Settings of line ends (<c>core.autocrlf=…</c>) of the work tree; none where files are as in the commits.</summary>
    public IReadOnlyList<string> LineEnds { get; init; } = [];

    /// <summary>Where contents of Git LFS are kept; null for where git-lfs keeps those of the git directory.</summary>
    public string? LargeFiles { get; init; }

    /// <summary>Reads objects by hash for all who work with the repository; null where each question is a process of its own.</summary>
    internal ObjectReader? Objects { get; init; }

    /// <summary>The same git directory with another work tree.</summary>
    public Git With(string? otherWorkTree) => new(Program, GitDirectory, otherWorkTree) { Objects = Objects, LargeFiles = LargeFiles };

    /// <summary>The contents of Git LFS.</summary>
    internal LargeFileStore LargeFileStore => new(StorePath);

    private string StorePath => LargeFiles ?? Path.Combine(GitText.CommonDirectory(GitDirectory), "lfs");

    /// <summary>Runs git and returns its standard output as text, without the last line feed.</summary>
    /// <exception cref="GitException">Git ended with another status than 0.</exception>
    public async Task<string> TextAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, GitInput? input = null)
    {
        var result = await RunAsync(arguments, cancellationToken, input).ConfigureAwait(false);
        return result.ExitCode == 0
            ? Encoding.UTF8.GetString(result.Output).TrimEnd('\n')
            : throw new GitException(arguments, result.ExitCode, result.Error);
    }

    /// <summary>Runs git and returns its standard output as lines, empty ones left out.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        GitInput? input = null
    ) => (await TextAsync(arguments, cancellationToken, input).ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs git and returns its NUL-separated standard output (<c>-z</c>).</summary>
    public async Task<IReadOnlyList<string>> FieldsAsync(
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken,
        GitInput? input = null
    ) => (await TextAsync(arguments, cancellationToken, input).ConfigureAwait(false)).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The commit that a branch is at; null when there is no such branch.</summary>
    public async Task<string?> HeadOfAsync(string branch, CancellationToken cancellationToken)
    {
        var found = await RunAsync(["rev-parse", "--verify", "-q", $"refs/heads/{branch}^{{commit}}"], cancellationToken)
            .ConfigureAwait(false);
        return found.ExitCode == 0 ? Encoding.UTF8.GetString(found.Output).Trim() : null;
    }

    /// <summary>Runs git and returns all that came of it, whatever its exit status.</summary>
    /// <exception cref="GitException">It died by a signal.</exception>
    public async Task<GitOutput> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken, GitInput? input = null)
    {
        var call = Call(arguments, input);
        HostOutput result;
        try
        {
            result = await HostProcess.RunAsync(Program, call, cancellationToken).ConfigureAwait(false);
        }
        catch (StandstillException)
        {
            throw GitObstacle.Stuck(call.Folder, arguments);
        }

        var error = Encoding.UTF8.GetString(result.Error);
        // What died by a signal has answered nothing, neither that something is there nor that it is not.
        return result.ExitCode > 128
            ? throw new GitException(arguments, result.ExitCode, error)
            : new GitOutput(result.ExitCode, result.Output, error);
    }

    /// <summary>Objects by hash, in the order asked; null for one that is not there.</summary>
    /// <exception cref="GitException">Git does not answer.</exception>
    internal async Task<IReadOnlyList<GitObject?>> ObjectsAsync(IReadOnlyList<string> hashes, CancellationToken cancellationToken)
    {
        if (Objects is { } reader)
        {
            return await reader.ReadAsync(hashes, cancellationToken).ConfigureAwait(false);
        }

        using var own = new ObjectReader(this);
        return await own.ReadAsync(hashes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files of a tree or commit by path.</summary>
    /// <exception cref="GitException">It is not there.</exception>
    internal Task<SortedDictionary<string, CommittedFile>> FilesOfAsync(string tree, CancellationToken cancellationToken) =>
        Objects is { } reader && ObjectName.Is(tree)
            ? reader.FilesOfAsync(tree, cancellationToken)
            : CommittedFile.OfAsync(this, tree, cancellationToken);

    /// <summary>The content of a file that is named by the hash of its blob, or by that of a tree or commit and its path; null where there is none.</summary>
    /// <exception cref="GitException">Git does not answer.</exception>
    internal async Task<byte[]?> BlobAsync(string name, CancellationToken cancellationToken)
    {
        if (Objects is { } reader && ObjectReader.Takes(name))
        {
            return (await reader.ReadAsync([name], cancellationToken).ConfigureAwait(false)) is [{ Type: "blob" } found]
                ? found.Content
                : null;
        }

        var result = await RunAsync(["cat-file", "blob", name], cancellationToken).ConfigureAwait(false);
        return result.ExitCode == 0 ? result.Output : null;
    }

    /// <summary>Starts git to answer questions until it is ended.</summary>
    internal HostConversation Converse(IReadOnlyList<string> arguments) => HostProcess.Open(Program, Call(arguments, null));

    private HostCall Call(IReadOnlyList<string> arguments, GitInput? input)
    {
        string[] all =
        [
            .. Hardening,
            .. LineEnds.SelectMany(setting => new[] { "-c", setting }),
            .. GitFilters.Emptied(GitDirectory),
            .. Program.Own is { } own ? GitFilters.LargeFiles(own.FilterLine(StorePath)) : [],
            .. arguments,
        ];
        var patience = input?.WaitsForPerson == true ? (TimeSpan?)null : GitObstacle.Patience;
        return new HostCall(all, WorkTree ?? GitDirectory, Environment(input), input?.Bytes, patience)
        {
            IsHopeless = () => GitObstacle.InWay(WorkTree ?? GitDirectory) is not null,
        };
    }

    private Dictionary<string, string> Environment(GitInput? input)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = "/nonexistent",
            ["LC_ALL"] = "C.UTF-8",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_TERMINAL_PROMPT"] = "0",
            // Wins over whatever the repository's configuration allows, so that no missing object is fetched by a program of its choice.
            ["GIT_ALLOW_PROTOCOL"] = "none",
            ["GIT_DIR"] = GitDirectory,
        };
        if (WorkTree is not null)
        {
            environment["GIT_WORK_TREE"] = WorkTree;
        }

        foreach (var (name, setting) in input?.Environment ?? [])
        {
            environment[name] = setting;
        }

        return environment;
    }
}

/// <summary>A git command that failed although it should not.</summary>
public sealed class GitException(IReadOnlyList<string> arguments, int exitCode, string error)
    : Exception($"git {string.Join(' ', arguments.Take(3))} ended with {exitCode}: {error.Trim()}")
{
    /// <summary>Git's exit status.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Git's standard error.</summary>
    public string GitError { get; } = error;
}
