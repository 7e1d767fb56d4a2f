using System.Text;
using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reviews;

/// <summary>A change as a reviewer is shown it: bounded, with the way to what is not shown.</summary>
/// <param name="Text">The text, ready for a message.</param>
/// <param name="NotShown">Files whose change is not shown whole, each with the artifact that holds it, or null where it must be read itself.</param>
public sealed record ReviewedChange(string Text, IReadOnlyDictionary<string, string?> NotShown)
{
    private const int LargestFile = 24_000;
    private const int LargestWhole = 80_000;
    private const int MostFiles = 150;
    private const int Context = 8;

    /// <summary>Writes a change.</summary>
    /// <param name="diff">Compares trees.</param>
    /// <param name="before">The tree or commit before it.</param>
    /// <param name="after">The tree after it.</param>
    /// <param name="mask">What must not be seen.</param>
    /// <param name="artifacts">Where what is not shown goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<ReviewedChange> OfAsync(
        TreeDiff diff,
        string before,
        string after,
        SecretMask mask,
        ArtifactFolder artifacts,
        CancellationToken cancellationToken
    ) => OfAsync(diff, before, after, mask, artifacts, null, cancellationToken);

    /// <summary>Writes the change of some files.</summary>
    /// <param name="diff">Compares trees.</param>
    /// <param name="before">The tree or commit before it.</param>
    /// <param name="after">The tree after it.</param>
    /// <param name="mask">What must not be seen.</param>
    /// <param name="artifacts">Where what is not shown goes.</param>
    /// <param name="paths">The files; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ReviewedChange> OfAsync(
        TreeDiff diff,
        string before,
        string after,
        SecretMask mask,
        ArtifactFolder artifacts,
        IReadOnlySet<string>? paths,
        CancellationToken cancellationToken
    )
    {
        var files = (await diff.FilesAsync(before, after, cancellationToken).ConfigureAwait(false))
            .Where(file => paths is null || paths.Contains(file.Path))
            .ToList();
        var text = new StringBuilder();
        var hidden = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (file, number) in files.Select((file, index) => (file, index + 1)))
        {
            if (number > MostFiles)
            {
                hidden[file.Path] = null;
                text.Append($"{Head(file)}: not shown; Read it\n");
                continue;
            }

            var masked = MaskedText.Of(
                mask,
                await diff.FileTextAsync(before, after, Context, file.Path, cancellationToken).ConfigureAwait(false)
            );
            var own = masked.Text;
            if (own.Length > LargestFile || text.Length + own.Length > LargestWhole)
            {
                hidden[file.Path] = artifacts.Put(masked);
                text.Append($"{Head(file)}: its diff of {own.Length} characters is not shown; Read artifact:{hidden[file.Path]}\n");
                continue;
            }

            text.Append($"{Head(file)}\n{Fenced(Body(own))}\n");
        }

        return new ReviewedChange(files.Count == 0 && paths is null ? "Nothing is changed.\n" : text.ToString(), hidden);
    }

    /// <summary>A text in a fence that it does not hold itself.</summary>
    internal static string Fenced(string text)
    {
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return $"{fence}\n{text.TrimEnd('\n')}\n{fence}";
    }

    private static string Head(FileChange file) =>
        file.Kind switch
        {
            ChangeKind.Created => $"{ShownText.Line(file.Path)} (created)",
            ChangeKind.Deleted => $"{ShownText.Line(file.Path)} (deleted)",
            _ => $"{ShownText.Line(file.Path)} (modified)",
        };

    /// <summary>The diff without git's header lines, which say again what is above it.</summary>
    private static string Body(string diff)
    {
        var lines = diff.Split('\n');
        var first = Array.FindIndex(
            lines,
            line => line.StartsWith("@@", StringComparison.Ordinal) || line.StartsWith("Binary", StringComparison.Ordinal)
        );
        return first < 0
            ? string.Join('\n', lines.Where(line => line.Contains("mode", StringComparison.Ordinal)))
            : string.Join('\n', lines[first..]);
    }
}
