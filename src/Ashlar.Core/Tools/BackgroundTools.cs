using System.Text.Json;
using System.Text.RegularExpressions;
using Ashlar.Core.Models;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary><c>BashOutput</c>: what a background command wrote since the last look.</summary>
internal sealed class BashOutputTool : ITool
{
    private const int MostText = 30_000;

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec(
            "BashOutput",
            "New output of a background command, and whether it still runs. filter: a regular expression for its lines.",
            """{"bash_id":{"type":"string"},"filter":{"type":"string"}}""",
            "\"bash_id\""
        );

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        var id = input.Text("bash_id")!;
        return Task.FromResult(
            context.Background.Find(id) is { } command
                ? Look(id, command, input.Text("filter"), context)
                : ToolAnswer.Failed(BackgroundAnswer.Unknown(id, context))
        );
    }

    private static ToolAnswer Look(string id, RunningCommand command, string? filter, ToolContext context)
    {
        var ended = command.Completion.IsCompleted;
        var output = ConsoleText.Clean(context.Background.NewOutput(id)).TrimEnd('\n');
        if (!string.IsNullOrEmpty(filter))
        {
            try
            {
                var lines = new Regex(filter, RegexOptions.None, TimeSpan.FromSeconds(1));
                output = string.Join('\n', output.Split('\n').Where(line => lines.IsMatch(line)));
            }
            catch (RegexMatchTimeoutException)
            {
                output = $"(filter takes too long on this output, which comes whole)\n{output}";
            }
            catch (ArgumentException error)
            {
                return ToolAnswer.Failed($"filter is not a regular expression: {error.Message}");
            }
        }

        if (output.Length > MostText)
        {
            output = $"… {output.Length - MostText} characters before …\n{output[^MostText..]}";
        }

        return BackgroundAnswer.Of(id, ended ? $"exit {command.Completion.Result.ExitCode}" : "running", output, context);
    }
}

/// <summary><c>KillShell</c>: ends a background command with all it started.</summary>
internal sealed class KillShellTool : ITool
{
    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec("KillShell", "Ends a background command with all it started.", """{"shell_id":{"type":"string"}}""", "\"shell_id\"");

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Pure;

    /// <inheritdoc/>
    public async Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        var id = input.Text("shell_id")!;
        if (context.Background.Find(id) is not { } command)
        {
            return ToolAnswer.Failed(BackgroundAnswer.Unknown(id, context));
        }

        var running = !command.Completion.IsCompleted;
        command.Kill();
        var outcome = await command.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        return BackgroundAnswer.Of(id, running ? "killed" : $"had ended already, exit {outcome.ExitCode}", "", context);
    }
}

/// <summary>Answers about background commands, whose changes are held against the scope at each look.</summary>
internal static class BackgroundAnswer
{
    /// <summary>State, output, and what had to be put back.</summary>
    public static ToolAnswer Of(string id, string state, string output, ToolContext context)
    {
        var verdict = context.Tree is { } tree ? context.Guard(tree).Check(tree.Judged) : ScopeVerdict.Nothing;
        return ToolAnswer.After(
            [.. BashAnswer.Effects(id, verdict, context)],
            () => BashAnswer.OfBackground($"{id}: {state}", output, verdict, context)
        );
    }

    /// <summary>That there is no such command.</summary>
    public static string Unknown(string id, ToolContext context) =>
        context.Background.Ids.Count > 0
            ? $"There is no background command {id}. There are: {string.Join(", ", context.Background.Ids)}."
            : $"There is no background command {id}.{(context.Offers("Bash") ? " Start one with Bash and run_in_background." : "")}";
}
