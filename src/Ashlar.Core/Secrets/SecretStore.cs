using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>Values of secrets by name: from the process environment, else from <c>.ashlar/secrets.env</c> in the user's own checkout.</summary>
public sealed class SecretStore
{
    /// <summary>Where the file lies, relative to the checkout. It is never committed.</summary>
    public const string FilePath = ".ashlar/secrets.env";

    private readonly Dictionary<string, string> filed;
    private readonly Func<string, string?> environment;

    private SecretStore(Dictionary<string, string> filed, Func<string, string?> environment, IReadOnlyList<Problem> warnings)
    {
        this.filed = filed;
        this.environment = environment;
        Warnings = warnings;
    }

    /// <summary>What is odd about the file, such as a mode that lets others read it.</summary>
    public IReadOnlyList<Problem> Warnings { get; }

    /// <summary>All pairs of the file, in file order; all of them are masked, used or not.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Filed => filed;

    /// <summary>Opens the secrets of a checkout; a missing file holds none.</summary>
    /// <param name="checkout">The user's checkout, absolute.</param>
    /// <param name="environment">Look-up of the process environment.</param>
    /// <exception cref="ProblemException">The file cannot be read or has lines that are no pairs. Exit status 2; no value is named.</exception>
    public static SecretStore Open(string checkout, Func<string, string?> environment)
    {
        var file = Path.Combine(checkout, FilePath);
        if (!File.Exists(file))
        {
            return new SecretStore([], environment, []);
        }

        if (new FileInfo(file).LinkTarget is not null || new DirectoryInfo(Path.GetDirectoryName(file)!).LinkTarget is not null)
        {
            throw new ProblemException(
                new Problem("secret.file-link", "The file of secrets is a link, or lies in a folder that is one; it is not followed")
                {
                    Path = FilePath,
                    Remedy = $"Put the file itself at {FilePath} (mode 0600, ignored by git)",
                }
            );
        }

        string text;
        try
        {
            text = OrdinaryFile.ReadAllText(file, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                new Problem("secret.file-unreadable", "The file of secrets cannot be read")
                {
                    Path = FilePath,
                    Remedy = $"Make it an ordinary file that you may read: `chmod 600 {FilePath}`",
                },
                inner: exception
            );
        }

        var (pairs, problems) = SecretsFileText.Parse(text, FilePath);
        return problems.Count > 0 ? throw new ProblemException(problems) : new SecretStore(pairs, environment, Warn(file));
    }

    /// <summary>The value of a secret, or null where there is none.</summary>
    public string? Find(string name) => environment(name) is { Length: > 0 } value ? value : filed.GetValueOrDefault(name);

    /// <summary>The values of these secrets.</summary>
    /// <exception cref="ProblemException">Some have no value; all of them are named. Exit status 2.</exception>
    public IReadOnlyDictionary<string, string> Take(IEnumerable<string> names)
    {
        var wanted = names.Distinct(StringComparer.Ordinal).ToList();
        var missing = wanted
            .Where(name => Find(name) is null)
            .Select(name => new Problem("secret.missing", $"The secret `{name}` has no value")
            {
                Remedy = $"Set {name} in the environment, or add a line {name}=… to {FilePath} (mode 0600)",
            })
            .ToList();
        return missing.Count > 0
            ? throw new ProblemException(missing)
            : wanted.ToDictionary(name => name, name => Find(name)!, StringComparer.Ordinal);
    }

    /// <summary>A mask of all pairs of the file and of these secrets.</summary>
    /// <exception cref="ProblemException">Some have no value, or one that cannot be masked. Exit status 2.</exception>
    public SecretMask MaskOf(IEnumerable<string> names) => SecretMask.Of(filed.Concat(Take(names)));

    private static Problem[] Warn(string file)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Others) == UnixFileMode.None
            ? []
            :
            [
                new Problem("secret.file-mode", "Other users of this machine can read the file of secrets")
                {
                    Path = FilePath,
                    Remedy = $"Run chmod 600 {FilePath}",
                    Warning = true,
                },
            ];
    }
}
