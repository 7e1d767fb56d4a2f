using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Says in which state the files behind a point are, by git's names of their contents: an agreement holds for that state.</summary>
/// <param name="git">Git on the repository.</param>
/// <param name="tree">The tree that is judged.</param>
internal sealed class PointVersions(Git git, string tree)
{
    private const int Length = 12;

    /// <summary>Findings that somebody has to agree to, with the state of their file.</summary>
    public async Task<IReadOnlyList<Finding>> OfAsync(IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        var blobs = await BlobsAsync(
                findings.Where(finding => finding.Way == WayOut.Justify).Select(finding => finding.Path).OfType<string>(),
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. findings.Select(finding =>
                finding is { Way: WayOut.Justify, Path: { } path } ? finding with { Version = Of([path], blobs) } : finding
            ),
        ];
    }

    /// <summary>Expectations with the state of the files behind them.</summary>
    public async Task<IReadOnlyList<ChangedExpectation>> OfAsync(
        IReadOnlyList<ChangedExpectation> expectations,
        CancellationToken cancellationToken
    )
    {
        var blobs = await BlobsAsync(expectations.SelectMany(lost => lost.Files), cancellationToken).ConfigureAwait(false);
        return [.. expectations.Select(lost => lost with { Version = Of(lost.Files, blobs) })];
    }

    private static string Of(IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> blobs) =>
        string.Join('-', paths.Select(path => blobs.GetValueOrDefault(path, "gone")));

    private async Task<IReadOnlyDictionary<string, string>> BlobsAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var wanted = paths.Distinct(StringComparer.Ordinal).ToList();
        var blobs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return blobs;
        }

        foreach (
            var field in await git.FieldsAsync(["ls-tree", "-r", "-z", "--full-tree", tree, "--", .. wanted], cancellationToken)
                .ConfigureAwait(false)
        )
        {
            var tab = field.IndexOf('\t', StringComparison.Ordinal);
            blobs[field[(tab + 1)..]] = field[..tab].Split(' ')[2][..Length];
        }

        return blobs;
    }
}
