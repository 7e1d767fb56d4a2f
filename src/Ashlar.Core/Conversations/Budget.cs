using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>What a run may still spend. Shared by all conversations of the run; safe for use from several of them.</summary>
/// <param name="clock">The clock.</param>
/// <param name="cost">USD for the run, or null for no bound.</param>
/// <param name="minutes">Minutes of work for the run, or null.</param>
/// <param name="price">USD for a usage by a model, or null when unknown.</param>
public sealed class Budget(TimeProvider clock, decimal? cost, double? minutes, Func<string, Usage, decimal?> price)
{
    private readonly Lock gate = new();
    private readonly DateTimeOffset started = clock.GetUtcNow();
    private decimal spent;
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
    /// The limit that forbids the next request, or null. The request's worst case counts: its estimated input and its whole
    /// output bound.
    /// </summary>
    public LimitReached? Refuse(string model, long inputTokens, int outputTokens)
    {
        if (minutes is { } bound && (clock.GetUtcNow() - started + earlier).TotalMinutes >= bound)
        {
            return new LimitReached("minutes", $"the run has worked for {bound:0.##} minutes, its limit");
        }

        if (cost is not { } most)
        {
            return null;
        }

        var worst = price(model, new Usage(inputTokens, outputTokens)) ?? 0;
        return Spent + worst > most
            ? new LimitReached(
                "cost",
                $"{Spent:0.00##} USD are spent; the next request could cost {worst:0.00##} USD and break the limit of {most:0.00##} USD"
            )
            : null;
    }
}
