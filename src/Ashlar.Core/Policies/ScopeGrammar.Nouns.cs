using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <content>Sentences whose subject is the change or the paths: what alone may be written, and what is forbidden in nouns.</content>
internal static partial class ScopeGrammar
{
    private const string Changes = "(?:changes?|edits?|modifications?|writes)";
    private const string IsForbidden = "(?:is|are) (?:strictly |absolutely |expressly )?(?:forbidden|prohibited|not allowed|not permitted)";

    [GeneratedRegex(
        $"{Head}only {Files} (?:may|can|should|must|shall|is to|are to|is allowed to|are allowed to)(?: ever)? be {Done}{Tail}",
        Options,
        1000
    )]
    private static partial Regex OnlyThese();

    [GeneratedRegex(
        $"{Head}(?:the )?only (?:files?|folders?|director(?:y|ies)|paths?|places?) (?:that |which )?(?:you|the agent|this agent) {May}(?: ever)? {Verbs} (?:to |in )?(?:is|are)(?: in| under)?:? {Files}{Tail}",
        Options,
        1000
    )]
    private static partial Regex TheOnlyFiles();

    [GeneratedRegex(
        $"^\\W*(?:it |this agent |the agent )?(?:(?:writes?|modif(?:ies|y)|edits?|changes?|touch(?:es)?|works?)(?:,? (?:and|or) (?:writes?|modif(?:ies|y)|edits?|changes?))* (?:{Kind}{Noun} )?(?:{In})?{Files} (?:only|exclusively)|(?:only |exclusively )(?:writes?|modif(?:ies|y)|edits?|changes?|touches|works?)(?: to| on)? (?:{In})?{Files}|(?:writes|modifies|edits|changes|touches|works) (?:{Kind}{Noun} )?(?:only|exclusively) (?:{In}|to |on )?{Files}){Tail}",
        Options,
        1000
    )]
    private static partial Regex DescribedOnly();

    // "Changes to `x/` are forbidden", "editing `x/` is not allowed", "it is forbidden to edit `x/`", "no changes may be made to `x/`".
    [GeneratedRegex(
        $"{Head}(?:(?:any |all )?{Changes} (?:to|in|under) {Files} {IsForbidden}|{Changing}(?:{And} ?(?:{Changing}|creating|deleting))* {Files} {IsForbidden}|it {IsForbidden}(?: for you)? to {Verbs} {Files}|{Who}(?:make )?no {Changes}(?: (?:(?:may|must|can|should|shall|are to|is to)(?: ever)? be made|(?:is|are) (?:allowed|permitted)))? (?:to|in|under|within) {Files}(?: (?:is|are) (?:allowed|permitted))?){Tail}",
        Options,
        1000
    )]
    private static partial Regex NounForbidden();

    [GeneratedRegex(
        $"{Head}(?:nothing|no {Noun}) {In}{Pl} (?:may|must|can|should|shall|will|is to|are to)(?: ever)? be {Done}(?: by you)?{Tail}",
        Options,
        1000
    )]
    private static partial Regex NothingIn();

    [GeneratedRegex(
        $"{Head}{Files} (?:(?:must|should|shall|has to|have to|is to|are to|needs? to)(?: always)? )?(?:stays?|remains?|be (?:left|kept)) (?:strictly |completely |exactly )?(?:untouched|unchanged|unmodified|unedited|alone|{Closedness}|as (?:it|they) (?:is|are)|as is){Tail}",
        Options,
        1000
    )]
    private static partial Regex KeptAsItIs();
}
