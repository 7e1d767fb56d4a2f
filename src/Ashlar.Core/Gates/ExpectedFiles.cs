using System.Text.RegularExpressions;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Files that hold what tests expect: snapshots and golden files. What they said at the start of the task still holds.</summary>
internal static partial class ExpectedFiles
{
    private static readonly string[] Folders = ["__snapshots__", "snapshots", "golden", "goldens", "expected"];

    /// <summary>One finding for each such file that the change rewrites, other than as the written task wants.</summary>
    public static IEnumerable<Finding> Changed(IReadOnlyList<ChangedFile> change, IntegrityAllowance allowance)
    {
        foreach (var file in change.Where(file => file.Before is not null && file.After is not null && Is(file.Path)))
        {
            var gone = Lines(new ChangedFile(file.Path, file.After, file.Before));
            var fresh = Lines(file);
            if (
                gone.Count > 0
                && !allowance.NamesFile(file.Path)
                && !allowance.Expects(gone, fresh)
                && !allowance.Changes(gone.Concat(fresh))
            )
            {
                yield return new Finding(
                    $"expected:{file.Path}",
                    $"{file.Path}  tests expect what this file says, and it no longer says `{gone[0]}`. Put it back and mend the code. If the task really requires it, Escalate (question)."
                )
                {
                    Path = file.Path,
                    Rule = "test-integrity",
                };
            }
        }
    }

    private static bool Is(string path) =>
        path.EndsWith(".snap", StringComparison.Ordinal)
        || path.Contains(".verified.", StringComparison.Ordinal)
        || path.Contains(".approved.", StringComparison.Ordinal)
        || (TestPaths.IsSupport(path) && path.Split('/').SkipLast(1).Any(part => Folders.Contains(part, StringComparer.Ordinal)));

    /// <summary>The lines now that were not there before; the names of snapshots follow their tests.</summary>
    private static List<string> Lines(ChangedFile file)
    {
        var lines = ChangedFile.Lines(file.After);
        return [.. file.AddedLines().Select(number => lines[number - 1].Trim()).Where(line => line.Length > 0 && !Name().IsIn(line))];
    }

    [GeneratedRegex(@"^exports\[|^[`;{}\[\]()]+$", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
