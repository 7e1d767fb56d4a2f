using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Runs of many turns: what they keep grows with the turns and no faster.</summary>
public sealed class LongRuns
{
    private const int Turns = 200;

    [Fact]
    public async Task The_journal_of_200_turns_grows_by_the_same_for_each_turn()
    {
        using var project = Project.TwoTasks(("line.txt", "A line.\n"));
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Turn <= Turns ? ScriptedAnswer.Call("Read", new { file_path = "line.txt", limit = 1000 + request.Turn })
            : request.Turn == Turns + 1 ? Say.Write("a.txt", "a\n")
            : Say.Done("a.txt")
        );

        await project
            .Ashlar("run", "tasks.md", "--only", "1", "--trust", "--branch", "work", "--max-turns", "300")
            .Asking(server)
            .EndsWithAsync(0);

        var journal = project.Journal();
        var ends = journal
            .Lines.Select((line, index) => (Line: line, Index: index))
            .Where(entry => journal.Entries[entry.Index].GetProperty("type").GetString() == "turn.received")
            .Select(entry => journal.Lines.Take(entry.Index + 1).Sum(line => line.Length + 1))
            .ToList();
        var (early, late) = (ends[60] - ends[10], ends[199] - ends[149]);
        Assert.Equal(Turns + 2, ends.Count);
        Assert.InRange(late, early * 0.95, early * 1.05);
        Assert.InRange(late / 50, 1, 3000);
        Assert.InRange(Artifacts(project), 1, 40);
        Assert.True(server.Requests[Turns].Bytes.Length > 5 * server.Requests[0].Bytes.Length, "the conversation itself grew");
    }

    private static int Artifacts(Project project) =>
        Directory
            .EnumerateFiles(Path.Combine(project.Home, "runs", project.Runs[0], "artifacts"), "*", SearchOption.AllDirectories)
            .Count();
}
