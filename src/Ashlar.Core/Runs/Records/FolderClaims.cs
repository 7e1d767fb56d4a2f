using System.Text;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>Claims as locked files of the state folder. The operating system releases them when their process ends.</summary>
/// <param name="state">The state folder.</param>
internal sealed class FolderClaims(string state)
{
    /// <summary>Claims something for a run; null where another holds it. The holder is that run, or the one that had the claim before.</summary>
    public IDisposable? TryTake(ClaimKind kind, string name, string run, out string? holder)
    {
        var folder = Directory.CreateDirectory(Path.Combine(state, kind is ClaimKind.Branch ? "branches" : "checkouts")).FullName;
        var path = Path.Combine(folder, ArtifactFolder.HashOf(Encoding.UTF8.GetBytes(name))[..32]);
        var told = $"{path}.run";
        var file = FileLock.TryOpen(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        holder = File.Exists(told) && OrdinaryFile.ReadAllText(told) is { Length: > 0 } text ? text : null;
        if (file is not null)
        {
            File.WriteAllText(told, run);
        }

        return file;
    }
}
