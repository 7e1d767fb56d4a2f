using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Servers;

/// <summary>The servers that the protocol's own authors publish, where the packages are there.</summary>
public sealed class PublishedServers
{
    [NodePackagesTheory]
    [InlineData(WireProtocol.Anthropic)]
    [InlineData(WireProtocol.OpenAI)]
    public async Task The_server_of_all_features_is_offered_and_answers(WireProtocol protocol)
    {
        using var project = Declaring("everything", "server-everything", "stdio");
        await using var server = await Script
            .Of(
                "1",
                ScriptedAnswer.Call("mcp__everything__echo", new { message = "hello" }),
                ScriptedAnswer.Call("mcp__everything__get-sum", new { a = 2, b = "3" }),
                ScriptedAnswer.Call("mcp__everything__get-tiny-image", new { }),
                ScriptedAnswer.Call("mcp__everything__get-structured-content", new { location = "New York" }),
                ScriptedAnswer.Call("mcp__everything__get-env", new { }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server, protocol).EndsWithAsync(0);

        var asked = server.Requests;
        Assert.True(
            asked[0].Tools.Count(tool => tool.StartsWith("mcp__everything__", StringComparison.Ordinal)) > 5,
            string.Join(' ', asked[0].Tools)
        );
        Assert.Equal("Echo: hello", asked[1].LastResultText);
        Assert.Contains("5", asked[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("iVBORw0KGgo", System.Text.Encoding.UTF8.GetString(asked[3].Bytes), StringComparison.Ordinal);
        Assert.Contains("temperature", asked[4].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("ANTHROPIC_API_KEY", asked[5].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain("OPENAI_API_KEY", asked[5].LastResultText, StringComparison.Ordinal);
    }

    [NodePackagesTheory]
    [InlineData(WireProtocol.Anthropic)]
    public async Task The_server_of_files_reads_and_writes_within_the_scope(WireProtocol protocol)
    {
        using var project = Declaring("files", "server-filesystem", ".");
        await using var server = await Script
            .Of(
                "1",
                ScriptedAnswer.Call("mcp__files__read_text_file", new { path = "tasks.md" }),
                ScriptedAnswer.Call("mcp__files__write_file", new { path = "a.txt", content = "a\n" }),
                ScriptedAnswer.Call("mcp__files__write_file", new { path = "b.lock", content = "b\n" }),
                ScriptedAnswer.Call("mcp__files__read_text_file", new { path = "/etc/passwd" }),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust", "--branch", "work")
            .Asking(server, protocol)
            .EndsWithAsync(0);

        var asked = server.Requests;
        Assert.Contains("# Tasks", asked[1].LastResultText, StringComparison.Ordinal);
        Assert.StartsWith("changed: a.txt", asked[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("undone: b.lock", asked[3].LastResultText, StringComparison.Ordinal);
        Assert.True(asked[4].LastToolResults[0].IsError);
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    private static Project Declaring(string name, string package, string argument)
    {
        var program = $"node_modules/@modelcontextprotocol/{package}/dist/index.js";
        var project = Project.TwoTasks(
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nscope: {deny: [\"**/*.lock\"]}\n"),
            (".gitignore", "node_modules\n"),
            (".mcp.json", $$$$"""{"mcpServers": {"{{{{name}}}}": {"command": "node", "args": ["{{{{program}}}}", "{{{{argument}}}}"]}}}"""),
            (".claude/agents/dev.md", $"---\nname: dev\ntools: Read, Write, mcp__{name}__*\n---\nYou do the task.\n")
        );
        Directory.CreateSymbolicLink(
            Path.Combine(project.Root, "node_modules"),
            Path.Combine(NodePackagesTheoryAttribute.Packages!, "node_modules")
        );
        Assert.True(File.Exists(Path.Combine(project.Root, program)), program);
        return project;
    }
}
