using Ashlar.Core.Models;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.OpenAI;

/// <summary>
/// A model behind OpenAI's Chat Completions API or one that speaks it, streamed, with parallel tool calls
/// (platform.openai.com, "Chat Completions").
/// </summary>
/// <param name="provider">The provider as names have it: <c>openai</c> or <c>ollama</c>.</param>
/// <param name="model">The model's id, without the provider.</param>
/// <param name="endpoint">The base address with <c>/v1</c>; the key goes as bearer token.</param>
/// <param name="handler">The shared pool of connections; not disposed of here.</param>
/// <param name="clock">For time-outs and dates in headers.</param>
public sealed class OpenAIModel(string provider, string model, ModelEndpoint endpoint, HttpMessageHandler handler, TimeProvider clock)
    : ProviderModel($"{provider}/{model}", endpoint, "/chat/completions", handler, clock)
{
    /// <summary>The address used where the environment names none.</summary>
    public static Uri DefaultBase { get; } = new("https://api.openai.com/v1");

    // OpenAI's own models refuse the older name, servers that only speak the protocol may not know the newer one.
    private readonly string bound = endpoint.Base.Host == DefaultBase.Host ? "max_completion_tokens" : "max_tokens";

    private protected override GrowingBody NewBody(Conversation conversation) => new OpenAIBody(model, Name, bound, conversation);

    private protected override AnswerInProgress NewAnswer(IProgress<ModelProgress>? progress) => new OpenAIAnswer(progress);
}
