using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>What commits only point to: submodules, shown to commands read-only like what is shared, and files of Git LFS, which Ashlar's own filter lays out.</summary>
internal static class Contents
{
    /// <summary>What is shared, with these; and what is not there.</summary>
    public static async Task<(IReadOnlyDictionary<string, string> Shared, IReadOnlyList<Problem> Warnings)> WithAsync(
        IReadOnlyDictionary<string, string> shared,
        Repository repository,
        CommitFiles files,
        RunFolder folder,
        CancellationToken cancellationToken
    )
    {
        var pointers = await LargeFiles.MissingAsync(repository, files, cancellationToken).ConfigureAwait(false);
        var place = Path.Combine(folder.ScratchPath, "modules");
        var (modules, empty) =
            files.Submodules.Count == 0
                ? (new Dictionary<string, string>(StringComparer.Ordinal), null)
                : await new SubmoduleFiles(repository, place).OfAsync(files, cancellationToken).ConfigureAwait(false);
        return (
            shared
                .Concat(modules.Where(one => !shared.ContainsKey(one.Key)))
                .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
            [.. new[] { pointers, empty }.OfType<Problem>()]
        );
    }
}
