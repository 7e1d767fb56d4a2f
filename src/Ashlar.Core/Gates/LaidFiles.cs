using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>Files that are laid over a checkout of gates.</summary>
internal static class LaidFiles
{
    /// <summary>A path must lie in the checkout, and not in its git directory.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Check(string path)
    {
        if (path.Split('/') is var parts && (parts[0] is ".git" or "" || parts.Contains("..", StringComparer.Ordinal)))
        {
            throw new ArgumentException($"{path} does not lie in the checkout", nameof(path));
        }
    }

    /// <summary>Writes them: content by path, null removes. No link is followed.</summary>
    /// <exception cref="IOException">One cannot be written.</exception>
    public static void Write(string root, IReadOnlyDictionary<string, byte[]?> laid)
    {
        using var files = new SafeFiles(new Workspace(root, root));
        foreach (var (path, content) in laid)
        {
            // A file or a link of the tree may be where the path needs a folder, and the other way about.
            var parts = path.Split('/');
            for (var count = 1; count < parts.Length; count++)
            {
                var above = string.Join('/', parts[..count]);
                if (files.Stat(above) is { Ok: true, Value.IsDirectory: false })
                {
                    _ = files.Delete(above);
                }
            }

            if (content is null || files.Stat(path) is { Ok: true, Value.IsFile: false })
            {
                _ = files.DeleteTree(path);
            }

            if (content is not null && files.Write(path, content, breakLinks: true) is { Ok: false, Problem: var problem })
            {
                throw KernelTrouble.Of(problem);
            }
        }
    }
}
