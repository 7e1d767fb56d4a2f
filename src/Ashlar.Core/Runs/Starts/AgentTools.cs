using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The tools that an agent gets.</summary>
internal static class AgentTools
{
    /// <summary>All tools there are, as far as the agent may have them.</summary>
    /// <param name="grant">What it may have.</param>
    /// <param name="served">The tools of servers.</param>
    /// <param name="commit">What <c>commit_and_push</c> does.</param>
    /// <param name="exists">Whether a path of the worktree exists.</param>
    public static Toolbox Of(
        ToolGrant grant,
        IReadOnlyList<ITool> served,
        Func<MaskedText, CancellationToken, Task<ToolAnswer>> commit,
        Func<string, bool> exists
    )
    {
        List<ITool> tools =
        [
            .. BuiltInTools.All(),
            .. served,
            new CommitAndPushTool(commit),
            new NoteDeviationTool(exists),
            new EscalateTool(),
            new ReportTool(),
        ];
        return new Toolbox(tools, grant.Offers, grant.LimitsCommands ? grant.DecideCommand : null);
    }
}
