using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// What every attempt of a gate begins from: checkout, caches and HOME as set-up and the gates on the run base left them. It grows until it is frozen; from
/// then on no command runs in it, and attempts work on copies. One that is not known to be whole is never used.
/// </summary>
/// <param name="folder">The seed's folder, where no command can write; made when missing.</param>
public sealed class GateSeed(string folder)
{
    private const string Format = "1";

    /// <summary>Caches: before the seed is frozen those that commands write, then the original of copies.</summary>
    internal string Caches => Path.Combine(folder, "cache");

    /// <summary>HOME of set-up commands, then the original of every attempt's HOME.</summary>
    internal string Home => Path.Combine(folder, "home");

    /// <summary>The checkout once the seed is frozen.</summary>
    internal string Checkout => Path.Combine(folder, "checkout");

    /// <summary>The index that tells the checkout's files.</summary>
    internal string Index => Path.Combine(folder, "index");

    private string Mark => Path.Combine(folder, "whole");

    /// <summary>Whether the seed is whole, and grew on this commit.</summary>
    internal bool IsFrozenAt(string commit) => File.Exists(Mark) && OrdinaryFile.ReadAllText(Mark) == $"{Format} {commit}";

    /// <summary>Whether the seed is whole.</summary>
    internal bool IsFrozen => File.Exists(Mark);

    /// <summary>Begins a new one in place of whatever is there.</summary>
    internal void Begin()
    {
        // The mark goes first, so that half a removal is no seed.
        if (IsFrozen)
        {
            File.Delete(Mark);
        }

        Remove();
        Directory.CreateDirectory(Caches);
        Directory.CreateDirectory(Home);
    }

    /// <summary>Takes the checkout over; from now on the seed does not change.</summary>
    internal void Freeze(string checkout, string index, string commit)
    {
        Directory.Move(checkout, Checkout);
        File.Copy(index, Index, overwrite: true);
        WholeFile.Write(Mark, $"{Format} {commit}");
    }

    /// <summary>Removes it.</summary>
    internal void Remove() => FolderRemoval.Delete(folder);
}
