using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary>Something a model may do. Stateless: what lasts between calls is <see cref="ToolMemory"/>.</summary>
public interface ITool
{
    /// <summary>Name, description and input schema.</summary>
    ToolSpec Spec { get; }

    /// <summary>The same for an agent that has some tools only: its words name no tool that the agent lacks.</summary>
    /// <param name="offers">Whether the agent has a tool, by name.</param>
    ToolSpec SpecFor(Func<string, bool> offers) => Spec;

    /// <summary>What repeating it would mean, which decides how a call that was cut off is recovered.</summary>
    Repetition Repetition { get; }

    /// <summary>
    /// Does it. The input has been checked against the schema. Expected trouble is an answer with <see cref="ToolAnswer.IsError"/>.
    /// All lasting effects on <see cref="ToolMemory"/> travel in <see cref="ToolAnswer.Effects"/>; the caller applies them.
    /// </summary>
    Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken);
}

/// <summary>What doing something a second time would mean.</summary>
public enum Repetition
{
    /// <summary>Nothing: it only looks.</summary>
    Pure,

    /// <summary>Nothing, once the files it changes are put back to what they were before it.</summary>
    Restorable,

    /// <summary>Possibly harm: it reaches outside.</summary>
    Effectful,
}

/// <summary>The outcome of a call, before it is masked: no conversation and no journal takes it, only the <see cref="MaskedAnswer"/> made of it.</summary>
/// <param name="Content">Text and images.</param>
/// <param name="IsError">Whether it failed.</param>
public sealed record ToolAnswer(IReadOnlyList<AnswerPart> Content, bool IsError)
{
    /// <summary>What later calls must know of it; recorded with the answer, so that a resumed run knows it too.</summary>
    public IReadOnlyList<ToolEffect> Effects { get; init; } = [];

    /// <summary>What refused the call, when a rule did; null otherwise.</summary>
    public Problem? Refusal { get; init; }

    /// <summary>
    /// What words of Ashlar's own are about. In a long conversation the newest on a topic is kept to the end of the task. Null: the call
    /// that they answer, or nothing that has to last.
    /// </summary>
    public string? Topic { get; init; }

    /// <summary>The text of the answer.</summary>
    public string Text => string.Join('\n', Content.OfType<RawText>().Select(words => words.Text));

    /// <summary>A good answer.</summary>
    public static ToolAnswer Of(string text, params IReadOnlyList<ToolEffect> effects) =>
        new([new RawText(text)], false) { Effects = effects };

    /// <summary>
    /// An answer with effects that have happened, whatever becomes of its words: trouble in making them is told to the model, and the effects
    /// are recorded all the same.
    /// </summary>
    /// <param name="effects">What lasts beyond the call; made before any word.</param>
    /// <param name="words">Makes the answer.</param>
    public static ToolAnswer After(IReadOnlyList<ToolEffect> effects, Func<ToolAnswer> words)
    {
        try
        {
            return words() with { Effects = effects };
        }
#pragma warning disable CA1031 // What has happened must be recorded, whatever goes wrong with telling it.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Untold(effects, error);
        }
    }

    /// <summary>The answer of a call that was carried out, and whose words cannot be made.</summary>
    internal static ToolAnswer Untold(IReadOnlyList<ToolEffect> effects, Exception error) =>
        Failed($"It was carried out, but its result cannot be shown: {error.Message.Split('\n')[0].TrimEnd('.')}.") with
        {
            Effects = effects,
        };

    /// <summary>A failed call; the text says what and what to do instead.</summary>
    public static ToolAnswer Failed(string text) => new([new RawText(text)], true);

    /// <summary>A call that a rule refused.</summary>
    public static ToolAnswer Refused(Problem refusal, string text) => new([new RawText(text)], true) { Refusal = refusal };
}
