namespace Ashlar.Core.Tools;

/// <summary>Other names under which models send an input's properties.</summary>
internal static class InputNames
{
    // What models trained on other tools write.
    private static readonly Dictionary<string, string[]> otherNames = new(StringComparer.Ordinal)
    {
        ["file_path"] = ["path", "filePath", "filename", "file", "notebook_path"],
        ["path"] = ["directory", "dir", "file_path", "folder"],
        ["content"] = ["contents", "text", "file_text"],
        ["old_string"] = ["old_str", "oldString", "old_text"],
        ["new_string"] = ["new_str", "newString", "new_text"],
        ["replace_all"] = ["replaceAll"],
        ["command"] = ["cmd", "script"],
        ["bash_id"] = ["shell_id", "task_id", "id"],
        ["shell_id"] = ["bash_id", "task_id", "id"],
        ["pattern"] = ["query", "regex", "glob_pattern"],
        ["run_in_background"] = ["background"],
    };

    /// <summary>The other names of a property, best first.</summary>
    public static IReadOnlyList<string> Of(string name) => otherNames.GetValueOrDefault(name) ?? [];
}
