using System.Text;
using Ashlar.Core.Models;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>
/// Compares trees that lie in different repositories. A file that differs in nothing but what differs each time (the time in the header of
/// a generated migration) is named as that.
/// </summary>
/// <param name="then">Git of the run's repository.</param>
/// <param name="now">Git of the repetition's.</param>
/// <param name="log">The iteration log, in which Ashlar itself writes the time; null without one.</param>
internal sealed class TreeComparison(Git then, Git now, string? log)
{
    private const int Shown = 5;

    /// <summary>The difference, or null.</summary>
    public async Task<TreeDifference?> OfAsync(string recorded, string observed, CancellationToken cancellationToken)
    {
        var before = await FilesAsync(then, recorded, cancellationToken).ConfigureAwait(false);
        var after = await FilesAsync(now, observed, cancellationToken).ConfigureAwait(false);
        if (before is null || after is null)
        {
            return new TreeDifference(recorded, observed, IsVolatile: false);
        }

        var (differing, moving) = (new List<TreeDifference>(), new List<TreeDifference>());
        var paths = before
            .Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var one = await FileAsync(path, before.GetValueOrDefault(path), after.GetValueOrDefault(path), cancellationToken)
                .ConfigureAwait(false);
            if (!one.IsVolatile || path != log)
            {
                (one.IsVolatile ? moving : differing).Add(one);
            }
        }

        return differing.Count > 0 ? Joined(differing)
            : moving.Count > 0 ? Joined(moving)
            : null;
    }

    private static TreeDifference Joined(List<TreeDifference> files)
    {
        var more = files.Count > Shown ? $" and {files.Count - Shown} more" : "";
        return new TreeDifference(
            $"{string.Join("; ", files.Take(Shown).Select(file => file.Recorded))}{more}",
            $"{string.Join("; ", files.Take(Shown).Select(file => file.Observed))}{more}",
            files[0].IsVolatile
        );
    }

    /// <summary>How one file differs: its first differing line where both sides are texts.</summary>
    private async Task<TreeDifference> FileAsync(
        string path,
        (string Mode, string Blob)? before,
        (string Mode, string Blob)? after,
        CancellationToken cancellationToken
    )
    {
        if (before is not { } one || after is not { } other)
        {
            return new TreeDifference($"{path} {Presence(before)}", $"{path} {Presence(after)}", IsVolatile: false);
        }

        if (one.Mode != other.Mode)
        {
            return new TreeDifference($"{path}, mode {one.Mode}", $"{path}, mode {other.Mode}", IsVolatile: false);
        }

        var (was, isNow) = (
            await TextAsync(then, one.Blob, cancellationToken).ConfigureAwait(false),
            await TextAsync(now, other.Blob, cancellationToken).ConfigureAwait(false)
        );
        if (was is null || isNow is null)
        {
            return new TreeDifference($"{path} ({one.Blob[..12]})", $"{path} ({other.Blob[..12]})", IsVolatile: false);
        }

        var isVolatile = VolatileText.Plain.Normalize(was) == VolatileText.Plain.Normalize(isNow);
        var lines = DifferingText.Of(was, isNow);
        return new TreeDifference($"{path}, {lines.Recorded}", $"{path}, {lines.Observed}", isVolatile);
    }

    private static string Presence((string Mode, string Blob)? file) => file is null ? "absent" : "present";

    /// <summary>A file's text, or null where it is none.</summary>
    private static async Task<string?> TextAsync(Git git, string blob, CancellationToken cancellationToken)
    {
        var bytes = await git.BlobAsync(blob, cancellationToken).ConfigureAwait(false);
        return bytes is null || bytes.AsSpan().Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes);
    }

    private static async Task<Dictionary<string, (string Mode, string Blob)?>?> FilesAsync(
        Git git,
        string tree,
        CancellationToken cancellationToken
    )
    {
        var listed = await git.RunAsync(["ls-tree", "-r", "-z", tree], cancellationToken).ConfigureAwait(false);
        return listed.ExitCode != 0
            ? null
            : Encoding
                .UTF8.GetString(listed.Output)
                .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(field => field.Split('\t', 2))
                .ToDictionary(
                    parts => parts[1],
                    parts => ((string Mode, string Blob)?)(parts[0].Split(' ')[0], parts[0].Split(' ')[2]),
                    StringComparer.Ordinal
                );
    }
}

/// <summary>How two trees differ.</summary>
/// <param name="Recorded">What was recorded, in a line.</param>
/// <param name="Observed">What was seen now, in a line.</param>
/// <param name="IsVolatile">Whether it is only what differs each time: times, durations, hashes.</param>
internal sealed record TreeDifference(string Recorded, string Observed, bool IsVolatile);
