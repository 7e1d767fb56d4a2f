using System.Text;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>
/// How a command says in which directory it ended: by a file in the task's temporary folder, written when its shell ends, never
/// by its output. A command that replaces its shell or sets a trap of its own says nothing; the directory then stays.
/// </summary>
internal sealed class WorkingDirectoryReport
{
    private const int LongestPath = 4096;
    private readonly string folder;
    private readonly string name;

    private WorkingDirectoryReport(string folder, string name)
    {
        this.folder = folder;
        this.name = name;
    }

    /// <summary>A report of its own for each command.</summary>
    public static WorkingDirectoryReport At(ToolContext context) =>
        new(PrivateFolder.At(context.Mounts).Temporary, $".ashlar-{Guid.NewGuid():N}");

    /// <summary>The line with the report, which is before it on its first line so that the numbers of lines in bash's messages hold.</summary>
    public string Wrap(string line) => Prefix + line;

    /// <summary>Output without the report, which bash repeats when the line has a syntax error.</summary>
    public string Unwrap(string output) => output.Replace(Prefix, "", StringComparison.Ordinal);

    private string Prefix => $"trap \"pwd -P >'$TMPDIR/{name}' 2>/dev/null\" EXIT; ";

    /// <summary>The effect of a changed directory, and a note where the command ended outside the repository.</summary>
    public (IReadOnlyList<ToolEffect> Effects, string? Note) Read(ToolContext context)
    {
        var shown = ReadFile();
        if (shown is null)
        {
            return ([], null);
        }

        foreach (var root in (string[])[context.Mounts.ShownRoot, context.Mounts.Root])
        {
            var prefix = root.TrimEnd('/');
            if (shown == prefix || shown.StartsWith(prefix + "/", StringComparison.Ordinal))
            {
                var relative = shown[prefix.Length..].TrimStart('/');
                return (relative == context.Memory.WorkingDirectory ? [] : [new DirectoryChanged(relative)], null);
            }
        }

        var back = context.Memory.WorkingDirectory.Length == 0 ? "the repository root" : context.Memory.WorkingDirectory;
        return ([], $"(the next command starts in {back}; a working directory outside the repository does not last)");
    }

    private string? ReadFile()
    {
        // The command could have put anything there: a link, a pipe, gigabytes.
        try
        {
            using var files = new SafeFiles(new Workspace(folder, folder));
            var read = files.Read(name, LongestPath);
            _ = files.Delete(name);
            var text = read.Ok ? Encoding.UTF8.GetString(read.Value.Bytes).TrimEnd('\n') : "";
            return text.StartsWith('/') && !text.Any(char.IsControl) ? text : null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
