using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Providers.Shapes;

namespace Ashlar.Providers.Wire;

/// <summary>
/// What both protocols have in common: one POST, one stream of events, every kind of trouble as a value. It does not retry; only what an
/// endpoint refuses and names is sent otherwise, each thing once, and remembered.
/// </summary>
public abstract class ProviderModel : IModel
{
    private readonly HttpMessageHandler handler;
    private readonly ModelEndpoint endpoint;
    private readonly TimeProvider clock;
    private readonly Uri address;
    private readonly EndpointMemory endpoints;
    private readonly string place;
    private readonly ConditionalWeakTable<Conversation, Kept> kept = [];

    private protected ProviderModel(string name, ModelEndpoint endpoint, string path, HttpMessageHandler handler, TimeProvider clock)
    {
        Name = name;
        this.endpoint = endpoint;
        this.clock = clock;
        address = endpoint.At(path);
        endpoints = endpoint.Memory ?? new EndpointMemory(null, clock);
        place = EndpointMemory.Key(address, name);
        this.handler = handler;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken)
    {
        var memory = kept.GetValue(request.Conversation, conversation => new Kept(NewBody(conversation), new CallIds()));
        var parts = memory.Body.Parts(request);
        var shape = endpoints.Of(place);
        while (true)
        {
            var (outcome, refusal) = await AskAsync(shape, parts, progress, cancellationToken);
            if (outcome is not ModelFailure failure)
            {
                Keep(shape, answered: true, progress);
                var answer = (ModelAnswer)outcome;
                return answer with { Content = memory.Ids.MakeUnique(request.Conversation, answer.Content) };
            }

            if (refusal is not null && failure.Kind is FailureKind.TooLong)
            {
                failure = failure with { Window = LengthRefusal.Window(refusal, request.MaxOutputTokens) };
            }

            if (refusal is null || shape.Next(refusal, parts, failure.Kind is FailureKind.TooLong) is not { } change || IsUsual(change))
            {
                // What was changed for a request that then met another trouble need not be found out again.
                Keep(shape, answered: false, failure.Retryable || failure.Kind is FailureKind.TooLong ? progress : null);
                return failure;
            }

            shape = shape.With(change);
        }
    }

    private void Keep(RequestShape shape, bool answered, IProgress<ModelProgress>? progress)
    {
        if (!answered && progress is null)
        {
            return;
        }

        foreach (var change in endpoints.Keep(place, shape, answered))
        {
            progress?.Report(new ModelProgress(Adjusted: endpoint.Clean($"{endpoint.Place}: {change.Words}, since it refused otherwise")));
        }
    }

    private bool IsUsual(ShapeChange change) =>
        change is KeyAs key
        && (
            endpoint.Key is null
            || (endpoint.KeyPrefix.Length == 0 && string.Equals(key.Header, endpoint.KeyHeader, StringComparison.OrdinalIgnoreCase))
        );

    private async Task<(ModelOutcome Outcome, Refusal? Refusal)> AskAsync(
        RequestShape shape,
        IReadOnlyList<ReadOnlyMemory<byte>> parts,
        IProgress<ModelProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using var watch = new IdleWatch(endpoint.IdleTimeout, clock, cancellationToken);
        try
        {
            using var http = new HttpMessageInvoker(handler, disposeHandler: false);
            using var message = Message(shape.Applied(parts), shape.KeyHeader);
            using var response = await http.SendAsync(message, watch.Token);
            return response.IsSuccessStatusCode
                ? await ReadAsync(response, NewAnswer(progress), watch)
                : await RefusedAsync(response, watch);
        }
        catch (OperationCanceledException) when (watch.Expired)
        {
            return (new ModelFailure(FailureKind.Connection, endpoint.Clean($"{endpoint.Place}: {watch.Words}")), null);
        }
        catch (HttpRequestException exception)
        {
            return (ProviderTrouble.FromException(exception, endpoint), null);
        }
        catch (Exception exception) when (exception is CutShortException or IOException)
        {
            return (new ModelFailure(FailureKind.Connection, endpoint.Clean($"{endpoint.Place}: {exception.Message}")), null);
        }
        catch (Exception exception) when (exception is MalformedResponseException or JsonException or InvalidOperationException)
        {
            var words = $"{endpoint.Place} sent no valid answer: {exception.Message}";
            return (new ModelFailure(FailureKind.Malformed, endpoint.Clean(words)), null);
        }
    }

    private protected abstract GrowingBody NewBody(Conversation conversation);

    private protected abstract AnswerInProgress NewAnswer(IProgress<ModelProgress>? progress);

    private protected virtual void AddHeaders(HttpRequestHeaders headers) { }

    private HttpRequestMessage Message(IReadOnlyList<ReadOnlyMemory<byte>> parts, string? keyHeader)
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
            message.Headers.TryAddWithoutValidation(keyHeader ?? header, keyHeader is null ? endpoint.KeyPrefix + key : key);
        }

        AddHeaders(message.Headers);
        return message;
    }

    private async Task<(ModelOutcome, Refusal?)> RefusedAsync(HttpResponseMessage response, IdleWatch watch)
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

        var status = (int)response.StatusCode;
        var refusal = Refusal.MayBe(status) ? Refusal.Of(status, body.AsMemory(0, length)) : null;
        return (ProviderTrouble.FromStatus(response, body[..length], endpoint, clock.GetUtcNow()), refusal);
    }

    private async Task<(ModelOutcome, Refusal?)> ReadAsync(HttpResponseMessage response, AnswerInProgress answer, IdleWatch watch)
    {
        var stream = new ResponseStream(await response.Content.ReadAsStreamAsync(watch.Token), watch);
        using var events = new EventStream(stream);
        var first = await events.PeekAsync();
        if (first is (byte)'{' && new AnswerReader(endpoint).TakeDocument(await events.ReadToEndAsync(), answer) is { } refused)
        {
            return refused;
        }

        if (first is (byte)'<')
        {
            return (
                new ModelFailure(
                    FailureKind.Server,
                    endpoint.Clean($"{endpoint.Place} answered with an HTML page where an answer was expected")
                ),
                null
            );
        }

        if (first is not (byte)'{' && await new AnswerReader(endpoint).TakeEventsAsync(events, answer) is { } broken)
        {
            return broken;
        }

        return answer.IsWhole ? (answer.Finish(Name, endpoint.Mask), null)
            : answer.Unread is { } unread ? (ProviderTrouble.FromError(unread, endpoint), Refusal.Of(unread))
            : (
                new ModelFailure(FailureKind.Connection, endpoint.Clean($"{endpoint.Place}: the answer was cut short, its end is missing")),
                null
            );
    }

    private sealed record Kept(GrowingBody Body, CallIds Ids);
}
