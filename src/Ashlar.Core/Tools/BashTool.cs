using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Tools;

/// <summary><c>Bash</c>: a shell line in the sandbox. What it changed is held against the scope afterwards.</summary>
internal sealed class BashTool : IRestorableTool
{
    private static readonly TimeSpan standardTime = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan longestTime = TimeSpan.FromSeconds(600);

    private const string Description =
        "Runs a bash command in the sandbox, without input. The working directory lasts from call to call, variables and processes do not. timeout in ms (120000, at most 600000). Comes back with exit code, time, changed files and output, long output cut in the middle.";

    /// <inheritdoc/>
    public ToolSpec Spec { get; } =
        ToolText.Spec(
            "Bash",
            Description,
            """{"command":{"type":"string"},"timeout":{"type":"number"},"description":{"type":"string"},"run_in_background":{"type":"boolean"}}""",
            "\"command\""
        );

    /// <inheritdoc/>
    public ToolSpec SpecFor(Func<string, bool> offers)
    {
        string?[] others = [offers("BashOutput") ? "BashOutput shows them" : null, offers("KillShell") ? "KillShell ends them" : null];
        var ways = string.Join(", ", others.OfType<string>());
        return Spec with
        {
            Description = $"{Description} run_in_background is for servers and long jobs{(ways.Length == 0 ? "" : $": {ways}")}.",
        };
    }

    /// <inheritdoc/>
    public Repetition Repetition => Repetition.Restorable;

    /// <inheritdoc/>
    public Repetition RepetitionIn(ToolContext context) =>
        context.RunsOutside || context.Network.Hosts.Count > 0 || context.Network.Services.Count > 0
            ? Repetition.Effectful
            : Repetition.Restorable;

    /// <inheritdoc/>
    public string? SnapshotBefore(JsonElement input, ToolContext context) => CommandScan.Snapshot(context);

    /// <inheritdoc/>
    public async Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
    {
        if (context.Tree is not { } tree)
        {
            return ToolAnswer.Failed("Bash cannot be used here: the changes of a command could not be watched.");
        }

        using var own = OwnFolder.Open(context);
        context = own.Context;
        var line = input.Text("command")!;
        if (string.IsNullOrWhiteSpace(line) || line.Contains('\0', StringComparison.Ordinal))
        {
            return ToolAnswer.Failed("Not run: the command is empty or holds a NUL.");
        }

        CommandScan.Once(tree, context);
        var background = input.Flag("run_in_background");
        var timeout = Timeout(input);
        var report = WorkingDirectoryReport.At(context);
        var output = Path.Combine(context.Artifacts.Path, $"output-{Guid.NewGuid():N}.tmp");
        var command = new SandboxCommand
        {
            Line = background ? line : report.Wrap(line),
            Mounts = context.Mounts with { Hidden = [.. context.Mounts.Hidden.Union(HiddenPresent.In(context), StringComparer.Ordinal)] },
            WorkingDirectory = Shown(context, context.Memory.WorkingDirectory),
            Environment = context.Environment,
            Timeout = background ? null : timeout,
            OutputPath = background || context.WithholdsOutput ? null : output,
            Mask = context.Mask,
            Limits = context.Limits,
            Network = context.Network,
            TaskNetwork = context.TaskNetwork?.Value,
            Started = context.CommandStarted,
        };
        try
        {
            Directory.CreateDirectory(context.Artifacts.Path);
            if (background)
            {
                var running = context.Sandbox.Start(command, cancellationToken);
                own.Stays = true;
                var id = context.Background.Add(running);
                return ToolAnswer.Of(
                    $"Started {id} in the background.{(context.Offers("BashOutput") ? $" Look with BashOutput bash_id={id}." : "")}{(context.Offers("KillShell") ? $" End it with KillShell shell_id={id}." : "")}"
                );
            }

            var outcome = await context.Sandbox.RunAsync(command, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var verdict = context.Guard(tree).Check(tree.Judged);
            var (directory, note) = report.Read(context);
            return ToolAnswer.After(
                [.. BashAnswer.Effects(line, verdict, context), .. directory],
                () =>
                {
                    var shown = outcome with { Output = outcome.Output with { Head = report.Unwrap(outcome.Output.Head) } };
                    var answer = BashAnswer.Of(line, shown, timeout, Keep(outcome, output, context), verdict, context);
                    return note is null ? answer : answer with { Content = [.. answer.Content, new RawText(note)] };
                }
            );
        }
        catch (CommandStartException error)
        {
            return ToolAnswer.Refused(new Problem("sandbox.start", error.Message) { Retryable = true }, $"Not run: {error.Message}");
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static TimeSpan Timeout(JsonElement input)
    {
        if (!input.TryGetProperty("timeout", out var asked) || asked.ValueKind != JsonValueKind.Number || asked.GetDouble() <= 0)
        {
            return standardTime;
        }

        return TimeSpan.FromMilliseconds(Math.Min(asked.GetDouble(), longestTime.TotalMilliseconds));
    }

    /// <summary>A working directory as the sandbox shows it.</summary>
    private static string Shown(ToolContext context, string relative)
    {
        var there = relative.Length > 0 && context.Workspace.Files.Stat(relative) is { Ok: true, Value.IsDirectory: true };
        return there ? $"{context.Mounts.ShownRoot.TrimEnd('/')}/{relative}" : context.Mounts.ShownRoot;
    }

    /// <summary>Makes the whole of a cut output an artifact; its hash, or null when nothing was cut.</summary>
    private static string? Keep(CommandOutcome outcome, string path, ToolContext context)
    {
        if (outcome.Output.CutBytes == 0 || !File.Exists(path))
        {
            return null;
        }

        string hash;
        using (var file = OrdinaryFile.OpenRead(path))
        {
            hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        }

        File.Move(path, context.Artifacts.PathOf(hash), overwrite: true);
        return hash;
    }
}
