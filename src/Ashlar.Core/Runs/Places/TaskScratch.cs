using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>The private files of an attempt at a task, outside every worktree.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="task">The task's id.</param>
/// <param name="started">The attempt.</param>
internal sealed class TaskScratch(RunFolder folder, string task, TaskStarted started)
{
    /// <summary>Where they lie.</summary>
    public string Root { get; } = Directory.CreateDirectory(Of(folder, task, started)).FullName;

    /// <summary>The private index that follows the worktree's files.</summary>
    public string IndexPath => Path.Combine(Root, "index");

    /// <summary>What set-up commands left in their home.</summary>
    public string SetupHome => Path.Combine(Root, "setup-home");

    /// <summary>Copies of files, by which a command is undone.</summary>
    public ContentFolder Contents => new(Path.Combine(Root, "contents"));

    /// <summary>Where the private files of an attempt lie, whether they are there or not.</summary>
    public static string Of(RunFolder folder, string task, TaskStarted started) =>
        Path.Combine(folder.ScratchPath, $"{RunFolder.FileName(task)}-{started.Key}");

    /// <summary>A folder among them, made where it is missing.</summary>
    public string Folder(params ReadOnlySpan<string> names) => Directory.CreateDirectory(Path.Combine([Root, .. names])).FullName;

    /// <summary>
    /// Removes the copies of files that hold a secret, when the execution ends before the task does: a command that was cut off is then undone
    /// without them.
    /// </summary>
    public void ForgetSecrets(SecretMask mask)
    {
        if (!mask.IsEmpty)
        {
            Contents.Forget(mask.Search.Finds);
        }
    }

    /// <summary>Removes the private files of an attempt that nobody comes back to: they may hold what commands know.</summary>
    public void Remove() => Remove(Root);

    /// <summary>The same of one whose process is gone.</summary>
    public static void Remove(string root)
    {
        try
        {
            FolderRemoval.Delete(root);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // A command may leave folders that cannot be emptied; `ashlar clean` meets them again.
        }
    }
}
