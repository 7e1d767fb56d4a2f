using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>A file that commands see from the user's checkout where the worktree has none.</summary>
internal static class SharedFile
{
    /// <summary>What is there for a reader.</summary>
    /// <param name="context">Knows what is shown.</param>
    /// <param name="path">The path, relative to the root.</param>
    /// <param name="read">What the worktree has there.</param>
    /// <param name="limit">The largest file, in bytes.</param>
    public static FileResult<FileContent> Read(ToolContext context, string path, FileResult<FileContent> read, long limit)
    {
        if (read.Ok || read.Problem.Code != FileProblems.Missing)
        {
            return read;
        }

        foreach (var (shown, source) in context.Mounts.Shared)
        {
            if (context.Mounts.HiddenShared.Any(hidden => path == hidden || path.StartsWith(hidden + "/", StringComparison.Ordinal)))
            {
                return read;
            }

            if (path == shown && File.Exists(source))
            {
                using var folder = new SafeFiles(new Workspace(Path.GetDirectoryName(source)!, Path.GetDirectoryName(source)!));
                return Told(folder.Read(Path.GetFileName(source), limit), read);
            }

            if (path.StartsWith(shown + "/", StringComparison.Ordinal) && Directory.Exists(source))
            {
                using var folder = new SafeFiles(new Workspace(source, source));
                return Told(folder.Read(path[(shown.Length + 1)..], limit), read);
            }
        }

        return read;
    }

    private static FileResult<FileContent> Told(FileResult<FileContent> found, FileResult<FileContent> otherwise) =>
        found.Ok ? found : otherwise;
}
