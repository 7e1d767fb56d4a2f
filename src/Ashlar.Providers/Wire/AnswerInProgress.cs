using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Providers.Wire;

/// <summary>An answer while it streams in; one for each try.</summary>
internal abstract class AnswerInProgress(IProgress<ModelProgress>? progress)
{
    private int characters;

    /// <summary>Whether the provider has said that the answer is whole.</summary>
    public abstract bool IsWhole { get; }

    /// <summary>Whether nothing more is to come, so that the stream need not be read on.</summary>
    public abstract bool IsOver { get; }

    /// <summary>What came in an answer's place and is no part of the protocol, where nothing else came; tells why an answer is missing.</summary>
    public virtual JsonElement? Unread => null;

    /// <summary>Takes in the data of one event; returns the error object where it is one.</summary>
    public abstract JsonElement? Take(JsonElement data);

    /// <summary>Takes in an answer that came as one document.</summary>
    public abstract JsonElement? TakeWhole(JsonElement document);

    /// <summary>Marks the end by a word that is not JSON, such as <c>[DONE]</c>; returns whether it is known.</summary>
    public virtual bool TakeWord(ReadOnlySpan<byte> word) => false;

    /// <summary>The answer, once <see cref="IsWhole"/>.</summary>
    /// <param name="name">The model's name where the provider gave none.</param>
    /// <param name="mask">Masks what the model said: this is where it is received.</param>
    public abstract ModelAnswer Finish(string name, SecretMask mask);

    /// <summary>Shows text or thinking.</summary>
    protected void Show(string text)
    {
        if (text.Length > 0)
        {
            progress?.Report(new ModelProgress(Text: WireText.Clean(text)));
        }
    }

    /// <summary>Shows that a call begins.</summary>
    protected void ShowCall(string tool) => progress?.Report(new ModelProgress(ToolName: WireText.Clean(tool)));

    /// <summary>Counts content against the bound.</summary>
    protected string Counted(string piece)
    {
        characters += piece.Length;
        return characters <= WireBounds.AnswerCharacters
            ? piece
            : throw new MalformedResponseException($"the answer has more than {WireBounds.AnswerCharacters} characters");
    }

    /// <summary>The stop reason that fits the content: gateways mix up the end of a turn and calls.</summary>
    protected static StopReason Fitting(StopReason stop, IReadOnlyList<ContentBlock> content) =>
        stop is StopReason.EndTurn or StopReason.ToolUse
            ? content.Any(block => block is ToolCall)
                ? StopReason.ToolUse
                : StopReason.EndTurn
            : stop;
}
