using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ashlar.Core;

namespace Ashlar.Providers.Shapes;

/// <summary>What to do about a content that was refused: by what stood there, or else by what the server says it wants.</summary>
/// <param name="refusal">What the server said.</param>
/// <param name="body">The request.</param>
/// <param name="message">The index of the message, where it is known.</param>
internal sealed class ContentChoice(Refusal refusal, JsonObject body, int? message)
{
    private static readonly ShapeChange[] filled = [new EmptyContent(""), new EmptyContent("(no text)")];

    private readonly List<JsonNode?> contents =
    [
        .. RequestPlaces
            .Messages(body)
            .Where((_, index) => message is null || message >= RequestPlaces.Messages(body).Count || message == index)
            .Select(one => one["content"]),
    ];

    /// <summary>The changes to try, best first.</summary>
    public IEnumerable<ShapeChange> Changes()
    {
        var (none, parts, strings) = (
            contents.Any(content => RequestPlaces.TextOf(content) is null or ""),
            contents.Any(content => content is JsonArray),
            contents.Any(content => content is JsonValue)
        );
        if (none && (Missing.IsIn(refusal.Words) || !parts))
        {
            foreach (var change in filled)
            {
                yield return change;
            }
        }

        // "Expected a string, got an array" names both: what is wanted comes first.
        if (parts && !(strings && WantsList.IsIn(refusal.Words) && !WantsString.IsIn(refusal.Words)))
        {
            yield return MessageChange.Strings;
        }

        if (strings && WantsList.IsIn(refusal.Words))
        {
            yield return MessageChange.Parts;
        }

        if (none)
        {
            foreach (var change in filled)
            {
                yield return change;
            }
        }
    }

    private static readonly Regex Missing = BoundedPattern.Of(
        @"\bnull\b|\bnone\b|nonetype|\bnil\b|undefined|missing|required|empty|blank|non-empty",
        RegexOptions.IgnoreCase
    );

    private static readonly Regex WantsString = BoundedPattern.Of(
        @"(?:expect\w*|must be|should be|wants?|valid|of type|needs?)\W+(?:an?\W+|the\W+|type\W+|only\W+|plain\W+)*(?:str\b|string|text)",
        RegexOptions.IgnoreCase
    );

    private static readonly Regex WantsList = BoundedPattern.Of(
        @"(?:expect\w*|must be|should be|wants?|valid|of type|needs?)\W+(?:an?\W+|the\W+|type\W+|only\W+)*(?:list|array|sequence|vec\b|parts)",
        RegexOptions.IgnoreCase
    );
}
