namespace Ashlar.Core;

/// <summary>A text that cannot be searched in the time for it, so that nobody knows whether it holds what was looked for.</summary>
/// <param name="text">The text.</param>
/// <param name="pattern">What was looked for.</param>
/// <param name="inner">The time-out.</param>
public sealed class UndecidedTextException(string text, string pattern, Exception inner)
    : Exception($"a text of {text.Length} characters takes too long to search", inner)
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;

    /// <summary>What was looked for.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>The same as a problem, without the text, which may hold anything.</summary>
    public Problem Problem =>
        new("text.undecided", Message)
        {
            Observed = $"no answer within two seconds for {Pattern}",
            Remedy = "Shorten its longest lines or split it (generated and minified files are such texts), then do the same again",
        };
}
