using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary>
/// A piece of what a tool or Ashlar says, before it is masked. It is no <see cref="ContentBlock"/>: a conversation, a journal and a provider
/// cannot take it. <see cref="MaskedAnswer"/> is the one way on.
/// </summary>
public abstract record AnswerPart
{
    private protected AnswerPart() { }
}

/// <summary>Words that were not masked yet.</summary>
/// <param name="Text">The text.</param>
public sealed record RawText(string Text) : AnswerPart;

/// <summary>An image that was not looked through yet.</summary>
/// <param name="Image">The image.</param>
public sealed record RawImage(ImageBlock Image) : AnswerPart;
