using System.Text;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>Says that a living process works on a branch of a repository. The operating system releases it when the process ends.</summary>
internal sealed class BranchClaim : IDisposable
{
    private readonly FileStream file;

    private BranchClaim(FileStream file) => this.file = file;

    /// <summary>Claims a branch for a run.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="repository">The repository's shared git directory.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="ProblemException">A run of another process works on it; exit status 2.</exception>
    public static BranchClaim Take(string state, string repository, string branch, string run)
    {
        var folder = Directory.CreateDirectory(Path.Combine(state, "branches")).FullName;
        var path = Path.Combine(folder, ArtifactFolder.HashOf(Encoding.UTF8.GetBytes($"{repository}\n{branch}"))[..32]);
        if (FileLock.TryOpen(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) is not { } file)
        {
            var other = File.Exists($"{path}.run") ? OrdinaryFile.ReadAllText($"{path}.run") : "another run";
            throw new ProblemException(
                new Problem("branch.busy", $"{other} works on the branch {branch}")
                {
                    Remedy = $"Wait for it (`ashlar status {other}`), or give another name with --branch NAME",
                }
            );
        }

        File.WriteAllText($"{path}.run", run);
        return new BranchClaim(file);
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();
}
