namespace Ashlar.Core.Policies;

/// <summary>
/// What a section says may be changed. That alone forbids nothing; a clause behind it, such as "Everything else is off limits", makes it all
/// that may be changed, as long as nothing in the section is left that speaks of changing something else.
/// </summary>
internal sealed class PermittedPaths
{
    private readonly List<(Sentence Sentence, IReadOnlyList<string> Paths)> offered = [];
    private IReadOnlyList<string> headings = [];
    private bool isUnclear;
    private bool isRule;

    /// <summary>Takes in a sentence of the section.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="marked">The same, marked.</param>
    /// <param name="isPathList">Whether it is in a list that is nothing but paths.</param>
    /// <param name="rule">Whether it is a rule already.</param>
    /// <param name="allows">Whether that rule says what may be changed.</param>
    /// <returns>Where it closes the section, what is then all that may be changed (empty where a rule says so already); else null.</returns>
    public IReadOnlyList<(Sentence Sentence, IReadOnlyList<string> Paths)>? Read(
        Sentence sentence,
        MarkedSentence marked,
        bool isPathList,
        bool rule,
        bool allows
    )
    {
        if (!sentence.Block.Headings.SequenceEqual(headings))
        {
            (headings, isUnclear, isRule) = (sentence.Block.Headings, false, false);
            offered.Clear();
        }

        if (rule)
        {
            isRule |= allows;
            return null;
        }

        if (ScopeGrammar.Closes(marked, sentence.IsTitled))
        {
            return !isUnclear && (offered.Count > 0 || isRule) ? [.. offered] : null;
        }

        IReadOnlyList<string> paths =
            sentence.Block.IsItem && ScopeGrammar.Permits(sentence.Block.Lead ?? "")
                ? (isPathList ? ScopeGrammar.OnlyPaths(marked) : [])
                : ScopeGrammar.Permitted(marked, sentence.IsTitled);
        if (paths.Count > 0)
        {
            offered.Add((sentence, paths));
        }
        else if (marked.Paths.Count > 0 && (sentence.Block.IsItem || ScopeGrammar.SpeaksOfChange(marked.Text)))
        {
            isUnclear = true;
        }

        return null;
    }
}
