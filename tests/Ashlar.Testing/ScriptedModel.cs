using Ashlar.Core.Models;

namespace Ashlar.Testing;

/// <summary>A model inside the process that says what a script says; the conversation of each request is kept as it was then.</summary>
/// <param name="script">Gives the outcome for a request; the number counts requests from 1.</param>
public sealed class ScriptedModel(Func<ModelRequest, int, ModelOutcome> script) : IModel
{
    private readonly Lock gate = new();
    private readonly List<IReadOnlyList<Message>> requests = [];

    /// <summary>Says these, one after the other; a request too many is a failure that says so.</summary>
    public ScriptedModel(params IReadOnlyList<ModelOutcome> outcomes)
        : this(
            (_, number) =>
                number <= outcomes.Count
                    ? outcomes[number - 1]
                    : new ModelFailure(
                        FailureKind.Exhausted,
                        Said.Text($"the script has {outcomes.Count} answers, this is request {number}")
                    )
        ) { }

    /// <inheritdoc/>
    public string Name { get; init; } = "scripted/model";

    /// <summary>The messages of each request so far, in order of arrival.</summary>
    public IReadOnlyList<IReadOnlyList<Message>> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <inheritdoc/>
    public Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int number;
        lock (gate)
        {
            requests.Add([.. request.Conversation.Messages]);
            number = requests.Count;
        }

        return Task.FromResult(script(request, number));
    }

    /// <summary>An answer of one text.</summary>
    public static ModelAnswer Says(string text) =>
        new([new TextBlock(Said.Text(text))], StopReason.EndTurn, new Usage(10, 5), "scripted/model");

    /// <summary>An answer of calls: id, tool, arguments as JSON text.</summary>
    public static ModelAnswer Calls(params IReadOnlyList<(string Id, string Tool, string Arguments)> calls) =>
        new(
            [.. calls.Select(call => new ToolCall(call.Id, call.Tool, Said.Text(call.Arguments)))],
            StopReason.ToolUse,
            new Usage(10, 5),
            "scripted/model"
        );
}
