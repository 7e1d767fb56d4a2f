using System.Text;
using Ashlar.Core.Sandboxes.Host;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// How commits are signed: with the user's key, by the program of the host that git takes for it. Git itself stays hardened; of the user's
/// configuration it gets the key and the kind of signature alone. A program that only the repository's own configuration names is never
/// started.
/// </summary>
public sealed class CommitSigning
{
    // What a program that signs finds its keys and its agent by.
    private static readonly string[] variables =
    [
        "HOME",
        "GNUPGHOME",
        "GPG_TTY",
        "GPG_AGENT_INFO",
        "SSH_AUTH_SOCK",
        "SSH_ASKPASS",
        "XDG_RUNTIME_DIR",
        "DBUS_SESSION_BUS_ADDRESS",
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "TERM",
    ];

    private readonly IReadOnlyList<string> settings;
    private readonly HostProgram program;

    private CommitSigning(IReadOnlyList<string> settings, HostProgram program)
    {
        this.settings = settings;
        this.program = program;
    }

    /// <summary>The arguments of git in front of the rest of <c>commit-tree</c>.</summary>
    public IReadOnlyList<string> Arguments => [.. settings, "commit-tree", "-S"];

    /// <summary>The environment that the program needs.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
        HostEnvironment
            .Of(program, withheld: null)
            .Where(variable => variables.Contains(variable.Key, StringComparer.Ordinal))
            .Append(new("PATH", program.SearchPath));

    /// <summary>Who commits, with the way to sign where that is wanted.</summary>
    /// <exception cref="ProblemException">It is wanted and nothing can be signed; exit status 2.</exception>
    public static async Task<GitIdentity> IdentityAsync(
        Repository repository,
        GitIdentity identity,
        bool isWanted,
        string scratch,
        CancellationToken cancellationToken
    ) =>
        isWanted
            ? identity with
            {
                Signing = await OfAsync(repository, identity, scratch, cancellationToken).ConfigureAwait(false),
            }
            : identity;

    /// <summary>Finds out how commits are signed here, and signs a passing one to see that it works.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="identity">Who commits.</param>
    /// <param name="scratch">A folder for the passing commit; it is emptied.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">Nothing can be signed; exit status 2.</exception>
    public static async Task<CommitSigning> OfAsync(
        Repository repository,
        GitIdentity identity,
        string scratch,
        CancellationToken cancellationToken
    )
    {
        var format = await ValueAsync("gpg.format").ConfigureAwait(false) ?? "openpgp";
        var (key, standard) = format switch
        {
            "ssh" => ("gpg.ssh.program", "ssh-keygen"),
            "x509" => ("gpg.x509.program", "gpgsm"),
            _ => ("gpg.program", "gpg"),
        };
        var named =
            await ValueAsync(key, ofUser: true).ConfigureAwait(false)
            ?? (format is "openpgp" ? await ValueAsync("gpg.openpgp.program", ofUser: true).ConfigureAwait(false) : null)
            ?? standard;
        var signer =
            repository.Programs.Named(named)
            ?? throw Trouble(
                $"{named} is not there{repository.Programs.PassedOver(named)}",
                $"Install it (`apt install {Package(standard)}`)"
            );
        var given = new List<string> { "-c", $"gpg.format={format}", "-c", $"{key}={signer.Path}" };
        if (await ValueAsync("user.signingKey").ConfigureAwait(false) is { } id)
        {
            given.AddRange(["-c", $"user.signingKey={id}"]);
        }

        var signing = new CommitSigning(given, signer);
        await signing.TryAsync(repository, identity, scratch, cancellationToken).ConfigureAwait(false);
        return signing;

        async Task<string?> ValueAsync(string name, bool ofUser = false)
        {
            var (_, output) = await repository
                .UserGit.RunAsync(repository.Root, ["config", "--show-scope", "--get-all", name], cancellationToken)
                .ConfigureAwait(false);
            return output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t', 2))
                .LastOrDefault(parts => parts.Length == 2 && (!ofUser || parts[0] is "global" or "system"))
                ?[1];
        }
    }

    private async Task TryAsync(Repository repository, GitIdentity identity, string scratch, CancellationToken cancellationToken)
    {
        var objects = Directory.CreateDirectory(Path.Combine(scratch, "signing")).FullName;
        try
        {
            var environment = identity.Environment(DateTimeOffset.UnixEpoch.AddYears(40));
            environment["GIT_OBJECT_DIRECTORY"] = objects;
            environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = Path.Combine(repository.CommonDirectory, "objects");
            foreach (var (name, value) in Environment)
            {
                environment[name] = value;
            }

            var output = await repository
                .Git.RunAsync(
                    [.. Arguments, $"{repository.Head}^{{tree}}", "-F", "-"],
                    cancellationToken,
                    GitInput.Text("Try", environment) with
                    {
                        WaitsForPerson = true,
                    }
                )
                .ConfigureAwait(false);
            if (output.ExitCode != 0)
            {
                var words = output.Error.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
                throw Trouble(
                    ShownText.Line(string.Join("; ", words.TakeLast(3))),
                    "Make `git commit -S --allow-empty -m Try` work there (`git config --get user.signingKey`, an agent that knows the key)"
                );
            }
        }
        finally
        {
            FolderRemoval.Delete(objects);
        }
    }

    private static string Package(string program) =>
        program is "ssh-keygen" ? "openssh-client"
        : program is "gpgsm" ? "gpgsm"
        : "gnupg";

    private static ProblemException Trouble(string why, string remedy) =>
        new(
            new Problem("commit.sign", $"commits are to be signed (`commit: {{sign: true}}`), and git cannot sign here: {why}")
            {
                Remedy = $"{remedy}, or set `sign: false`",
            }
        );

    /// <summary>The text of a commit object without its signature.</summary>
    internal static string Unsigned(byte[] commit)
    {
        var text = Encoding.UTF8.GetString(commit);
        var body = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = (body < 0 ? text : text[..body]).Split('\n').ToList();
        var at = head.FindIndex(line => line.StartsWith("gpgsig", StringComparison.Ordinal));
        if (at >= 0)
        {
            var end = at + 1;
            while (end < head.Count && head[end].StartsWith(' '))
            {
                end++;
            }

            head.RemoveRange(at, end - at);
        }

        return string.Join('\n', head) + (body < 0 ? "" : text[body..]);
    }
}
