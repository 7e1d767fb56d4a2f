using System.Text.Json;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class ServerToolsTests
{
    [Theory]
    [InlineData("""{"type":"object"}""")]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":["string","null"]},"b":true,"c":{"anyOf":[{"type":"integer"}]}},"required":["a"]}"""
    )]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"array","items":{"enum":["x"]}}},"$defs":{"d":{}},"additionalProperties":false}"""
    )]
    public void A_schema_is_taken(string schema) => Assert.Null(ServerSchema.Fault(Json(schema)));

    [Theory]
    [InlineData("[]", "no object")]
    [InlineData("true", "no object")]
    [InlineData("{}", "does not describe an object")]
    [InlineData("""{"type":"string"}""", "does not describe an object")]
    [InlineData("""{"type":["object"]}""", "does not describe an object")]
    [InlineData("""{"type":"object","anyOf":[{}]}""", "`anyOf` at the top")]
    [InlineData("""{"type":"object","properties":[]}""", "`properties` is no object")]
    [InlineData("""{"type":"object","properties":{"a":3}}""", "`a` is no schema")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"text"}}}""", "`type` that there is not")]
    [InlineData("""{"type":"object","required":"a"}""", "`required` that is no list")]
    [InlineData("""{"type":"object","properties":{"a":{"enum":{}}}}""", "`enum` that is no list")]
    [InlineData("""{"type":"object","properties":{"a":{"oneOf":[]}}}""", "`oneOf` that is no list")]
    [InlineData("""{"type":"object","properties":{"a":{"items":7}}}""", "`items` is no schema")]
    public void What_is_no_schema_is_named(string schema, string why) =>
        Assert.Contains(why, ServerSchema.Fault(Json(schema)), StringComparison.Ordinal);

    [Fact]
    public void A_schema_has_bounds()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"object","properties":{"a":""", 40)) + "{}" + new string('}', 80);
        Assert.Contains("too deeply", ServerSchema.Fault(Json(deep)), StringComparison.Ordinal);
        var large = $$"""{"type":"object","description":"{{new string('x', ServerSchema.Largest)}}"}""";
        Assert.Contains("KiB", ServerSchema.Fault(Json(large)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_offers_is_checked_bounded_and_masked()
    {
        var schema = Json("""{"type":"object","description":"the key is swordfish-3000"}""");
        var (text, count, problems) = ServerTools.Check(
            "own",
            [
                new OfferedTool("echo", "says \u001b[31mit\u001b[0m again, " + new string('x', 5000), schema),
                new OfferedTool("fs.read", "", schema),
                new OfferedTool("fs_read", "", schema),
                new OfferedTool("", "", schema),
                new OfferedTool(new string('n', 60), "", schema),
                new OfferedTool("lies", "", Json("[]")),
            ],
            SecretMask.Of([KeyValuePair.Create("KEY", "swordfish-3000")])
        );

        var tools = ServerTools.Read(text.Text);
        Assert.Equal(2, count);
        Assert.Equal(["echo mcp__own__echo", "fs.read mcp__own__fs_read"], tools.Select(tool => $"{tool.Name} {tool.Spec.Name}"));
        Assert.StartsWith("says it again, xxx", tools[0].Spec.Description, StringComparison.Ordinal);
        Assert.True(tools[0].Spec.Description.Length < 1600);
        Assert.Equal("the key is [secret KEY]", tools[0].Spec.InputSchema.GetProperty("description").GetString());
        Assert.Equal(
            ["another one has its name", "it has no name", "its name has more than 64", "its schema is no object"],
            problems.Select(problem =>
                new[] { "another one has its name", "it has no name", "its name has more than 64", "its schema is no object" }.First(why =>
                    problem.Message.Contains(why, StringComparison.Ordinal)
                )
            )
        );
        Assert.All(problems, problem => Assert.Equal("mcp.tool-refused", problem.Code));
    }

    [Fact]
    public void No_more_tools_are_passed_on_than_a_request_bears()
    {
        var schema = Json("""{"type":"object"}""");
        var (_, count, problems) = ServerTools.Check(
            "own",
            [.. Enumerable.Range(0, 500).Select(number => new OfferedTool($"tool{number}", "", schema))],
            SecretMask.None
        );

        Assert.Equal(128, count);
        Assert.Contains("372 of 500 tools", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_an_end_and_a_flood_are_cut_off()
    {
        var endless = new ServerStream(new Endless((byte)'x'));
        await Assert.ThrowsAsync<IOException>(() => ReadAllAsync(endless));
        Assert.Contains("a message of more than", endless.Fault, StringComparison.Ordinal);

        var many = new ServerStream(new Endless((byte)'\n'));
        await Assert.ThrowsAsync<IOException>(() => ReadAllAsync(many));
        Assert.Contains("in one call", many.Fault, StringComparison.Ordinal);
    }

    private static async Task ReadAllAsync(ServerStream stream)
    {
        var buffer = new byte[1024 * 1024];
        while (true)
        {
            _ = await stream.ReadAsync(buffer);
        }
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.Clone();
    }

    private sealed class Endless(byte value) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill(value);
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
