using System.Globalization;
using System.Text.Json.Nodes;

namespace Ashlar.Providers.Shapes;

/// <summary>One thing that is sent otherwise than usual, since an endpoint refused it.</summary>
internal abstract record ShapeChange
{
    /// <summary>The change in one word and what it is about, as it is kept on disk: <c>leave-out stream_options</c>.</summary>
    public abstract string Tag { get; }

    /// <summary>The change in words that continue after "…: ", such as <c>stream_options is left out</c>.</summary>
    public abstract string Words { get; }

    /// <summary>Changes a request.</summary>
    public abstract void Apply(JsonObject body);

    /// <summary>Reads what <see cref="Tag"/> wrote; null where it is of another version.</summary>
    public static ShapeChange? Read(string tag)
    {
        var space = tag.IndexOf(' ', StringComparison.Ordinal);
        var (kind, detail) = space < 0 ? (tag, "") : (tag[..space], tag[(space + 1)..]);
        return kind switch
        {
            LeaveOut.Kind when detail.Length > 0 => new LeaveOut(detail),
            RenameBound.Kind when RenameBound.Names.Contains(detail) => new RenameBound(detail),
            LowerBound.Kind when int.TryParse(detail, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 =>
                new LowerBound(most),
            SystemAs.Kind when detail is "developer" or "user" or "text" => new SystemAs(detail),
            EmptyContent.Kind => new EmptyContent(detail),
            KeyAs.Kind when detail.Length > 0 => new KeyAs(detail),
            _ => MessageChange.Read(kind),
        };
    }
}

/// <summary>A property that is not sent, wherever it is outside of what is said.</summary>
/// <param name="Name">The property.</param>
internal sealed record LeaveOut(string Name) : ShapeChange
{
    public const string Kind = "leave-out";

    public override string Tag => $"{Kind} {Name}";

    public override string Words => $"{Name} is left out";

    public override void Apply(JsonObject body)
    {
        body.Remove(Name);
        if (Name is "stream")
        {
            body.Remove("stream_options");
        }

        foreach (var place in RequestPlaces.Objects(body))
        {
            place.Remove(Name);
        }
    }
}

/// <summary>The bound of the answer under its other name, or not at all once both were refused.</summary>
/// <param name="Name">The name.</param>
internal sealed record RenameBound(string Name) : ShapeChange
{
    public const string Kind = "bound";

    /// <summary>The names there are.</summary>
    public static readonly IReadOnlyList<string> Names = ["max_tokens", "max_completion_tokens"];

    public override string Tag => $"{Kind} {Name}";

    public override string Words => $"the bound of the answer is sent as {Name}";

    /// <summary>The name that a request has.</summary>
    public static string? Of(JsonObject body) => Names.FirstOrDefault(body.ContainsKey);

    public override void Apply(JsonObject body)
    {
        if (Of(body) is { } name && name != Name)
        {
            var bound = body[name]!.DeepClone();
            body.Remove(name);
            body[Name] = bound;
        }
    }
}

/// <summary>A smaller bound of the answer.</summary>
/// <param name="Most">Tokens.</param>
internal sealed record LowerBound(int Most) : ShapeChange
{
    public const string Kind = "at-most";

    public override string Tag => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Most}");

    public override string Words => string.Create(CultureInfo.InvariantCulture, $"an answer is bounded by {Most} tokens");

    public override void Apply(JsonObject body)
    {
        if (RenameBound.Of(body) is { } name && body[name]!.GetValue<int>() > Most)
        {
            body[name] = Most;
        }
    }
}

/// <summary>The system prompt in another role, as the beginning of the first message, or, in the Messages protocol, as plain text.</summary>
/// <param name="Role"><c>developer</c>, <c>user</c> or <c>text</c>.</param>
internal sealed record SystemAs(string Role) : ShapeChange
{
    public const string Kind = "system";

    public override string Tag => $"{Kind} {Role}";

    public override string Words =>
        Role switch
        {
            "developer" => "the system prompt is sent with the role developer",
            "text" => "the system prompt is sent as plain text",
            _ => "the system prompt is sent at the beginning of the first message",
        };

    public override void Apply(JsonObject body)
    {
        if (Role is "text")
        {
            if (body["system"] is JsonArray blocks)
            {
                body["system"] = RequestPlaces.Joined(blocks);
            }

            return;
        }

        var messages = RequestPlaces.Messages(body);
        if (messages.FirstOrDefault() is not { } first || first["role"]?.GetValue<string>() is not ("system" or "developer"))
        {
            return;
        }

        if (Role is "developer" || messages.Count < 2)
        {
            first["role"] = Role;
            return;
        }

        var text = first["content"]!.GetValue<string>();
        var next = messages[1];
        if (next["content"] is JsonArray parts)
        {
            parts.Insert(0, new JsonObject { ["type"] = "text", ["text"] = text });
        }
        else
        {
            next["content"] = $"{text}\n\n{next["content"]?.GetValue<string>()}";
        }

        ((JsonArray)body["messages"]!).RemoveAt(0);
    }
}

/// <summary>What stands in the place of the content that a message of calls alone does not have.</summary>
/// <param name="Text">A text, which may be empty.</param>
internal sealed record EmptyContent(string Text) : ShapeChange
{
    public const string Kind = "no-content";

    public override string Tag => Text.Length == 0 ? Kind : $"{Kind} {Text}";

    public override string Words =>
        Text.Length == 0 ? "an empty text is sent instead of null" : $"\"{Text}\" is sent where a call has no text";

    public override void Apply(JsonObject body)
    {
        foreach (var message in RequestPlaces.Messages(body))
        {
            if (message.ContainsKey("content") && (message["content"] is null || RequestPlaces.TextOf(message["content"]) is ""))
            {
                message["content"] = Text;
            }
        }
    }
}
