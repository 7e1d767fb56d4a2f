using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// The files of a worktree, for tools that act on a model's word: every path is resolved beneath the directory by the kernel
/// (openat2 with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS and RESOLVE_NO_MAGICLINKS), so that no link and no race leads out of it.
/// Paths are relative with <c>/</c>, as <see cref="Relative"/> gives them. Trouble is a value, never an exception.
/// </summary>
internal sealed class SafeFiles : IDisposable
{
    private readonly Workspace workspace;
    private readonly DirectoryRoot root;

    /// <summary>Opens the directory.</summary>
    /// <param name="workspace">The worktree; its root exists.</param>
    /// <param name="walk">Resolve name by name instead of with openat2; chosen by itself where the kernel has none.</param>
    /// <exception cref="DirectoryNotFoundException">The root cannot be opened.</exception>
    public SafeFiles(Workspace workspace, bool walk = false)
    {
        this.workspace = workspace;
        root = new DirectoryRoot(workspace.Root, walk);
    }

    /// <summary>A path argument made relative to the root, or why it cannot be.</summary>
    public FileResult<string> Relative(string path) =>
        PathArgument.Relative(path, workspace, name => Posix.StampAt(root.Handle, name) is not null);

    /// <summary>The stamp of what is there, links not followed.</summary>
    public FileResult<FileStamp> Stat(string path)
    {
        if (path.Length == 0)
        {
            return Posix.StampOf(root.Handle) is { } own ? own : FileProblems.Last(".");
        }

        var parent = root.OpenParent(path, create: false);
        if (!parent.Ok)
        {
            return parent.Problem;
        }

        using (parent.Value)
        {
            return Posix.StampAt(parent.Value, DirectoryRoot.Name(path)) is { } stamp ? stamp : FileProblems.Last(path);
        }
    }

    /// <summary>Opens an ordinary file for reading; the handle is the caller's.</summary>
    public FileResult<(SafeFileHandle Handle, FileStamp Stamp)> OpenRead(string path)
    {
        var opened = root.Open(path, Posix.ReadOnly | Posix.NonBlock);
        if (!opened.Ok)
        {
            return Named(opened.Problem, path);
        }

        var stamp = Posix.StampOf(opened.Value);
        if (stamp is { IsFile: true } file)
        {
            return (opened.Value, file);
        }

        opened.Value.Dispose();
        return FileProblems.NotOrdinary(path, stamp);
    }

    /// <summary>Reads an ordinary file of at most <paramref name="limit"/> bytes.</summary>
    public FileResult<FileContent> Read(string path, long limit)
    {
        var opened = OpenRead(path);
        if (!opened.Ok)
        {
            return opened.Problem;
        }

        using var handle = opened.Value.Handle;
        var stamp = opened.Value.Stamp;
        if (stamp.Size > limit)
        {
            return new Problem(FileProblems.TooLarge, $"{path} has {stamp.Size} bytes, more than {limit}")
            {
                Path = path,
                Remedy = "Look at a part of it with a command, such as `head -c` or `grep`",
            };
        }

        return new FileContent(FileContent.All(handle, stamp.Size), stamp);
    }

    /// <summary>The target of a symbolic link as written, or null where there is none.</summary>
    public byte[]? LinkTarget(string path)
    {
        var parent = root.OpenParent(path, create: false);
        if (!parent.Ok)
        {
            return null;
        }

        using (parent.Value)
        {
            return Posix.ReadLink(parent.Value, DirectoryRoot.Name(path));
        }
    }

    /// <summary>Whether a link's target exists and lies beneath the root; null when it does not exist.</summary>
    public bool? ResolvesInside(string path)
    {
        var descriptor = Posix.OpenBeneath(root.Handle, path, Posix.PathOnly, 0, Posix.ResolveBeneath | Posix.ResolveNoMagicLinks);
        if (descriptor >= 0)
        {
            new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
            return true;
        }

        return Marshal.GetLastPInvokeError() is Posix.NoEntry or Posix.NotDirectory ? null : false;
    }

