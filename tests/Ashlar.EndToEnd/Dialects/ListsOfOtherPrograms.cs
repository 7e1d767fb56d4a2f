using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>Runs of lists whose tasks are not simply boxes.</summary>
public sealed class ListsOfOtherPrograms
{
    private const string Checked = "gates:\n  - {name: check, run: test ! -e broken}\n";

    [Theory]
    [InlineData(
        "### Task 1: Write a.txt\n\n**Status**: not_started\n\n### Task 2: Write b.txt\n\n**Status**: not_started\n",
        "not_started",
        "done"
    )]
    [InlineData(
        "### Task 1: Write a.txt\n\n- [ ] **Step 1: Think**\n- [ ] **Step 2: Write**\n\n### Task 2: Write b.txt\n\n- [ ] **Step 1: Write**\n",
        "[ ]",
        "[x]"
    )]
    [InlineData("- [ ] 1. Write a.txt\n  - Into the root\n- [ ] 2. Write b.txt\n  - _Requirements: 1_\n", "[ ]", "[x]")]
    public async Task Tasks_are_done_one_by_one_and_ticked_where_they_stand(string text, string open, string done)
    {
        using var project = Project.With((".ashlar/config.yaml", Checked), ("work/tasks.md", "# Work\n\n" + text));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "work/tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(
            ("# Work\n\n" + text).Replace(open, done, StringComparison.Ordinal).TrimEnd('\n'),
            project.Read("work", "work/tasks.md")
        );
    }

    [Fact]
    public async Task A_list_of_headings_alone_is_refused_and_done_as_one_task()
    {
        using var project = Project.With(
            (".ashlar/config.yaml", Checked),
            ("plan.md", "---\nstatus: draft\n---\n# Letters\n\n## Task 1: a.txt\n")
        );

        await using var server = await Script.OfTwoTasks().ServeAsync();
        var refused = await project.Ashlar("run", "plan.md", "--trust", "--dry-run").EndsWithAsync(2);
        var shown = await project.Ashlar("run", "--task-file", "plan.md", "--trust", "--dry-run").Asking(server).EndsWithAsync(0);

        Assert.Contains("--task-file plan.md", refused.Error, StringComparison.Ordinal);
        Assert.Contains("## [ ] Task 1: a.txt", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Letters", shown.Out, StringComparison.Ordinal);
    }
}
