using System.Text;
using Microsoft.AspNetCore.Http;

namespace Ashlar.Testing;

/// <summary>Sends one scripted answer, faults included.</summary>
internal sealed class ScriptedResponse(HttpResponse response, RecordedRequest request, ScriptedAnswer answer)
{
    public async Task SendAsync(CancellationToken gone)
    {
        try
        {
            await SendAnswerAsync(gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client went away, which is what many tests are about.
        }
    }

    private async Task SendAnswerAsync(CancellationToken gone)
    {
        if (answer.Release is { } release)
        {
            await release.WaitAsync(gone);
        }

        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.Body is { } body)
        {
            response.ContentType = answer.ContentType;
            foreach (var piece in answer.ByteByByte ? body.Chunk(1) : [body])
            {
                await response.Body.WriteAsync(piece, gone);
                await response.Body.FlushAsync(gone);
            }

            await EndAsync(gone);
        }
        else if (answer.AtOnce)
        {
            response.ContentType = "application/json";
            var whole =
                request.Protocol is WireProtocol.Anthropic ? AnthropicWire.Whole(request, answer) : OpenAIWire.Whole(request, answer);
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(whole), gone);
        }
        else
        {
            response.ContentType = "text/event-stream";
            await SendEventsAsync(gone);
        }
    }

    private async Task SendEventsAsync(CancellationToken gone)
    {
        var events =
            request.Protocol is WireProtocol.Anthropic ? AnthropicWire.Events(request, answer) : OpenAIWire.Events(request, answer);
        var count = answer.ErrorEvent?.After ?? answer.CutAfter ?? answer.EndAfter ?? int.MaxValue;
        foreach (var text in events.Take(count))
        {
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), gone);
        }

        await response.Body.FlushAsync(gone);
        if (answer.ErrorEvent is { } error)
        {
            var text =
                request.Protocol is WireProtocol.Anthropic
                    ? AnthropicWire.Error(error.Type, error.Message)
                    : OpenAIWire.Error(error.Type, error.Message);
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), gone);
        }
        else
        {
            await EndAsync(gone);
        }
    }

    private async Task EndAsync(CancellationToken gone)
    {
        if (answer.CutAfter is not null)
        {
            response.HttpContext.Abort();
        }
        else if (answer.Stalls)
        {
            await Task.Delay(Timeout.Infinite, gone);
        }
    }
}
