using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

public sealed class BudgetTests
{
    private const string Model = "anthropic/scripted";
    private static readonly CancellationToken None = CancellationToken.None;

    private static Budget Of(decimal cost, double? minutes = null, TimeProvider? clock = null) =>
        new(clock ?? new ManualClock(), cost, minutes, (_, usage) => 0.00001m * usage.Output);

    [Fact]
    public async Task The_bound_of_an_answer_is_lowered_to_what_is_left()
    {
        var budget = Of(cost: 0.05m);

        var allotment = await budget.ReserveAsync(Model, 100, 16_000, None);

        Assert.Equal((5_000, 0.05m, null), (allotment.OutputTokens, allotment.Cost, allotment.Refusal));
    }

    [Fact]
    public async Task What_another_conversation_has_set_aside_is_waited_for_and_no_reason_to_stop()
    {
        var budget = Of(cost: 0.05m);
        var first = await budget.ReserveAsync(Model, 100, 16_000, None);

        var second = budget.ReserveAsync(Model, 100, 16_000, None);
        Assert.False(second.IsCompleted);
        budget.Count(Model, new Usage(100, 1_000));
        budget.Release(first);

        Assert.Equal(4_000, (await second).OutputTokens);
    }

    [Fact]
    public async Task What_is_really_spent_is_a_reason_and_those_who_wait_hear_of_it()
    {
        var budget = Of(cost: 0.05m);
        var first = await budget.ReserveAsync(Model, 100, 16_000, None);

        var second = budget.ReserveAsync(Model, 100, 16_000, None);
        budget.Count(Model, new Usage(100, 4_900));
        budget.Release(first);

        Assert.Equal("cost", (await second).Refusal?.Limit);
    }

    [Fact]
    public async Task Whoever_waits_for_others_can_be_interrupted()
    {
        var budget = Of(cost: 0.05m);
        await budget.ReserveAsync(Model, 100, 16_000, None);
        using var interruption = new CancellationTokenSource();

        var second = budget.ReserveAsync(Model, 100, 16_000, interruption.Token);
        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task The_limit_of_time_waits_for_nobody()
    {
        var clock = new ManualClock();
        var budget = Of(cost: 0.05m, minutes: 10, clock);
        await budget.ReserveAsync(Model, 100, 16_000, None);
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("minutes", (await budget.ReserveAsync(Model, 100, 16_000, None)).Refusal?.Limit);
    }
}
