namespace Ashlar.Core.Stacks.Commands;

/// <summary>Programs and words of a simple command.</summary>
internal static class GateTool
{
    /// <summary>The file name of a program.</summary>
    public static string Name(string program) => program[(program.LastIndexOf('/') + 1)..];

    /// <summary>The text of a word; empty behind the last.</summary>
    public static string At(IReadOnlyList<ShellWord> words, int index) => index < words.Count ? words[index].Text : "";
}
