using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Conversations;

/// <summary>
/// What a run may still spend: as a whole, on each task and through each agent. Shared by all conversations of the run; safe for use from
/// several of them.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="limits">The bounds.</param>
/// <param name="price">USD for a usage by a model, or null when unknown.</param>
public sealed class Budget(TimeProvider clock, RunLimits limits, Func<string, Usage, decimal?> price)
{
    /// <summary>An answer bounded to fewer tokens than these is of no use: the request is refused instead.</summary>
    public const int LeastOutput = 2000;

    private const int Million = 1_000_000;

    private readonly Lock gate = new();
    private readonly long started = clock.GetTimestamp();
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);
    private TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan earlier;

    /// <summary>Counts time that earlier executions of the run worked.</summary>
    public void AddEarlier(TimeSpan worked) => earlier += worked;

    /// <summary>When the run has worked as long as it may, if nothing changes; null for no bound.</summary>
    public DateTimeOffset? Deadline =>
        limits.Time is { } bound ? clock.GetUtcNow() + (bound - clock.GetElapsedTime(started) - earlier) : null;

    /// <summary>The limit that a wait breaks which the provider asks for: the run's time, else the longest wait there is.</summary>
    /// <param name="until">When the provider can be asked again.</param>
    /// <param name="reason">What it said.</param>
    public LimitReached WaitLimit(DateTimeOffset until, MaskedText reason)
    {
        var wait = $"the provider asks to wait until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
        return until > Deadline
            ? new LimitReached(
                "minutes",
                $"{wait}, beyond the run's limit of {limits.Time!.Value.TotalMinutes:0.##} minutes: {ShownText.Line(reason.Text)}"
            )
            : new LimitReached(
                "provider",
                $"{wait}, and a run waits {ModelWait.Longest.TotalHours:0} hours at most: {ShownText.Line(reason.Text)}"
            );
    }

    /// <summary>Counts the usage of an answer and returns its cost in USD, or null when the price is unknown.</summary>
    public decimal? Count(Spender spender, string model, Usage usage)
    {
        var value = price(model, usage);
        Add(spender, value);
        return value;
    }

    /// <summary>Counts a cost that an earlier execution recorded.</summary>
    public void Add(Spender spender, decimal? value)
    {
        lock (gate)
        {
            foreach (var account in Of(spender))
            {
                account.Spent += value ?? 0;
            }
        }
    }

    /// <summary>
    /// Sets aside what the next request costs at worst: its estimated input and its whole output bound. Where that is more than is left,
    /// the bound is lowered to what fits; where too little fits, the request waits while other conversations have something set aside, most
    /// of which they will not need, and is refused when none has.
    /// </summary>
    /// <param name="spender">For whom it is.</param>
    /// <param name="model">The model that is asked.</param>
    /// <param name="inputTokens">An upper estimate of the input.</param>
    /// <param name="outputTokens">The output bound that is wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Allotment> ReserveAsync(
        Spender spender,
        string model,
        long inputTokens,
        int outputTokens,
        CancellationToken cancellationToken
    )
    {
        if (limits.Time is { } bound && clock.GetElapsedTime(started) + earlier >= bound)
        {
            return Allotment.Refused(new LimitReached("minutes", $"the run has worked for {bound.TotalMinutes:0.##} minutes, its limit"));
        }

        if (price(model, new Usage(inputTokens, 0)) is not { } input)
        {
            if (Limited(spender) is { } blind)
            {
                return Allotment.Refused(blind.Unpriced(model));
            }

            input = 0;
        }

        var output = (price(model, new Usage(0, Million)) ?? 0) / Million;
        while (true)
        {
            Task change;
            lock (gate)
            {
                var concerned = Of(spender);
                var tight = concerned.FindAll(account => !account.Fits(input, output, outputTokens));
                if (tight.Count == 0)
                {
                    return Set(concerned, input, output, outputTokens);
                }

                if (tight.Find(account => account.Reserved == 0) is { } full)
                {
                    return Allotment.Refused(full.Refusal(input + (output * outputTokens)));
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
            foreach (var account in allotment.Accounts)
            {
                account.Reserved -= allotment.Cost;
            }

            (waited, released) = (released, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waited.SetResult();
    }

    private static Allotment Set(List<Account> concerned, decimal input, decimal output, int outputTokens)
    {
        var tokens = concerned.Count == 0 ? outputTokens : concerned.Min(account => account.Tokens(input, output, outputTokens));
        var worst = input + (output * tokens);
        foreach (var account in concerned)
        {
            account.Reserved += worst;
        }

        return new Allotment(tokens, worst, null) { Accounts = concerned };
    }

    private Account? Limited(Spender spender)
    {
        lock (gate)
        {
            return Of(spender) is [var first, ..] ? first : null;
        }
    }

    /// <summary>The accounts with a limit that a spender's requests are counted on.</summary>
    private List<Account> Of(Spender spender)
    {
        var found = new List<Account>();
        Add("run", limits.Cost, bound => new Account(bound, "cost", "the run", null));
        Add($"task {spender.Task}", limits.TaskCost, bound => new Account(bound, "task-cost", $"task {spender.Task}", null));
        Add(
            $"agent {spender.Agent}",
            limits.AgentCosts.TryGetValue(spender.Agent, out var most) ? most : null,
            bound => new Account(bound, "agent-cost", spender.Agent, spender.Agent)
        );
        return found;

        void Add(string name, decimal? limit, Func<decimal, Account> make)
        {
            if (limit is { } bound)
            {
                found.Add(accounts.TryGetValue(name, out var known) ? known : accounts[name] = make(bound));
            }
        }
    }

    /// <summary>What is spent and set aside under one limit.</summary>
    internal sealed class Account(decimal limit, string code, string who, string? agent)
    {
        /// <summary>USD spent.</summary>
        public decimal Spent { get; set; }

        /// <summary>USD set aside for requests that are not answered yet.</summary>
        public decimal Reserved { get; set; }

        private decimal Left => limit - Spent - Reserved;

        /// <summary>The tokens of an answer that it can pay, at most those that are wanted.</summary>
        public int Tokens(decimal input, decimal output, int wanted) =>
            output > 0 ? (int)Math.Clamp(decimal.Floor((Left - input) / output), 0, wanted) : wanted;

        /// <summary>Whether it can pay an answer that is of use.</summary>
        public bool Fits(decimal input, decimal output, int wanted) =>
            Left >= input && Tokens(input, output, wanted) >= Math.Min(LeastOutput, wanted);

        /// <summary>Why nothing can be asked of a model whose price nobody knows.</summary>
        public LimitReached Unpriced(string model) =>
            new(code, $"{who} has a limit of {limit:0.00##} USD, and no price is known for {model}") { Agent = agent };

        /// <summary>Why it cannot.</summary>
        public LimitReached Refusal(decimal whole) =>
            new(
                code,
                $"{who} has spent {Spent:0.00##} USD; the next request could cost {whole:0.00##} USD and break the limit of {limit:0.00##} USD"
            )
            {
                Agent = agent,
            };
    }
}

/// <summary>For whom a request is made.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Agent">The name of the agent that is asked: the author, or who reads its work.</param>
public sealed record Spender(string Task, string Agent);

/// <summary>What a request may use.</summary>
/// <param name="OutputTokens">The bound of its answer.</param>
/// <param name="Cost">USD set aside for it.</param>
/// <param name="Refusal">The limit that forbids it, or null.</param>
public sealed record Allotment(int OutputTokens, decimal Cost, LimitReached? Refusal)
{
    /// <summary>Where it is set aside.</summary>
    internal IReadOnlyList<Budget.Account> Accounts { get; init; } = [];

    /// <summary>The request may not be made.</summary>
    public static Allotment Refused(LimitReached limit) => new(0, 0, limit);
}
