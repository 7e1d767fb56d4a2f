using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>A file that was read whole.</summary>
internal sealed record FileContent(byte[] Bytes, FileStamp Stamp);

/// <summary>
/// The files of a worktree, for tools that act on a model's word: every path is resolved beneath the directory by the kernel
/// (openat2 with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS and RESOLVE_NO_MAGICLINKS), so that no link and no race leads out of it.
/// Paths are relative with <c>/</c>, as <see cref="Relative"/> gives them. Trouble is a value, never an exception.
/// </summary>
internal sealed class SafeFiles : IDisposable
{
    private const uint NewFileMode = 0x1A4; // 0644
    private const uint NewDirectoryMode = 0x1ED; // 0755
    private const ulong Strict = Posix.ResolveBeneath | Posix.ResolveNoSymlinks | Posix.ResolveNoMagicLinks;

    private readonly Workspace workspace;
    private readonly bool walk;
    private readonly SafeFileHandle root;

    /// <summary>Opens the directory.</summary>
    /// <param name="workspace">The worktree; its root exists.</param>
    /// <param name="walk">Resolve name by name instead of with openat2; chosen by itself where the kernel has none.</param>
    /// <exception cref="DirectoryNotFoundException">The root cannot be opened.</exception>
    public SafeFiles(Workspace workspace, bool walk = false)
    {
        this.workspace = workspace;
        using var system = new SafeFileHandle(-100, ownsHandle: false); // AT_FDCWD
        var descriptor = Posix.OpenAt(system, workspace.Root, Posix.ReadOnly | Posix.Directory, 0);
        if (descriptor < 0)
        {
            throw new DirectoryNotFoundException($"{workspace.Root}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        root = new SafeFileHandle(descriptor, ownsHandle: true);
        this.walk = walk || !HasOpenAt2();
    }

    /// <summary>A path argument made relative to the root, or why it cannot be.</summary>
    public FileResult<string> Relative(string path) =>
        PathArgument.Relative(path, workspace, name => Posix.StampAt(root, name) is not null);

    /// <summary>The stamp of what is there, links not followed.</summary>
    public FileResult<FileStamp> Stat(string path)
    {
        if (path.Length == 0)
        {
            return Posix.StampOf(root) is { } own ? own : FileProblems.Last(".");
        }

        var parent = OpenParent(path, create: false);
        if (!parent.Ok)
        {
            return parent.Problem;
        }

        using (parent.Value)
        {
            return Posix.StampAt(parent.Value, Name(path)) is { } stamp ? stamp : FileProblems.Last(path);
        }
    }

    /// <summary>Opens an ordinary file for reading; the handle is the caller's.</summary>
    public FileResult<(SafeFileHandle Handle, FileStamp Stamp)> OpenRead(string path)
    {
        var opened = Open(path, Posix.ReadOnly | Posix.NonBlock);
        if (!opened.Ok)
        {
            return opened.Problem.Code == FileProblems.Symlink ? LinkProblem(path) : opened.Problem;
        }

        var stamp = Posix.StampOf(opened.Value);
        if (stamp is { IsFile: true } file)
        {
            return (opened.Value, file);
        }

        opened.Value.Dispose();
        return NotRegular(path, stamp);
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
            return new Problem(FileProblems.TooLarge, $"{path} has {stamp.Size} bytes, more than {limit}") { Path = path };
        }

        return new FileContent(ReadAll(handle, stamp.Size), stamp);
    }

    /// <summary>The target of a symbolic link as written, or null where there is none.</summary>
    public byte[]? LinkTarget(string path)
    {
        var parent = OpenParent(path, create: false);
        if (!parent.Ok)
        {
            return null;
        }

        using (parent.Value)
        {
            return Posix.ReadLink(parent.Value, Name(path));
        }
    }

    /// <summary>Whether a link's target exists and lies beneath the root; null when it does not exist.</summary>
    public bool? ResolvesInside(string path)
    {
        var descriptor = Posix.OpenBeneath(root, path, Posix.PathOnly, 0, Posix.ResolveBeneath | Posix.ResolveNoMagicLinks);
        if (descriptor >= 0)
        {
            new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
            return true;
        }

        return Marshal.GetLastPInvokeError() is Posix.NoEntry or Posix.NotDirectory ? null : false;
    }

    /// <summary>
    /// Writes a file whole and atomically: the old content stays until the new one is complete. The mode is kept, parents are made.
    /// A link, a file with several names and whatever is no ordinary file are refused.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its new content.</param>
    /// <param name="mode">Permission bits; null keeps those of the file, or 0644 for a new one.</param>
    /// <param name="breakLinks">Give the name a file of its own where the present one has several names.</param>
    public FileResult<FileStamp> Write(string path, ReadOnlySpan<byte> content, uint? mode = null, bool breakLinks = false)
    {
        var parent = OpenParent(path, create: true);
        if (!parent.Ok)
        {
            return parent.Problem;
        }

        using var directory = parent.Value;
        var name = Name(path);
        var present = Posix.StampAt(directory, name);
        if (present is { } stamp && Unwritable(path, stamp, breakLinks) is { } problem)
        {
            return problem;
        }

        var temporary = TemporaryName(name);
        var file = CreateFresh(directory, temporary, path);
        if (!file.Ok)
        {
            return file.Problem;
        }

        using var handle = file.Value;
        try
        {
            RandomAccess.Write(handle, content, 0);
        }
        catch (IOException error)
        {
            _ = Posix.UnlinkAt(directory, temporary, 0);
            return new Problem("file.failed", $"{path}: {error.Message}; it is as before") { Path = path };
        }

        _ = Posix.ChangeMode(handle, mode ?? present?.Permissions ?? NewFileMode);
        if (Posix.RenameAt(directory, temporary, directory, name) != 0)
        {
            var failed = FileProblems.Last(path);
            _ = Posix.UnlinkAt(directory, temporary, 0);
            return failed;
        }

        return Posix.StampOf(handle) is { } written ? written : FileProblems.Last(path);
    }

    /// <summary>Makes a symbolic link, replacing a file or link of that name.</summary>
    public Problem? WriteLink(string path, byte[] target)
    {
        var parent = OpenParent(path, create: true);
        if (!parent.Ok)
        {
            return parent.Problem;
        }

        using var directory = parent.Value;
        _ = Posix.UnlinkAt(directory, Name(path), 0);
        return Posix.SymlinkAt([.. target, 0], directory, System.Text.Encoding.UTF8.GetBytes(Name(path) + '\0')) == 0
            ? null
            : FileProblems.Last(path);
    }

    /// <summary>Sets the permission bits of an ordinary file or folder.</summary>
    public Problem? SetMode(string path, uint mode)
    {
        var opened = Open(path, Posix.ReadOnly | Posix.NonBlock);
        if (!opened.Ok)
        {
            return opened.Problem;
        }

        using (opened.Value)
        {
            return Posix.ChangeMode(opened.Value, mode) == 0 ? null : FileProblems.Last(path);
        }
    }

    /// <summary>Deletes a name that is no folder; missing is success.</summary>
    public Problem? Delete(string path) => Unlink(path, 0);

    /// <summary>Deletes an empty folder; null also when it did not exist.</summary>
    public Problem? DeleteFolder(string path) => Unlink(path, Posix.RemoveDirectory);

    /// <summary>Deletes a folder with all below it, following no link.</summary>
    public Problem? DeleteTree(string path)
    {
        var opened = Open(path, Posix.ReadOnly | Posix.Directory);
        if (!opened.Ok)
        {
            return opened.Problem.Code is FileProblems.Missing ? Delete(path) : opened.Problem;
        }

        List<(string Name, bool Folder)> entries;
        using (opened.Value)
        {
            entries = [.. DirectoryEntries.Read(opened.Value).Select(entry => (entry.Name, entry.Stamp.IsDirectory))];
        }

        foreach (var (name, folder) in entries)
        {
            if ((folder ? DeleteTree($"{path}/{name}") : Delete($"{path}/{name}")) is { } problem)
            {
                return problem;
            }
        }

        return DeleteFolder(path);
    }

    /// <summary>Opens a folder for reading its entries; the handle is the caller's.</summary>
    public FileResult<SafeFileHandle> OpenFolder(string path) => Open(path, Posix.ReadOnly | Posix.Directory);

    /// <summary>Why a file with several names is not written.</summary>
    public static Problem HardLinkProblem(string path, FileStamp stamp) =>
        new(FileProblems.HardLink, $"{path} is a hard link: the same file has {stamp.Links} names, one of which may lie outside")
        {
            Path = path,
            Remedy = "Make it a file of its own first: cp it to a new name and mv that over it",
        };

    /// <summary>The name under which new content waits to take its place; the same for the same file, so that a cut-off write can be cleaned up.</summary>
    public static string TemporaryPath(string path)
    {
        var cut = path.LastIndexOf('/');
        return path[..(cut + 1)] + TemporaryName(path[(cut + 1)..]);
    }

    /// <inheritdoc/>
    public void Dispose() => root.Dispose();

    /// <summary>Reads what is open to its end.</summary>
    internal static byte[] ReadAll(SafeFileHandle handle, long size)
    {
        var bytes = new byte[size];
        var filled = 0;
        while (filled < bytes.Length)
        {
            var read = RandomAccess.Read(handle, bytes.AsSpan(filled), filled);
            if (read == 0)
            {
                return bytes[..filled];
            }

            filled += read;
        }

        return bytes;
    }

    private static string TemporaryName(string name) =>
        $".ashlar-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 6))}.tmp";

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static Problem NotRegular(string path, FileStamp? stamp) =>
        stamp is { IsDirectory: true }
            ? new Problem(FileProblems.Directory, $"{path} is a folder") { Path = path }
            : new Problem(FileProblems.NotRegular, $"{path} is no ordinary file but a {stamp?.Kind ?? "device"}") { Path = path };

    private static Problem? Unwritable(string path, FileStamp stamp, bool breakLinks) =>
        stamp.IsLink ? FileProblems.Of(Posix.Loop, path)
        : !stamp.IsFile ? NotRegular(path, stamp)
        : stamp.Links > 1 && !breakLinks ? HardLinkProblem(path, stamp)
        : null;

    private static FileResult<SafeFileHandle> CreateFresh(SafeFileHandle directory, string name, string path)
    {
        const int flags = Posix.WriteOnly | Posix.Create | Posix.Exclusive;
        var descriptor = Posix.OpenAt(directory, name, flags, 0x180);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == Posix.Exists)
        {
            // Left over from a write that was cut off.
            _ = Posix.UnlinkAt(directory, name, 0);
            descriptor = Posix.OpenAt(directory, name, flags, 0x180);
        }

        return descriptor < 0 ? FileProblems.Last(path) : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private Problem LinkProblem(string path)
    {
        var problem = FileProblems.Of(Posix.Loop, path);
        return LinkTarget(path) is { } target
            ? problem with
            {
                Message = $"{path} is a symbolic link to {System.Text.Encoding.UTF8.GetString(target)}, which file tools do not follow",
                Remedy = "If that lies inside the repository, use its own path",
            }
            : problem;
    }

    private Problem? Unlink(string path, int flags)
    {
        var parent = OpenParent(path, create: false);
        if (!parent.Ok)
        {
            return parent.Problem.Code == FileProblems.Missing ? null : parent.Problem;
        }

        using (parent.Value)
        {
            return Posix.UnlinkAt(parent.Value, Name(path), flags) == 0 || Marshal.GetLastPInvokeError() == Posix.NoEntry
                ? null
                : FileProblems.Last(path);
        }
    }

    private FileResult<SafeFileHandle> OpenParent(string path, bool create)
    {
        var cut = path.LastIndexOf('/');
        if (path.Length == 0)
        {
            return new Problem(FileProblems.Directory, "The path is the repository itself, a folder") { Path = "." };
        }

        var folder = cut < 0 ? "" : path[..cut];
        var opened = Open(folder, Posix.ReadOnly | Posix.Directory);
        if (opened.Ok || !create || opened.Problem.Code != FileProblems.Missing)
        {
            return opened;
        }

        var above = OpenParent(folder, create: true);
        if (!above.Ok)
        {
            return above;
        }

        using (above.Value)
        {
            if (Posix.MakeDirectoryAt(above.Value, Name(folder), NewDirectoryMode) != 0 && Marshal.GetLastPInvokeError() != Posix.Exists)
            {
                return FileProblems.Last(folder);
            }
        }

        return Open(folder, Posix.ReadOnly | Posix.Directory);
    }

    private FileResult<SafeFileHandle> Open(string path, int flags)
    {
        var target = path.Length == 0 ? "." : path;
        if (walk)
        {
            return Walk(target, flags);
        }

        var descriptor = Posix.OpenBeneath(root, target, flags | Posix.NoFollow, 0, Strict);
        return descriptor < 0 ? FileProblems.Last(target) : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private FileResult<SafeFileHandle> Walk(string path, int flags)
    {
        var names = path.Split('/');
        SafeFileHandle? at = null;
        for (var i = 0; i < names.Length; i++)
        {
            var last = i == names.Length - 1;
            var descriptor = Posix.OpenAt(at ?? root, names[i], last ? flags : Posix.ReadOnly | Posix.Directory, 0);
            var error = Marshal.GetLastPInvokeError();
            if (descriptor < 0 && error == Posix.NotDirectory && Posix.StampAt(at ?? root, names[i]) is { IsLink: true })
            {
                error = Posix.Loop;
            }

            at?.Dispose();
            if (descriptor < 0)
            {
                return FileProblems.Of(error, path);
            }

            at = new SafeFileHandle(descriptor, ownsHandle: true);
        }

        return at!;
    }

    private bool HasOpenAt2()
    {
        var descriptor = Posix.OpenBeneath(root, ".", Posix.PathOnly, 0, Strict);
        if (descriptor < 0)
        {
            return false;
        }

        new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
        return true;
    }
}
