using System.Text;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Says that one run, and no other, works in a checkout itself. The operating system releases it when the process ends.</summary>
internal sealed class InPlaceLock : IDisposable
{
    private readonly FileStream file;

    private InPlaceLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a checkout; null where the run does not work in place.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="root">The checkout.</param>
    /// <param name="isInPlace">Whether the run works in it.</param>
    /// <exception cref="ProblemException">Another run works in it; exit status 2.</exception>
    public static InPlaceLock? Take(RunFolder folder, string root, bool isInPlace)
    {
        if (!isInPlace)
        {
            return null;
        }

        var locks = Directory.CreateDirectory(Path.Combine(folder.State, "checkouts")).FullName;
        try
        {
            var path = Path.Combine(locks, $"{ArtifactFolder.HashOf(Encoding.UTF8.GetBytes(root))[..16]}.lock");
            return new InPlaceLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException)
        {
            throw new ProblemException(
                new Problem("checkout.busy", "another run works in this checkout")
                {
                    Path = root,
                    Remedy = "Wait for it (`ashlar status`), or leave out --in-place",
                }
            );
        }
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();
}
