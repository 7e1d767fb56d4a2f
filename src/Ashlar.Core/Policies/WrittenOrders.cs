using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>What a definition orders its agent to write: plain orders, without condition.</summary>
internal sealed partial class WrittenOrders
{
    private readonly List<ScopeOrder> orders = [];

    /// <summary>Paths that are to be written, as written.</summary>
    public IReadOnlyList<ScopeOrder> Paths => orders;

    /// <summary>The line that first gives or orders to write files at all; null for none.</summary>
    public int? First { get; private set; }

    /// <summary>The front matter gives tools that write.</summary>
    /// <param name="line">Its line.</param>
    public void Give(int line) => First ??= line;

    /// <summary>Reads a sentence.</summary>
    public void Read(Sentence sentence, MarkedSentence marked)
    {
        if (Later().IsIn(marked.Text) && !Forbidden().IsIn(marked.Text))
        {
            First ??= sentence.Line;
        }

        var order = Order().FirstIn(marked.Text);
        if (!order.Success || Forbidden().IsIn(marked.Text))
        {
            ReadException(sentence, marked);
            return;
        }

        var isPlain = !ScopeGrammar.IsConditional(marked.Text);
        var what = marked.PathsOf(order.Groups["what"].Value);
        orders.AddRange(what.Select(path => new ScopeOrder(path.TrimStart('/'), sentence.Line) { IsPlain = isPlain }));
        if (!isPlain)
        {
            return;
        }

        if (what.Count > 0 || (order.Groups["makes"].Success && Product().IsIn(order.Groups["what"].Value)))
        {
            First ??= sentence.Line;
        }
    }

    // "You may edit `vendor/ours/`", "The only exception is `lib/ours/`": what is closed is not so as a whole.
    private void ReadException(Sentence sentence, MarkedSentence marked)
    {
        if (Exempt().IsIn(marked.Text) && ProseVoice.IsDirect(sentence.Block))
        {
            orders.AddRange(
                marked.Paths.Select(path => new ScopeOrder(path.TrimStart('/'), sentence.Line) { IsPlain = false, IsException = true })
            );
        }
    }

    [GeneratedRegex(
        @"^\W*(?:(?:the|an?|one|only|sole|single) )*(?:exceptions?|exempt|except(?: for)?|but not|however)\b(?!.*\b(?:not|never|nothing|no)\b)|^\W*(?:(?:[a-z]+ ){0,3}(?:but|still|however),? )?(?:you|the agent|this agent|agents) (?:may|can|are allowed to|are free to)(?: still| also| freely| however)? (?:modify|edit|change|touch|alter|write|update|rewrite|create|add)\b(?!.*\b(?:not|never|only|nothing|except|but|besides|other than|apart from|outside|everything|anything)\b)",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Exempt();

    [GeneratedRegex(
        @"^\W*(?:(?:[a-z]+ ?){1,3}: )?(?:(?:then|now|first|next|finally|always|please|you(?: must| should| will|'ll)?|and),? )*(?:(?<makes>write|create|update|edit|modify|implement|add|fix|refactor|generate|delete|rename|build)s?|(?:change|rewrite|touch|alter)(?! to )|(?:save|store|append|output|produce|record|log|put|place|bump|extend|maintain|keep(?=.*\b(?:up[ -]to[ -]date|current|in sync)\b))s?|(?:your |the )?(?:memory|notes?|state|reports?|output|results?|findings|progress)(?: files?)? (?:lies?|lives?|goes|go|is (?:kept|stored|saved|written)|are (?:kept|stored|saved|written)) (?:in|to|at|under)|(?:(?:the|your|all|new|unit|integration) )*tests? (?:go|goes|belongs?) (?:in|into|to|under)) (?<what>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Order();

    // Work that is ordered for a later phase: nobody who does it only reads.
    [GeneratedRegex(
        @"(?:^\W*|, (?:then |please |you )?|^\W*(?:afterwards?|then|finally|next),? )(?:implement|fix|refactor|build)s? (?:it|them|this|that|(?:the|your|its) (?:task|plan|change|fix|bug|feature|code|solution|design)s?)\b",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Later();

    [GeneratedRegex(@"\b(?:not|nothing|never|n't|only|avoid|no)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Forbidden();

    // What is written besides answers and findings.
    [GeneratedRegex(
        @"\b(?:code|tests?|files?|migrations?|features?|implementations?|functions?|components?|modules?|documentation|docs|specs?|specifications?|endpoints?|tasks?|bugs?)\b",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Product();
}

/// <summary>A path that a definition orders its agent to write.</summary>
/// <param name="Path">As written; may hold placeholders.</param>
/// <param name="Line">The line of the order.</param>
internal sealed record ScopeOrder(string Path, int Line)
{
    /// <summary>Whether it holds always; what is ordered in a case opens no place that is closed to all agents.</summary>
    public bool IsPlain { get; init; } = true;

    /// <summary>Whether it only says what a prohibition leaves open.</summary>
    public bool IsException { get; init; }
}
