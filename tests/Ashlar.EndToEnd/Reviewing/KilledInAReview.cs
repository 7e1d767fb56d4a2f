using System.Collections.Concurrent;
using System.Globalization;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;
using Xunit.Sdk;

namespace Ashlar.EndToEnd.Reviewing;

/// <summary>A run that is killed inside a review asks nothing again and reaches the same verdicts, ledger and commits.</summary>
public sealed class KilledInAReview
{
    private const int Killed = 137;

    [Fact]
    public async Task At_any_line_of_a_review_a_resumed_run_ends_like_one_that_was_not_killed()
    {
        using var undisturbed = Project.TwoTasks();
        await using var model = await TwoRounds().ServeAsync();
        await Run(undisturbed).Asking(model).EndsWithAsync(0);
        var expected = await EndingAsync(undisturbed);
        var different = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(
            Lines(undisturbed.Journal()),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (line, _) =>
            {
                try
                {
                    await AssertSameAsync(line, expected);
                }
                catch (XunitException trouble)
                {
                    different.Add($"killed after line {line}: {trouble.Message}");
                }
            }
        );

        Assert.Equal("", string.Join("\n\n", different));
    }

    private static async Task AssertSameAsync(int line, string expected)
    {
        using var project = Project.TwoTasks();
        await using var server = await TwoRounds().ServeAsync();
        await Run(project).Asking(server).With("ASHLAR_FAILPOINT", line.ToString(CultureInfo.InvariantCulture)).EndsWithAsync(Killed);
        var answered = project
            .Journal()
            .Of("turn.received")
            .Select(entry => entry.GetProperty("body").GetProperty("key").GetString())
            .ToList();
        var asked = server.Requests.Count;

        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

        Assert.Equal(expected, await EndingAsync(project));
        Assert.DoesNotContain(server.Requests.Skip(asked).Select(Key), key => answered.Contains(key));
        Assert.True(project.Journal().IsWhole);
    }

    /// <summary>The key that the journal gives the turn of a request.</summary>
    private static string Key(RecordedRequest request)
    {
        var talk =
            !Script.IsOfReader(request) ? ""
            : request.FirstUserText.Contains("Review round 1 of", StringComparison.Ordinal) ? "review/1/"
            : "review/2/";
        return $"1/{talk}turn/{request.Turn}";
    }

    /// <summary>All lines of both reviews, those before a request is on its way and after an answer is told included.</summary>
    private static IEnumerable<int> Lines(RunJournal journal)
    {
        var types = journal.Types.ToList();
        var begins = types.Index().Where(line => line.Item == "review.requested").Select(line => line.Index + 1);
        var ends = types.Index().Where(line => line.Item == "review.received").Select(line => line.Index + 1);
        var lines = begins.Zip(ends).SelectMany(review => Enumerable.Range(review.First, review.Second - review.First + 2)).ToList();
        Assert.True(lines.Count > 12, $"both reviews have only {lines.Count} lines");
        return lines;
    }

    private static async Task<string> EndingAsync(Project project)
    {
        var report = await project.Ashlar("report", "--json").EndsWithAsync(0);
        var verdicts = project.Journal().Of("review.received").Select(entry => entry.GetProperty("body").GetRawText());
        var commits = project.Git("log", "--reverse", "--format=%T%n%B", "main..work");
        return $"{commits}\n{string.Join('\n', verdicts)}\n{report.Out}".Replace(project.Runs[0], "RUN", StringComparison.Ordinal);
    }

    private static AshlarCommand Run(Project project) =>
        project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "tech-lead");

    private static Script TwoRounds() =>
        Script
            .Of(
                "1",
                Say.Write("a.txt", "wrong\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "right\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "put right"), ("F2", "rebutted", "one line is enough"))
            )
            .Review("1", 1, Say.Read("a.txt"), Say.RequestChanges("a.txt:1 The word is wrong.", "Say more."))
            .Review("1", 2, ScriptedAnswer.Text("Let me see."), Say.Approve());
}
