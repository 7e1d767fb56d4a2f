namespace Ashlar.Core.Stacks.Commands;

/// <summary>Recognises the tool of a simple command: each stack its own.</summary>
internal static class GateTool
{
    /// <summary>The tool and the index of its own word.</summary>
    public static ToolWord Of(IReadOnlyList<ShellWord> words, int at) =>
        StackCatalog.All.Select(stack => stack.Recognise(words, at)).FirstOrDefault(call => call is not null)
        ?? new ToolWord(StackTool.None, at);

    /// <summary>The file name of a program.</summary>
    public static string Name(string program) => program[(program.LastIndexOf('/') + 1)..];

    /// <summary>The text of a word; empty behind the last.</summary>
    public static string At(IReadOnlyList<ShellWord> words, int index) => index < words.Count ? words[index].Text : "";
}
