using System.Text;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Workspaces;

/// <summary>Git with the user's own configuration, only to read: which repository this is, who commits, what is configured.</summary>
/// <param name="program">The git of the host.</param>
public sealed class UserGit(HostProgram program)
{
    // Reading needs none of them, whatever the configuration of the repository says.
    private static readonly string[] Quiet =
    [
        "--no-optional-locks",
        "--no-pager",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
    ];

    /// <summary>The git of the host.</summary>
    public HostProgram Program { get; } = program;

    /// <summary>The git that was found, if it is one that Ashlar can use.</summary>
    /// <exception cref="ProblemException">There is none, or it is too old; exit status 2.</exception>
    public static async Task<UserGit> FindAsync(HostPrograms programs, CancellationToken cancellationToken)
    {
        var git = new UserGit(programs.Git ?? throw Missing(programs));
        var text = await git.VersionAsync(cancellationToken).ConfigureAwait(false);
        return GitVersion.Of(text) is { } version && version >= GitVersion.Oldest ? git : throw TooOld(git.Program, text);
    }

    /// <summary>What git says of its version, such as <c>2.39.5</c>; empty where it does not run.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var call = new HostCall(["--version"], "/", [new("LC_ALL", "C")]);
            var output = await HostProcess.RunAsync(Program, call, cancellationToken).ConfigureAwait(false);
            return output.ExitCode == 0
                ? Encoding.UTF8.GetString(output.Output).Trim().Replace("git version ", "", StringComparison.Ordinal)
                : "";
        }
        catch (CommandStartException)
        {
            return "";
        }
    }

    /// <summary>Runs it in a directory; its exit status and standard output.</summary>
    public async Task<(int Status, string Output)> RunAsync(
        string directory,
        IReadOnlyList<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var output = await AskAsync(directory, arguments, cancellationToken).ConfigureAwait(false);
        return (output.ExitCode, Encoding.UTF8.GetString(output.Output));
    }

    /// <summary>Runs it in a directory; all that came of it.</summary>
    public async Task<GitOutput> AskAsync(string directory, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var environment = HostEnvironment.Of(Program, withheld: null);
        environment["LC_ALL"] = "C.UTF-8";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_ALLOW_PROTOCOL"] = "none";
        var call = new HostCall([.. Quiet, .. arguments], directory, environment, Patience: GitObstacle.Patience)
        {
            IsHopeless = () => GitObstacle.InWay(directory) is not null,
        };
        try
        {
            var result = await HostProcess.RunAsync(Program, call, cancellationToken).ConfigureAwait(false);
            return new GitOutput(result.ExitCode, result.Output, Encoding.UTF8.GetString(result.Error));
        }
        catch (StandstillException)
        {
            throw GitObstacle.Stuck(directory, arguments);
        }
    }

    /// <summary>There is no git.</summary>
    internal static ProblemException Missing(HostPrograms programs) =>
        new(
            new Problem("git.missing", $"git is not on PATH{programs.PassedOver("git")}")
            {
                Expected = $"git {GitVersion.Oldest} or newer",
                Remedy = "Install git (`apt install git`), in a folder of PATH that only you or root can write",
            }
        );

    private static ProblemException TooOld(HostProgram program, string version) =>
        new(
            version.Length == 0
                ? new Problem("git.old", $"{program.Path} does not say its version, so that it cannot be relied on")
                {
                    Expected = $"git {GitVersion.Oldest} or newer",
                    Remedy = "Make `git --version` work, or reinstall git",
                }
                : new Problem("git.old", $"git {version} is too old")
                {
                    Path = program.Path,
                    Observed = version,
                    Expected = $"git {GitVersion.Oldest} or newer",
                    Remedy = $"Install git {GitVersion.Oldest} or newer",
                }
        );
}
