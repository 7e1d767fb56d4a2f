using System.Text;
using Ashlar.Core.Agents;
using Xunit;

namespace Ashlar.Core.Tests.Agents;

public sealed class AgentCatalogTests
{
    [Fact]
    public void A_name_that_stands_twice_is_an_error_only_when_it_is_asked_for()
    {
        var catalog = Of(("a/one.md", "mason", "x"), ("b/two.md", "mason", "x"), ("c.md", "roofer", "x"));
        Assert.Equal("c.md", catalog.Find("roofer").Path);
        var problem = Assert.Throws<ProblemException>(() => catalog.Find("mason")).Problems.Single();
        Assert.Equal("agent.duplicate-name", problem.Code);
        Assert.Contains("a/one.md, b/two.md", problem.Message, StringComparison.Ordinal);
        Assert.Equal("b/two.md", catalog.Find("b/two.md").Path);
    }

    [Fact]
    public void The_repository_stands_before_the_built_in_definitions()
    {
        Assert.Equal("own.md", Of(("own.md", "implementer", "x")).Find("implementer").Path);
        Assert.Equal("built-in:implementer", Of().Find("implementer").Path);
    }

    [Fact]
    public void An_unknown_name_is_told_with_those_that_there_are()
    {
        var problem = Assert.Throws<ProblemException>(() => Of(("a.md", "mason", "x")).Find("nobody")).Problems.Single();
        Assert.Equal("agent.unknown", problem.Code);
        Assert.StartsWith("mason, backend-executor, ", problem.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Built_in_definitions_are_short_and_without_problems()
    {
        Assert.Equal(
            [
                "backend-executor",
                "developer",
                "implementation-verifier",
                "implementer",
                "python-developer",
                "python-implementer",
                "tech-lead",
            ],
            AgentCatalog.BuiltIn.Select(agent => agent.Name)
        );
        Assert.All(AgentCatalog.BuiltIn, agent => Assert.Empty(agent.Problems));
        Assert.All(AgentCatalog.BuiltIn, agent => Assert.InRange(Encoding.UTF8.GetByteCount(agent.Prompt), 400, 2048));
    }

    [Theory]
    [InlineData(".claude/agents/a.md", true)]
    [InlineData(".claude/agents/deep/er/a.md", true)]
    [InlineData(".claude/agents.md", false)]
    [InlineData("docs/a.md", false)]
    public void Definitions_lie_in_the_folders_for_them(string path, bool expected) =>
        Assert.Equal(expected, AgentCatalog.IsDefinitionPath(path));

    [Fact]
    public void A_folder_is_read_with_its_sub_folders()
    {
        var root = Directory.CreateTempSubdirectory("ashlar-agents");
        try
        {
            Directory.CreateDirectory(Path.Combine(root.FullName, ".claude/agents/sub"));
            File.WriteAllText(Path.Combine(root.FullName, ".claude/agents/sub/a.md"), "---\nname: a\n---\n");
            File.WriteAllText(Path.Combine(root.FullName, ".claude/agents/README.md"), "# About");
            Assert.Equal([".claude/agents/sub/a.md"], AgentCatalog.OfFolder(root.FullName).Repository.Select(agent => agent.Path));
        }
        finally
        {
            root.Delete(true);
        }
    }

    internal static AgentCatalog Of(params (string Path, string Name, string Description)[] agents) =>
        AgentCatalog.Of(
            agents.Select(agent =>
                (agent.Path, Encoding.UTF8.GetBytes($"---\nname: {agent.Name}\ndescription: {agent.Description}\n---\nWork.\n"))
            )
        );
}
