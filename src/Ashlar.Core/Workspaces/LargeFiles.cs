using System.Globalization;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Files that Git LFS keeps outside of commits. In folders their contents stand, in commits pointers; Ashlar itself is the filter for both
/// (<see cref="LargeFileFilter"/>). No other filter runs, and nothing is fetched.
/// </summary>
internal static class LargeFiles
{
    /// <summary>
    /// Says what is not on this machine. A content that only the user's checkout has is kept where git-lfs keeps them, since it cannot be
    /// had from there while other folders are written.
    /// </summary>
    /// <param name="repository">The repository.</param>
    /// <param name="files">The files of the commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Problem?> MissingAsync(Repository repository, CommitFiles files, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var store = new LargeFileStore(repository.LargeFiles);
        foreach (var (path, pointer) in await PointersAsync(repository, files, cancellationToken).ConfigureAwait(false))
        {
            if (store.PathOf(pointer) is null && !IsKept(store, Path.Combine(repository.Root, path), pointer))
            {
                missing.Add(path);
            }
        }

        return missing.Count == 0
            ? null
            : new Problem(
                "repository.large-files",
                $"{missing.Count} files of Git LFS are pointers only where commands run: {ShownText.Line(string.Join(", ", missing.Take(3)))}{(missing.Count > 3 ? " …" : "")}"
            )
            {
                Path = missing[0],
                Warning = true,
                Remedy = "Where the work needs them: `git lfs pull`",
            };
    }

    /// <summary>A file whose content only git-lfs can send, where commits add or change one; else null.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="before">The commit that others have.</param>
    /// <param name="after">The newest commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> ChangedAsync(Repository repository, string before, string after, CancellationToken cancellationToken)
    {
        var now = await CommitFiles.ReadAsync(repository.Git, after, cancellationToken).ConfigureAwait(false);
        var then = await CommitFiles.ReadAsync(repository.Git, before, cancellationToken).ConfigureAwait(false);
        return (await PointersAsync(repository, now, cancellationToken).ConfigureAwait(false))
            .Select(file => file.Path)
            .FirstOrDefault(path => !then.Contains(path) || then.BlobsOf([path])[0] != now.BlobsOf([path])[0]);
    }

    private static async Task<IReadOnlyList<(string Path, LfsPointer Pointer)>> PointersAsync(
        Repository repository,
        CommitFiles files,
        CancellationToken cancellationToken
    )
    {
        var attributes = await files
            .ContentsAsync(files.Paths.Where(path => Path.GetFileName(path) is ".gitattributes"), cancellationToken)
            .ConfigureAwait(false);
        if (!attributes.Any(file => GitFilters.Named(Encoding.UTF8.GetString(file.Content)).Contains("lfs", StringComparer.Ordinal)))
        {
            return [];
        }

        var paths = files.Paths.ToList();
        var blobs = files.BlobsOf(paths);
        var sizes = await repository
            .Git.LinesAsync(
                ["cat-file", "--batch-check=%(objecttype) %(objectsize)"],
                cancellationToken,
                GitInput.Text(string.Concat(blobs.Select(blob => blob + "\n")))
            )
            .ConfigureAwait(false);
        var small = paths.Where((_, index) => IsSmall(sizes[index])).ToList();
        return
        [
            .. (await files.ContentsAsync(small, cancellationToken).ConfigureAwait(false))
                .Select(file => (file.Path, Pointer: LfsPointer.Of(file.Content)))
                .Where(file => file.Pointer is not null)
                .Select(file => (file.Path, file.Pointer!)),
        ];
    }

    private static bool IsSmall(string line) =>
        line.Split(' ') is ["blob", var size]
        && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        && length <= LfsPointer.Longest;

    private static bool IsKept(LargeFileStore store, string path, LfsPointer pointer)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, LinkTarget: null } file || file.Length != pointer.Size)
            {
                return false;
            }

            using var stream = file.OpenRead();
            return store.Keep(stream) == pointer;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
