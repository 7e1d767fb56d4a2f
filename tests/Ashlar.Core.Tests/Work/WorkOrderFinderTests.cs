using Ashlar.Core.Work;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Work;

public sealed class WorkOrderFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private WorkOrder Find(WorkRequest request) => new WorkOrderFinder(_folder.Path).Find(request);

    [Fact]
    public void A_spec_folder_gives_its_list_name_ticket_and_all_its_files()
    {
        _folder.Write("agent-os/specs/2026-01-05-invitations/tasks.md", "- [ ] 1. a\n");
        _folder.Write("agent-os/specs/2026-01-05-invitations/spec.md", "# Spec\n**Ticket**: [ABC-7](https://example.org)\n");
        _folder.Write("agent-os/specs/2026-01-05-invitations/planning/visuals/a.png", "x");

        var order = Find(new WorkRequest { Work = "agent-os/specs/2026-01-05-invitations/" });

        Assert.Equal(
            (WorkOrderKind.Spec, "2026-01-05-invitations", "agent-os/specs/2026-01-05-invitations/tasks.md", "ABC-7"),
            (order.Kind, order.Spec, order.ListPath, order.Ticket)
        );
        Assert.Equal(["planning/visuals/a.png", "spec.md", "tasks.md"], order.Paths.Select(path => path[(order.Folder!.Length + 1)..]));
        Assert.Equal("agent-os", order.List.Dialect);
    }

    [Fact]
    public void A_folder_of_task_files_is_refused_with_one_that_can_be_done_now()
    {
        Backlog(1, "To Do", "task-3");
        var alone = Find(new WorkRequest { Work = "backlog/tasks" });
        Backlog(2, "To Do");
        Backlog(3, "Done");
        Backlog(4, "To Do", "task-2");

        var refused = Assert.Throws<ProblemException>(() => Find(new WorkRequest { Work = "backlog/tasks" })).Problems[0];

        Assert.Equal("backlog/tasks/task-1 - Thing.md", alone.ListPath);
        Assert.Equal("work.no-list", refused.Code);
        Assert.Contains("3 open tasks", refused.Message, StringComparison.Ordinal);
        Assert.Contains("backlog/tasks/task-1 - Thing.md", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_file_waits_for_those_that_it_depends_on()
    {
        Backlog(1, "To Do");
        Backlog(2, "To Do", "task-1");
        var refused = Assert.Throws<ProblemException>(() => Find(new WorkRequest { Work = "backlog/tasks/task-2 - Thing.md" })).Problems[0];
        Backlog(1, "Done");
        var order = Find(new WorkRequest { Work = "backlog/tasks/task-2 - Thing.md" });
        Backlog(2, "To Do", "task-9");
        var unknown = Find(new WorkRequest { Work = "backlog/tasks/task-2 - Thing.md" });

        Assert.Equal("tasks.unmet-dependency", refused.Code);
        Assert.Contains("ashlar run \"backlog/tasks/task-1 - Thing.md\"", refused.Remedy, StringComparison.Ordinal);
        Assert.Equal(["task-1"], order.List.Tasks[0].DependsOn);
        Assert.Equal(["task-2"], order.List.Ready);
        Assert.Empty(order.List.Problems);
        Assert.Equal(["tasks.unknown-dependency"], unknown.List.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Of_the_tags_of_Task_Master_the_current_one_is_worked_on()
    {
        _folder.Write(
            ".taskmaster/tasks/tasks.json",
            """{"master": {"tasks": [{"id": 1, "title": "a", "status": "pending"}]}, "later": {"tasks": [{"id": 1, "title": "b", "status": "pending"}]}}"""
        );
        var usual = Find(new WorkRequest { Work = ".taskmaster/tasks/tasks.json" });
        _folder.Write(".taskmaster/state.json", """{"currentTag": "later"}""");
        var later = Find(new WorkRequest { Work = ".taskmaster" });

        Assert.Equal(["1"], usual.List.Order);
        Assert.Equal(["later:1"], later.List.Order);
    }

    [Fact]
    public void A_spec_folder_of_Agent_OS_with_a_plan_alone_is_one_task()
    {
        _folder.Write("agent-os/specs/2026-02-03-export/plan.md", "# Plan\n\n## Task 1: Write\n\nText.\n");
        _folder.Write("agent-os/specs/2026-02-03-export/shape.md", "# Shape\n");

        var order = Find(new WorkRequest { Work = "agent-os/specs/2026-02-03-export" });

        Assert.Equal(("2026-02-03-export", null), (order.List.Order[0], order.ListPath));
        Assert.Contains("plan.md", order.List.Tasks[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_as_one_task_has_the_title_of_its_heading()
    {
        _folder.Write("story.md", "---\nstatus: draft\n---\n<!-- note -->\n# Export invoices\n");
        Assert.Equal("Export invoices", Find(new WorkRequest { TaskFile = "story.md" }).List.Tasks[0].Title);
    }

    private void Backlog(int number, string status, string? on = null) =>
        _folder.Write(
            $"backlog/tasks/task-{number} - Thing.md",
            $"---\nid: task-{number}\ntitle: Thing\nstatus: {status}\n{(on is null ? "" : $"dependencies: [{on}]\n")}---\n\n## Acceptance Criteria\n\n- [ ] #1 It works\n"
        );

    [Fact]
    public void A_list_inside_a_spec_folder_means_the_spec_and_any_other_file_stands_alone()
    {
        _folder.Write("specs/001-search/tasks.md", "- [ ] T001 a\n");
        _folder.Write("tasks/backend_tasks.md", "- [ ] a\n");

        var spec = Find(new WorkRequest { Work = "/specs/001-search/tasks.md" });
        var file = Find(new WorkRequest { Work = _folder["tasks/backend_tasks.md"] });

        Assert.Equal((WorkOrderKind.Spec, "001-search"), (spec.Kind, spec.Spec));
        Assert.Equal((WorkOrderKind.TaskFile, null, "tasks/backend_tasks.md"), (file.Kind, file.Spec, file.ListPath));
    }

    [Fact]
    public void A_design_folder_without_a_list_is_one_task_with_its_name()
    {
        _folder.Write("docs/designs/search/python/design.md", "# Design\n");

        var order = Find(new WorkRequest { Work = "docs/designs/search" });

        Assert.Equal((WorkOrderKind.Design, "search", null), (order.Kind, order.Spec, order.ListPath));
        Assert.Equal(["search"], order.List.Order);
    }

    [Fact]
    public void A_task_in_words_is_task_1_with_the_criteria_it_lists()
    {
        var order = Find(new WorkRequest { Task = "Fix rounding\n\nTicket: X-1\nAcceptance criteria:\n- 1.605 gives 1.61\n" });

        var task = Assert.Single(order.List.Tasks);
        Assert.Equal(("task-1", "Fix rounding", "X-1"), (task.Id, task.Title, order.Ticket));
        Assert.Equal(["1.605 gives 1.61"], task.Acceptance);
        Assert.Equal(WorkOrderKind.Text, order.Kind);
    }

    [Fact]
    public void Without_work_the_first_list_that_the_prompt_names_is_taken()
    {
        _folder.Write("tasks/backend_tasks.md", "- [ ] a\n");

        var order = Find(new WorkRequest { PromptPaths = ["CONSTITUTION.md", "/tasks/backend_tasks.md"] });

        Assert.Equal("tasks/backend_tasks.md", order.ListPath);
    }

    [Fact]
    public void A_ticket_file_names_the_ticket_and_belongs_to_the_work_order()
    {
        _folder.Write("tickets/ABC-9.md", "Human feedback: none\n");

        var order = Find(new WorkRequest { Task = "Do it", TicketFile = "tickets/ABC-9.md" });

        Assert.Equal(("ABC-9", "tickets/ABC-9.md"), (order.Ticket, order.TicketPath));
        Assert.Equal(["tickets/ABC-9.md"], order.Paths);
    }

    [Theory]
    [InlineData("agent-os/specs/invitation", "work.not-found", "agent-os/specs/invitations")]
    [InlineData("empty", "work.no-list", "tasks.md")]
    [InlineData("../elsewhere", "work.outside", "inside")]
    [InlineData("readme.md", "tasks.no-list", "--task")]
    [InlineData(null, "work.none", "--task")]
    public void What_is_no_work_order_is_said_with_a_remedy(string? work, string code, string remedy)
    {
        _folder.Write("agent-os/specs/invitations/tasks.md", "- [ ] 1. a\n");
        _folder.Write("empty/notes.txt", "x");
        _folder.Write("readme.md", "# Read me\n");

        var trouble = Assert.Throws<ProblemException>(() => Find(new WorkRequest { Work = work }));

        Assert.Equal((code, 2), (trouble.Problems[0].Code, trouble.ExitStatus));
        Assert.Contains(remedy, trouble.Problems[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leaves_the_root_leads_nowhere()
    {
        using var outside = new TemporaryFolder();
        outside.Write("tasks.md", "- [ ] a\n");
        _folder.Write("specs/in/tasks.md", "- [ ] a\n");
        Directory.CreateSymbolicLink(_folder["specs/out"], outside.Path);
        Directory.CreateSymbolicLink(_folder["specs/near"], _folder["specs/in"]);

        Assert.Throws<ProblemException>(() => Find(new WorkRequest { Work = "specs/out" }));
        Assert.Equal("specs/in/tasks.md", Find(new WorkRequest { Work = "specs/near" }).ListPath);
    }

    [Theory]
    [InlineData("list.md", "specs/in/tasks.md")]
    [InlineData("specs/one", "specs/in/tasks.md", "specs/in/tasks.md", "specs/one/spec.md")]
    [InlineData("specs/one/tasks.md", "specs/in/tasks.md")]
    public void A_list_that_is_a_link_is_the_file_that_it_leads_to(string work, string list, params string[] paths)
    {
        _folder.Write("specs/in/tasks.md", "- [ ] a\n");
        _folder.Write("specs/one/spec.md", "What it is\n");
        File.CreateSymbolicLink(_folder["list.md"], "specs/in/tasks.md");
        File.CreateSymbolicLink(_folder["specs/one/tasks.md"], "../in/tasks.md");

        var order = Find(new WorkRequest { Work = work });

        Assert.Equal(list, order.ListPath);
        Assert.All(paths, path => Assert.Contains(path, order.Paths));
        Assert.DoesNotContain("specs/one/tasks.md", order.Paths);
    }
}
