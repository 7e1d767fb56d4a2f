using System.Text;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>
/// From where the user's cargo takes crates: without that it looks for them under another registry's name than the one under which they lie. Nothing
/// else of the user's settings is shown, and no address that holds a password.
/// </summary>
internal static class CargoSources
{
    private const string Table = "source.";

    private static readonly string[] Keys = ["replace-with", "registry", "directory", "local-registry", "git", "branch", "tag", "rev"];

    /// <summary>The tables of sources as cargo's configuration has them; empty for none.</summary>
    /// <param name="home">The user's folder of cargo.</param>
    public static string Of(string home)
    {
        var text = ((string[])["config.toml", "config"])
            .Select(name => Path.Combine(home, name))
            .Where(File.Exists)
            .Select(Read)
            .FirstOrDefault("");
        var shown = new StringBuilder();
        foreach (var source in IniText.Entries(text).Where(IsShown).GroupBy(entry => entry.Section[Table.Length..], StringComparer.Ordinal))
        {
            shown.Append("[source.").Append(Quoted(source.Key)).Append("]\n");
            foreach (var entry in source)
            {
                shown.Append(entry.Key).Append(" = ").Append(Quoted(entry.Value)).Append('\n');
            }
        }

        return shown.ToString();
    }

    private static bool IsShown(IniEntry entry) =>
        entry.Section.StartsWith(Table, StringComparison.Ordinal)
        && Keys.Contains(entry.Key, StringComparer.Ordinal)
        && !entry.Value.Contains('@', StringComparison.Ordinal)
        && !entry.Value.Contains('\n', StringComparison.Ordinal);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Read(string file)
    {
        try
        {
            return OrdinaryFile.ReadAllText(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
