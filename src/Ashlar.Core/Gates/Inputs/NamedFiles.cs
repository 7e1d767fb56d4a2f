using Ashlar.Core.Stacks.Catalogue;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>Files of the repository as commands and scripts name them, and what they are to them.</summary>
internal static class NamedFiles
{
    /// <summary>The file that a word names, from the folder in which it is said or from the root; null for none.</summary>
    public static string? Find(TreeFiles files, string word, string folder)
    {
        var plain = word.Trim('"', '\'').Replace("${PWD}/", "", StringComparison.Ordinal).Replace("$PWD/", "", StringComparison.Ordinal);
        if (plain.Length is 0 or > 300 || plain.StartsWith('/'))
        {
            return null;
        }

        var here = ClosureReader.Join(folder, plain);
        return files.Paths.Contains(here) ? here
            : files.Paths.Contains(ClosureReader.Join("", plain)) ? ClosureReader.Join("", plain)
            : null;
    }

    /// <summary>Tests are what is judged; <c>scripts/test.mjs</c> only runs them.</summary>
    public static bool IsTest(string path) =>
        StackCatalog.All.IsTest(path) && !ClosureWords.TaskFolders.Contains(path.Split('/')[0], StringComparer.Ordinal);

    /// <summary>What a script names in its own top folder supports it; elsewhere it is what it works on.</summary>
    public static bool SameTop(string path, string other) =>
        path.Contains('/', StringComparison.Ordinal)
        && other.Contains('/', StringComparison.Ordinal)
        && path.Split('/')[0] == other.Split('/')[0]
        && path.Split('/')[0] is not ("src" or "lib" or "app");

    /// <summary>Whether a file is a script of the shell.</summary>
    public static bool IsShell(string path, string content) =>
        Path.GetExtension(path) is ".sh" or ".bash" or ".zsh"
        || (content.StartsWith("#!", StringComparison.Ordinal) && content.Split('\n')[0].Contains("sh", StringComparison.Ordinal))
        || path.StartsWith(".husky/", StringComparison.Ordinal);
}
