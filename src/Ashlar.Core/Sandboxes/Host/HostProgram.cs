using Ashlar.Core.Sandboxes.Commands;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// A program of the host that may be started: its absolute path, found in a folder of PATH that only this user or root can write, and by
/// no way through a folder whose content others decide on. There is no other way to come by one than <see cref="HostPrograms"/>.
/// </summary>
public sealed record HostProgram
{
    private readonly HostGround ground;

    private HostProgram(string path, string searchPath, HostGround ground, ProcessStarts starts)
    {
        Starts = starts;
        Path = path;
        SearchPath = searchPath;
        this.ground = ground;
    }

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The PATH that it is started with, by which it finds programs of its own: only folders that may hold a program.</summary>
    public string SearchPath { get; }

    /// <summary>Ashlar itself, for what this program starts to change contents; null where that is not known or others may write it.</summary>
    internal OwnProgram? Own { get; init; }

    /// <summary>How many programs may be at work at one time.</summary>
    internal ProcessStarts Starts { get; }

    /// <summary>A list of folders or files, such as <c>LD_LIBRARY_PATH</c>, without what is relative or lies where others decide.</summary>
    public string Kept(string list) =>
        string.Join(':', list.Split(':').Where(entry => entry.StartsWith('/') && ground.Containing(entry) is null));

    /// <summary>The folder whose content others decide on in which an absolute path lies, or null.</summary>
    public string? Foreign(string path) => ground.Containing(path);

    /// <summary>The program of that name in a folder, or null where there is none or it may not be started.</summary>
    /// <param name="name">A plain file name.</param>
    /// <param name="folder">A folder of PATH that was found good.</param>
    /// <param name="searchPath">The folders of PATH that were found good.</param>
    /// <param name="judge">Judges the file.</param>
    /// <param name="starts">How many may be at work at one time.</param>
    /// <param name="trouble">Why it may not be started; null where there is no such file.</param>
    internal static HostProgram? In(
        string folder,
        string name,
        string searchPath,
        HostJudge judge,
        ProcessStarts starts,
        out string? trouble
    )
    {
        var path = System.IO.Path.Combine(folder, name);
        trouble = null;
        if (HostRoute.Of(path) is not { } route || route.Steps[^1].Status is not { IsFile: true, IsExecutable: true })
        {
            return null;
        }

        trouble = judge.Trouble(route);
        return trouble is null ? new HostProgram(path, searchPath, judge.Ground, starts) : null;
    }
}
