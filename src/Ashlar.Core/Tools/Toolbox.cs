using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary>The tools of one task, and the one way to call them.</summary>
/// <param name="tools">All tools there are; of two with one name the later is taken.</param>
/// <param name="granted">Whether the agent may have a tool, by name; null grants all.</param>
/// <param name="commandRule">What forbids a shell line, for an agent with <c>Bash(X:*)</c>; null answers and a null rule forbid nothing.</param>
public sealed class Toolbox(IReadOnlyList<ITool> tools, Func<string, bool>? granted = null, Func<string, Problem?>? commandRule = null)
{
    private readonly Dictionary<string, ITool> offered = Offer(tools, granted);

    /// <summary>The tools on offer, as a model is told of them, in the order given.</summary>
    public IReadOnlyList<ToolSpec> Specs => [.. offered.Values.Select(tool => tool.SpecFor(offered.ContainsKey))];

    /// <summary>
    /// Answers a call. Never throws but for cancellation: a call that cannot be understood, an unknown tool, a refusal and an
    /// exception of a tool are answers with <see cref="ToolAnswer.IsError"/>. Everything returned is masked.
    /// The effects in the answer are not applied; the caller records them with the answer and applies them then.
    /// </summary>
    public async Task<MaskedAnswer> CallAsync(ToolCall call, ToolContext context, CancellationToken cancellationToken)
    {
        try
        {
            var (tool, input, refusal) = Understand(call);
            var answer =
                refusal
                ?? await tool!
                    .CallAsync(input, context with { CallId = call.Id, Offers = offered.ContainsKey }, cancellationToken)
                    .ConfigureAwait(false);
            return Received(answer, context);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever goes wrong inside a tool must not end the task; the model is told and continues.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return MaskedAnswer.Of(context.Mask, ToolAnswer.Failed($"{call.Name} failed: {FirstSentence(error.Message)}"));
        }
    }

    /// <summary>
    /// What has to be kept before a call so that it can be taken back after a crash: the hash of an artifact for the journal's
    /// <c>tool.started</c>, or null when there is nothing to keep. For a command this is also the scan that its changes are held against.
    /// </summary>
    public string? SnapshotBefore(ToolCall call, ToolContext context)
    {
        var (tool, input, refusal) = Understand(call);
        return refusal is null && tool is IRestorableTool restorable
            ? restorable.SnapshotBefore(input, context with { CallId = call.Id })
            : null;
    }

    /// <summary>What repeating a call would mean; a call that is refused before anything happens is pure.</summary>
    public Repetition RepetitionOf(ToolCall call, ToolContext context)
    {
        var (tool, _, refusal) = Understand(call);
        return refusal is not null ? Repetition.Pure
            : tool is IRestorableTool restorable ? restorable.RepetitionIn(context)
            : tool!.Repetition;
    }

    private static Dictionary<string, ITool> Offer(IReadOnlyList<ITool> tools, Func<string, bool>? granted)
    {
        var granting = new Dictionary<string, ITool>(StringComparer.Ordinal);
        foreach (var tool in tools.Where(tool => granted is null || granted(tool.Spec.Name)))
        {
            granting[tool.Spec.Name] = tool;
        }

        return granting;
    }

    private (ITool? Tool, JsonElement Input, ToolAnswer? Refusal) Understand(ToolCall call)
    {
        if (!offered.TryGetValue(call.Name, out var tool))
        {
            return (
                null,
                default,
                ToolAnswer.Failed($"There is no tool {Short(call.Name)} here. You have: {string.Join(", ", offered.Keys)}.")
            );
        }

        var arguments = CallArguments.Of(call);
        if (arguments.Problem is { } malformed)
        {
            return (null, default, ToolAnswer.Failed($"{call.Name} was not run: {malformed}. Send the call again, whole."));
        }

        var input = InputSchema.Check(tool.Spec.InputSchema, arguments.Input);
        if (input.Problem is not null)
        {
            return (
                null,
                default,
                ToolAnswer.Failed($"{call.Name} was not run: {input.Problem}. Its input: {Inputs(tool.Spec.InputSchema)}.")
            );
        }

        return commandRule is not null && input.Value.Text("command") is { } line && commandRule(line) is { } problem
            ? (null, default, ToolAnswer.Refused(problem, $"Not run: {problem}"))
            : (tool, input.Value, null);
    }

    // What the call did is recorded, whatever goes wrong with telling it.
    private static MaskedAnswer Received(ToolAnswer answer, ToolContext context)
    {
        try
        {
            return MaskedAnswer.Of(context.Mask, answer);
        }
#pragma warning disable CA1031
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return MaskedAnswer.Of(context.Mask, ToolAnswer.Untold(answer.Effects, error));
        }
    }

    private static string Inputs(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return "none";
        }

        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet()
            : [];
        return string.Join(
            ", ",
            properties.EnumerateObject().Select(property => required.Contains(property.Name) ? property.Name : property.Name + "?")
        );
    }

    private static string Short(string name) => name.Length > 80 ? name[..80] + "…" : name;

    private static string FirstSentence(string message)
    {
        var line = message.Split('\n')[0].Trim();
        return line.EndsWith('.') ? line : line + ".";
    }
}
