using System.Text.Json;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Catalog;

/// <summary>Asks whether a local Ollama answers and which models it has (its API, <c>GET /api/tags</c>).</summary>
internal sealed class OllamaProbe(Uri host, HttpMessageHandler handler, TimeProvider clock)
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(2);

    /// <summary>The first model it lists, or null when it has none or does not answer soon.</summary>
    public async Task<string?> FirstModelAsync(CancellationToken cancellationToken)
    {
        using var watch = new IdleWatch(patience, clock, cancellationToken);
        try
        {
            using var http = new HttpMessageInvoker(handler, disposeHandler: false);
            using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(host, "/api/tags"));
            using var response = await http.SendAsync(message, watch.Token);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using var events = new EventStream(new ResponseStream(await response.Content.ReadAsStreamAsync(watch.Token), watch));
            using var document = WireText.Parse(await events.ReadToEndAsync());
            return document
                .RootElement.Items("models"u8)
                .Select(model => model.Text("name"u8))
                .FirstOrDefault(name => !string.IsNullOrEmpty(name));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or JsonException or CutShortException or MalformedResponseException
                || (exception is OperationCanceledException && watch.Expired)
            )
        {
            return null;
        }
    }
}
