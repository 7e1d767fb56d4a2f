using System.Text;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// Refuses a secret whose value is also structure or ordinary text of the repository: paths, branch and remote are never masked, so it
/// would be seen there, and masking a word of the code would make the files unreadable to the model.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="files">The files of the commit that the run starts from.</param>
/// <param name="store">The values.</param>
/// <param name="names">The secrets that the configuration names.</param>
internal sealed class SecretPlaces(Repository repository, CommitFiles files, SecretStore store, IReadOnlyList<string> names)
{
    /// <summary>From this many lines on a value is a word of the repository.</summary>
    private const int CommonLines = 12;

    /// <summary>From this many files on a value is a word of the repository.</summary>
    private const int CommonFiles = 4;

    /// <summary>Refuses such secrets.</summary>
    /// <param name="structure">Branch, remote, paths of the work order, ids of tasks, names of agents and gates, commands of the configuration.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">All of them are named, without their values. Exit status 2.</exception>
    public async Task CheckAsync(IReadOnlyList<string> structure, CancellationToken cancellationToken)
    {
        var secrets = store
            .Filed.Concat(names.Select(name => KeyValuePair.Create(name, store.Find(name) ?? "")))
            .Select(secret => (Name: secret.Key, Value: secret.Value.Trim()))
            .Where(secret => secret.Value.Length >= SecretMask.LeastLength && !secret.Value.Contains('\n', StringComparison.Ordinal))
            .Distinct()
            .ToList();
        var problems = new List<Problem>();
        foreach (var (name, value) in secrets)
        {
            if (structure.Append(repository.Root).Any(text => text.Contains(value, StringComparison.Ordinal)))
            {
                problems.Add(
                    Refusal(name, "it occurs in the run's branch, remote, paths, names or commands, which are never masked", null, null)
                );
            }
            else if (files.Paths.FirstOrDefault(path => path.Contains(value, StringComparison.Ordinal)) is { } path)
            {
                problems.Add(
                    Refusal(
                        name,
                        "it occurs in the name of a file of the repository, and names are never masked",
                        Shown(path, name, value),
                        null
                    )
                );
            }
        }

        // A value that looks drawn at random is not a word; a word is looked for in the files.
        foreach (var (name, value) in secrets.Where(secret => !Credential.IsRandom(secret.Value)))
        {
            if (problems.Count == 0 && await CommonAsync(name, value, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
        {
            throw new ProblemException(problems);
        }
    }

    private async Task<Problem?> CommonAsync(string name, string value, CancellationToken cancellationToken)
    {
        // The value travels over standard input: a command line can be read by others.
        var input = GitInput.Text(value + "\n");
        var counts = await repository
            .Git.RunAsync(["grep", "-I", "-F", "-c", "-z", "-f", "-", files.Commit], cancellationToken, input)
            .ConfigureAwait(false);
        var found = Encoding
            .UTF8.GetString(counts.Output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\0'))
            .Where(fields => fields.Length == 2)
            .Select(fields => (Path: fields[0][(files.Commit.Length + 1)..], Lines: int.TryParse(fields[1], out var lines) ? lines : 0))
            .ToList();
        if (found.Count < CommonFiles && found.Sum(file => file.Lines) < CommonLines)
        {
            return null;
        }

        var content = await files.ContentAsync(found[0].Path, cancellationToken).ConfigureAwait(false);
        var text = content is null ? "" : Encoding.UTF8.GetString(content);
        var at = text.IndexOf(value, StringComparison.Ordinal);
        return Refusal(
            name,
            $"it is a common word of the repository ({found.Sum(file => file.Lines)} lines of {found.Count} files), and masking it would mask ordinary text",
            found[0].Path,
            at < 0 ? null : text.AsSpan(0, at).Count('\n') + 1
        );
    }

    private static string Shown(string path, string name, string value) =>
        path.Replace(value, SecretMask.Placeholder(name), StringComparison.Ordinal);

    private static Problem Refusal(string name, string why, string? path, int? line) =>
        new("secret.in-repository", $"The secret `{name}` cannot be protected: {why}")
        {
            Path = path,
            Line = line,
            Remedy = "Give it another value, or set it under `env:` as plain text if it is not a secret",
        };
}
