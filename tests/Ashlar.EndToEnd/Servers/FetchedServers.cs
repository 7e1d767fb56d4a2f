using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Ashlar.EndToEnd.Servers;

/// <summary>MCP servers that are packages of a registry: <c>npx PACKAGE</c>.</summary>
public sealed class FetchedServers
{
    private const string Declared = """{"mcpServers": {"own": {"command": "npx", "args": ["-y", "@here/own-server@^1"]}}}""";

    [ProgramsFact("npm")]
    public async Task A_package_is_fetched_when_it_is_trusted_without_its_scripts_and_run_without_a_network()
    {
        using var project = OwnServer.Project(declared: Declared);
        await using (var registry = await NpmRegistry.StartAsync())
        {
            var trusted = await project.Ashlar("trust").With("npm_config_registry", registry.Address).EndsWithAsync(0);
            Assert.Contains("Fetched @here/own-server 1.4.0.", trusted.Out, StringComparison.Ordinal);
            var asked = registry.Asked.Count;
            Assert.NotEqual(0, asked);
            var again = await project.Ashlar("trust").With("npm_config_registry", registry.Address).EndsWithAsync(0);
            Assert.DoesNotContain("etch", again.Out, StringComparison.Ordinal);
            Assert.Equal(asked, registry.Asked.Count);
        }

        await using var server = await Works();
        await Run(project).Asking(server).EndsWithAsync(0);

        Assert.Equal("hello", server.Requests[1].LastResultText);
        var listed = project.Journal().Of("tools.listed")[0].GetProperty("body");
        Assert.Equal("@here/own-server 1.4.0", listed.GetProperty("package").GetString());
        // The install script would have left a file beside the program, which is the positive control.
        var installed = Directory.EnumerateFiles(project.Home, "server.py", SearchOption.AllDirectories).Single();
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(installed)!, "planted")));
        var doctor = await project.Ashlar("doctor").RunAsync();
        Assert.Contains("@here/own-server@^1 is fetched", doctor.Out, StringComparison.Ordinal);
    }

    [ProgramsFact("npm")]
    public async Task The_run_that_needs_it_first_fetches_it()
    {
        using var project = OwnServer.Project(declared: Declared);
        await using var registry = await NpmRegistry.StartAsync();
        await using var server = await Works();

        await Run(project).With("npm_config_registry", registry.Address).Asking(server).EndsWithAsync(0);

        Assert.Equal("hello", server.Requests[1].LastResultText);
        Assert.NotEmpty(registry.Asked);
    }

    [ProgramsFact("npm")]
    public async Task What_cannot_be_fetched_is_told_and_the_task_is_done_without_it()
    {
        using var project = OwnServer.Project(declared: Declared.Replace("own-server", "no-such-server", StringComparison.Ordinal));
        await using var registry = await NpmRegistry.StartAsync();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        var trusted = await project.Ashlar("trust").With("npm_config_registry", registry.Address).EndsWithAsync(0);
        Assert.Contains(
            "The MCP server own cannot be used yet: @here/no-such-server cannot be fetched",
            trusted.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("404", trusted.Error, StringComparison.Ordinal);

        await Run(project).With("npm_config_registry", registry.Address).Asking(server).EndsWithAsync(0);

        Assert.DoesNotContain(server.Requests[0].Tools, tool => tool.StartsWith("mcp__", StringComparison.Ordinal));
    }

    private static Task<ScriptedModelServer> Works() =>
        Script.Of("1", OwnServer.Call("echo", new { text = "hello" }), Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

    private static AshlarCommand Run(Project project) => project.Ashlar("run", "tasks.md", "--only", "1", "--agent", "dev", "--trust");

    /// <summary>A registry with one package.</summary>
    private sealed class NpmRegistry : IAsyncDisposable
    {
        private const string Tarball = "/own-server-1.4.0.tgz";
        private readonly ConcurrentQueue<string> asked = new();
        private readonly byte[] package = Package();
        private LoopbackServer? server;

        public string Address => $"{server!.Address}/";

        public IReadOnlyList<string> Asked => [.. asked];

        public static async Task<NpmRegistry> StartAsync()
        {
            var registry = new NpmRegistry();
            registry.server = await LoopbackServer.StartAsync(registry.AnswerAsync);
            return registry;
        }

        public ValueTask DisposeAsync() => server!.DisposeAsync();

        private async Task AnswerAsync(HttpContext context)
        {
            var path = Uri.UnescapeDataString(context.Request.Path.Value ?? "");
            asked.Enqueue(path);
            if (path == Tarball)
            {
                await context.Response.Body.WriteAsync(package);
            }
            else if (path.Equals("/@here/own-server", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(
                    new JsonObject
                    {
                        ["name"] = "@here/own-server",
                        ["dist-tags"] = new JsonObject { ["latest"] = "1.4.0" },
                        ["versions"] = new JsonObject { ["1.4.0"] = Manifest(server!.Address) },
                    }.ToJsonString()
                );
            }
            else
            {
                context.Response.StatusCode = 404;
            }
        }

        private static JsonObject Manifest(string? address)
        {
            var manifest = new JsonObject
            {
                ["name"] = "@here/own-server",
                ["version"] = "1.4.0",
                ["bin"] = new JsonObject { ["serve-it"] = "server.py" },
                ["scripts"] = new JsonObject { ["postinstall"] = "touch planted" },
                ["hasInstallScript"] = true,
            };
            if (address is not null)
            {
                manifest["dist"] = new JsonObject { ["tarball"] = $"{address}{Tarball}" };
            }

            return manifest;
        }

        private static byte[] Package()
        {
            using var bytes = new MemoryStream();
            using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            using (var tar = new TarWriter(zip, TarEntryFormat.Ustar))
            {
                foreach (
                    var (name, text) in new[]
                    {
                        ("package/package.json", Manifest(null).ToJsonString()),
                        ("package/server.py", $"#!/usr/bin/env python3\n{OwnServer.Code}"),
                    }
                )
                {
                    tar.WriteEntry(
                        new UstarTarEntry(TarEntryType.RegularFile, name)
                        {
                            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                            Mode = (UnixFileMode)0b111_101_101,
                        }
                    );
                }
            }

            return bytes.ToArray();
        }
    }
}
