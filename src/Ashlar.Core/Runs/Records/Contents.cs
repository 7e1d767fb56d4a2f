using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>What commits only point to: files of Git LFS and submodules, shown to commands read-only like what is shared.</summary>
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
        var (large, pointers) = await LargeFiles.OfAsync(repository, files, cancellationToken).ConfigureAwait(false);
        var place = Path.Combine(folder.ScratchPath, "modules");
        var (modules, empty) =
            files.Submodules.Count == 0
                ? (new Dictionary<string, string>(StringComparer.Ordinal), null)
                : await new SubmoduleFiles(repository, place).OfAsync(files, cancellationToken).ConfigureAwait(false);
        return (
            shared
                .Concat(large.Concat(modules).Where(one => !shared.ContainsKey(one.Key)))
                .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
            [.. new[] { pointers, empty }.OfType<Problem>()]
        );
    }
}
