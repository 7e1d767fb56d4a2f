using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.OpenAI;

/// <summary>The calls of an answer, whose pieces come interleaved and are told apart by index, or, where a gateway gives none, by id.</summary>
internal sealed class OpenAICalls
{
    private readonly List<Call> calls = [];
    private readonly Dictionary<long, Call> byIndex = [];

    /// <summary>Takes in a piece; returns the tool's name where a call begins.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="own">Takes in what is not part of the protocol.</param>
    public string? Take(JsonElement piece, OwnWords own)
    {
        var index = piece.Count("index"u8);
        var id = piece.Text("id"u8);
        var function = piece.Object("function"u8) ?? (piece.ValueKind is JsonValueKind.Object ? piece : null);
        var name = function?.Text("name"u8);
        var given =
            function is { } known && known.TryGetProperty("arguments"u8, out var arguments)
                ? (arguments.ValueKind is JsonValueKind.Object ? arguments.GetRawText() : arguments.Text()) ?? ""
                : "";
        var call = Find(index, id, name, given);
        var begins = call is null;
        if (call is null)
        {
            if (calls.Count >= WireBounds.Blocks)
            {
                throw new MalformedResponseException($"the answer has more than {WireBounds.Blocks} calls");
            }

            call = new Call();
            calls.Add(call);
            byIndex[index ?? calls.Count - 1] = call;
        }

        call.Id = call.Id.Length == 0 ? id ?? "" : call.Id;
        call.Name = call.Name.Length == 0 ? name ?? "" : call.Name;
        call.Arguments.Append(given);

        if (piece.ValueKind is JsonValueKind.Object)
        {
            own.TakeCall(calls.IndexOf(call), piece);
        }

        return begins ? call.Name : null;
    }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => calls.Count == 0;

    /// <summary>The calls in the order in which they began.</summary>
    public IEnumerable<ToolCall> Finish(SecretMask mask) =>
        calls.Select(call => ToolCall.Of(mask, call.Id, WireText.Clean(call.Name), Wire.Arguments.Received(call.Arguments.ToString())));

    private Call? Find(long? index, string? id, string? name, string given)
    {
        var call =
            index is { } known ? byIndex.GetValueOrDefault(known)
            : string.IsNullOrEmpty(id) ? calls.LastOrDefault()
            : calls.Find(call => call.Id == id);

        // Some gateways send every parallel call with index 0: a new id and a name begin a new one.
        var isOther = call is not null && !string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(name) && call.Id.Length > 0 && call.Id != id;
        // Others give no id either, or the same one to all: what is named and handed over behind a whole call is the next one.
        var isNext = !string.IsNullOrEmpty(name) && given.Length > 0 && call?.IsWhole == true;
        return isOther || isNext ? null : call;
    }

    private sealed class Call
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();

        public bool IsWhole => Wire.Arguments.IsObject(Wire.Arguments.Received(Arguments.ToString())) && Arguments.Length > 0;
    }
}