    /// <summary>
    /// Writes a file whole and atomically: the old content stays until the new one is complete. The mode is kept, parents are made.
    /// A link, a file with several names and whatever is not an ordinary file are refused.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its new content.</param>
    /// <param name="mode">Permission bits; null keeps those of the file, or 0644 for a new one.</param>
    /// <param name="breakLinks">Give the name a file of its own where the present one has several names.</param>
    public FileResult<FileStamp> Write(string path, ReadOnlySpan<byte> content, uint? mode = null, bool breakLinks = false)
    {
        var parent = root.OpenParent(path, create: true);
        if (!parent.Ok)
        {
            return Named(parent.Problem, path);
        }

        using var directory = parent.Value;
        var written = FileReplacement.Write(directory, path, content, mode, breakLinks);
        return written.Ok ? written : Named(written.Problem, path);
    }

    /// <summary>Makes a symbolic link, replacing a file or link of that name.</summary>
    public Problem? WriteLink(string path, byte[] target)
    {
        var parent = root.OpenParent(path, create: true);
        if (!parent.Ok)
        {
            return parent.Problem;
        }

        using var directory = parent.Value;
        _ = Posix.UnlinkAt(directory, DirectoryRoot.Name(path), 0);
        return Posix.SymlinkAt([.. target, 0], directory, Encoding.UTF8.GetBytes(DirectoryRoot.Name(path) + '\0')) == 0
            ? null
            : FileProblems.Last(path);
    }

    /// <summary>Deletes a name that is not a folder; missing is success.</summary>
    public Problem? Delete(string path) => Unlink(path, 0);

    /// <summary>Deletes an empty folder; null also when it did not exist.</summary>
    public Problem? DeleteFolder(string path) => Unlink(path, Posix.RemoveDirectory);

    /// <summary>Deletes what is there with all below it, following no link; missing is success.</summary>
    public Problem? DeleteTree(string path)
    {
        var parent = root.OpenParent(path, create: false);
        if (!parent.Ok)
        {
            return parent.Problem.Code == FileProblems.Missing ? null : parent.Problem;
        }

        using (parent.Value)
        {
            var name = DirectoryRoot.Name(path);
            try
            {
                FolderRemoval.Delete(
                    parent.Value,
                    DirectoryEntries.RawName(parent.Value, name) ?? Encoding.UTF8.GetBytes(name + '\0'),
                    path
                );
                return null;
            }
            catch (IOException trouble)
            {
                return new Problem("file.failed", trouble.Message) { Path = path };
            }
        }
    }

    /// <summary>Opens a folder for reading its entries; the handle is the caller's.</summary>
    public FileResult<SafeFileHandle> OpenFolder(string path) => root.Open(path, Posix.ReadOnly | Posix.Directory);

    /// <inheritdoc/>
    public void Dispose() => root.Dispose();

    /// <summary>A problem with links, naming where they lead.</summary>
    private Problem Named(Problem problem, string path)
    {
        if (problem.Code != FileProblems.Symlink)
        {
            return problem;
        }

        var (inside, outside) = LinkedPath.Of(this, workspace, path);
        var to = inside ?? outside;
        return to is null || to == path
            ? problem
            : problem with
            {
                Message = $"{path} is or crosses a symbolic link, which file tools do not follow here; it leads to {to}",
                Remedy = inside is null ? null : $"Use that path: {inside}",
            };
    }

    private Problem? Unlink(string path, int flags)
    {
        var parent = root.OpenParent(path, create: false);
        if (!parent.Ok)
        {
            return parent.Problem.Code == FileProblems.Missing ? null : parent.Problem;
        }

        using (parent.Value)
        {
            var name = DirectoryRoot.Name(path);
            if (Posix.UnlinkAt(parent.Value, name, flags) == 0)
            {
                return null;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error != Posix.NoEntry)
            {
                return FileProblems.Of(error, path);
            }

            // A name that is no UTF-8 is known by a spelling only.
            return
                name.Contains("\\x", StringComparison.Ordinal)
                && DirectoryEntries.RawName(parent.Value, name) is { } raw
                && Posix.UnlinkAt(parent.Value, raw, flags) != 0
                ? FileProblems.Last(path)
                : null;
        }
    }
}
