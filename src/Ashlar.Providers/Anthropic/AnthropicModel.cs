using System.Net.Http.Headers;
using Ashlar.Core.Models;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Anthropic;

/// <summary>A model behind Anthropic's Messages API, streamed, with prompt caching (docs.anthropic.com, "Messages", "Prompt caching").</summary>
/// <param name="model">The model's id, without <c>anthropic/</c>.</param>
/// <param name="endpoint">The base address without <c>/v1</c>; the key goes as <c>x-api-key</c> or as bearer token.</param>
/// <param name="handler">The shared pool of connections; not disposed of here.</param>
/// <param name="clock">For time-outs and dates in headers.</param>
public sealed class AnthropicModel(string model, ModelEndpoint endpoint, HttpMessageHandler handler, TimeProvider clock)
    : ProviderModel("anthropic/" + model, endpoint, "/v1/messages", handler, clock)
{
    /// <summary>The address used where the environment names none.</summary>
    public static Uri DefaultBase { get; } = new("https://api.anthropic.com");

    private protected override GrowingBody NewBody(Conversation conversation) => new AnthropicBody(model, conversation);

    private protected override AnswerInProgress NewAnswer(IProgress<ModelProgress>? progress) => new AnthropicAnswer(progress);

    private protected override void AddHeaders(HttpRequestHeaders headers) =>
        headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
}
