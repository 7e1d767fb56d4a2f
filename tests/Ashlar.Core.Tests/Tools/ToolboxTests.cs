using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

public sealed class ToolboxTests
{
    [Fact]
    public void All_descriptions_and_schemas_of_the_room_stay_small()
    {
        var specs = new Toolbox(BuiltInTools.All()).Specs;

        Assert.Equal(
            ["Read", "Write", "Edit", "Bash", "BashOutput", "KillShell", "Glob", "Grep", "WebFetch"],
            specs.Select(spec => spec.Name)
        );
        Assert.InRange(
            specs.Sum(spec => Encoding.UTF8.GetByteCount(spec.Name + spec.Description + spec.InputSchema.GetRawText())),
            1000,
            5000
        );
    }

    public static TheoryData<string, string, string> Refusals =>
        new()
        {
            { "Foo", "{}", "There is no tool Foo here. You have: Read, Write, Edit, Bash, BashOutput, KillShell, Glob, Grep, WebFetch." },
            { "Read", "{", "Read was not run: its arguments are not valid JSON (" },
            { "Read", "{\"file_path\":\"a\",\"file_path\":\"b\"}", "Read was not run: its arguments are not valid JSON (" },
            {
                "Read",
                "{\"file_path\":\"\\ud800\"}",
                "Read was not run: its arguments are not valid JSON (a string in it is not valid Unicode). Send the call again, whole."
            },
            { "Read", "{}", "Read was not run: \"file_path\" missing. Its input: file_path, offset?, limit?." },
            { "Read", "[]", "Read was not run: its arguments are a list, not a JSON object such as" },
            { "Read", "{\"file_path\":null}", "Read was not run: \"file_path\" missing. Its input: file_path, offset?, limit?." },
            {
                "Read",
                "{\"file_path\":\"a\",\"offset\":\"x\"}",
                "Read was not run: \"offset\" has to be a whole number. Its input: file_path, offset?, limit?."
            },
            {
                "Grep",
                "{\"pattern\":\"a\",\"output_mode\":\"lines\"}",
                "Grep was not run: \"output_mode\" has to be one of content, files_with_matches, count."
            },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    [Trait("case", "MODEL-003")]
    public async Task A_call_that_cannot_be_understood_is_answered(string name, string arguments, string expected)
    {
        using var room = new ToolRoom();

        var answer = await room.Toolbox.CallAsync(new ToolCall("1", name, Said.Text(arguments)), room.Context, CancellationToken.None);

        Assert.StartsWith(expected, answer.Text, StringComparison.Ordinal);
        Assert.True(answer.IsError);
    }

    public static TheoryData<string> Lenient =>
        new()
        {
            "{\"file_path\":\"a\",\"offset\":\"2\",\"limit\":\"1\"}",
            "{\"path\":\"a\",\"offset\":2.0,\"limit\":1}",
            "{\"file_path\":\"a\",\"offset\":2,\"limit\":1,\"extra\":{\"x\":[1]}}",
            "{\"filename\":\"a\",\"offset\":2,\"limit\":1,\"pages\":null}",
            "\"{\\\"file_path\\\":\\\"a\\\",\\\"offset\\\":2,\\\"limit\\\":1}\"",
        };

    [Theory]
    [MemberData(nameof(Lenient))]
    public async Task Input_is_taken_as_models_send_it(string arguments)
    {
        using var room = new ToolRoom().With("a", "1\n2\n3\n");

        var answer = await room.Toolbox.CallAsync(new ToolCall("1", "Read", Said.Text(arguments)), room.Context, CancellationToken.None);

        Assert.Equal("     2\t2\n(lines 2 to 2 of 3; continue with offset=3)", answer.Text);
    }

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "\"a\"", "[\"a\"]")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "\"[\\\"a\\\",1]\"", "[\"a\",\"1\"]")]
    [InlineData("""{"type":["string","null"]}""", "null", "null")]
    [InlineData("""{"type":"boolean"}""", "\"True\"", "true")]
    [InlineData("""{"enum":["request_changes"]}""", "\"request-changes\"", "\"request_changes\"")]
    [InlineData("""{"anyOf":[{"type":"object","required":["a"]},{"type":"string"}]}""", "\"x\"", "\"x\"")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer"}}}""", "{\"n\":\"7\",\"m\":1}", "{\"n\":7,\"m\":1}")]
    [InlineData("""{"type":"object","required":["s"],"properties":{"s":{"type":"string","default":"css"}}}""", "{}", "{}")]
    public void Coercions_follow_the_schema(string schema, string input, string expected)
    {
        var result = InputSchema.Check(Element(schema), Element(input));

        Assert.Null(result.Problem);
        Assert.Equal(expected, result.Value.GetRawText());
    }

    [Theory]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"object","required":["b"],"properties":{"b":{"type":"string"}}}}}""",
        "{\"a\":{}}",
        "\"a.b\" missing"
    )]
    [InlineData(
        """{"anyOf":[{"type":"integer"},{"type":"boolean"}]}""",
        "\"x\"",
        "the input fits none of its forms: the input has to be a whole number"
    )]
    [InlineData("""{"type":"string"}""", "{}", "the input has to be a string")]
    [Trait("case", "MODEL-003")]
    public void What_cannot_be_coerced_is_named(string schema, string input, string expected) =>
        Assert.Equal(expected, InputSchema.Check(Element(schema), Element(input)).Problem);

    [Fact]
    public async Task Only_what_is_granted_is_offered_and_runs()
    {
        using var room = new ToolRoom
        {
            Toolbox = new Toolbox(
                BuiltInTools.All(),
                name => name is "Bash" or "Read",
                line => line.StartsWith("git", StringComparison.Ordinal) ? null : new Problem("tool.command", $"`{line}` is not granted")
            ),
        };

        Assert.Equal(["Read", "Bash"], room.Toolbox.Specs.Select(spec => spec.Name));
        Assert.Equal("There is no tool Write here. You have: Read, Bash.", (await room.Write("a", "x")).Text);
        Assert.Equal("Not run: `touch a` is not granted.", (await room.Bash("touch a")).Text);
        Assert.False((await room.Bash("git --version")).IsError);
        Assert.False(File.Exists(room["a"]));
    }

    [Fact]
    [Trait("case", "MODEL-003")]
    public async Task An_exception_of_a_tool_is_one_sentence_and_cancellation_passes()
    {
        using var room = new ToolRoom { Toolbox = new Toolbox([new Broken()]) };
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.Equal("Broken failed: it broke.", (await room.Call("Broken")).Text);
        await Assert.ThrowsAsync<OperationCanceledException>(() =>
            room.Toolbox.CallAsync(new ToolCall("1", "Broken", Said.Text("{}")), room.Context, cancelled.Token)
        );
    }

    public static TheoryData<string, string> Shapes =>
        new()
        {
            { "Read", """{"file_path":"a","offset":1,"limit":1}""" },
            { "Write", """{"file_path":"a","content":"x"}""" },
            { "Edit", """{"file_path":"a","old_string":"1","new_string":"2","replace_all":true}""" },
            { "Glob", """{"pattern":"*","path":"."}""" },
            { "Grep", """{"pattern":"1","path":".","output_mode":"content","-n":true,"head_limit":3}""" },
            { "BashOutput", """{"bash_id":"1"}""" },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    [Trait("case", "MODEL-003")]
    public async Task Arguments_of_any_shape_are_answered_and_never_break_a_tool(string tool, string whole)
    {
        using var room = new ToolRoom().With("a", "1\n2\n3\n");
        var deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
        string[] values =
        [
            .. "null true -1 0 1e999 99999999999999999999 9223372036854775808 -0.5 {} [] [null] {\"a\":{\"b\":[]}}".Split(' '),
            "\"\"",
            "\"[\"",
            "\"\\u0000\"",
            $"\"{new string('x', 1_000_000)}\"",
            deep,
        ];
        List<string> mutations = [deep, "[[]]", "7", "\"\"", "", " ", whole[..^1], whole + whole];
        var fields = JsonDocument.Parse(whole).RootElement.EnumerateObject().ToList();
        foreach (var field in fields)
        {
            var others = fields
                .Where(other => other.Name != field.Name)
                .Select(other => $"\"{other.Name}\":{other.Value.GetRawText()}")
                .ToList();
            mutations.Add($"{{{string.Join(',', others)}}}");
            mutations.AddRange(values.Select(value => $"{{{string.Join(',', others.Append($"\"{field.Name}\":{value}"))}}}"));
        }

        foreach (var arguments in mutations)
        {
            var call = new ToolCall("1", tool, Said.Text(arguments));
            room.Toolbox.RepetitionOf(call, room.Context);
            room.Toolbox.SnapshotBefore(call, room.Context);
            var answer = await room.Toolbox.CallAsync(call, room.Context, CancellationToken.None);
            Assert.DoesNotContain($"{tool} failed:", answer.Text, StringComparison.Ordinal);
        }
    }

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private sealed class Broken : ITool
    {
        public ToolSpec Spec { get; } = new("Broken", "", Element("{}"));

        public Repetition Repetition => Repetition.Pure;

        public Task<ToolAnswer> CallAsync(JsonElement input, ToolContext context, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidDataException("it broke\nat a place");
        }
    }
}
