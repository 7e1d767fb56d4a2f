using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// A directory below which everything is opened by the kernel's own check (openat2 with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS and
/// RESOLVE_NO_MAGICLINKS), or, where the kernel has none, name by name without following a link.
/// </summary>
internal sealed class DirectoryRoot : IDisposable
{
    private const uint NewDirectoryMode = 0x1ED; // 0755
    private const ulong Strict = Posix.ResolveBeneath | Posix.ResolveNoSymlinks | Posix.ResolveNoMagicLinks;

    private readonly bool walk;

    /// <summary>Opens the directory.</summary>
    /// <exception cref="DirectoryNotFoundException">It cannot be opened.</exception>
    /// <exception cref="IOException">The machine has no more of what opening it takes.</exception>
    public DirectoryRoot(string path, bool walk)
    {
        using var system = new SafeFileHandle(-100, ownsHandle: false); // AT_FDCWD
        var descriptor = Posix.OpenAt(system, path, Posix.ReadOnly | Posix.Directory, 0);
        if (descriptor < 0)
        {
            throw Exhaustion.Is(Marshal.GetLastPInvokeError())
                ? KernelTrouble.Last(path)
                : new DirectoryNotFoundException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        Handle = new SafeFileHandle(descriptor, ownsHandle: true);
        this.walk = walk || !HasOpenAt2();
    }

    /// <summary>The directory itself.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>The last name of a path.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Opens the folder that holds a path, making it where asked; the handle is the caller's.</summary>
    public FileResult<SafeFileHandle> OpenParent(string path, bool create)
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

    /// <summary>Opens a path, <c>""</c> for the directory itself; the handle is the caller's.</summary>
    public FileResult<SafeFileHandle> Open(string path, int flags)
    {
        var target = path.Length == 0 ? "." : path;
        if (walk)
        {
            return Walk(target, flags);
        }

        var descriptor = Posix.OpenBeneath(Handle, target, flags | Posix.NoFollow, 0, Strict);
        return descriptor < 0 ? FileProblems.Last(target) : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private FileResult<SafeFileHandle> Walk(string path, int flags)
    {
        var names = path.Split('/');
        SafeFileHandle? at = null;
        for (var i = 0; i < names.Length; i++)
        {
            var last = i == names.Length - 1;
            var descriptor = Posix.OpenAt(at ?? Handle, names[i], last ? flags : Posix.ReadOnly | Posix.Directory, 0);
            var error = Marshal.GetLastPInvokeError();
            if (descriptor < 0 && error == Posix.NotDirectory && Posix.StampAt(at ?? Handle, names[i]) is { IsLink: true })
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
        var descriptor = Posix.OpenBeneath(Handle, ".", Posix.PathOnly, 0, Strict);
        if (descriptor < 0)
        {
            return false;
        }

        new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
        return true;
    }
}
