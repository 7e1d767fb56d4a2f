using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Tests that a run left failing on purpose, in the eyes of later runs.</summary>
public sealed class RedAcrossRuns
{
    private const string List =
        "# Tasks\n\n- [ ] T1 Write failing tests of the price\n- [ ] T2 Add the price (depends on T1)\n- [ ] T3 Write a.txt\n";

    private const string First =
        "import unittest\n\n\nclass First(unittest.TestCase):\n    def test_one(self):\n        self.assertEqual(sum([1]), 1)\n";

    private const string Test =
        First
        + "\n\nimport shop\n\n\nclass Price(unittest.TestCase):\n    def test_price(self):\n        self.assertEqual(shop.price(), 3)\n";

    private const string Red = "test_shop.Price.test_price";

    [Fact]
    public async Task They_are_no_known_failures_a_dependant_turns_them_green_and_its_proof_rests_on_them()
    {
        using var project = await WithRedTestAsync();
        await using var server = await Script
            .Of(
                "T2",
                Say.Write("notes.txt", "n\n"),
                Say.Report(["notes.txt"], passing: 1, failing: 1),
                Say.Bash("sed -i s/0/3/ shop.py"),
                Both()
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "later", "--only", "T2").Asking(server).EndsWithAsync(0);

        Assert.Contains(Red, server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal("red-green", project.Trailers("later", "Ashlar-Proof")[^1]);
        var completed = RunJournal
            .Read(Path.Combine(project.Home, "runs", await LaterAsync(project), "journal.jsonl"))
            .Last("task.completed");
        Assert.Contains(Red, completed.GetProperty("turned_green").ToString(), StringComparison.Ordinal);
        Assert.Contains(Red, completed.GetProperty("rests").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_an_unrelated_task_they_are_listed_and_do_not_stop_it()
    {
        using var project = await WithRedTestAsync();
        await using var server = await Script
            .Of("T3", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], passing: 1, failing: 1))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "later", "--only", "T3").Asking(server).EndsWithAsync(0);

        var gate = (await project.Ashlar("report", await LaterAsync(project), "--json").EndsWithAsync(0))
            .Json[0]
            .GetProperty("verification")
            .GetProperty("gates")[0];
        Assert.Contains(Red, gate.GetProperty("known").ToString(), StringComparison.Ordinal);
    }

    private static ScriptedAnswer Both() => Say.Report(["notes.txt"], ["shop.py"], passing: 2);

    /// <summary>The id of the second run.</summary>
    private static async Task<string> LaterAsync(Project project) =>
        (await project.Ashlar("status", "--json").EndsWithAsync(0))
            .Json.EnumerateArray()
            .Single(run => run.GetProperty("branch").GetString() == "later")
            .GetProperty("run")
            .GetString()!;

    /// <summary>A first run did T1, and its branch is what the next run starts from.</summary>
    private static async Task<Project> WithRedTestAsync()
    {
        var project = Project.With(
            ("tasks.md", List),
            (".gitignore", "__pycache__/\n"),
            ("shop.py", "def price():\n    return 0\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: tests, run: python3 -m unittest test_shop, results: unittest}\n"),
            ("test_shop.py", First)
        );
        await using var server = await Script
            .Of("T1", Say.Read("test_shop.py"), Say.Write("test_shop.py", Test), Say.Report([], ["test_shop.py"], passing: 1, failing: 1))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "first", "--only", "T1").Asking(server).EndsWithAsync(0);
        Assert.Equal([Red], project.Trailers("first", "Ashlar-Red"));
        project.Git("merge", "--quiet", "--ff-only", "first");
        return project;
    }
}
