using System.Net;
using System.Net.Sockets;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Servers;

/// <summary>MCP servers that a repository declares.</summary>
public sealed class ServersOfTools
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_agent_is_offered_the_tools_and_is_answered(WireProtocol protocol)
    {
        using var project = OwnServer.Project();
        await using var server = await Script
            .Of(
                "1",
                OwnServer.Call("echo", new { text = "hello" }),
                OwnServer.Call("both", new { }),
                OwnServer.Call("fail", new { }),
                OwnServer.Call("refuse", new { }),
                OwnServer.Call("big", new { }),
                OwnServer.Call("picture", new { }),
                OwnServer.Call("echo", new { }),
                OwnServer.Call("count", new { }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .Then("2", OwnServer.Call("count", new { }), Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--agent", "dev").Asking(server, protocol).EndsWithAsync(0);

        var asked = server.Requests;
        Assert.Contains("mcp__own__echo", asked[0].Tools);
        Assert.DoesNotContain("Edit", asked[0].Tools);
        Assert.Equal("hello", asked[1].LastResultText);
        Assert.Equal("{\"sum\": 3}", asked[2].LastResultText);
        Assert.True(asked[3].LastToolResults[0].IsError);
        Assert.Contains("it failed", asked[3].LastResultText, StringComparison.Ordinal);
        Assert.Contains("{\"code\":9}", asked[3].LastResultText.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("answers: ", asked[4].LastResultText, StringComparison.Ordinal);
        Assert.Contains("I do not know tools/call", asked[4].LastResultText, StringComparison.Ordinal);
        Assert.Contains("characters cut here; whole result: Read artifact:", asked[5].LastResultText, StringComparison.Ordinal);
        Assert.EndsWith("the end", asked[5].LastResultText, StringComparison.Ordinal);
        Assert.Contains("iVBORw0KGgo", System.Text.Encoding.UTF8.GetString(asked[6].Bytes), StringComparison.Ordinal);
        Assert.Contains("\"text\" missing", asked[7].LastResultText, StringComparison.Ordinal);
        // The call that was refused for its input never reached the server, and the other task has a server of its own.
        Assert.Equal("call 6", asked[8].LastResultText);
        Assert.Equal("call 1", asked.First(request => request.TaskId == "2" && request.Turn == 2).LastResultText);
        var listed = project.Journal().Of("tools.listed");
        Assert.Equal(["1", "2"], listed.Select(entry => entry.GetProperty("task").GetString()));
        Assert.Equal(14, listed[0].GetProperty("body").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task An_agent_without_them_needs_neither_trust_nor_a_server()
    {
        using var project = OwnServer.Project(agent: "---\nname: dev\ntools: Read, Write\n---\nYou do the task.\n");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        var before = await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev").Asking(server).EndsWithAsync(2);
        Assert.DoesNotContain(".mcp.json", before.Error, StringComparison.Ordinal);

        await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);

        Assert.DoesNotContain(server.Requests[0].Tools, tool => tool.StartsWith("mcp__", StringComparison.Ordinal));
        Assert.Empty(project.Journal().Of("tools.listed"));
    }

    [Theory]
    [InlineData("Read, Write", false)]
    [InlineData("Read, Write, mcp__own__*", true)]
    public async Task What_talks_to_servers_is_loaded_by_those_who_use_one(string tools, bool isLoaded)
    {
        using var project = OwnServer.Project(agent: $"---\nname: dev\ntools: {tools}\n---\nYou do the task.\n");
        var script = Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"));
        var loaded = new List<bool>();
        var process = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            loaded.Add(
                File.ReadAllText($"/proc/{process.Task.GetAwaiter().GetResult()}/maps")
                    .Contains("ModelContextProtocol", StringComparison.Ordinal)
            );
            return script.Answer(request);
        });
        using var running = project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).Start();
        process.SetResult(running.Id);

        Assert.Equal(0, (await running.EndAsync()).ExitStatus);
        Assert.Equal([isLoaded, isLoaded], loaded);
    }

    [Fact]
    public async Task The_declaration_has_to_be_trusted_where_an_agent_uses_it_and_again_when_it_changes()
    {
        using var project = OwnServer.Project();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var refused = await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev").Asking(server).EndsWithAsync(2);
        Assert.Contains(
            ".mcp.json is new and not trusted; it starts programs in the sandbox: python3",
            refused.Error,
            StringComparison.Ordinal
        );

        await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);
        project.Write(".mcp.json", OwnServer.Declared.Replace("python3", "python", StringComparison.Ordinal)).Commit("Change it");
        var changed = await project.Ashlar("run", "tasks.md", "--only", "2", "--agent", "dev").Asking(server).EndsWithAsync(2);
        Assert.Contains(".mcp.json has changed since it was trusted", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_writes_out_of_scope_is_undone_or_denied()
    {
        using var project = OwnServer.Project("scope: {deny: [\"**/*.lock\", \"kept/**\"], hide: [\"private/**\"]}\n");
        project.Write("private/key.txt", "hidden\n").Write("kept/test.txt", "kept\n").Commit("More");
        const string Outside = "/usr/planted-by-a-server.txt";
        await using var server = await Script
            .Of(
                "1",
                OwnServer.Call("write", new { path = "a.txt" }),
                OwnServer.Call("write", new { path = "b.lock" }),
                OwnServer.Call("write", new { path = "kept/test.txt" }),
                OwnServer.Call("write", new { path = Outside }),
                OwnServer.Call("look", new { path = "private/key.txt" }),
                OwnServer.Call("look", new { path = "tasks.md" }),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust", "--branch", "work")
            .Asking(server)
            .EndsWithAsync(0);

        var asked = server.Requests;
        Assert.Equal("changed: a.txt\nwritten", asked[1].LastResultText);
        Assert.False(asked[1].LastToolResults[0].IsError);
        Assert.Contains("files outside the scope; undone: b.lock", asked[2].LastResultText, StringComparison.Ordinal);
        Assert.True(asked[2].LastToolResults[0].IsError);
        Assert.Contains("not written: Read-only file system", asked[3].LastResultText, StringComparison.Ordinal);
        Assert.Contains("not written: Read-only file system", asked[4].LastResultText, StringComparison.Ordinal);
        Assert.False(File.Exists(Outside));
        Assert.Contains("not read: ", asked[5].LastResultText, StringComparison.Ordinal);
        Assert.Contains("# Tasks", asked[6].LastResultText, StringComparison.Ordinal);
        Assert.Equal("by the server", project.Read("work", "a.txt"));
        Assert.Equal("kept", project.Read("work", "kept/test.txt"));
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
        Assert.Contains("change.reverted", project.Journal().Types);
    }

    [Fact]
    public async Task A_server_reaches_the_servers_of_its_task_and_not_the_hosts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // The control: from here it is reached.
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
        }

        using var project = OwnServer.Project();
        await using var server = await Script
            .Of(
                "1",
                OwnServer.Call("connect", new { port }),
                ScriptedAnswer.Call(
                    "Bash",
                    new { command = "exec python3 -m http.server 8123 --bind 127.0.0.1", run_in_background = true }
                ),
                Say.Bash(
                    "for i in $(seq 200); do python3 -c 'import socket; socket.create_connection((\"127.0.0.1\", 8123))' 2>/dev/null && break; done"
                ),
                OwnServer.Call("connect", new { port = 8123 }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Contains("not connected", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal("connected", server.Requests[4].LastResultText);
    }

    [Fact]
    public async Task A_server_that_ends_is_started_again_once()
    {
        using var project = OwnServer.Project();
        await using var server = await Script
            .Of(
                "1",
                OwnServer.Call("count", new { }),
                OwnServer.Call("die", new { }),
                OwnServer.Call("count", new { }),
                OwnServer.Call("die", new { }),
                OwnServer.Call("count", new { }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);

        var asked = server.Requests;
        Assert.Equal("call 1", asked[1].LastResultText);
        Assert.Contains("it ended in this call (exit code 7)", asked[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("my last words", asked[2].LastResultText, StringComparison.Ordinal);
        Assert.True(asked[2].LastToolResults[0].IsError);
        Assert.Contains("was started again before this call", asked[3].LastResultText, StringComparison.Ordinal);
        Assert.EndsWith("call 1", asked[3].LastResultText, StringComparison.Ordinal);
        Assert.Contains("it has ended 2 times in this task and is not started again", asked[5].LastResultText, StringComparison.Ordinal);
        Assert.Contains("mcp.server-lost", string.Join('\n', project.Journal().Of("tool.finished")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_hangs_does_not_hold_the_task_up()
    {
        using var project = OwnServer.Project("mcp: {own: {timeout: 2s}}\n");
        await using var server = await Script
            .Of(
                "1",
                OwnServer.Call("hang", new { }),
                OwnServer.Call("hang", new { }),
                OwnServer.Call("count", new { }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);

        var asked = server.Requests;
        Assert.Contains("it did not answer this call within 2 s; the call was given up", asked[1].LastResultText, StringComparison.Ordinal);
        Assert.Contains("it did not answer this call within 2 s and was ended", asked[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal("call 1", asked[3].LastResultText);
    }

    [Fact]
    public async Task A_server_that_floods_is_ended()
    {
        using var project = OwnServer.Project();
        await using var server = await Script
            .Of("1", OwnServer.Call("flood", new { }), OwnServer.Call("count", new { }), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Contains(
            "it wrote a message of more than 32 MiB and was ended",
            server.Requests[1].LastResultText,
            StringComparison.Ordinal
        );
        Assert.Equal("call 1", server.Requests[2].LastResultText);
    }

    [Fact]
    public async Task A_run_that_is_stopped_in_a_call_ends_and_leaves_no_server()
    {
        using var project = OwnServer.Project();
        await using var server = await Script
            .Of("1", OwnServer.Call("hang", new { }), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        using var running = project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).Start();
        var run = await StartedCallAsync(project);

        await project.Ashlar("stop", run).EndsWithAsync(0);

        Assert.Equal(130, (await running.EndAsync()).ExitStatus);
        var processes = project
            .Journal()
            .Of("command.started")
            .Select(entry => entry.GetProperty("body"))
            .Select(body => (Pid: body.GetProperty("pid").GetInt32(), Start: body.GetProperty("start_time").GetInt64()))
            .ToList();
        Assert.NotEmpty(processes);
        Assert.All(processes, process => Assert.NotEqual(process.Start, StartTime(process.Pid)));
    }

    /// <summary>When the process of a number was started, in clock ticks since boot; null where there is none. Numbers are given out again.</summary>
    private static long? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The run, once its journal says that a call began.</summary>
    private static async Task<string> StartedCallAsync(Project project)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (project.Runs is [var run] && File.Exists(JournalOf(project, run)))
            {
                var text = await File.ReadAllTextAsync(JournalOf(project, run), patience.Token);
                if (text.Contains("\"tool.started\"", StringComparison.Ordinal))
                {
                    return run;
                }
            }

            await Task.Delay(100, patience.Token);
        }
    }

    private static string JournalOf(Project project, string run) => Path.Combine(project.Home, "runs", run, "journal.jsonl");

    [Fact]
    public async Task What_lies_about_itself_is_left_out_and_told()
    {
        using var project = OwnServer.Project(
            declared: """{"mcpServers": {"own": {"command": "python3", "args": ["tools/server.py"], "env": {"LIES": "${LIES:-yes}"}}}}"""
        );
        await using var server = await Script
            .Of("1", OwnServer.Call("echo", new { text = "x" }), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        var run = await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Single(server.Requests[0].Tools, "mcp__own__echo");
        Assert.DoesNotContain(
            server.Requests[0].Tools,
            tool => tool.Contains("lies", StringComparison.Ordinal) || tool.Contains("nnnn", StringComparison.Ordinal)
        );
        Assert.Contains("the tool lies: its schema, `properties` is no object", run.Out, StringComparison.Ordinal);
        Assert.Contains("the tool lies more: its schema is no object", run.Out, StringComparison.Ordinal);
        Assert.Contains("the tool says nothing: its schema is no object", run.Out, StringComparison.Ordinal);
        Assert.Contains("another one has its name", run.Out, StringComparison.Ordinal);
        Assert.Contains("its name has more than 64 characters", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_start_is_told_to_the_model_and_the_work_goes_on()
    {
        using var project = OwnServer.Project(
            declared: """{"mcpServers": {"own": {"command": "sh", "args": ["-c", "echo I cannot >&2; exit 3"]}}}"""
        );
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var run = await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Contains(
            "The MCP server own cannot be used: it ended while it started (exit code 3). Its last words: I cannot.",
            server.Requests[0].System,
            StringComparison.Ordinal
        );
        Assert.Contains("it ended while it started (exit code 3)", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"mcpServers": {"own": {"type": "sse", "url": "https://example.org/sse"}}}""", "mcp.remote", "is reached by sse")]
    [InlineData("""{"mcpServers": {"own": {"command": 3}}}""", "mcp.server-invalid", "`command` is no text")]
    [InlineData("""{"mcpServers": {"own": {"command": "x", "env": {"A": "${NOWHERE}"}}}}""", "mcp.variable-missing", "needs NOWHERE")]
    [InlineData("""{"mcpServers": """, "mcp.file-invalid", "cannot be read")]
    public async Task A_wrong_entry_stops_those_who_name_it_and_is_told_to_those_who_have_all(string declared, string code, string message)
    {
        using var project = OwnServer.Project(declared: declared);
        project.Write(".claude/agents/all.md", "---\nname: all\n---\nYou do the task.\n").Commit("Another");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var refused = await project
            .Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust", "--json")
            .Asking(server)
            .EndsWithAsync(2);
        Assert.Contains(code, refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Contains(message, refused.Out + refused.Error, StringComparison.Ordinal);
        var told = await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "all", "--trust").Asking(server).EndsWithAsync(0);
        Assert.Contains(message, told.Error + told.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_a_server_is_seen_by_nobody_else()
    {
        const string Value = "xk41-Zb90-Qq77-Lm3";
        using var project = OwnServer.Project(
            "mcp: {own: {env: {OTHER: {secret: OTHER_TOKEN}}}}\n",
            """{"mcpServers": {"own": {"command": "python3", "args": ["tools/server.py"], "env": {"API_TOKEN": "${API_TOKEN}"}}}}"""
        );
        await using var server = await Script
            .Of(
                "1",
                OwnServer.Call("variable", new { name = "API_TOKEN" }),
                OwnServer.Call("variable", new { name = "OTHER" }),
                Say.Bash("echo [$API_TOKEN$OTHER]"),
                OwnServer.Call("variable", new { name = "ANTHROPIC_API_KEY" }),
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt")
            )
            .ServeAsync();

        var run = await project
            .Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust")
            .Asking(server)
            .With("API_TOKEN", Value)
            .With("OTHER_TOKEN", "another-" + Value)
            .EndsWithAsync(0);

        Assert.Equal("[secret API_TOKEN]", server.Requests[1].LastResultText);
        Assert.Equal("[secret OTHER_TOKEN]", server.Requests[2].LastResultText);
        Assert.Contains("[]", server.Requests[3].LastResultText, StringComparison.Ordinal);
        Assert.Equal("(unset)", server.Requests[4].LastResultText);
        Assert.DoesNotContain(Value, run.Out + run.Error + string.Concat(project.Journal().Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_server_gets_the_key_of_a_model_provider()
    {
        using var project = OwnServer.Project(
            declared: """{"mcpServers": {"own": {"command": "python3", "args": ["tools/server.py"], "env": {"KEY": "${ANTHROPIC_API_KEY}"}}}}"""
        );
        await using var server = await Script.Of("1", Say.Done()).ServeAsync();

        var refused = await project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("would be given the key of a model provider", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_killed_tells_the_same_tools_and_a_replay_starts_no_server()
    {
        var script = Script.Of(
            "1",
            OwnServer.Call("count", new { }),
            OwnServer.Call("count", new { }),
            Say.Write("a.txt", "a\n"),
            Say.Done("a.txt")
        );
        using var whole = OwnServer.Project();
        await using (var answering = await script.ServeAsync())
        {
            await whole.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust").Asking(answering).EndsWithAsync(0);
        }

        var answered = whole.Journal().Of("tool.finished")[0].GetProperty("seq").GetInt64();
        using var project = OwnServer.Project();
        await using var server = await script.ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", answered.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .RunAsync();
        var run = Assert.Single(project.Runs);
        Assert.Empty(project.Journal().Of("run.finished"));

        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);

        Assert.Equal(ToolsOf(server.Requests[0]), ToolsOf(server.Requests[^1]));
        Assert.Single(project.Journal().Of("tools.listed"));
        Assert.Contains(
            server.Requests,
            request => request.LastResultText.EndsWith("what it remembered of earlier calls is gone.)\ncall 1", StringComparison.Ordinal)
        );
        // Nothing answers any more: what servers said is in the record.
        File.Delete(Path.Combine(project.Root, "tools", "server.py"));
        var replay = await project.Ashlar("replay", run).EndsWithAsync(0);
        Assert.DoesNotContain("mcp", replay.Out, StringComparison.Ordinal);
    }

    private static string ToolsOf(RecordedRequest request) => request.Body.GetProperty("tools").GetRawText();

    [Fact]
    public async Task Agents_and_doctor_show_what_is_declared()
    {
        using var project = OwnServer.Project(
            declared: """{"mcpServers": {"own": {"command": "python3", "args": ["tools/server.py"]}, "far": {"url": "https://example.org"}, "none": {"command": "no-such-program-here"}}}"""
        );
        project
            .Write(".claude/agents/dev.md", "---\nname: dev\ntools: Read, mcp__own__echo, mcp__nobody__x\n---\nYou do the task.\n")
            .Commit("Change it");

        var shown = await project.Ashlar("agents", "show", "dev").EndsWithAsync(0);
        Assert.Contains(
            "mcp__own__echo",
            shown.Lines.Single(line => line.StartsWith("tools:", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.Contains("not available: mcp__nobody__x", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("not available: mcp__own", shown.Out, StringComparison.Ordinal);

        var doctor = (await project.Ashlar("doctor").RunAsync())
            .Lines.Where(line => line.Contains(" mcp ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(["ok", "ok", "weaker"], doctor.Select(line => line.Split(' ')[0]));
        Assert.Contains("https://example.org", doctor[1], StringComparison.Ordinal);
        Assert.Contains("no-such-program-here is not on PATH", doctor[2], StringComparison.Ordinal);
    }
}
