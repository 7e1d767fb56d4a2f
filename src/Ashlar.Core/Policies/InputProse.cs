using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>Reads which documents a prompt wants read, and which task list it works through.</summary>
internal sealed partial class InputProse(string path)
{
    private readonly List<PolicyInput> inputs = [];

    /// <summary>The documents, each once; a path that is required somewhere is required.</summary>
    public IReadOnlyList<PolicyInput> Inputs =>
        [
            .. inputs
                .GroupBy(input => input.Path, StringComparer.Ordinal)
                .Select(group => group.FirstOrDefault(input => input.Required) ?? group.First()),
        ];

    /// <summary>The task list named as the work, or null.</summary>
    public string? TaskList { get; private set; }

    /// <summary>Reads one sentence.</summary>
    /// <returns>Whether it names a document.</returns>
    public bool Read(Sentence sentence)
    {
        var known = inputs.Count;
        var underRequired =
            sentence.Block.Headings.Any(heading => RequiredHeading().IsIn(heading)) || RequiredHeading().IsIn(sentence.Block.Lead ?? "");
        var binds = Binding().IsIn(sentence.Text);
        if ((underRequired || binds) && !Example().IsIn(sentence.Text))
        {
            var optional = Optional().IsIn(sentence.Text) || Case().IsIn(sentence.Text);
            var start = binds ? Binding().FirstIn(sentence.Text).Index : 0;
            foreach (var input in Sentence.PathsIn(sentence.Text[start..]).Where(item => underRequired || IsDocument(item)))
            {
                inputs.Add(new PolicyInput(input, !optional, path, sentence.Line));
            }
        }

        TaskList ??= Sentence.PathsIn(sentence.Text).Select(item => item.TrimStart('/')).FirstOrDefault(item => TaskListShape().IsIn(item));
        return inputs.Count > known;
    }

    private static bool IsDocument(string text) => Document().IsIn(text);

    [GeneratedRegex(
        @"\b(?:required (?:inputs?|reading|documents?)|must[ -]read|mandatory reading)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex RequiredHeading();

    [GeneratedRegex(
        @"\b(?:always|must)\s+(?:first\s+)?(?:read|consult|review)\b(?!\s+(?:the\s+)?(?:code|change))|\bfollow\b(?=.{0,300}\bfor (?:every|each|all) tasks?\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Binding();

    [GeneratedRegex(
        @"\b(?:e\.g\.|for example|for instance|such as|like)(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Example();

    [GeneratedRegex(
        @"\b(?:if (?:any|one exists|it exists|they exist|present|available|there (?:is|are))|where (?:available|present)|optional(?:ly)?|see|one of|either|or|your (?:own )?notes|you (?:create|write|make|produce|keep)|created by you)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Optional();

    // A document for some of the work is no demand of all of it.
    [GeneratedRegex(
        @"\b(?:when(?:ever)?|if|while|unless|until|in case)\b(?! (?:you )?(?:start|begin|implement|work|writ|cod)\w*\b(?! on\b))|\bfor (?!every|each|all|any|the|this|your)(?:[a-z-]+ ){1,2}(?:tasks?|changes?|work|tickets?|bugs?|features?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Case();

    [GeneratedRegex(@"\.(?:md|markdown|rst|txt|adoc|ya?ml|json|toml)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Document();

    [GeneratedRegex(
        @"^(?:[\w.-]+/)+(?:[\w-]*tasks?(?:[_-]\w+)?|todo)\.(?:md|json)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex TaskListShape();
}
