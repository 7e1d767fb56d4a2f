using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Files that Git LFS keeps outside of commits. Commands see their contents in place of the pointers, from git-lfs's own store or from the
/// checkout; what is committed stays the pointer. No filter runs, and nothing is fetched.
/// </summary>
internal static class LargeFiles
{
    private const int Most = 1000;

    /// <summary>Absolute sources by path, and what is not there.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="files">The files of the commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(IReadOnlyDictionary<string, string> Sources, Problem? Warning)> OfAsync(
        Repository repository,
        CommitFiles files,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var (path, pointer) in await PointersAsync(repository, files, cancellationToken).ConfigureAwait(false))
        {
            var kept = pointer.PathIn(repository.CommonDirectory);
            var own = Path.Combine(repository.Root, path);
            var source =
                new FileInfo(kept) is { Exists: true } file && file.Length == pointer.Size ? kept
                : Matches(own, pointer) ? own
                : null;
            if (source is not null && found.Count < Most)
            {
                found[path] = source;
            }
            else
            {
                missing.Add(path);
            }
        }

        return (
            found,
            missing.Count == 0
                ? null
                : new Problem(
                    "repository.large-files",
                    $"{missing.Count} files of Git LFS are pointers only where commands run: {ShownText.Line(string.Join(", ", missing.Take(3)))}{(missing.Count > 3 ? " …" : "")}"
                )
                {
                    Path = missing[0],
                    Warning = true,
                    Remedy = "Where the work needs them: `git lfs pull`",
                }
        );
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

    private static bool Matches(string path, LfsPointer pointer)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, LinkTarget: null } file || file.Length != pointer.Size)
            {
                return false;
            }

            using var stream = file.OpenRead();
            return Convert.ToHexStringLower(SHA256.HashData(stream)) == pointer.Hash;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
