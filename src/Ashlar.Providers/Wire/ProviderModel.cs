using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Providers.Wire;

/// <summary>What both protocols have in common: one POST, one stream of events, every kind of trouble as a value. It does not retry.</summary>
public abstract class ProviderModel : IModel
{
    private readonly HttpMessageHandler handler;
    private readonly ModelEndpoint endpoint;
    private readonly TimeProvider clock;
    private readonly Uri address;
    private readonly ConditionalWeakTable<Conversation, Kept> kept = [];

    private protected ProviderModel(string name, ModelEndpoint endpoint, string path, HttpMessageHandler handler, TimeProvider clock)
    {
        Name = name;
        this.endpoint = endpoint;
        this.clock = clock;
        address = new Uri(endpoint.Base.AbsoluteUri.TrimEnd('/') + path);
        this.handler = handler;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken)
    {
        var memory = kept.GetValue(request.Conversation, conversation => new Kept(NewBody(conversation), new CallIds()));
        using var watch = new IdleWatch(endpoint.IdleTimeout, clock, cancellationToken);
        try
        {
            using var http = new HttpMessageInvoker(handler, disposeHandler: false);
            using var message = Message(memory.Body.Parts(request));
            using var response = await http.SendAsync(message, watch.Token);
            var outcome = (int)response.StatusCode is 200
                ? await ReadAsync(response, NewAnswer(progress), watch)
                : await RefusedAsync(response, watch);
            return outcome is ModelAnswer answer
                ? answer with
                {
                    Content = memory.Ids.MakeUnique(request.Conversation, answer.Content),
                }
                : outcome;
        }
        catch (OperationCanceledException) when (watch.Expired)
        {
            return new ModelFailure(FailureKind.Connection, endpoint.Clean($"{endpoint.Place}: {watch.Words}"));
        }
        catch (HttpRequestException exception)
        {
            return ProviderTrouble.FromException(exception, endpoint);
        }
        catch (Exception exception) when (exception is CutShortException or IOException)
        {
            return new ModelFailure(FailureKind.Connection, endpoint.Clean($"{endpoint.Place}: {exception.Message}"));
        }
        catch (Exception exception) when (exception is MalformedResponseException or JsonException or InvalidOperationException)
        {
            return new ModelFailure(FailureKind.Malformed, endpoint.Clean($"{endpoint.Place} sent no valid answer: {exception.Message}"));
        }
    }

    private protected abstract GrowingBody NewBody(Conversation conversation);

    private protected abstract AnswerInProgress NewAnswer(IProgress<ModelProgress>? progress);

    private protected virtual void AddHeaders(HttpRequestHeaders headers) { }

    private HttpRequestMessage Message(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new PartsContent(parts),
        };
        message.Headers.TryAddWithoutValidation("Accept", "text/event-stream, application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", "ashlar");
        if (endpoint is { KeyHeader: { } header, Key: { } key })
        {
            message.Headers.TryAddWithoutValidation(header, endpoint.KeyPrefix + key);
        }

        AddHeaders(message.Headers);
        return message;
    }

    private async Task<ModelOutcome> RefusedAsync(HttpResponseMessage response, IdleWatch watch)
    {
        var body = new byte[WireBounds.ErrorBytes];
        var length = 0;
        try
        {
            var stream = new ResponseStream(await response.Content.ReadAsStreamAsync(watch.Token), watch);
            while (length < body.Length && await stream.ReadAsync(body.AsMemory(length)) is var read and > 0)
            {
                length += read;
            }
        }
        catch (CutShortException)
        {
            // The status says enough.
        }

        return ProviderTrouble.FromStatus(response, body[..length], endpoint, clock.GetUtcNow());
    }

    private async Task<ModelOutcome> ReadAsync(HttpResponseMessage response, AnswerInProgress answer, IdleWatch watch)
    {
        var stream = new ResponseStream(await response.Content.ReadAsStreamAsync(watch.Token), watch);
        using var events = new EventStream(stream);
        var first = await events.PeekAsync();
        var error = first switch
        {
            (byte)'{' => TakeDocument(await events.ReadToEndAsync(), answer),
            (byte)'<' => new ModelFailure(FailureKind.Server, endpoint.Clean($"{endpoint.Place} answered with an HTML page where an answer was expected")),
            _ => await TakeEventsAsync(events, answer),
        };
        if (error is not null)
        {
            return error;
        }

        return answer.IsWhole
            ? answer.Finish(Name, endpoint.Mask)
            : new ModelFailure(FailureKind.Connection, endpoint.Clean($"{endpoint.Place}: the answer was cut short, its end is missing"));
    }

    private ModelFailure? TakeDocument(ReadOnlyMemory<byte> bytes, AnswerInProgress answer)
    {
        try
        {
            using var document = WireText.Parse(bytes);
            return answer.TakeWhole(document.RootElement) is { } error ? ProviderTrouble.FromError(error, endpoint) : null;
        }
        catch (JsonException)
        {
            return new ModelFailure(FailureKind.Connection, endpoint.Clean($"{endpoint.Place}: the answer was cut short, it is no whole JSON document"));
        }
    }

    private async Task<ModelFailure?> TakeEventsAsync(EventStream events, AnswerInProgress answer)
    {
        while (!answer.IsOver && await events.ReadAsync() is { } received)
        {
            if (answer.TakeWord(received.Data.Span))
            {
                continue;
            }

            try
            {
                using var document = WireText.Parse(received.Data);
                if (answer.Take(document.RootElement) is { } error)
                {
                    return ProviderTrouble.FromError(error, endpoint);
                }
            }
            catch (JsonException) when (!received.Whole)
            {
                throw new CutShortException("the answer was cut short in the middle of an event");
            }
        }

        return null;
    }

    private sealed record Kept(GrowingBody Body, CallIds Ids);
}
