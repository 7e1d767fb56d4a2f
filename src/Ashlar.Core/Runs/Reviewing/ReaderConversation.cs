using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>
/// One conversation with a reader, bounded: it reads until it says what it was asked for. What is not a usable answer is told so, and
/// after some objections the talk ends without one.
/// </summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="talks">How agents are talked to.</param>
/// <param name="site">Where the author works.</param>
/// <param name="agent">Who reads.</param>
internal sealed class ReaderConversation(Recorder recorder, Talks talks, TaskSite site, Seat agent)
{
    private const int MostTurns = 40;

    /// <summary>Talks to the end.</summary>
    /// <param name="request">What is talked about.</param>
    /// <param name="room">Where the reader reads.</param>
    /// <param name="first">The first message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TalkEnd<T>> RunAsync<T>(TalkRequest<T> request, OpenRoom room, ToolAnswer first, CancellationToken cancellationToken)
        where T : class
    {
        var conversation = new Conversation(MaskedText.Of(recorder.Mask, request.System), room.Specs) { Role = Role(request.Name) };
        var loop = talks.OpenAuthor(Terms(request.Name, request.Tool, room), conversation);
        var objections = new List<string>();
        var words = first;
        while (true)
        {
            var outcome = await loop.RunAsync(words, cancellationToken).ConfigureAwait(false);
            if (Stop(outcome) is { } stop)
            {
                return new TalkEnd<T>(null, stop, "", objections, loop.Turns);
            }

            var (value, objection) = Read(outcome, request, loop.Conversation);
            if (value is not null)
            {
                return new TalkEnd<T>(value, null, "", objections, loop.Turns);
            }

            if (outcome is not (HandedOver or TurnWithoutCall) || objections.Count >= request.Objections)
            {
                return new TalkEnd<T>(null, null, objection!, objections, loop.Turns);
            }

            objections.Add(objection!);
            words = outcome is HandedOver ? ToolAnswer.Failed(objection!) : ToolAnswer.Of(objection!);
        }
    }

    /// <summary>The talk's name among all of the task: in a pipeline each part but the last has its own.</summary>
    private string Role(string name) => site.Part.IsLast ? name : $"{site.Part.Agent}/{name}";

    private LoopTerms Terms(string name, string tool, OpenRoom room) =>
        talks.With(
            agent,
            room.Tools,
            recorder.Steps,
            site.Item.Id,
            $"{site.Prefix}{name}/",
            call => string.Equals(call, tool, StringComparison.Ordinal)
        ) with
        {
            Role = Role(name),
            OtherTurns = () => site.TurnsOfAll,
            MostTurns = Math.Min(MostTurns, agent.Policy.MaxTurns ?? MostTurns),
            Announce = activity => talks.Announce(activity with { What = recorder.Masked($"{name}: {activity.What}") }),
        };

    /// <summary>What stops the task, not only the talk.</summary>
    private TaskOutcome? Stop(LoopOutcome outcome) =>
        outcome switch
        {
            LimitStop { Limit.Limit: not AgentLoop.OwnBound } limit => new TaskLimited(limit.Limit),
            ModelStop stop => new TaskWithoutModel(agent.Model.Name, stop.Failure),
            _ => null,
        };

    private static (T? Value, string? Objection) Read<T>(LoopOutcome outcome, TalkRequest<T> request, Conversation conversation)
        where T : class
    {
        switch (outcome)
        {
            case HandedOver handed:
                var reading = CallReading.Of(handed.Call, request.Read);
                return reading.Value is { } value ? Checked(value) : (null, string.Join(" ", reading.Problems));
            case TurnWithoutCall { CutOff: true }:
                return (null, "Your answer was cut off at the output limit. Give it again, shorter.");
            case TurnWithoutCall turn:
                return request.ReadText(turn.Text) is { } said
                    ? Checked(said)
                    : (null, turn.Written is { } written ? WrittenCallText.ForModel(written) : request.WithoutCall(turn.Text));
            case CircleStop circle:
                return (null, circle.Pattern);
            case LimitStop limit:
                return (null, limit.Limit.Message);
            default:
                throw new InvalidOperationException($"unknown outcome {outcome.GetType().Name}");
        }

        (T?, string?) Checked(T value) => request.Objection(value, conversation) is { } objection ? (null, objection) : (value, null);
    }
}

/// <summary>What is asked of a reader.</summary>
/// <param name="Name">The talk's name, unique in the attempt, such as <c>review/1</c>; turns and recorded conversations are told apart by it.</param>
/// <param name="System">The system prompt.</param>
/// <param name="Tool">The call that ends it.</param>
/// <param name="Read">Reads that call.</param>
internal sealed record TalkRequest<T>(string Name, string System, string Tool, Func<System.Text.Json.JsonElement, Reading<T>> Read)
    where T : class
{
    /// <summary>Reads a turn without a call; null where it says nothing usable.</summary>
    public Func<string, T?> ReadText { get; init; } = _ => null;

    /// <summary>What is wrong with a value that can be read; null where nothing is.</summary>
    public Func<T, Conversation, string?> Objection { get; init; } = (_, _) => null;

    /// <summary>What is said to a turn without a usable word.</summary>
    public required Func<string, string> WithoutCall { get; init; }

    /// <summary>How often the reader is told what is wrong before the talk ends without a value.</summary>
    public required int Objections { get; init; }
}

/// <summary>The outcome of a talk: a value, a stop of the task, or neither and why.</summary>
/// <param name="Value">What was asked for, or null.</param>
/// <param name="Stop">What stops the task, or null.</param>
/// <param name="Why">Why there is no value.</param>
/// <param name="Objections">What the reader was told was wrong.</param>
/// <param name="Turns">The requests that it took.</param>
internal sealed record TalkEnd<T>(T? Value, TaskOutcome? Stop, string Why, IReadOnlyList<string> Objections, int Turns)
    where T : class;
