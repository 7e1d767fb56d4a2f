using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Providers.Shapes;

namespace Ashlar.Providers.Wire;

/// <summary>Reads what a provider answers into an answer.</summary>
/// <param name="endpoint">The provider.</param>
internal sealed class AnswerReader(ModelEndpoint endpoint)
{
    /// <summary>Takes an answer that came whole; what is wrong with it, or null.</summary>
    public (ModelOutcome, Refusal?)? TakeDocument(ReadOnlyMemory<byte> bytes, AnswerInProgress answer)
    {
        try
        {
            using var document = WireText.Parse(bytes);
            return answer.TakeWhole(document.RootElement) is { } error
                ? (ProviderTrouble.FromError(error, endpoint), Refusal.Of(error))
                : null;
        }
        catch (JsonException)
        {
            return (
                new ModelFailure(
                    FailureKind.Connection,
                    endpoint.Clean($"{endpoint.Place}: the answer was cut short, it is no whole JSON document")
                ),
                null
            );
        }
    }

    /// <summary>Takes the events of an answer until it is over; what is wrong with it, or null.</summary>
    /// <exception cref="CutShortException">It ended in the middle of an event.</exception>
    public async Task<(ModelOutcome, Refusal?)?> TakeEventsAsync(EventStream events, AnswerInProgress answer)
    {
        while (!answer.IsOver && await NextAsync(events, answer) is { } received)
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
                    return (ProviderTrouble.FromError(error, endpoint), Refusal.Of(error));
                }
            }
            catch (JsonException) when (!received.Whole)
            {
                throw new CutShortException("the answer was cut short in the middle of an event");
            }
        }

        return null;
    }

    /// <summary>The next event; none where an answer is whole already and its server neither goes on nor closes the line, or loses it.</summary>
    private static async ValueTask<ServerEvent?> NextAsync(EventStream events, AnswerInProgress answer)
    {
        try
        {
            return await events.ReadAsync(answer.IsWhole);
        }
        catch (CutShortException) when (answer.IsWhole)
        {
            return null;
        }
    }
}
