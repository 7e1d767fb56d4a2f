using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ashlar.Core;

namespace Ashlar.Providers.Shapes;

/// <summary>
/// Which one thing is sent otherwise after a refusal: the parameter that it names, or the form that it does not take. Only what the request
/// really held counts as named; what a request cannot do without is never left out.
/// </summary>
/// <param name="refusal">What the server said.</param>
/// <param name="body">The request that was refused.</param>
/// <param name="done">What has been changed before; nothing is changed twice.</param>
internal sealed class ShapeChoice(Refusal refusal, JsonObject body, IReadOnlyList<ShapeChange> done)
{
    // A request without these is none, or a tool without these cannot be called.
    private static readonly HashSet<string> needed = new(StringComparer.Ordinal)
    {
        "model",
        "messages",
        "tools",
        "type",
        "text",
        "function",
        "parameters",
        "input_schema",
        "tool_calls",
        "tool_use_id",
        "input",
        "source",
        "data",
        "media_type",
        "url",
        "properties",
        "description",
    };

    private readonly NamedPlaces named = new(refusal, body);

    /// <summary>The change, or null where nothing that was named can be sent otherwise.</summary>
    /// <param name="tooLong">Whether the refusal is about the length of the whole: then only a place that it names apart counts.</param>
    public ShapeChange? Next(bool tooLong) =>
        (tooLong ? Named(named.Apart().Where(name => name is not "content")) : Named(named.All()).Concat(ByWords())).FirstOrDefault(
            change => !done.Contains(change) && Differs(change)
        );

    private IEnumerable<ShapeChange> Named(IEnumerable<string> names) => names.SelectMany(Changes);

    private IEnumerable<ShapeChange> Changes(string name) =>
        name switch
        {
            "max_tokens" or "max_completion_tokens" => Bound(),
            "content" => new ContentChoice(refusal, body, named.Message).Changes(),
            "role" => Role(),
            "tool_call_id" or "id" => [MessageChange.ShortIds],
            "arguments" => [MessageChange.ArgumentObjects],
            "name" => [MessageChange.NamedResults],
            "image_url" or "image" => [MessageChange.NoImages],
            "system" => body["system"] is JsonArray ? [new SystemAs("text")] : [],
            "thinking" or "redacted_thinking" or "signature" => [MessageChange.NoThinking],
            _ => needed.Contains(name) ? [] : [new LeaveOut(name)],
        };

    private IEnumerable<ShapeChange> Bound()
    {
        var name = RenameBound.Of(body);
        if (name is null)
        {
            yield break;
        }

        var asked = body[name]!.GetValue<int>();
        if (LimitText.Find(refusal.Words, [asked], 1) is { } most && most < asked && !WrongName.IsIn(refusal.Words))
        {
            yield return new LowerBound((int)most);
        }

        if (!done.OfType<RenameBound>().Any())
        {
            yield return new RenameBound(RenameBound.Names.First(one => one != name));
        }

        yield return new LeaveOut(name);
    }

    private IEnumerable<ShapeChange> Role()
    {
        var role = named.Message is { } at && at < Messages.Count ? Messages[at]["role"]?.GetValue<string>() : null;
        if (role is "system" or "developer" || (role is null && SystemWords.IsIn(refusal.Words)))
        {
            if (role is not "developer" && refusal.Words.Contains("developer", StringComparison.OrdinalIgnoreCase))
            {
                yield return new SystemAs("developer");
            }

            yield return new SystemAs("user");
        }

        if (role is "tool" || (role is null && ToolWords.IsIn(refusal.Words)))
        {
            yield return MessageChange.ResultsAsText;
        }
    }

    private IEnumerable<ShapeChange> ByWords()
    {
        var words = refusal.Words;
        if (AfterResults.IsIn(words))
        {
            yield return MessageChange.WordsInResults;
        }

        if (OneCall.IsIn(words))
        {
            yield return MessageChange.SingleCalls;
        }

        if (CallId.IsIn(words))
        {
            yield return MessageChange.ShortIds;
        }

        if (Alternation.IsIn(words))
        {
            yield return new SystemAs("user");
            yield return MessageChange.WordsInResults;
            yield return MessageChange.ResultsAsText;
        }

        if (RoleWords.IsIn(words))
        {
            foreach (var change in Role())
            {
                yield return change;
            }
        }

        if (Images.IsIn(words))
        {
            yield return MessageChange.NoImages;
        }

        if (Streaming.IsIn(words))
        {
            yield return new LeaveOut("stream");
        }

        if (Thinking.IsIn(words))
        {
            yield return MessageChange.NoThinking;
        }

        if (Contents.IsIn(words))
        {
            foreach (var change in new ContentChoice(refusal, body, named.Message).Changes())
            {
                yield return change;
            }
        }
    }

    private List<JsonObject> Messages => RequestPlaces.Messages(body);

    private bool Differs(ShapeChange change)
    {
        var changed = (JsonObject)body.DeepClone();
        change.Apply(changed);
        return !JsonNode.DeepEquals(body, changed);
    }

    private static Regex Pattern(string pattern) => BoundedPattern.Of(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex WrongName = Pattern(
        @"unsupported|unknown|unrecogni[sz]ed|not supported|extra|not permitted|not allowed|deprecated|instead|\buse\b"
    );
    private static readonly Regex SystemWords = Pattern(
        @"system|developer|only .{0,40}\buser\b.{0,20}\bassistant\b|one of .{0,20}\buser\b.{0,20}\bassistant\b"
    );
    private static readonly Regex ToolWords = Pattern(
        @"\btool\b|\bone of .{0,20}\buser\b.{0,20}\bassistant\b|only .{0,40}\buser\b.{0,20}\bassistant\b"
    );
    private static readonly Regex AfterResults = Pattern(
        @"role\W+user\W+after (?:role\W+)?tool|after (?:a )?tool (?:message|result)|tool messages? must be followed by (?:an )?assistant"
    );
    private static readonly Regex OneCall = Pattern(
        @"(?:single|one) (?:tool|function)[- _]?calls?|(?:parallel|multiple) (?:tool|function)[- _]?calls?"
    );
    private static readonly Regex CallId = Pattern(@"tool[ _-]?call[ _-]?ids?\b");
    private static readonly Regex Alternation = Pattern(@"\balternat|consecutive (?:user|assistant|messages)|roles must be");
    private static readonly Regex RoleWords = Pattern(@"\broles?\b|(?:system|developer) (?:messages?|prompts?|instructions?)");
    private static readonly Regex Images = Pattern(@"\bimages?\b|\bimage_url\b|\bvision\b|multi-?modal");
    private static readonly Regex Streaming = Pattern(
        @"(?:not|n't|un\w+|cannot|disabled?|only|without).{0,40}\bstream(?:ing|ed)?\b|\bstream(?:ing|ed)?\b.{0,40}(?:not\b|n't|\bun\w+|cannot|disabled|false)"
    );
    private static readonly Regex Thinking = Pattern(@"\bthinking\b|thought.?signature");
    private static readonly Regex Contents = Pattern(@"\bcontents?\b");
}
