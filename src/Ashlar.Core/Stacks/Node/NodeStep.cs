namespace Ashlar.Core.Stacks.Node;

/// <summary>A tool that a command line of a node project runs in the end.</summary>
/// <param name="Kind">The tool; <c>StackTool.None</c> for one that only its exit code is read of.</param>
/// <param name="Folder">The package's folder in which it runs.</param>
/// <param name="Program">Its program as written.</param>
internal sealed record NodeStep(string Kind, string Folder, string Program)
{
    /// <summary>Whether it runs tests.</summary>
    public required bool IsTest { get; init; }

    /// <summary>The words of the command from the tool on.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
