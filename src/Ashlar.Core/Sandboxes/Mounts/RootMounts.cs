using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>
/// Works out which paths of the root must be mounts of their own so that what is read-only or hidden stays so: the path itself, and
/// every folder between it and the writable folder around it, since a folder that is a mount cannot be renamed away.
/// </summary>
internal static class RootMounts
{
    /// <summary>The mounts on top of the root, parents before children. Paths are relative to the root, with <c>/</c>.</summary>
    public static IReadOnlyList<RootMount> Of(SandboxMounts mounts)
    {
        var rules = new SortedDictionary<string, MountKind>(StringComparer.Ordinal);
        Add(mounts.Writable, MountKind.Writable);
        Add(mounts.ReadOnly, MountKind.ReadOnly);
        Add(mounts.Hidden, MountKind.Hidden);
        var rootWritable = rules.TryGetValue("", out var root) && root == MountKind.Writable;
        var result = new Dictionary<string, RootMount>(StringComparer.Ordinal);
        foreach (var (path, kind) in rules.Where(rule => rule.Key.Length > 0).OrderBy(rule => Depth(rule.Key)))
        {
            var around = Around(path, rules, rootWritable);
            if (around == kind || around == MountKind.Hidden)
            {
                continue;
            }

            if (around == MountKind.Writable && (kind != MountKind.Hidden || Path.Exists(Path.Combine(mounts.Root, path))))
            {
                foreach (var ancestor in Ancestors(path).Where(ancestor => Around(ancestor, rules, rootWritable) == MountKind.Writable))
                {
                    result.TryAdd(ancestor, new RootMount(ancestor, MountKind.Pin));
                }
            }

            result[path] = new RootMount(path, kind);
        }

        // What is mounted there is found by its path when the next command is launched.
        foreach (var path in mounts.Shared.Keys.Concat(mounts.Covered.Keys).Select(Normal))
        {
            foreach (
                var ancestor in Ancestors(path)
                    .Where(ancestor => Around(ancestor, rules, rootWritable) == MountKind.Writable && !rules.ContainsKey(ancestor))
            )
            {
                result.TryAdd(ancestor, new RootMount(ancestor, MountKind.Pin));
            }
        }

        return [.. result.Values.OrderBy(mount => Depth(mount.Path)).ThenBy(mount => mount.Path, StringComparer.Ordinal)];

        void Add(IEnumerable<string> paths, MountKind kind)
        {
            foreach (var path in paths)
            {
                rules[Normal(path)] = kind;
            }
        }
    }

    /// <summary>Whether the root itself may be written.</summary>
    public static bool RootWritable(SandboxMounts mounts) =>
        mounts.Writable.Any(path => Normal(path).Length == 0) && !mounts.ReadOnly.Any(path => Normal(path).Length == 0);

    private static string Normal(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Contains("..", StringComparer.Ordinal)
            ? throw new CommandStartException($"{path} does not lie in the root")
            : string.Join('/', parts);
    }

    private static int Depth(string path) => path.Count(letter => letter == '/');

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }
    }

    // What holds for a path before its own rule: the nearest rule above it.
    private static MountKind Around(string path, SortedDictionary<string, MountKind> rules, bool rootWritable)
    {
        foreach (var ancestor in Ancestors(path).Reverse())
        {
            if (rules.TryGetValue(ancestor, out var kind))
            {
                return kind;
            }
        }

        return rootWritable ? MountKind.Writable : MountKind.ReadOnly;
    }
}

/// <summary>One mount within the root.</summary>
/// <param name="Path">Relative to the root.</param>
/// <param name="Kind">How it is shown.</param>
internal sealed record RootMount(string Path, MountKind Kind);

/// <summary>How a path of the root is shown.</summary>
internal enum MountKind
{
    /// <summary>Read-only, and it cannot come into being.</summary>
    ReadOnly,

    /// <summary>Writable.</summary>
    Writable,

    /// <summary>Not to be seen.</summary>
    Hidden,

    /// <summary>Writable as what is around it; a mount only so that it cannot be renamed.</summary>
    Pin,
}
