using Ashlar.Core.Agents;
using Ashlar.Core.Conversations;
using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Tools;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

public sealed class TaskPromptTests
{
    private static readonly TaskBriefing briefing = new()
    {
        AgentPrompt = "You are careful.",
        Base = "1234",
        Tools = new Toolbox([.. BuiltInTools.All(), new EscalateTool(), new ReportTool()]).Specs,
        TaskId = "2",
        Title = "Round half up",
        Text = "- [ ] 2 Round half up\n  - 1.605 gives 1.61\n",
        Acceptance = ["1.605 gives 1.61"],
        Files = ["README.md", "app/sum.py", "app/tests/test_sum.py", "app/tax.py"],
    };

    [Fact]
    public void The_first_message_says_each_thing_once()
    {
        var words = TaskPrompt.First(briefing).Text;

        Assert.Contains(
            "Files of the repository, by folder:\nREADME.md\napp/: sum.py, tax.py\napp/tests/: test_sum.py\n",
            words,
            StringComparison.Ordinal
        );
        Assert.Equal(2, words.Split("1.605 gives 1.61").Length);
        Assert.EndsWith(
            "Mark each of the acceptance criteria above in `acceptance`.\nFinish with Report.",
            words,
            StringComparison.Ordinal
        );
        Assert.Contains("\n- elsewhere\n", TaskPrompt.First(briefing with { Acceptance = ["elsewhere"] }).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_definition_takes_the_task_its_words_stand_there_alone()
    {
        var filled = briefing with { AgentPrompt = "Do this:\n[TASK WILL BE INSERTED HERE]\nWell." };

        Assert.Contains("Task: 2 — Round half up\n- [ ] 2 Round half up", TaskPrompt.System(filled), StringComparison.Ordinal);
        Assert.Contains("Task: 2 — Round half up\n", TaskPrompt.First(filled).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("- [ ] 2 Round half up", TaskPrompt.First(filled).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_that_only_the_task_names_and_what_came_since_stand_behind_what_is_the_same_for_all_tasks()
    {
        var shared = new BriefingDocument("spec.md", "The spec.", null);
        var own = new BriefingDocument("app/sum.py", "x = 1", null) { OfTask = true };
        var one = TaskPrompt.First(briefing with { Documents = [shared] }).Content;
        var other = TaskPrompt.First(
            briefing with
            {
                TaskId = "3",
                Documents = [shared, own],
                Added = ["app/new.py"],
                Absent = ["docs/tax.md"],
                Before = "An attempt before this one failed: it is red.\n",
            }
        );

        Assert.Equal(one[0], other.Content[0]);
        Assert.Contains("x = 1", ((RawText)other.Content[1]).Text, StringComparison.Ordinal);
        Assert.Contains(
            "New files since the run began: app/new.py\nNamed by the task and not there: docs/tax.md\n",
            other.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("An attempt before this one failed: it is red.", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_of_one_server_that_are_missing_are_told_as_a_pattern()
    {
        Assert.Equal(
            "mcp__playwright__*, WebSearch, mcp__ide__getDiagnostics",
            ToolPatternText.Of(["mcp__playwright__click", "WebSearch", "mcp__playwright__type", "mcp__ide__getDiagnostics"])
        );
    }

    [Fact]
    public void Only_an_agent_that_has_it_is_told_of_commit_and_push()
    {
        var tool = briefing.Tools[0] with { Name = "commit_and_push" };

        Assert.DoesNotContain("commit_and_push", TaskPrompt.System(briefing), StringComparison.Ordinal);
        Assert.Contains(
            "commit_and_push",
            TaskPrompt.System(briefing with { Tools = [.. briefing.Tools, tool] }),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "", "src/a.py", "You may change: all files. Ashlar undoes other changes.")]
    [InlineData("billing/**", "", "src/a.py", "You may change: billing/**. Ashlar undoes other changes.")]
    [InlineData("", "docs/**", "src/a.py,CLAUDE.md", "You may change: all files, but not docs/**, CLAUDE.md. Ashlar undoes other changes.")]
    [InlineData("", "", ".github/workflows/ci.yml", "You may change: all files, but not .github/workflows. Ashlar undoes other changes.")]
    public void What_may_be_changed_is_told_as_it_is_for_the_files_that_there_are(string allow, string deny, string files, string expected)
    {
        IReadOnlyList<ScopePattern> Patterns(string words) => words.Length == 0 ? [] : [new ScopePattern(words, 1)];
        var rules = new AgentScope { Allow = Patterns(allow), Deny = Patterns(deny) };
        var scope = new Scope([new ScopeLayer(rules, "rules.yaml")], new ProtectedPaths());

        Assert.Equal(expected, ScopeText.Of(scope, files.Split(',')));
    }
}
