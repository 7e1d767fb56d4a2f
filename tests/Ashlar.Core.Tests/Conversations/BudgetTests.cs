using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Settings;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

public sealed class BudgetTests
{
    private const string Model = "anthropic/scripted";
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly Spender Worker = new("1", "worker");
    private static readonly Spender Lead = new("1", "tech-lead");

    private static Budget Of(decimal cost, TimeSpan? time = null, TimeProvider? clock = null) =>
        Of(new RunLimits { Cost = cost, Time = time }, clock);

    private static Budget Of(RunLimits limits, TimeProvider? clock = null) =>
        new(clock ?? new ManualClock(), limits, (_, usage) => 0.00001m * usage.Output);

    [Fact]
    public async Task The_bound_of_an_answer_is_lowered_to_what_is_left()
    {
        var budget = Of(cost: 0.05m);

        var allotment = await budget.ReserveAsync(Worker, Model, 100, 16_000, None);

        Assert.Equal((5_000, 0.05m, null), (allotment.OutputTokens, allotment.Cost, allotment.Refusal));
    }

    [Fact]
    public async Task What_another_conversation_has_set_aside_is_waited_for_and_no_reason_to_stop()
    {
        var budget = Of(cost: 0.05m);
        var first = await budget.ReserveAsync(Worker, Model, 100, 16_000, None);

        var second = budget.ReserveAsync(Worker, Model, 100, 16_000, None);
        Assert.False(second.IsCompleted);
        budget.Count(Worker, Model, new Usage(100, 1_000));
        budget.Release(first);

        Assert.Equal(4_000, (await second).OutputTokens);
    }

    [Fact]
    public async Task What_is_really_spent_is_a_reason_and_those_who_wait_hear_of_it()
    {
        var budget = Of(cost: 0.05m);
        var first = await budget.ReserveAsync(Worker, Model, 100, 16_000, None);

        var second = budget.ReserveAsync(Worker, Model, 100, 16_000, None);
        budget.Count(Worker, Model, new Usage(100, 4_900));
        budget.Release(first);

        Assert.Equal("cost", (await second).Refusal?.Limit);
    }

    [Fact]
    public async Task Whoever_waits_for_others_can_be_interrupted()
    {
        var budget = Of(cost: 0.05m);
        await budget.ReserveAsync(Worker, Model, 100, 16_000, None);
        using var interruption = new CancellationTokenSource();

        var second = budget.ReserveAsync(Worker, Model, 100, 16_000, interruption.Token);
        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task The_limit_of_time_waits_for_nobody()
    {
        var clock = new ManualClock();
        var budget = Of(cost: 0.05m, TimeSpan.FromMinutes(10), clock);
        await budget.ReserveAsync(Worker, Model, 100, 16_000, None);
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("minutes", (await budget.ReserveAsync(Worker, Model, 100, 16_000, None)).Refusal?.Limit);
    }

    [Fact]
    public async Task The_tightest_of_the_limits_of_run_task_and_agent_holds()
    {
        var budget = Of(
            new RunLimits
            {
                Cost = 1,
                TaskCost = 0.10m,
                AgentCosts = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["tech-lead"] = 0.03m },
            }
        );

        var author = await budget.ReserveAsync(Worker, Model, 100, 16_000, None);
        budget.Count(Worker, Model, new Usage(100, 1_000));
        budget.Release(author);
        var lead = await budget.ReserveAsync(Lead, Model, 100, 16_000, None);
        budget.Count(Lead, Model, new Usage(100, 2_500));
        budget.Release(lead);
        var again = await budget.ReserveAsync(Lead, Model, 100, 16_000, None);
        var elsewhere = await budget.ReserveAsync(new Spender("2", "worker"), Model, 100, 16_000, None);
        var here = await budget.ReserveAsync(Worker, Model, 100, 16_000, None);

        Assert.Equal((10_000, 3_000), (author.OutputTokens, lead.OutputTokens));
        Assert.Equal(("agent-cost", "tech-lead"), (again.Refusal?.Limit, again.Refusal?.Agent));
        Assert.Equal((10_000, 6_500), (elsewhere.OutputTokens, here.OutputTokens));
    }

    [Fact]
    public async Task What_a_task_has_spent_through_others_counts_on_it()
    {
        var budget = Of(new RunLimits { TaskCost = 0.05m });
        budget.Add(Lead, 0.04m);

        Assert.Equal("task-cost", (await budget.ReserveAsync(Worker, Model, 100, 16_000, None)).Refusal?.Limit);
        Assert.Null((await budget.ReserveAsync(new Spender("2", "worker"), Model, 100, 16_000, None)).Refusal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_clock_that_is_set_is_no_time_that_was_worked(int hours)
    {
        var clock = new ManualClock();
        var budget = Of(cost: 1, TimeSpan.FromMinutes(10), clock);
        clock.Set(TimeSpan.FromHours(hours));

        Assert.Null((await budget.ReserveAsync(Worker, Model, 100, 100, None)).Refusal);

        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("minutes", (await budget.ReserveAsync(Worker, Model, 100, 100, None)).Refusal?.Limit);
    }

    [Fact]
    public void What_a_provider_says_of_a_distant_reset_cannot_move_the_cursor()
    {
        var limit = Of(new RunLimits()).WaitLimit(new ManualClock().GetUtcNow().AddDays(11), Said.Text("later\n\u001b[2Jnow"));

        Assert.Equal("provider", limit.Limit);
        Assert.DoesNotContain(limit.Message, char.IsControl);
    }
}
