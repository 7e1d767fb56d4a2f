using Ashlar.Core.Agents;
using Xunit;

namespace Ashlar.Core.Tests.Agents;

public sealed class AgentChoiceTests
{
    private static readonly WorkDescription Spec = new(
        "agent-os/specs/2026-01-05-invitations",
        "agent-os",
        "Complete API layer for invitations\nWrite the invitation model"
    );

    [Fact]
    public void The_one_that_implements_a_task_list_is_chosen_among_other_roles()
    {
        var catalog = AgentCatalogTests.Of(
            ("a.md", "implementer", "Use proactively to implement a feature by following a given task list of a spec."),
            ("b.md", "implementation-verifier", "Use proactively to verify the end-to-end implementation of a spec"),
            ("c.md", "spec-writer", "Use proactively to create a detailed specification document for development"),
            ("d.md", "tasks-list-creator", "Use proactively to create a detailed tasks list for development of a spec"),
            ("e.md", "code-reviewer", "Reviews implemented code and tasks")
        );
        var chosen = AgentChoice.Choose(catalog, Spec);
        Assert.Equal("implementer", chosen.Agent.Name);
        Assert.Contains("tasks and specs", chosen.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_field_of_work_decides_between_implementers()
    {
        var catalog = AgentCatalogTests.Of(
            ("a.md", "frontend-implementer", "Implements React components after a validated design."),
            ("b.md", "python-implementer", "Implements Python code after a validated design. Writes FastAPI routes.")
        );
        Assert.Equal(
            "python-implementer",
            Choose(catalog, new WorkDescription("docs/designs/export", "design", "FastAPI routes for the batch export, python/design.md"))
        );
        Assert.Equal(
            "frontend-implementer",
            Choose(catalog, new WorkDescription("docs/designs/export", "design", "React components for the export page"))
        );
    }

    [Fact]
    public void Equal_fits_are_an_error_that_lists_them()
    {
        var catalog = AgentCatalogTests.Of(
            ("a.md", "dev-one", "Implements tasks of a spec."),
            ("b.md", "dev-two", "Implements tasks of a spec.")
        );
        var problem = Assert.Throws<ProblemException>(() => AgentChoice.Choose(catalog, Spec)).Problems.Single();
        Assert.Equal(("agent.ambiguous", "dev-one (a.md), dev-two (b.md)"), (problem.Code, problem.Observed));
    }

    [Fact]
    public void Where_none_fits_the_built_in_one_works()
    {
        var catalog = AgentCatalogTests.Of(
            ("a.md", "code-reviewer", "Reviews code."),
            ("b.md", "sales-engineer", "Supports technical sales talks.")
        );
        var chosen = AgentChoice.Choose(catalog, Spec);
        Assert.Equal("built-in:implementer", chosen.Agent.Path);
        Assert.Equal("built-in 'implementer', since no definition of the repository fits the work", chosen.Reason);
    }

    private static string Choose(AgentCatalog catalog, WorkDescription work) => AgentChoice.Choose(catalog, work).Agent.Name;
}
