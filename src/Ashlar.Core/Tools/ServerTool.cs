using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary><c>mcp__SERVER__TOOL</c>: a tool of a server. What it changed in the worktree is held against the scope, as after a command.</summary>
/// <param name="tool">The tool.</param>
/// <param name="server">The server's name.</param>
/// <param name="process">The server in this task; null where it cannot be started here.</param>
internal sealed class ServerTool(ServerToolSpec tool, string server, ServerProcess? process) : IRestorableTool
{
    /// <inheritdoc/>
    public ToolSpec Spec => tool.Spec;

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Effectful;

    /// <inheritdoc/>
    public Repetition RepetitionIn(ToolContext context) =>
        context.RunsOutside || context.Network is not { Hosts: [], Services: [] } || process is not { Launch.ReachesOut: false }
            ? Repetition.Effectful
            : Repetition.Restorable;

    /// <inheritdoc/>
    public string? SnapshotBefore(JsonElement input, ToolContext context) => CommandScan.Snapshot(context);

    /// <inheritdoc/>
    public async Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        if (context.Tree is not { } tree)
        {
            return ToolAnswer.Failed($"{tool.Spec.Name} cannot be used here: what it changes could not be watched.");
        }

        if (process is null)
        {
            return Fault("it is not declared here, or not trusted");
        }

        CommandScan.Once(tree, context);
        var (failure, parts, note) = (default(ToolAnswer), (ServerResult?)null, (string?)null);
        try
        {
            (parts, note) = await process.CallAsync(tool.Name, input, context, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerFaultException error)
        {
            failure = Fault(error.Message);
        }
        catch (ServerTalkException error)
        {
            failure = ToolAnswer.Failed($"The MCP server {server} answers: {ShownText.Visible(error.Message)}");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var verdict = context.Guard(tree).Check(tree.Judged);
        return ToolAnswer.After(
            [.. BashAnswer.Effects(tool.Spec.Name, verdict, context), .. parts is null ? (ToolEffect[])[] : [new ServerUsed(server)]],
            () => Told(failure, parts, note, verdict, context)
        );
    }

    private static ToolAnswer Told(ToolAnswer? failure, ServerResult? result, string? note, ScopeVerdict verdict, ToolContext context)
    {
        var counted = verdict.Reverted.Where(change => change.Counts).ToList();
        List<string> words =
        [
            .. note is null ? (string[])[] : [note],
            .. verdict.Kept.Count == 0 ? (string[])[] : [BashAnswer.Changed(verdict)],
            .. BashAnswer.Notes(verdict, counted.Count, context),
        ];
        List<AnswerPart> parts =
            failure is not null ? [.. failure.Content]
            : context.WithholdsOutput ? [new RawText(BashAnswer.Withheld)]
            : [.. ServerResultText.Of(result!, context)];
        if (words.Count > 0)
        {
            var before = string.Join('\n', words);
            if (parts[0] is RawText first)
            {
                parts[0] = new RawText($"{before}\n{first.Text}");
            }
            else
            {
                parts.Insert(0, new RawText(before));
            }
        }

        return new ToolAnswer(parts, failure is not null || result!.IsError || counted.Count > 0 || verdict.Trouble.Count > 0)
        {
            Refusal = counted.Count > 0 ? counted[0].Problem : failure?.Refusal,
        };
    }

    private ToolAnswer Fault(string why)
    {
        var problem = new Problem("mcp.server-lost", $"The MCP server {server} cannot be used: {why}") { Retryable = true };
        return ToolAnswer.Refused(problem, $"{problem.Message.TrimEnd('.')}. This is a fault of the surroundings, not of your input.");
    }
}
