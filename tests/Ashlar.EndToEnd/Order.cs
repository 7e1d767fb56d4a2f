using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Which task is done when, and which is not.</summary>
public sealed class Order
{
    private static ScriptedAnswer Quick(RecordedRequest request) =>
        request.Turn == 1 ? Say.Write($"{request.TaskId}.txt", "x\n") : Say.Done($"{request.TaskId}.txt");

    [Fact]
    public async Task Tasks_are_done_in_the_order_of_their_dependencies()
    {
        using var project = Project.Example("task-list-python");
        project.Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n").Commit("One gate");
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Turn == 1
                ? Say.Write($"shop/{request.TaskId!.Replace('-', '_')}.py", "X = 1\n")
                : Say.Report([$"shop/{request.TaskId!.Replace('-', '_')}.py"], acceptance: Acceptance(request.TaskId!))
        );

        var plan = (
            await project.Ashlar("run", "tasks/backend_tasks.md", "--trust", "--dry-run", "--json").Asking(server).EndsWithAsync(0)
        ).Json;
        await project.Ashlar("run", "--agent", "backend", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["T-001", "T-002", "T-003"], plan.GetProperty("order").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(["T-001", "T-002", "T-003"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(3, project.Read("work", "tasks/backend_tasks.md").Split("### [x] T-00").Length - 1);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task When_a_task_fails_what_builds_on_it_is_skipped_and_the_rest_goes_on()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] T001 First\n- [ ] T002 Second (depends on T001)\n- [ ] T003 Third\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n")
        );
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.TaskId is "T001" ? ScriptedAnswer.Text("No.") : Quick(request)
        );

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);

        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        Assert.Equal(
            ["failed", "skipped", "done"],
            status.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("state").GetString())
        );
        Assert.Equal(["T003"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    public async Task A_failed_task_is_started_anew_with_retry()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Request(1, ScriptedAnswer.Text("No."))
            .Request(2, ScriptedAnswer.Text("No."))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);
        await project.Ashlar("resume", "--retry", "1").Knowing(server).EndsWithAsync(0);

        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.DoesNotContain("An attempt before", server.Requests[0].FirstUserText, StringComparison.Ordinal);
        Assert.Contains(
            "An attempt before this one failed: the agent ended 2 turns in a row without a report. Its files are not here; begin from BASE.",
            server.Requests[2].FirstUserText,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Only_a_named_task_whose_dependency_is_open_is_refused()
    {
        using var project = Project.Example("node-library");
        await using var server = await ScriptedModelServer.StartAsync(Quick);

        var result = await project.Ashlar("run", "specs/001-slugs", "--only", "T003", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("T002", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static string[] Acceptance(string task) =>
        task switch
        {
            "T-001" => ["Ten pieces cost 5 % less", "A negative quantity is refused"],
            "T-002" => ["The total is the sum of the lines", "A voucher never makes the total negative"],
            _ => ["A receipt lists every line and ends with the total"],
        };
}
