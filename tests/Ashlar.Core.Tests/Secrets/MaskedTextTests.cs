using System.Reflection;
using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Secrets;

public sealed class MaskedTextTests
{
    [Fact]
    public void Only_the_mask_makes_one_out_of_any_text()
    {
        var makers = typeof(MaskedText)
            .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            .OfType<MethodBase>()
            .Where(method => method is ConstructorInfo || (method as MethodInfo)?.ReturnType == typeof(MaskedText))
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(string)))
            .Select(method => method.Name);

        Assert.Equal(["Literal", "Of"], makers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_leaves_a_run_takes_masked_text()
    {
        (Type Type, string Name)[] sinks =
        [
            (typeof(TextBlock), "Masked"),
            (typeof(ToolCall), "Arguments"),
            (typeof(Conversation), "System"),
            (typeof(TreeCommit), "Message"),
            (typeof(CommitIntended), "Message"),
            (typeof(CommitCreated), "Subject"),
            (typeof(LandingRequest), "Message"),
            (typeof(RunStarted), "Title"),
            (typeof(TaskStarted), "Title"),
            (typeof(TaskReopened), "Note"),
            (typeof(RecordedWork), "Ticket"),
            (typeof(RecordedWork), "TaskText"),
            (typeof(EscalationAnswered), "Text"),
        ];

        Assert.All(
            sinks,
            sink =>
            {
                var type = sink.Type.GetProperty(sink.Name)!.PropertyType;
                Assert.Equal(typeof(MaskedText), Nullable.GetUnderlyingType(type) ?? type);
            }
        );
        Assert.Empty(typeof(ThinkingBlock).GetConstructors());
    }

    [Fact]
    public void Masking_again_changes_nothing()
    {
        var (mask, value) = Mask();

        var once = MaskedText.Of(mask, $"it is {value}");

        Assert.Equal("it is [secret TOKEN]", once.Text);
        Assert.Equal(once, MaskedText.Of(mask, once.Text));
        Assert.Equal("2 times it is [secret TOKEN]", MaskedText.Compose($"{2} times {once}").Text);
    }

    [Fact]
    public void Thinking_that_holds_a_secret_is_dropped_whole_and_other_thinking_stays_as_it_is()
    {
        var (mask, value) = Mask();
        var raw = JsonElement.Parse("""{"type":"thinking","thinking":"fine","signature":"abc"}""");

        Assert.Equal(raw.GetRawText(), ThinkingBlock.Of(mask, raw)!.Raw.GetRawText());
        Assert.Null(ThinkingBlock.Of(mask, JsonElement.Parse($$"""{"type":"thinking","thinking":"{{value}}","signature":"abc"}""")));
        Assert.Null(ThinkingBlock.Of(mask, JsonElement.Parse($$"""{"type":"redacted_thinking","data":["{{value}}"]}""")));
    }

    [Fact]
    public void A_call_whose_name_or_id_holds_a_secret_has_neither()
    {
        var (mask, value) = Mask();

        var call = ToolCall.Of(mask, $"id-{value}", $"Read{value}", $$"""{"a":"{{value}}"}""");

        Assert.Equal(("", "Read[secret TOKEN]", """{"a":"[secret TOKEN]"}"""), (call.Id, call.Name, call.Arguments.Text));
    }

    [Fact]
    public void A_body_keeps_its_structure_and_its_texts_are_masked()
    {
        var (mask, value) = Mask();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                branch = $"feature/{value}",
                paths = new[] { $"{value}/a" },
                findings = new[]
                {
                    new
                    {
                        path = $"{value}.md",
                        message = $"it says {value}",
                        line = 7,
                    },
                },
                raw = new { signature = value },
                count = 1.50m,
            }
        );

        var masked = JsonElement.Parse(JournalMask.Masked(body, mask));

        Assert.Equal($"feature/{value}", masked.GetProperty("branch").GetString());
        Assert.Equal($"{value}/a", masked.GetProperty("paths")[0].GetString());
        Assert.Equal($"{value}.md", masked.GetProperty("findings")[0].GetProperty("path").GetString());
        Assert.Equal("it says [secret TOKEN]", masked.GetProperty("findings")[0].GetProperty("message").GetString());
        Assert.Equal(7, masked.GetProperty("findings")[0].GetProperty("line").GetInt32());
        Assert.Equal("1.50", masked.GetProperty("count").GetRawText());
        Assert.Same(body, JournalMask.Masked(body, SecretMask.None));
    }

    private static (SecretMask Mask, string Value) Mask()
    {
        var value = Guid.NewGuid().ToString("N");
        return (SecretMask.Of([new("TOKEN", value)]), value);
    }
}
