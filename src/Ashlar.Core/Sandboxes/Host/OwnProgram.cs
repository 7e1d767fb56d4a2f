namespace Ashlar.Core.Sandboxes.Host;

/// <summary>Ashlar itself as a program that git starts: what changes contents between a folder and a commit is never a program of others.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Runtime">The folder of the .NET runtime that it needs to be told, or null.</param>
public sealed record OwnProgram(string Path, string? Runtime)
{
    /// <summary>The first word of the command line with which git starts it.</summary>
    public const string FilterCommand = "filter-large-files";

    /// <summary>The line for git's shell that filters files of Git LFS.</summary>
    /// <param name="store">Where their contents are kept, absolute.</param>
    public string FilterLine(string store) =>
        $"{(Runtime is null ? "" : $"DOTNET_ROOT={Quoted(Runtime)} ")}{Quoted(Path)} {FilterCommand} {Quoted(store)}";

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
