namespace Ashlar.Core.Workspaces;

/// <summary>Reads a file that changed and says how it differs from the task base.</summary>
internal static class FileDifference
{
    private const long LargestInMemory = 16L << 20;

    /// <summary>The difference, whose content is kept; null when the file is as in the base.</summary>
    public static Difference? Of(
        SafeFiles files,
        BaseFiles taskBase,
        ContentFolder contents,
        string path,
        FileStamp stamp,
        uint basePermissions
    )
    {
        if (stamp.IsLink)
        {
            var target = files.LinkTarget(path) ?? [];
            return taskBase.Find(path)?.Link == true && taskBase.Same(path, target)
                ? null
                : new Difference(DifferenceKind.Link, 0, contents.Put(target));
        }

        if (!stamp.IsFile)
        {
            return new Difference(DifferenceKind.Foreign, 0, "");
        }

        var opened = files.OpenRead(path);
        if (!opened.Ok)
        {
            return new Difference(DifferenceKind.File, stamp.Permissions, "");
        }

        using var handle = opened.Value.Handle;
        if (stamp.Size > LargestInMemory)
        {
            return new Difference(DifferenceKind.File, stamp.Permissions, contents.Put(handle));
        }

        var content = FileContent.All(handle, opened.Value.Stamp.Size);
        return taskBase.Find(path)?.Link == false && taskBase.Same(path, content) && stamp.Permissions == basePermissions
            ? null
            : new Difference(DifferenceKind.File, stamp.Permissions, contents.Put(content));
    }
}
