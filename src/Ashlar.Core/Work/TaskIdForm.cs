using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>The forms of ids that people give tasks, as parts of patterns that read lists and what is said of their tasks.</summary>
internal static partial class TaskIdForm
{
    /// <summary>What is before the last number of an id with letters: <c>AUTH-</c>, <c>US1-</c>, <c>M1.T</c>, <c>A.</c>.</summary>
    public const string Letters = @"(?:[A-Z]{1,10}(?:[-_.]|\d{1,4}[-_.]?)){0,3}[A-Z]{1,10}(?:\d{1,3}[-_])?[-_.]?";

    /// <summary>What may follow the last number of an id with letters: <c>.2</c>, <c>b</c>, <c>-MIN</c>.</summary>
    public const string Tail = @"(?:\.\d{1,4}){0,5}(?:[a-f]|(?:-[A-Z]{2,6}(?![A-Z0-9]))?)";

    /// <summary>Ids that begin with a number: <c>1</c>, <c>1.2</c>, <c>3b</c>, <c>2.a</c>.</summary>
    public const string Number = @"\d{1,4}(?:\.\d{1,4}){0,5}(?:[a-f]|\.[a-z](?![\p{L}\p{N}]))?";

    /// <summary>Any id.</summary>
    public const string Any = "(?:" + Letters + @"\d{1,6}" + Tail + "|" + Number + ")";

    /// <summary>The ids of a text as whole words.</summary>
    public static IEnumerable<string> AllIn(string text) => Word().AllIn(text).Select(match => match.Value);

    [GeneratedRegex(@"(?<![\w.-])" + Any + @"(?![\w]|\.\d)", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
