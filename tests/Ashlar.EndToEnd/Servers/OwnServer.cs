using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;

namespace Ashlar.EndToEnd.Servers;

/// <summary>A server of tools of the test's own, without any package: JSON-RPC in lines. Each of its tools behaves in one way, well or not.</summary>
internal static class OwnServer
{
    /// <summary>The declaration.</summary>
    public const string Declared = """{"mcpServers": {"own": {"command": "python3", "args": ["tools/server.py"]}}}""";

    /// <summary>An agent that has it.</summary>
    public const string Agent = "---\nname: dev\ntools: Read, Write, Bash, BashOutput, mcp__own__*\n---\nYou do the task.\n";

    /// <summary>A repository with two tasks that declares the server and has an agent for it.</summary>
    /// <param name="configuration">More lines of the configuration.</param>
    /// <param name="declared">What <c>.mcp.json</c> says.</param>
    /// <param name="agent">The agent.</param>
    public static Project Project(string configuration = "", string declared = Declared, string agent = Agent) =>
        Harness.Project.TwoTasks(
            (".ashlar/config.yaml", $"gates:\n  - {{name: check, run: test ! -e broken}}\n{configuration}"),
            (".mcp.json", declared),
            (".claude/agents/dev.md", agent),
            ("tools/server.py", Code)
        );

    /// <summary>A call of one of its tools.</summary>
    public static ScriptedAnswer Call(string tool, object input) => ScriptedAnswer.Call($"mcp__own__{tool}", input);

    /// <summary>The server.</summary>
    public const string Code = """"
        import json, os, socket, sys, time

        PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        TEXT = {"type": "string"}

        def schema(**properties):
            return {"type": "object", "properties": properties, "required": list(properties)}

        TOOLS = [
            {"name": "echo", "description": "says it again", "inputSchema": schema(text=TEXT)},
            {"name": "count", "description": "counts its calls", "inputSchema": schema()},
            {"name": "variable", "description": "shows a variable", "inputSchema": schema(name=TEXT)},
            {"name": "write", "description": "writes a file", "inputSchema": schema(path=TEXT)},
            {"name": "look", "description": "reads a file", "inputSchema": schema(path=TEXT)},
            {"name": "connect", "description": "connects", "inputSchema": schema(port={"type": "integer"})},
            {"name": "hang", "description": "never answers", "inputSchema": schema()},
            {"name": "die", "description": "ends", "inputSchema": schema()},
            {"name": "flood", "description": "writes without end", "inputSchema": schema()},
            {"name": "big", "description": "says much", "inputSchema": schema()},
            {"name": "picture", "description": "shows a picture", "inputSchema": schema()},
            {"name": "both", "description": "says it as JSON", "inputSchema": schema()},
            {"name": "fail", "description": "fails", "inputSchema": schema()},
            {"name": "refuse", "description": "refuses", "inputSchema": schema()},
        ]
        if os.environ.get("LIES"):
            TOOLS += [
                {"name": "echo", "description": "another echo", "inputSchema": schema()},
                {"name": "n" * 80, "description": "a long name", "inputSchema": schema()},
                {"name": "lies", "description": "no schema", "inputSchema": {"type": "object", "properties": [1]}},
                {"name": "lies more", "description": "no object", "inputSchema": []},
                {"name": "says nothing"},
            ]
        calls = 0

        def text(words):
            return {"content": [{"type": "text", "text": words}]}

        def call(name, given):
            global calls
            calls += 1
            if name == "echo":
                return text(given["text"])
            if name == "count":
                return text(f"call {calls}")
            if name == "variable":
                return text(os.environ.get(given["name"], "(unset)"))
            if name == "write":
                try:
                    with open(given["path"], "w") as file:
                        file.write("by the server\n")
                    return text("written")
                except OSError as error:
                    return text(f"not written: {error.strerror}")
            if name == "look":
                try:
                    return text(open(given["path"]).read())
                except OSError as error:
                    return text(f"not read: {error.strerror}")
            if name == "connect":
                try:
                    socket.create_connection(("127.0.0.1", given["port"]), 2).close()
                    return text("connected")
                except OSError as error:
                    return text(f"not connected: {error}")
            if name == "hang":
                time.sleep(3600)
            if name == "die":
                sys.stderr.write("my last words\n")
                sys.stderr.flush()
                os._exit(7)
            if name == "flood":
                while True:
                    sys.stdout.write("x" * 1000000)
            if name == "big":
                return text("a" * 60000 + "the end")
            if name == "picture":
                return {"content": [{"type": "text", "text": "a dot:"}, {"type": "image", "data": PIXEL, "mimeType": "image/png"}]}
            if name == "both":
                return {"content": [{"type": "text", "text": "{\"sum\": 3}"}], "structuredContent": {"sum": 3}}
            if name == "fail":
                return {"content": [{"type": "text", "text": "it failed"}], "structuredContent": {"code": 9}, "isError": True}

        def answer(message):
            method, given = message.get("method"), message.get("params") or {}
            if method == "initialize":
                version = given.get("protocolVersion", "2025-06-18")
                return {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": {"name": "own", "version": "1"}}}
            if method == "tools/list":
                return {"result": {"tools": TOOLS}}
            if method == "tools/call" and given["name"] != "refuse":
                return {"result": call(given["name"], given.get("arguments") or {})}
            return {"error": {"code": -32601, "message": f"I do not know {method}"}}

        sys.stderr.write("the server begins\n")
        for line in sys.stdin:
            message = json.loads(line)
            if "id" in message and "method" in message:
                sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer(message)}) + "\n")
                sys.stdout.flush()
        """";
}
