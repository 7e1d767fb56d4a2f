using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What status and report say of turns, tokens and cost is the sum of what the journal holds and the provider said.</summary>
public sealed class SumsOfTheJournal
{
    private const decimal Input = 3m;
    private const decimal Output = 15m;
    private const decimal Cached = 0.3m;

    [Theory]
    [InlineData(WireProtocol.Anthropic)]
    [InlineData(WireProtocol.OpenAI)]
    [Trait("case", "REPORT-006")]
    public async Task Turns_tokens_and_cost_are_the_sum_of_all_turns_reviews_and_resumptions_included(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        var model = protocol is WireProtocol.Anthropic ? "anthropic/scripted" : "openai/scripted";
        project
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken}\nreview: {by: tech-lead}\n"
                    + $"prices: {{{model}: {{input: {Input}, output: {Output}, cached: {Cached}}}}}\n"
            )
            .Commit("Prices");
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n").WithUsage(1_003, 17),
                Say.Escalate("question", "Is that all?").WithUsage(2_011, 29, cached: 997),
                Say.Done("a.txt").WithUsage(3_001, 41, cached: 2_003)
            )
            .Review("1", 1, Say.Approve().WithUsage(733, 11))
            .Asked("1", "Is that all?", ScriptedAnswer.Text("A person has to say.").WithUsage(601, 5))
            .Then("2", Say.Write("b.txt", "b\n").WithUsage(911, 13), Say.Done("b.txt").WithUsage(1_117, 19, cached: 701))
            .Review("2", 1, Say.Approve().WithUsage(719, 7))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, protocol).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "It is.").EndsWithAsync(0);
        await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(0);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        var report = (await project.Ashlar("report", "--json").EndsWithAsync(0)).Json;

        var turns = project.Journal().Of("turn.received");
        var usage = status.GetProperty("usage");
        Assert.Equal(8, turns.Count);
        Assert.Equal(8, server.Requests.Count);
        Assert.Equal(turns.Count, usage.GetProperty("turns").GetInt32());
        Assert.Equal(turns.Sum(Cost), usage.GetProperty("cost").GetDecimal());
        Assert.True(usage.GetProperty("cost").GetDecimal() > 0);
        Assert.Equal(17 + 29 + 5 + 41 + 11 + 13 + 19 + 7, usage.GetProperty("output_tokens").GetInt64());
        Assert.Equal(997 + 2_003 + 701, usage.GetProperty("cached_tokens").GetInt64());
        Assert.Equal(turns.Sum(turn => Tokens(turn, "output")), usage.GetProperty("output_tokens").GetInt64());
        Assert.Equal(
            turns.Sum(turn => Tokens(turn, "input") + Tokens(turn, "cached") + Tokens(turn, "cache_write")),
            usage.GetProperty("input_tokens").GetInt64()
        );
        foreach (var (task, row) in status.GetProperty("tasks").EnumerateArray().Zip(report.EnumerateArray()))
        {
            var id = task.GetProperty("id").GetString();
            var sum = turns.Where(turn => turn.GetProperty("task").GetString() == id).Sum(Cost);
            Assert.Equal((sum, sum), (task.GetProperty("cost").GetDecimal(), row.GetProperty("cost").GetDecimal()));
        }

        Assert.Equal(turns.Sum(Cost), usage.GetProperty("agents").EnumerateArray().Sum(agent => agent.GetProperty("cost").GetDecimal()));
        Assert.Equal(
            Priced(usage.GetProperty("input_tokens").GetInt64(), usage.GetProperty("output_tokens").GetInt64(), 997 + 2_003 + 701),
            usage.GetProperty("cost").GetDecimal()
        );
    }

    private static decimal Priced(long input, long output, long cached) =>
        (((input - cached) * Input) + (output * Output) + (cached * Cached)) / 1_000_000m;

    private static decimal Cost(JsonElement turn) => turn.GetProperty("body").GetProperty("cost").GetDecimal();

    private static long Tokens(JsonElement turn, string name) =>
        turn.GetProperty("body").GetProperty("usage").TryGetProperty(name, out var count) ? count.GetInt64() : 0;
}
