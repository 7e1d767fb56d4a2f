namespace Ashlar.Core.Tools;

/// <summary>The tools of this room: files, search, shell, web.</summary>
public static class BuiltInTools
{
    /// <summary>One of each; they keep no state and may be shared by tasks.</summary>
    public static IReadOnlyList<ITool> All() =>
        [
            new ReadTool(),
            new WriteTool(),
            new EditTool(),
            new BashTool(),
            new BashOutputTool(),
            new KillShellTool(),
            new GlobTool(),
            new GrepTool(),
            new WebFetchTool(),
        ];
}
