using System.Text;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>Runs whose work, documents, scope and gates stand only in the agent's prompt.</summary>
public sealed class RunningByThePrompt
{
    private const string Plain = """
        # Backend Tasks

        ## Task 3: Receipts
        **Depends on**: Tasks 1, 2

        - [ ] Write the receipt

        ## Task 1: Orders
        **Depends on**: None

        - [ ] Write the order

        ## Task 2: Vouchers
        **Depends on**: Task 1

        - [ ] Write the voucher
        """;

    [Fact]
    public async Task The_list_that_the_prompt_names_is_done_in_the_order_of_its_dependencies_and_no_secret_leaves()
    {
        var secret = AgentShapes.Made();
        var password = AgentShapes.Made();
        using var project = PythonShop.With(("tasks/backend_tasks.md", Plain));
        var agent = project.Beside("IMPLEMENT_AGENT.md");
        var text = AgentShapes.Executor(secret, $"postgresql://owner:{password}@db.example.com/shop?sslmode=require");
        await File.WriteAllTextAsync(agent, text);
        var listed = (await project.Ashlar("tasks", "list", "tasks/backend_tasks.md", "--json").EndsWithAsync(0)).Json;
        string[] order = [.. listed.GetProperty("order").EnumerateArray().Select(id => id.GetString()!)];
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            var place = Array.IndexOf(order, request.TaskId);
            return request.Turn switch
            {
                1 => PythonShop.Implement(request.TaskId!).ThenCall("Bash", new { command = "env; echo \"url=$BETTER_AUTH_URL\"" }),
                2 => Say.Report([PythonShop.Module(request.TaskId!), PythonShop.Test(request.TaskId!)], passing: place + 2),
                _ => ScriptedAnswer.Fails(400, "script_exhausted", request.LastResultText + request.LastUserText),
            };
        });

        var refused = await project.Ashlar("run", "--agent", agent, "--trust", "--branch", "work").Asking(server).EndsWithAsync(2);
        var before = server.Requests.Count;
        project.Write("CONSTITUTION.md", "Type hints everywhere.\n").Commit("The constitution");
        var result = await project.Ashlar("run", "--agent", agent, "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(0, before);
        Assert.Contains("CONSTITUTION.md", refused.Error, StringComparison.Ordinal);
        Assert.Equal(3, order.Length);
        Assert.Equal(order, project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(
            ["- [x] Write the order", "- [x] Write the voucher", "- [x] Write the receipt"],
            ListHistory.Ticks(project, "work", "tasks/backend_tasks.md")
        );
        Assert.Contains("[secret BETTER_AUTH_SECRET]", server.Requests[0].System, StringComparison.Ordinal);
        Assert.Contains("[secret NEON_DB_URL]", server.Requests[0].System, StringComparison.Ordinal);
        Assert.Contains("🎯 GOAL", server.Requests[0].System, StringComparison.Ordinal);
        Assert.Contains("Type hints everywhere.", server.Requests[0].FirstUserText, StringComparison.Ordinal);
        Assert.Contains("url=http://localhost:3000", server.Requests[1].LastResultText, StringComparison.Ordinal);
        foreach (var value in new[] { secret, password })
        {
            Assert.All(server.Requests, request => Assert.False(Holds(request.Bytes, value)));
            Assert.All(
                Directory.EnumerateFiles(project.Home, "*", SearchOption.AllDirectories),
                path => Assert.False(Holds(File.ReadAllBytes(path), value), path)
            );
            Assert.DoesNotContain(value, result.Out + result.Error + refused.Out + refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(value, project.Git("log", "-p", "work"), StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(agent));
    }

    [Fact]
    public async Task A_design_is_one_task_inside_its_scope_with_an_iteration_log_and_commits_on_the_way()
    {
        const string Design = "docs/designs/batch-export";
        using var project = Project.With(
            (".claude/agents/python-implementer.md", AgentShapes.Scoped),
            ($"{Design}/python/design.md", "# Python design\n\nA module `replay/replay/export.py`.\n"),
            ($"{Design}/integration-design.md", "# Integration design\n\nTicket: REPLAY-42\n\nOne archive.\n"),
            ("replay/replay/__init__.py", ""),
            ("replay/tests/__init__.py", ""),
            (
                "replay/tests/test_export.py",
                "import unittest\n\n\nclass Export(unittest.TestCase):\n    def test_archive(self):\n        from replay.export import export\n\n        self.assertTrue(export())\n"
            ),
            (".gitignore", "__pycache__/\n")
        );
        await using var server = await Script
            .Of(
                "batch-export",
                Say.Write("replay/replay/export.py", "def export():\n    return b\"P\"\n"),
                ScriptedAnswer.Call("commit_and_push", new { message = "Add the export" }),
                Say.Write("replay/tests/test_more.py", "import unittest\n"),
                Say.Read("replay/replay/export.py"),
                Say.Write("replay/replay/export.py", "def export() -> bytes:\n    return b\"PK\"\n"),
                Say.Report(["replay/replay/export.py"], passing: 1)
            )
            .ServeAsync();

        await project.Ashlar("run", Design, "--agent", "python-implementer", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("commit_and_push", server.Requests[0].Tools);
        Assert.Contains("Committed", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("outside this task's scope", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Equal(["batch-export", "batch-export"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(["REPLAY-42", "REPLAY-42"], project.Trailers("work", "Ticket"));
        Assert.Equal($"{Design}/iteration-log.md\nreplay/replay/export.py", project.Git("diff", "--name-only", "main", "work"));
        var log = project.Read("work", $"{Design}/iteration-log.md");
        Assert.Matches(@"### Iteration 1 — \d{4}-\d\d-\d\d \d\d:\d\d", log);
        Assert.Matches(@"### Iteration 2 — \d{4}-\d\d-\d\d \d\d:\d\d", log);
        Assert.DoesNotContain("### Iteration 3", log, StringComparison.Ordinal);
    }

    private static bool Holds(byte[] bytes, string value) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)) >= 0
        || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(value)))) >= 0;
}
