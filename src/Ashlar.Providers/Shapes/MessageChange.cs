using System.Text.Json.Nodes;

namespace Ashlar.Providers.Shapes;

/// <summary>Another form of messages, without anything that could differ from endpoint to endpoint.</summary>
internal sealed record MessageChange : ShapeChange
{
    private readonly Action<JsonObject> apply;

    private MessageChange(string tag, string words, Action<JsonObject> apply)
    {
        Tag = tag;
        Words = words;
        this.apply = apply;
    }

    /// <summary>Texts are strings, not lists of parts; an image becomes a note.</summary>
    public static MessageChange Strings { get; } =
        new("content-strings", "what is said is sent as one text, without parts", MessageForms.PartsToStrings);

    /// <summary>Texts are lists of parts.</summary>
    public static MessageChange Parts { get; } = new("content-parts", "what is said is sent in parts", MessageForms.StringsToParts);

    /// <summary>An image becomes a note.</summary>
    public static MessageChange NoImages { get; } = new("no-images", "images are left out", MessageForms.DropImages);

    /// <summary>Blocks of thinking stay with us.</summary>
    public static MessageChange NoThinking { get; } = new("no-thinking", "thinking is not passed back", MessageForms.DropThinking);

    /// <summary>A result has the name of its tool.</summary>
    public static MessageChange NamedResults { get; } = new("named-results", "results have the name of their tool", ResultForms.Name);

    /// <summary>Ids of calls have nine letters and digits.</summary>
    public static MessageChange ShortIds { get; } = new("short-ids", "ids of calls are shortened", ResultForms.ShortenIds);

    /// <summary>What follows results is in the last of them.</summary>
    public static MessageChange WordsInResults { get; } =
        new("words-in-results", "what is said after results is put into the last of them", ResultForms.PutWordsIn);

    /// <summary>Results are messages of the user.</summary>
    public static MessageChange ResultsAsText { get; } = new("results-as-text", "results are sent as text", ResultForms.ToText);

    /// <summary>Each call is a message of its own, followed by its result.</summary>
    public static MessageChange SingleCalls { get; } = new("single-calls", "calls are sent one by one", ResultForms.Single);

    /// <summary>Arguments of calls are objects, not JSON in a string.</summary>
    public static MessageChange ArgumentObjects { get; } =
        new("argument-objects", "arguments are sent as objects", ResultForms.ArgumentsToObjects);

    private static readonly IReadOnlyList<MessageChange> all =
    [
        Strings,
        Parts,
        NoImages,
        NoThinking,
        NamedResults,
        ShortIds,
        WordsInResults,
        ResultsAsText,
        SingleCalls,
        ArgumentObjects,
    ];

    public override string Tag { get; }

    public override string Words { get; }

    public static new MessageChange? Read(string tag) => all.FirstOrDefault(change => change.Tag == tag);

    public override void Apply(JsonObject body) => apply(body);

    public bool Equals(MessageChange? other) => Tag == other?.Tag;

    public override int GetHashCode() => Tag.GetHashCode(StringComparison.Ordinal);
}
