using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Settings;

/// <summary>
/// What of a repository may be obeyed, by content: configuration, agents, hooks and MCP servers. Each accepted content of a path is
/// a small file of its own under the state folder, written whole and then renamed, so any number of processes may accept at once
/// and a crash leaves no half of it.
/// </summary>
/// <param name="folder">The folder of trust, see <see cref="StateFolder.Trust"/>; made when first written to.</param>
/// <param name="clock">The clock, for the note when something was accepted.</param>
public sealed class TrustStore(string folder, TimeProvider clock)
{
    /// <summary>Holds files against what was accepted before.</summary>
    /// <param name="repository">The checkout, absolute.</param>
    /// <param name="files">What would be obeyed.</param>
    public TrustCheck Check(string repository, IEnumerable<TrustFile> files) =>
        new([.. files.Select(file => new TrustItem(file.Path, HashOf(file.Content.Span), StateOf(repository, file)) { Note = file.Note })]);

    /// <summary>Accepts the present content of files.</summary>
    /// <exception cref="ProblemException">The state folder cannot be written. Exit status 2.</exception>
    public void Accept(string repository, IEnumerable<TrustFile> files)
    {
        var home = HomeOf(repository);
        try
        {
            Directory.CreateDirectory(home);
            foreach (var file in files.Where(file => StateOf(repository, file) != TrustState.Trusted))
            {
                Keep(Path.Combine(home, NameOf(file)), repository, file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                new Problem("trust.not-kept", $"Trust cannot be kept: {exception.Message}")
                {
                    Path = home,
                    Remedy = "Make the folder writable, or set ASHLAR_HOME to one that is",
                },
                inner: exception
            );
        }
    }

    private TrustState StateOf(string repository, TrustFile file)
    {
        var home = HomeOf(repository);
        return File.Exists(Path.Combine(home, NameOf(file))) ? TrustState.Trusted
            : Directory.Exists(home) && Directory.EnumerateFiles(home, $"{Prefix(file.Path)}-*.json").Any() ? TrustState.Changed
            : TrustState.New;
    }

    private void Keep(string target, string repository, TrustFile file)
    {
        var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("repository", repository);
            json.WriteString("path", file.Path);
            json.WriteString("sha256", HashOf(file.Content.Span));
            json.WriteString("at", clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ"));
            json.WriteEndObject();
        }

        WholeFile.Write(target, content.ToArray());
    }

    private string HomeOf(string repository) => Path.Combine(folder, Prefix(Path.TrimEndingDirectorySeparator(repository)));

    private static string NameOf(TrustFile file) => $"{Prefix(file.Path)}-{HashOf(file.Content.Span)}.json";

    private static string Prefix(string text) => HashOf(Encoding.UTF8.GetBytes(text))[..32];

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>A file that is obeyed, as it is in the run base.</summary>
/// <param name="Path">Relative to the repository root with <c>/</c>.</param>
/// <param name="Content">Its bytes.</param>
public sealed record TrustFile(string Path, ReadOnlyMemory<byte> Content)
{
    /// <summary>What somebody who accepts it must know, or null: that commands leave the sandbox.</summary>
    public string? Note { get; init; }

    /// <summary>A file that the configuration runs on the host.</summary>
    public static TrustFile OnHost(string path, byte[] content) =>
        new(path, content) { Note = "runs outside Ashlar's sandbox, since the configuration names it" };

    /// <summary>A configuration, with what must be known of it.</summary>
    public static TrustFile Of(string path, byte[] content, Configuration configuration) =>
        new(path, content)
        {
            Note = configuration.Exec is { } prefix
                ? $"runs commands outside Ashlar's sandbox, through `{ShownText.Line(prefix)}`; what isolates them is yours"
                : null,
        };
}

/// <summary>A file held against what was accepted.</summary>
/// <param name="Path">Relative to the repository root.</param>
/// <param name="Hash">SHA-256 of its content, lower-case hex.</param>
/// <param name="State">Where it stands.</param>
public sealed record TrustItem(string Path, string Hash, TrustState State)
{
    /// <summary>What somebody who accepts it must know, or null.</summary>
    public string? Note { get; init; }
}

/// <summary>Where a file stands.</summary>
public enum TrustState
{
    /// <summary>Nothing at this path was ever accepted.</summary>
    New,

    /// <summary>Another content of it was accepted.</summary>
    Changed,

    /// <summary>This content was accepted.</summary>
    Trusted,
}

/// <summary>What of a repository is trusted and what is not.</summary>
/// <param name="Items">All files, in the order given.</param>
public sealed record TrustCheck(IReadOnlyList<TrustItem> Items)
{
    /// <summary>What may not be obeyed yet.</summary>
    public IEnumerable<TrustItem> Untrusted => Items.Where(item => item.State != TrustState.Trusted);

    /// <summary>Whether all may be obeyed.</summary>
    public bool IsTrusted => !Untrusted.Any();

    /// <summary>One problem for each file that is not trusted, for a start without a terminal; exit status 2.</summary>
    public IReadOnlyList<Problem> Problems =>
        [
            .. Untrusted.Select(item => new Problem(
                item.State == TrustState.New ? "trust.new" : "trust.changed",
                (item.State == TrustState.New ? $"{item.Path} is new and not trusted" : $"{item.Path} has changed since it was trusted")
                    + (item.Note is null ? "" : $"; it {item.Note}")
            )
            {
                Path = item.Path,
                Remedy = "Read it, then run `ashlar trust`, or give --trust",
            }),
        ];
}
