using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Tools;

/// <summary>A <see cref="ToolAnswer"/> that went through the mask: what conversations and journals take.</summary>
public sealed record MaskedAnswer
{
    private MaskedAnswer(IReadOnlyList<ContentBlock> content, bool isError)
    {
        Content = content;
        IsError = isError;
    }

    /// <summary>Text and images.</summary>
    public IReadOnlyList<ContentBlock> Content { get; }

    /// <summary>Whether it failed.</summary>
    public bool IsError { get; }

    /// <inheritdoc cref="ToolAnswer.Effects"/>
    public IReadOnlyList<ToolEffect> Effects { get; private init; } = [];

    /// <inheritdoc cref="ToolAnswer.Refusal"/>
    public MaskedProblem? Refusal { get; private init; }

    /// <inheritdoc cref="ToolAnswer.Topic"/>
    public string? Topic { get; private init; }

    /// <summary>The text of the answer.</summary>
    public string Text => string.Join('\n', Content.OfType<TextBlock>().Select(block => block.Text));

    /// <summary>Receives an answer: its words are masked, and a sentence stands in the place of an image whose bytes hold a secret.</summary>
    public static MaskedAnswer Of(SecretMask mask, ToolAnswer answer) =>
        new([.. answer.Content.Select(part => Block(mask, part))], answer.IsError)
        {
            Effects = answer.Effects,
            Refusal = answer.Refusal is null ? null : MaskedProblem.Of(mask, answer.Refusal),
            Topic = answer.Topic,
        };

    /// <summary>An answer of a record; it was masked when it was written.</summary>
    internal static MaskedAnswer Recorded(
        IReadOnlyList<ContentBlock> content,
        bool isError,
        IReadOnlyList<ToolEffect> effects,
        MaskedProblem? refusal
    ) => new(content, isError) { Effects = effects, Refusal = refusal };

    private static ContentBlock Block(SecretMask mask, AnswerPart part) =>
        part switch
        {
            RawText words => new TextBlock(MaskedText.Of(mask, words.Text)),
            RawImage image when HoldsSecret(mask, image.Image) => new TextBlock(
                MaskedText.Literal("The image is not shown: its file holds a secret.")
            ),
            RawImage image => image.Image,
            _ => throw new InvalidOperationException($"{part.GetType().Name} has no masked form"),
        };

    private static bool HoldsSecret(SecretMask mask, ImageBlock image) =>
        !mask.IsEmpty && mask.Search.Count(Convert.FromBase64String(image.Base64)).Count > 0;
}
