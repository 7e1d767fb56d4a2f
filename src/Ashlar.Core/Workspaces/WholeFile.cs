namespace Ashlar.Core.Workspaces;

/// <summary>Small files of Ashlar's own that are there as a whole or as they were, also when the process is killed while it writes.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file; its folder must be there.</summary>
    /// <exception cref="IOException">It cannot be written; it is as before.</exception>
    public static void Write(string path, string text)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }
}
