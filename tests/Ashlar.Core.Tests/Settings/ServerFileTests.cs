using System.Text;
using Ashlar.Core.Settings;
using Xunit;

namespace Ashlar.Core.Tests.Settings;

public sealed class ServerFileTests
{
    [Fact]
    public void Servers_are_read_with_their_lines()
    {
        var (servers, problem) = Read(
            """
            {
              "other": 1,
              "mcpServers": {
                "files": {"command": "node", "args": ["server.js", "${ROOT:-.}"], "env": {"TOKEN": "${TOKEN}"}},
                "my server": {"type": "stdio", "command": "my-server"}
              }
            }
            """
        );

        Assert.Null(problem);
        Assert.Equal(["files:4", "my_server:5"], servers.Select(server => $"{server.Name}:{server.Line}"));
        Assert.Equal(
            ("node", "server.js ${ROOT:-.}", "TOKEN=${TOKEN}"),
            (
                servers[0].Command,
                string.Join(' ', servers[0].Arguments),
                string.Join(' ', servers[0].Environment.Select(pair => $"{pair.Key}={pair.Value}"))
            )
        );
        Assert.All(servers, server => Assert.Null(server.Fault));
    }

    [Theory]
    [InlineData("{}", "mcp.server-invalid")]
    [InlineData("3", "mcp.server-invalid")]
    [InlineData("{\"command\": \"\"}", "mcp.server-invalid")]
    [InlineData("{\"command\": \"x\", \"args\": \"y\"}", "mcp.server-invalid")]
    [InlineData("{\"command\": \"x\", \"args\": [1]}", "mcp.server-invalid")]
    [InlineData("{\"command\": \"x\", \"env\": {\"A\": 1}}", "mcp.server-invalid")]
    [InlineData("{\"command\": \"x\", \"env\": {\"A B\": \"1\"}}", "mcp.server-invalid")]
    [InlineData("{\"command\": \"x\\u0000y\"}", "mcp.server-invalid")]
    [InlineData("{\"type\": \"sse\", \"url\": \"https://example.org/mcp\"}", "mcp.remote")]
    [InlineData("{\"type\": \"ws\", \"url\": \"wss://example.org/mcp\"}", "mcp.remote")]
    [InlineData("{\"type\": \"http\"}", "mcp.server-invalid")]
    [InlineData("{\"url\": \"file:///etc/passwd\"}", "mcp.server-invalid")]
    [InlineData("{\"url\": \"https://example.org/mcp\", \"headers\": {\"A B\": \"1\"}}", "mcp.server-invalid")]
    public void What_is_wrong_with_an_entry_stays_with_it(string entry, string code)
    {
        var (servers, problem) = Read($"{{\"mcpServers\": {{\"good\": {{\"command\": \"x\"}},\n\"bad\": {entry}}}}}");

        Assert.Null(problem);
        Assert.Null(servers[0].Fault);
        var fault = servers[1].Fault!;
        Assert.Equal((code, ".mcp.json", 2), (fault.Code, fault.Path, fault.Line));
        Assert.NotNull(fault.Remedy);
    }

    [Theory]
    [InlineData(
        "{\"type\": \"http\", \"url\": \"https://example.org/mcp\", \"headers\": {\"X-Key\": \"1\"}}",
        "https://example.org/mcp",
        "X-Key"
    )]
    [InlineData("{\"url\": \"${PLACE}/mcp\"}", "${PLACE}/mcp", "")]
    public void One_that_runs_elsewhere_has_an_address(string entry, string address, string headers)
    {
        var (servers, problem) = Read($"{{\"mcpServers\": {{\"far\": {entry}}}}}");

        Assert.Null(problem);
        Assert.Null(servers[0].Fault);
        Assert.Equal((address, headers), (servers[0].Address, string.Join(' ', servers[0].Headers.Keys)));
    }

