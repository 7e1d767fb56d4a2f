using System.Text;
using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// The test files of a checkout as they were before a gate ran in it: what builds, sets up or tests (a build script, a target of a project, a
/// plug-in) could write over them before they are read, and no text of the change would show it.
/// </summary>
internal sealed class TestFileStamps
{
    private const int LargestFile = 4 << 20;
    private const int Most = 20;
    private const int Named = 3;
    private readonly string root;
    private readonly Dictionary<string, FileStamp> before = new(StringComparer.Ordinal);

    /// <summary>Looks at them.</summary>
    /// <param name="root">The checkout.</param>
    /// <param name="paths">The test files of its tree.</param>
    public TestFileStamps(string root, IEnumerable<string> paths)
    {
        this.root = root;
        using var files = new SafeFiles(new Workspace(root, root));
        foreach (var path in paths)
        {
            if (files.Stat(path) is { Ok: true, Value: var stamp })
            {
                before[path] = stamp;
            }
        }
    }

    /// <summary>What the gate wrote over, as a finding; a formatter that ran first is none. Null where there is nothing.</summary>
    /// <param name="original">Gives the content that a file had.</param>
    public async Task<Finding?> RewrittenAsync(Func<string, Task<byte[]?>> original)
    {
        using var files = new SafeFiles(new Workspace(root, root));
        var rewritten = new List<string>();
        foreach (var (path, stamp) in before.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            // The time of a change of anything is the kernel's own.
            if (rewritten.Count < Most && !(files.Stat(path) is { Ok: true, Value: var now } && now == stamp))
            {
                var isSame =
                    files.Read(path, LargestFile) is { Ok: true, Value: var content }
                    && await original(path).ConfigureAwait(false) is { } was
                    && Plain(content.Bytes) == Plain(was);
                rewritten.AddRange(isSame ? [] : [path]);
            }
        }

        var names = string.Join(", ", rewritten.Take(Named).Select(ShownText.Name)) + (rewritten.Count > Named ? ", …" : "");
        return rewritten.Count == 0
            ? null
            : WatchReading.Finding("tests", $"test files were written over or removed while the tests ran: {names}");
    }

    // Without what formatters change.
    private static string Plain(byte[] content) =>
        string.Concat(
            Encoding.UTF8.GetString(content).Where(sign => !char.IsWhiteSpace(sign) && !"\"',;()".Contains(sign, StringComparison.Ordinal))
        );
}
