using Ashlar.Core;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary>The files of a repository that Ashlar would obey.</summary>
internal static class TrustedFiles
{
    /// <summary>What the last commit holds, and what the checkout holds otherwise: it is what the next commit would bring.</summary>
    public static async Task<IReadOnlyList<TrustFile>> FindAsync(Repository repository, CancellationToken cancellationToken)
    {
        var diff = new TreeDiff(repository.Git);
        var committed = await repository
            .Git.FieldsAsync(["ls-tree", "-r", "-z", "--name-only", repository.Head], cancellationToken)
            .ConfigureAwait(false);
        var configuration = await diff.ContentAsync(repository.Head, ConfigurationText.DefaultPath, cancellationToken)
            .ConfigureAwait(false);
        var agents = ConfigurationText.Read(configuration).Configuration.Agents;
        var files = new List<TrustFile>();
        var obeyed = ConfigurationText.Read(configuration).Configuration;
        var onHost = new[] { obeyed.Exec, obeyed.Notify }
            .OfType<string>()
            .SelectMany(line => new OperatorLine(line, repository.Root, committed).Named)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var path in committed.Where(path => onHost.Contains(path) || TrustedPaths.NeedsTrust(path, agents)))
        {
            if (await diff.ContentAsync(repository.Head, path, cancellationToken).ConfigureAwait(false) is { } content)
            {
                files.Add(onHost.Contains(path) ? TrustFile.OnHost(path, content) : Of(path, content));
            }
        }

        files.AddRange(InCheckout(repository.Root, agents).Where(file => !files.Any(known => Same(known, file))));
        return files;
    }

    private static List<TrustFile> InCheckout(string root, IReadOnlyList<string> agents)
    {
        string[] places = [".ashlar", ".claude", ".mcp.json", .. agents];
        var files = new SortedDictionary<string, TrustFile>(StringComparer.Ordinal);
        foreach (var place in places.Select(place => Path.GetFullPath(Path.Combine(root, place))).Where(place => IsInside(root, place)))
        {
            var found =
                File.Exists(place) ? [place]
                : Directory.Exists(place) ? Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)
                : [];
            foreach (var file in found)
            {
                var path = Path.GetRelativePath(root, file).Replace('\\', '/');
                if (TrustedPaths.NeedsTrust(path, agents) && new FileInfo(file).LinkTarget is null && OrdinaryFile.Exists(file))
                {
                    files[path] = Of(path, OrdinaryFile.ReadAllBytes(file));
                }
            }
        }

        return [.. files.Values];
    }

    private static TrustFile Of(string path, byte[] content) =>
        path == ConfigurationText.DefaultPath ? TrustFile.Of(path, content, ConfigurationText.Read(content).Configuration)
        : path == ServerFile.RepositoryPath
            ? ServerSet.Of(content, null, Configuration.Default.Servers).ToTrust ?? new TrustFile(path, content)
        : new TrustFile(path, content);

    private static bool Same(TrustFile one, TrustFile other) =>
        string.Equals(one.Path, other.Path, StringComparison.Ordinal) && one.Content.Span.SequenceEqual(other.Content.Span);

    private static bool IsInside(string root, string place) => PathBelow.Of(root, place) is not (null or ".");
}
