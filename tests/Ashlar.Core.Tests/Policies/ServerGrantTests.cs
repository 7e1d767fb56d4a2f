using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Xunit;

namespace Ashlar.Core.Tests.Policies;

public sealed class ServerGrantTests
{
    private static readonly string[] Servers = ["playwright", "files", "play"];

    [Theory]
    [InlineData("Read, mcp__playwright__*", "playwright", "mcp__playwright__click")]
    [InlineData("Read, mcp__playwright", "playwright", "mcp__playwright__click")]
    [InlineData("Playwright", "playwright", "mcp__playwright__click")]
    [InlineData("playwright/click", "playwright", "mcp__playwright__click")]
    [InlineData("mcp__playwright__click", "playwright", "mcp__playwright__click")]
    [InlineData("mcp__*", "playwright files play", "mcp__playwright__click mcp__files__read mcp__play__start")]
    [InlineData("*", "playwright files play", "mcp__playwright__click mcp__files__read mcp__play__start")]
    [InlineData("mcp__play*__click", "playwright play", "mcp__playwright__click")]
    [InlineData("Read, Write", "", "")]
    [InlineData("mcp__other__*", "", "")]
    public void An_agent_has_the_tools_that_its_definition_names(string tools, string servers, string offered)
    {
        var grant = Of(tools).Servers;

        Assert.Equal(servers, string.Join(' ', grant.Servers));
        Assert.Equal(offered, Offered(grant));
    }

    [Fact]
    public void An_agent_that_names_no_tools_has_all()
    {
        var grant = ToolGrant.Of(Agent(null), PolicySource.BuiltInTools, servers: Servers);

        Assert.Equal(Servers, grant.Servers.Servers);
        Assert.True(grant.Servers.HasAll);
        Assert.True(grant.Offers("mcp__files__read"));
        Assert.False(grant.Offers("mcp__unknown__read"));
        Assert.False(grant.Servers.Names("files"));
        Assert.True(Of("mcp__files__*").Servers.Names("files"));
    }

    [Fact]
    public void What_is_taken_away_is_not_there_and_a_server_without_a_tool_is_not_asked()
    {
        var grant = ToolGrant
            .Of(
                Agent(null) with
                {
                    DisallowedTools = ["mcp__files", "mcp__playwright__click"],
                },
                PolicySource.BuiltInTools,
                servers: Servers
            )
            .Servers;

        Assert.Equal(["playwright", "play"], grant.Servers);
        Assert.Equal("mcp__play__start", Offered(grant));
        Assert.True(grant.Offers("mcp__playwright__type"));
    }

    [Fact]
    public void Plan_mode_and_reviewers_have_none()
    {
        Assert.Equal(
            [],
            ToolGrant.Of(Agent(null) with { PermissionMode = "plan" }, PolicySource.BuiltInTools, servers: Servers).Servers.Servers
        );
        Assert.False(Of("*").ReadingOnly("Review").Offers("mcp__files__read"));
    }

    [Fact]
    public void Only_what_nobody_offers_is_not_available()
    {
        var grant = Of("Read, mcp__files__read, mcp__other__read");

        Assert.Equal(["mcp__other__read"], grant.Unavailable);
        Assert.Equal(["mcp__files__read"], grant.Servers.Patterns);
        Assert.Equal(["mcp__files__read"], grant.Servers.Named);
    }

    private static string Offered(ServerGrant grant) =>
        string.Join(' ', new[] { "mcp__playwright__click", "mcp__files__read", "mcp__play__start" }.Where(grant.Offers));

    private static ToolGrant Of(string tools) => ToolGrant.Of(Agent(tools), PolicySource.BuiltInTools, servers: Servers);

    private static AgentDefinition Agent(string? tools) =>
        AgentFile.Read("a.md", Encoding.UTF8.GetBytes($"---\nname: a\n{(tools is null ? "" : $"tools: \"{tools}\"\n")}---\nWork.\n"));
}
