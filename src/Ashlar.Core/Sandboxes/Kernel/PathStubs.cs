using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>
/// Empty folders that stand for protected paths which do not exist, as long as a command runs: a mount needs something to lie on. An
/// empty folder is invisible to git, and is removed when the last command that needs it has ended.
/// </summary>
internal sealed class PathStubs
{
    private const int NoEntry = 2;
    private readonly Lock changing = new();
    private readonly Dictionary<PathStub, int> users = [];

    /// <summary>Opens a path of the root without following any link.</summary>
    /// <param name="root">The root, opened.</param>
    /// <param name="rootPath">Its path.</param>
    /// <param name="path">Relative to the root.</param>
    /// <param name="create">Whether missing folders are made.</param>
    /// <param name="made">Collects what was made and must be given back by <see cref="Release"/>; null when it is to stay.</param>
    /// <returns>The path opened, or null when it is missing or a link is on the way.</returns>
    public SafeFileHandle? Open(SafeFileHandle root, string rootPath, string path, bool create, List<PathStub>? made)
    {
        var descriptor = OpenAt(root, path);
        if (descriptor is null && create && Marshal.GetLastPInvokeError() == NoEntry)
        {
            lock (changing)
            {
                Make(root, rootPath, path, made);
            }

            descriptor = OpenAt(root, path);
        }
        else if (descriptor is not null && made is not null)
        {
            lock (changing)
            {
                Use(rootPath, path, made);
            }
        }

        return descriptor;
    }

    /// <summary>Sees to it that there is a file for a mount to lie on; it stays.</summary>
    /// <returns>False where something else is there, or a link on the way.</returns>
    public bool HasFile(SafeFileHandle root, string rootPath, string path)
    {
        using var folder = Open(root, rootPath, Path.GetDirectoryName(path) ?? "", create: true, made: null);
        if (folder is null)
        {
            return false;
        }

        var number = folder.DangerousGetHandle().ToString(CultureInfo.InvariantCulture);
        var anchored = $"/proc/self/fd/{number}/{Path.GetFileName(path)}";
        var there = new FileInfo(anchored);
        if (!there.Exists && there.LinkTarget is null && !Directory.Exists(anchored))
        {
            try
            {
                using var made = new FileStream(anchored, FileMode.CreateNew, FileAccess.Write);
            }
            catch (IOException)
            {
                return false; // Something came there meanwhile.
            }
        }

        return File.Exists(anchored) && new FileInfo(anchored).LinkTarget is null;
    }

    /// <summary>Gives up what a command needed; removes folders that are no longer needed and still empty.</summary>
    public void Release(List<PathStub> made)
    {
        lock (changing)
        {
            foreach (var path in made.AsEnumerable().Reverse())
            {
                if (--users[path] > 0)
                {
                    continue;
                }

                users.Remove(path);
                // Where the command put something into a folder above the protected path, it is the command's folder now, and stays.
                Remove(path);
            }

            made.Clear();
        }
    }

    /// <summary>Removes an empty folder, reached without following a link that a command may have put on the way.</summary>
    private static void Remove(PathStub stub)
    {
        var descriptor = Libc.Open(stub.Root, Libc.OpenPathOnly | Libc.OpenCloseOnExec);
        if (descriptor < 0)
        {
            return;
        }

        using var root = new SafeFileHandle(descriptor, ownsHandle: true);
        var cut = stub.Path.LastIndexOf('/');
        using var above = OpenAt(root, cut < 0 ? "" : stub.Path[..cut]);
        if (above is not null)
        {
            _ = Libc.RemoveDirectoryAt((int)above.DangerousGetHandle(), stub.Path[(cut + 1)..]);
        }
    }

    private static SafeFileHandle? OpenAt(SafeFileHandle root, string path)
    {
        var descriptor = Libc.OpenBeneath((int)root.DangerousGetHandle(), path.Length == 0 ? "." : path, Libc.OpenPathOnly);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private void Make(SafeFileHandle root, string rootPath, string path, List<PathStub>? made)
    {
        var parts = path.Split('/');
        for (var count = 1; count <= parts.Length; count++)
        {
            var prefix = string.Join('/', parts[..count]);
            using var there = OpenAt(root, prefix);
            if (there is null)
            {
                using var parent = OpenAt(root, string.Join('/', parts[..(count - 1)]));
                if (parent is null)
                {
                    return;
                }

                var anchored = $"/proc/self/fd/{parent.DangerousGetHandle().ToString(CultureInfo.InvariantCulture)}/{parts[count - 1]}";
                Directory.CreateDirectory(anchored);
                Note(new PathStub(rootPath, prefix), made);
            }
            else if (made is not null && users.ContainsKey(new PathStub(rootPath, prefix)))
            {
                Note(new PathStub(rootPath, prefix), made);
            }
        }
    }

    // A stub that another command made is there already; it must stay until this one ends, too.
    private void Use(string rootPath, string path, List<PathStub> made)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            var prefix = new PathStub(rootPath, end < 0 ? path : path[..end]);
            if (users.ContainsKey(prefix))
            {
                Note(prefix, made);
            }

            if (end < 0)
            {
                return;
            }
        }
    }

    private void Note(PathStub path, List<PathStub>? made)
    {
        if (made is not null)
        {
            users[path] = users.GetValueOrDefault(path) + 1;
            made.Add(path);
        }
    }
}

/// <summary>A folder that stands for a protected path.</summary>
/// <param name="Root">The root that commands work in.</param>
/// <param name="Path">The folder, relative to the root.</param>
internal sealed record PathStub(string Root, string Path);
