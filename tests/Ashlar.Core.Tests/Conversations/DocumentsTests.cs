using Ashlar.Core.Conversations;
using Ashlar.Core.Work;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

public sealed class DocumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DocumentRequest Request(string work, string prompt = "") =>
        new()
        {
            Root = _folder.Path,
            Order = new WorkOrderFinder(_folder.Path).Find(new WorkRequest { Work = work }),
            Prompt = prompt,
            PromptPath = "agent.md",
        };

    private static string[] Paths(DocumentSet set) => [.. set.Documents.Select(document => document.Path)];

    [Fact]
    public void Documents_come_spec_first_then_design_project_and_what_is_named()
    {
        _folder.Write("agent-os/specs/2026-01-05-search/tasks.md", "- [ ] 1. a\n");
        _folder.Write("agent-os/specs/2026-01-05-search/spec.md", "# Search\n");
        _folder.Write("agent-os/specs/2026-01-05-search/planning/requirements.md", "# Needs\n");
        _folder.Write("agent-os/specs/2026-01-05-search/planning/visuals/page.png", "png");
        _folder.Write("docs/designs/search/design.md", "# Design\n");
        _folder.Write("docs/designs/search/python/design.md", "# Python\n");
        _folder.Write("CONSTITUTION.md", "# Rules\n");
        _folder.Write("agent-os/standards/global/style.md", "# Style\n");
        _folder.Write("docs/extra.md", "# Extra\n");
        _folder.Write("docs/task.md", "# For the task\n");

        var set = DocumentFinder.Find(
            Request("agent-os/specs/2026-01-05-search", "Guided by docs/extra.md.\n```\nRead docs/fenced.md\n```\n") with
            {
                TaskText = "- [ ] 1. Do what `docs/task.md` says",
            }
        );

        Assert.Equal(
            [
                "agent-os/specs/2026-01-05-search/spec.md",
                "agent-os/specs/2026-01-05-search/planning/requirements.md",
                "agent-os/specs/2026-01-05-search/planning/visuals/page.png",
                "docs/designs/search/design.md",
                "docs/designs/search/python/design.md",
                "CONSTITUTION.md",
                "agent-os/standards/global/style.md",
                "docs/extra.md",
                "docs/task.md",
            ],
            Paths(set)
        );
        Assert.Equal("image/png", set.Documents[2].MediaType);
        Assert.Equal("# Search\n", set.Documents[0].Text);
        Assert.Empty(set.Problems);
    }

    [Theory]
    [InlineData(
        "## Required Inputs\n- Read the design at `docs/designs/{feature-name}/python/design.md`",
        "docs/designs/search/python/design.md"
    )]
    [InlineData("- ALWAYS read CONSTITUTION.md first", "CONSTITUTION.md")]
    [InlineData("You work. Follow `.x/GUIDE.md` and `AGENTS.md` for every task.", ".x/GUIDE.md,AGENTS.md")]
    [InlineData("## Required Inputs\n- Read iteration log `log.md` if one exists", "")]
    [InlineData("You MUST read `a.md` (see `b.md`)", "")]
    [InlineData("ALWAYS read relevant spec files. Then look at `c.md`", "")]
    [InlineData("Use `d.md`", "")]
    [InlineData("## Required Inputs\n- Read `docs/{module}/x.md`", "")]
    public void What_a_prompt_demands_and_is_missing_stops_the_run(string prompt, string missing)
    {
        _folder.Write("docs/designs/search/design.md", "# Design\n");

        var set = DocumentFinder.Find(Request("docs/designs/search", prompt));

        Assert.Equal(missing, string.Join(",", set.Problems.Where(problem => !problem.Warning).Select(problem => problem.Expected)));
        if (missing.Length > 0)
        {
            Assert.Equal(2, Assert.Throws<ProblemException>(() => set.Required).ExitStatus);
        }
    }

    [Fact]
    public void Configuration_adds_documents_and_lifts_demands()
    {
        _folder.Write("docs/designs/search/design.md", "# Design\n");
        _folder.Write("docs/a.md", "# A\n");
        var request = Request("docs/designs/search", "ALWAYS read CONSTITUTION.md first") with { Add = ["docs/a.md", "docs/b.md"] };

        var strict = DocumentFinder.Find(request);
        var lifted = DocumentFinder.Find(request with { Optional = ["CONSTITUTION.md", "docs/b*.md"] });

        Assert.Equal(["CONSTITUTION.md", "docs/b.md"], strict.Problems.Select(problem => problem.Expected));
        Assert.Empty(lifted.Problems);
        Assert.Equal(["docs/designs/search/design.md", "docs/a.md"], Paths(lifted));
    }

    [Fact]
    public void Paths_are_tried_without_a_leading_slash_and_under_agent_os()
    {
        _folder.Write("docs/designs/search/design.md", "# Design\n");
        _folder.Write("agent-os/guides/stack.md", "# Stack\n");
        _folder.Write("tasks/notes.md", "# Notes\n");

        var set = DocumentFinder.Find(Request("docs/designs/search", "You MUST read `guides/stack.md` and `/tasks/notes.md`"));

        Assert.Equal(["docs/designs/search/design.md", "agent-os/guides/stack.md", "tasks/notes.md"], Paths(set));
        Assert.Equal([false, true, true], set.Documents.Select(document => document.Required));
    }

    [Fact]
    public void A_template_that_was_never_filled_in_counts_as_missing()
    {
        _folder.Write("docs/designs/search/design.md", "# Design\n");
        _folder.Write(".specify/memory/constitution.md", "# [PROJECT_NAME] Constitution\n\n### [PRINCIPLE_1_NAME]\n");

        var optional = DocumentFinder.Find(Request("docs/designs/search"));
        var required = DocumentFinder.Find(Request("docs/designs/search", "ALWAYS read .specify/memory/constitution.md"));

        Assert.Equal(["docs/designs/search/design.md"], Paths(optional));
        Assert.Equal([true], optional.Problems.Select(problem => problem.Warning));
        Assert.Contains(required.Problems, problem => problem is { Code: "documents.template", Warning: false });
    }

    [Fact]
    public void Budgets_cut_documents_at_a_line_and_say_so()
    {
        _folder.Write("docs/designs/search/design.md", string.Concat(Enumerable.Repeat("A line of text.\n", 100)));
        _folder.Write("AGENTS.md", string.Concat(Enumerable.Repeat("Another line.\n", 100)));

        var set = DocumentFinder.Find(Request("docs/designs/search") with { MostBytesEach = 800, MostBytes = 1000 });

        Assert.Equal(800, set.Documents[0].Text!.Length);
        Assert.EndsWith("text.\n", set.Documents[0].Text, StringComparison.Ordinal);
        Assert.Null(set.Documents[1].Text);
        Assert.Equal(1400, set.Documents[1].Size);
        Assert.Contains("AGENTS.md", Assert.Single(set.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_read_through_a_link_that_leaves_the_root()
    {
        using var outside = new TemporaryFolder();
        outside.Write("AGENTS.md", "# Elsewhere\n");
        _folder.Write("docs/designs/search/design.md", "# Design\n");
        _folder.Write("docs/near.md", "# Near\n");
        File.CreateSymbolicLink(_folder["AGENTS.md"], outside["AGENTS.md"]);
        File.CreateSymbolicLink(_folder["CLAUDE.md"], _folder["docs/near.md"]);

        Assert.Equal(["docs/designs/search/design.md", "CLAUDE.md"], Paths(DocumentFinder.Find(Request("docs/designs/search"))));
    }
}