    [Fact]
    public void Two_names_that_would_be_one_are_told()
    {
        var (servers, _) = Read("""{"mcpServers": {"a.b": {"command": "x"}, "a b": {"command": "y"}}}""");

        Assert.Equal([null, "mcp.server-invalid"], servers.Select(server => server.Fault?.Code));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n  \"mcpServers\": {\n", 3)]
    [InlineData("[]", null)]
    [InlineData("{\"mcpServers\": []}", null)]
    [InlineData("{\"mcpServers\": {\"a\": {\"command\": \"x\"}, \"a\": {\"command\": \"y\"}}}", null)]
    public void A_file_that_cannot_be_read_is_told_with_its_line(string text, int? line)
    {
        var (servers, problem) = Read(text);

        Assert.Empty(servers);
        Assert.Equal(("mcp.file-invalid", ".mcp.json", line), (problem!.Code, problem.Path, problem.Line));
    }

    [Fact]
    public void A_file_without_servers_declares_none()
    {
        var (servers, problem) = Read("\uFEFF{\"other\": {}}");

        Assert.Empty(servers);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("plain $HOME", "plain $HOME", "")]
    [InlineData("${A}/x/${B:-b}", "1/x/b", "")]
    [InlineData("${A:-other}${C:-}", "1", "")]
    [InlineData("${NONE}-${A}", "-1", "NONE")]
    [InlineData("${workspaceFolder", "${workspaceFolder", "")]
    [InlineData("${EMPTY}", "", "EMPTY")]
    public void Variables_are_filled_in_or_named(string text, string filled, string missing)
    {
        var names = new List<string>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "1", ["EMPTY"] = "" };

        Assert.Equal(filled, ServerVariables.Fill(text, values.GetValueOrDefault, names));
        Assert.Equal(missing, string.Join(' ', names));
    }

    [Fact]
    public void The_repository_comes_before_the_user_and_the_configuration_adds()
    {
        var set = ServerSet.Of(
            Bytes("""{"mcpServers": {"one": {"command": "repository"}, "bad": {}}}"""),
            ("/home/me/.config/ashlar/mcp.json", Bytes("""{"mcpServers": {"one": {"command": "mine"}, "two": {"command": "mine"}}}""")),
            new Dictionary<string, ServerSettings>(StringComparer.Ordinal)
            {
                ["two"] = new() { Network = ["example.org"] },
                ["three"] = new(),
            }
        );

        Assert.Equal(["one", "bad", "two"], set.Names);
        Assert.Equal(["one", "two"], set.Usable);
        Assert.Equal(("repository", ".mcp.json"), (set.Find("one")!.Command, set.Find("one")!.Path));
        Assert.Equal(["example.org"], set.Find("two")!.Settings.Network);
        Assert.Equal(["mcp.unknown"], set.Problems.Select(problem => problem.Code));
        Assert.Contains("starts programs in the sandbox: repository", set.ToTrust!.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x", "/home/me", "/x/ashlar/mcp.json")]
    [InlineData("relative", "/home/me", "/home/me/.config/ashlar/mcp.json")]
    [InlineData(null, "/home/me", "/home/me/.config/ashlar/mcp.json")]
    [InlineData(null, null, null)]
    public void The_users_file_lies_among_settings(string? configured, string? home, string? path) =>
        Assert.Equal(
            path,
            ServerFile.UserPath(name =>
                name == "HOME" ? home
                : name == "XDG_CONFIG_HOME" ? configured
                : null
            )
        );

    [Fact]
    public void The_configuration_gives_a_server_network_variables_and_time()
    {
        var reading = ConfigurationText.Read(
            Bytes("mcp:\n  web: {network: [example.org], env: {TOKEN: {secret: WEB_TOKEN}, MODE: quiet}, timeout: 5s, start: 3m}\n")
        );

        Assert.Equal([], reading.Problems);
        var web = reading.Configuration.Servers["web"];
        Assert.Equal(["example.org"], web.Network);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(3)), (web.CallTime, web.StartTime));
        Assert.Equal(("WEB_TOKEN", "quiet"), (web.Environment["TOKEN"].Secret, web.Environment["MODE"].Value));
        Assert.Equal(
            ["config.unknown-key"],
            ConfigurationText.Read(Bytes("mcp: {web: {hosts: [example.org]}}\n")).Problems.Select(problem => problem.Code)
        );
    }

    private static (IReadOnlyList<ToolServer> Servers, Problem? Problem) Read(string text) => ServerFile.Read(Bytes(text), ".mcp.json");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
