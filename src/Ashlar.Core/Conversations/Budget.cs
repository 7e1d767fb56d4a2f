using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>What a run may still spend. Shared by all conversations of the run; safe for use from several of them.</summary>
/// <param name="clock">The clock.</param>
/// <param name="cost">USD for the run, or null for no bound.</param>
/// <param name="minutes">Minutes of work for the run, or null.</param>
/// <param name="price">USD for a usage by a model, or null when unknown.</param>
public sealed class Budget(TimeProvider clock, decimal? cost, double? minutes, Func<string, Usage, decimal?> price)
{
    /// <summary>An answer bounded to fewer tokens than these is of no use: the request is refused instead.</summary>
    public const int LeastOutput = 2000;

    private const int Million = 1_000_000;

    private readonly Lock gate = new();
    private readonly DateTimeOffset started = clock.GetUtcNow();
    private TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private decimal spent;
    private decimal reserved;
    private TimeSpan earlier;

    /// <summary>USD spent so far, as far as prices are known.</summary>
    public decimal Spent
    {
        get
        {
            lock (gate)
            {
                return spent;
            }
        }
    }

    /// <summary>Counts time that earlier executions of the run worked.</summary>
    public void AddEarlier(TimeSpan worked) => earlier += worked;

    /// <summary>Counts the usage of an answer and returns its cost in USD, or null when the price is unknown.</summary>
    public decimal? Count(string model, Usage usage)
    {
        var value = price(model, usage);
        Add(value);
        return value;
    }

    /// <summary>Counts a cost that an earlier execution recorded.</summary>
    public void Add(decimal? value)
    {
        lock (gate)
        {
            spent += value ?? 0;
        }
    }

    /// <summary>
    /// Sets aside what the next request costs at worst: its estimated input and its whole output bound. Where that is more than is left,
    /// the bound is lowered to what fits; where too little fits, the request waits while other conversations have something set aside, most
    /// of which they will not need, and is refused when none has.
    /// </summary>
    /// <param name="model">The model that is asked.</param>
    /// <param name="inputTokens">An upper estimate of the input.</param>
    /// <param name="outputTokens">The output bound that is wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Allotment> ReserveAsync(string model, long inputTokens, int outputTokens, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (gate)
            {
                var allotment = Reserve(model, inputTokens, outputTokens);
                if (allotment.Refusal is not { Limit: "cost" } || reserved == 0)
                {
                    return allotment;
                }

                change = released.Task;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The request of an allotment is over; what it really cost has been counted.</summary>
    public void Release(Allotment allotment)
    {
        TaskCompletionSource waited;
        lock (gate)
        {
            reserved -= allotment.Cost;
            (waited, released) = (released, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waited.SetResult();
    }

    private Allotment Reserve(string model, long inputTokens, int outputTokens)
    {
        if (minutes is { } bound && (clock.GetUtcNow() - started + earlier).TotalMinutes >= bound)
        {
            return new Allotment(0, 0, new LimitReached("minutes", $"the run has worked for {bound:0.##} minutes, its limit"));
        }

        if (cost is not { } most)
        {
            return new Allotment(outputTokens, 0, null);
        }

        var input = price(model, new Usage(inputTokens, 0)) ?? 0;
        var output = (price(model, new Usage(0, Million)) ?? 0) / Million;
        var left = most - spent - reserved - input;
        var tokens = output > 0 ? (int)Math.Clamp(decimal.Floor(left / output), 0, outputTokens) : outputTokens;
        if (left < 0 || tokens < Math.Min(LeastOutput, outputTokens))
        {
            var whole = input + (output * outputTokens);
            return new Allotment(
                0,
                0,
                new LimitReached(
                    "cost",
                    $"{spent:0.00##} USD are spent; the next request could cost {whole:0.00##} USD and break the limit of {most:0.00##} USD"
                )
            );
        }

        var worst = input + (output * tokens);
        reserved += worst;
        return new Allotment(tokens, worst, null);
    }
}

/// <summary>What a request may use.</summary>
/// <param name="OutputTokens">The bound of its answer.</param>
/// <param name="Cost">USD set aside for it.</param>
/// <param name="Refusal">The limit that forbids it, or null.</param>
public sealed record Allotment(int OutputTokens, decimal Cost, LimitReached? Refusal);
