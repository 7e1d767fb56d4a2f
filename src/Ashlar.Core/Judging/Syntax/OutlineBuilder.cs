namespace Ashlar.Core.Judging.Syntax;

/// <summary>A function as a reader of its language found it, by tokens.</summary>
/// <param name="Name">Its name with those of what it stands in.</param>
/// <param name="Start">Its first token with attributes.</param>
/// <param name="Head">Its first token without them.</param>
/// <param name="From">The first token of the body.</param>
/// <param name="Until">Behind the last token of the body: its closing bracket, or what comes after an expression.</param>
/// <param name="Last">Its last token.</param>
internal sealed record FunctionDraft(string Name, int Start, int Head, int From, int Until, int Last)
{
    public BodyForm Form { get; init; }

    public FunctionTraits Traits { get; init; }

    public IReadOnlyList<string> Parameters { get; init; } = [];

    public string? Returns { get; init; }

    /// <summary>Behind the last token of the statement that has to stay first in the body, or 0.</summary>
    public int Opening { get; init; }

    /// <summary>Parts of the head that have no effect, such as types of a script.</summary>
    public IReadOnlyList<(int From, int Until)> Silent { get; init; } = [];
}

/// <summary>Makes an outline of what a reader finds.</summary>
internal sealed class OutlineBuilder(SourceTokens tokens, SourceDialect dialect)
{
    private readonly List<FunctionDraft> drafts = [];
    private readonly List<(int From, int Until)> inner = [];
    private readonly List<CodeRegion> regions = [];

    /// <summary>Adds a function.</summary>
    public void Add(FunctionDraft draft) => drafts.Add(draft);

    /// <summary>Adds the body of a function without a name, whose results are not those of the function around it.</summary>
    public void AddInner(int from, int until) => inner.Add((from, until));

    /// <summary>Adds a part from one token to another, which belongs to it.</summary>
    public void Add(RegionKind kind, int first, int last)
    {
        if (first <= last && last < tokens.Count)
        {
            regions.Add(new CodeRegion(tokens.All[first].Start, tokens.All[last].End, kind));
        }
    }

    /// <summary>The outline.</summary>
    public CodeOutline Build()
    {
        var sorted = drafts.OrderBy(draft => draft.Head).ThenByDescending(draft => draft.Last).ToList();
        var functions = new List<CodeFunction>();
        var around = new Stack<int>();
        for (var at = 0; at < sorted.Count; at++)
        {
            while (around.TryPeek(out var outer) && sorted[outer].Last < sorted[at].Last)
            {
                _ = around.Pop();
            }

            functions.Add(Function(sorted, at, around.TryPeek(out var parent) ? parent : -1));
            around.Push(at);
        }

        foreach (var (start, end) in tokens.Comments)
        {
            regions.Add(new CodeRegion(start, end, RegionKind.Silent));
        }

        return new CodeOutline
        {
            Functions = functions,
            Regions = regions,
            Tokens = tokens,
        };
    }

    private CodeFunction Function(List<FunctionDraft> sorted, int at, int parent)
    {
        var draft = sorted[at];
        var nested = sorted
            .Skip(at + 1)
            .TakeWhile(other => other.Head <= draft.Last)
            .Where(other => other.From >= draft.From && other.Until <= draft.Until)
            .Select(other => (other.From, other.Until))
            .ToList();
        var isBlock = draft.Form != BodyForm.Expression;
        var (start, end) = isBlock
            ? (tokens.All[draft.From - 1].End, draft.Until < tokens.Count ? tokens.All[draft.Until].Start : tokens.Text.Length)
            : (tokens.All[draft.From].Start, tokens.All[draft.Until - 1].End);
        var skipped = nested.Concat(inner.Where(part => part.From > draft.From && part.Until <= draft.Until)).Order().ToList();
        var results = ResultText.Of(tokens, dialect, draft, skipped);
        var traits = draft.Traits | (ResultText.IsEmpty(tokens, dialect, draft) ? FunctionTraits.Empty : FunctionTraits.None);
        return new CodeFunction
        {
            Name = draft.Name,
            Start = tokens.All[draft.Start].Start,
            HeadStart = tokens.All[draft.Head].Start,
            End = tokens.All[draft.Last].End,
            BodyStart = start,
            BodyEnd = end,
            Inner = draft.Opening > 0 ? tokens.All[draft.Opening - 1].End : start,
            Opening = draft.Opening > 0 ? tokens.Text[start..tokens.All[draft.Opening - 1].End].Trim() : null,
            Form = draft.Form,
            Head = TokenText.Of(tokens, dialect, draft.Head, isBlock ? draft.From - 1 : draft.From, draft.Silent),
            Own = TokenText.Of(tokens, dialect, draft.From, draft.Until, nested, " …"),
            Whole = TokenText.Of(tokens, dialect, draft.From, draft.Until),
            Parameters = draft.Parameters,
            Returns = draft.Returns,
            Traits = traits,
            Results = results,
            Parent = parent,
        };
    }
}
