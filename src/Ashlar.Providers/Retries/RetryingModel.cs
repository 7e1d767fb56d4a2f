using Ashlar.Core.Models;

namespace Ashlar.Providers.Retries;

/// <summary>How often and how long a <see cref="RetryingModel"/> tries.</summary>
public sealed record RetryBounds
{
    /// <summary>Further tries after trouble with the connection or the server, and after an overload whose end the provider does not tell.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>Further tries after an answer that breaks the protocol.</summary>
    public int MalformedRetries { get; init; } = 1;

    /// <summary>The first delay; it doubles with each try.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest delay that doubling leads to.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The sum of all waits for resets that the provider told; what is longer is returned as the failure.</summary>
    public TimeSpan LongestWait { get; init; } = ModelWait.Longest;

    /// <summary>The most that chance adds to a delay.</summary>
    public TimeSpan LongestJitter { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>
/// Asks again what may succeed later, with exponential back-off and jitter; a wait that the provider asks for is obeyed, reported, and
/// is no try that counts (contract section 3), unless it lasts beyond the request's deadline: then the failure is returned at once. A partly
/// streamed answer is dropped: the next try starts from nothing.
/// </summary>
/// <param name="inner">Who is asked.</param>
/// <param name="clock">Measures the waits.</param>
/// <param name="bounds">How often and how long; null for the defaults.</param>
/// <param name="jitter">Gives numbers from 0 to below 1; null for random ones.</param>
public sealed class RetryingModel(IModel inner, TimeProvider clock, RetryBounds? bounds = null, Func<double>? jitter = null) : IModel
{
    private readonly RetryBounds bounds = bounds ?? new RetryBounds();
    private readonly Func<double> jitter = jitter ?? Random.Shared.NextDouble;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => inner.Names;

    /// <inheritdoc/>
    public async Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken)
    {
        var tries = new Tries(bounds);
        while (true)
        {
            var outcome = await inner.AskAsync(request, progress, cancellationToken);
            if (outcome is not ModelFailure failure || tries.DelayAfter(failure, request.Deadline - clock.GetUtcNow()) is not { } delay)
            {
                return outcome;
            }

            // Up to a quarter more, so that many runs that failed together do not come back together.
            delay += Shorter(delay / 4, bounds.LongestJitter) * jitter();
            progress?.Report(new ModelProgress(Waiting: new ModelWait(failure.Message, clock.GetUtcNow() + delay, tries.Count)));
            await Task.Delay(delay, clock, cancellationToken);
        }
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    /// <summary>What has been tried for one request.</summary>
    private sealed class Tries(RetryBounds bounds)
    {
        private int attempts;
        private int malformed;
        private int waits;
        private TimeSpan waited;

        /// <summary>How many tries failed.</summary>
        public int Count { get; private set; }

        /// <summary>How long to wait before the next try, or null if there is to be none.</summary>
        /// <param name="failure">The outcome of the last one.</param>
        /// <param name="left">How long a wait may last; null for no bound.</param>
        public TimeSpan? DelayAfter(ModelFailure failure, TimeSpan? left)
        {
            Count++;
            var told = failure.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : TimeSpan.Zero;
            return failure switch
            {
                { Kind: FailureKind.Malformed } => malformed++ < bounds.MalformedRetries ? BackOff(malformed) : null,
                { Retryable: false } => null,
                { Kind: FailureKind.RateLimited or FailureKind.Overloaded } when told > TimeSpan.Zero => told > left ? null : Wait(told),
                _ when told > bounds.LongestWait - waited => null,
                _ => attempts++ < bounds.Retries ? Longer(told, BackOff(attempts)) : null,
            };
        }

        // A reset that is told again and again must not become a tight loop, hence the back-off here too.
        private TimeSpan? Wait(TimeSpan told)
        {
            var wait = Longer(told, BackOff(++waits));
            if (wait > bounds.LongestWait - waited)
            {
                return null;
            }

            waited += wait;
            return wait;
        }

        private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

        private TimeSpan BackOff(int attempt)
        {
            var delay = bounds.FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 20));
            return delay < bounds.LongestDelay ? delay : bounds.LongestDelay;
        }
    }
}
