using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Secrets in what a person types or a set-up command prints.</summary>
public sealed class SaidByPeople
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_value_in_the_points_of_a_review_is_seen_nowhere(bool isSecret)
    {
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret);
        await using var server = await Script
            .Of(
                "1",
                Say.Write("src/a.txt", "a\n"),
                Say.Done("src/a.txt"),
                Say.Write("src/a.txt", "b\n"),
                Say.Addressed(["src/a.txt"], ("F1", "fixed", $"it reads {value}"), ("F2", "rebutted", $"{value} stays"))
            )
            .ServeAsync();
        var shown = new List<AshlarResult> { await Run(spoken, "tasks.md").Asking(server).EndsWithAsync(3) };
        spoken.Project.Write("points.md", $"1. src/a.txt:1 Use {value} here.\n2. Is {value} needed?\n");

        shown.Add(
            await spoken
                .Ashlar("review", spoken.Project.Runs[0], "request-changes", "--feedback-file", "points.md", "--resume")
                .Knowing(server)
                .EndsWithAsync(3)
        );
        shown.Add(await spoken.Ashlar("inbox").EndsWithAsync(0));
        shown.Add(await spoken.Ashlar("review", spoken.Project.Runs[0], "approve", "--resume").Knowing(server).EndsWithAsync(0));
        shown.AddRange(await ShowAsync(spoken));

        Assert.StartsWith("Review 1 by a person", server.Requests[2].LastResultText, StringComparison.Ordinal);
        AssertSeen(isSecret, spoken.Places(server, value, shown), "requests", "journal.jsonl", "console");
        if (isSecret)
        {
            Assert.Contains("Use [secret TOKEN] here.", server.Requests[2].LastResultText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_value_in_a_task_in_words_is_seen_nowhere_the_pull_request_included(bool isSecret)
    {
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret);
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Turn == 1
                ? Say.Write("src/a.txt", "a\n")
                : Say.Report(["src/a.txt"], summary: $"Done for {value}, as the task asks for.")
        );
        var shown = new List<AshlarResult>
        {
            await spoken
                .Ashlar("run", "--task", $"Write src/a.txt for {value}", "--trust", "--branch", "work", "--push", "--pull-request")
                .Asking(server)
                .EndsWithAsync(0),
        };
        shown.AddRange(await ShowAsync(spoken));

        AssertSeen(isSecret, spoken.Places(server, value, shown), "requests", "journal.jsonl", "console", "commits", "pull request");
        if (isSecret)
        {
            Assert.Contains("[secret TOKEN]", spoken.Messages, StringComparison.Ordinal);
            Assert.Contains("[secret TOKEN]", spoken.PullRequest, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_value_that_set_up_prints_is_seen_nowhere(bool isSecret)
    {
        var value = SecretScan.NewValue();
        var line = "echo \"fetching with $TOKEN\"; printf %s \"$TOKEN\" | base64 -w0; echo; exit 1";
        using var spoken = new SpokenProject(
            value,
            isSecret,
            $"setup: [{{run: '{line}'}}]\n" + (isSecret ? "" : $"env: {{TOKEN: \"{value}\"}}\n")
        );
        await using var server = await Script.Of("1", Say.Write("src/a.txt", "a\n"), Say.Done("src/a.txt")).ServeAsync();

        var run = await Run(spoken, "tasks.md").Asking(server).RunAsync();
        var shown = new List<AshlarResult> { run };
        shown.AddRange(await ShowAsync(spoken));

        Assert.NotEqual(0, run.ExitStatus);
        Assert.Contains("fetching with", string.Concat(shown.Select(one => one.Out + one.Error)), StringComparison.Ordinal);
        AssertSeen(isSecret, spoken.Places(server, value, shown), "console");
    }

    private static AshlarCommand Run(SpokenProject spoken, string work) =>
        spoken.Ashlar("run", work, "--trust", "--branch", "work", "--review", "human");

    private static async Task<IReadOnlyList<AshlarResult>> ShowAsync(SpokenProject spoken)
    {
        var shown = new List<AshlarResult>();
        foreach (var command in new[] { "status", "report", "logs" })
        {
            shown.Add(await spoken.Ashlar(command).RunAsync());
        }

        return shown;
    }

    private static void AssertSeen(bool isSecret, IEnumerable<string> places, params IReadOnlyList<string> control)
    {
        var seen = places.Distinct().ToList();
        if (isSecret)
        {
            Assert.Equal([], seen);
        }
        else
        {
            Assert.All(control, place => Assert.Contains(place, seen));
        }
    }
}
