using System.Text.RegularExpressions;

namespace Ashlar.Core.Models;

/// <summary>
/// A tool call that a model wrote as plain text, since its server does not turn what it writes into calls: markup, JSON or code that names a
/// tool and gives it arguments.
/// </summary>
/// <param name="Excerpt">How it begins.</param>
public sealed partial record WrittenCall(string Excerpt)
{
    private const int Shown = 60;
    private const int Longest = 200_000;

    /// <summary>Looks for one in an answer without calls.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="tools">The tools on offer.</param>
    public static WrittenCall? Find(string text, IReadOnlyList<ToolSpec> tools)
    {
        if (text.Length == 0 || text.Length > Longest)
        {
            return null;
        }

        var found = Markup.FirstIn(text);
        found = found.Success ? found : Object.FirstIn(text);
        if (!found.Success && tools.Count > 0)
        {
            var names = string.Join('|', tools.Select(tool => Regex.Escape(tool.Name)));
            found = BoundedPattern.Of(Named(names)).FirstIn(text);
        }

        return found.Success ? new WrittenCall(Excerpted(text, found.Index)) : null;
    }

    /// <summary>Forms that give a tool's name: in an attribute, as a tag of its own with a closing one, as a JSON value beside an object, as code.</summary>
    private static string Named(string names) =>
        $$"""
            <[\w|:.\-]{1,40}[\s=:]["']?(?:name=["']?)?(?:{{names}})["']?\s*/?>
            |<(?<tag>{{names}})(?:\s[^<>]{0,300})?>[\s\S]{0,100000}?</\k<tag>>
            |\{[^{}]{0,300}"\w{1,30}"\s*:\s*"(?:functions?\.)?(?:{{names}})"\s*,\s*"\w{1,30}"\s*:\s*(?:\{|"\{|"\\?\{)
            |\{\s*"(?:{{names}})"\s*:\s*\{
            |(?:^|[\s(;`])(?:[\w]{1,30}\.)?(?:{{names}})\(\s*(?:\{|\*\*|\w{1,40}\s*=[^=]|["'])
            |[\]>|=](?:functions?\.)?(?:{{names}})(?:\[ARGS\]|\s*<\|[^|]{1,30}\|>[^{]{0,40})?\s*\{
            """.ReplaceLineEndings("").Replace("            |", "|", StringComparison.Ordinal).Trim();

    private static string Excerpted(string text, int at)
    {
        var words = string.Join(
            ' ',
            text[at..Math.Min(text.Length, at + (4 * Shown))].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        return words.Length <= Shown ? words : words[..Shown] + "…";
    }

    // Marks that templates of models put around calls: angle brackets or square ones with "tool call", "function" or "invoke".
    [GeneratedRegex(
        @"<\W{0,2}(?:tool|function)s?[_▁ \-]?calls?(?![a-z])|<\W{0,2}tool▁calls?|\[TOOL_CALLS?\]|<\|python_tag\|>|<function=\w|<invoke\s+name=",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Markup { get; }

    // The form of a call in the protocols, whatever the tool is called.
    [GeneratedRegex(
        @"\{\s*(?:""(?:id|type)""\s*:\s*""[^""]{0,100}""\s*,\s*){0,2}(?:""function""\s*:\s*\{\s*)?""(?:name|tool|tool_name|function|action)""\s*:\s*""[\w.\-]{1,64}""\s*,\s*""(?:arguments|parameters|params|input|args|action_input)""\s*:",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Object { get; }
}
