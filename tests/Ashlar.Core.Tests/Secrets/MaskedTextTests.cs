using System.Reflection;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Replays;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
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

        Assert.Equal(["Literal", "Of", "OfCut"], makers.Order(StringComparer.Ordinal));
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
            (typeof(ModelFailure), "Message"),
            (typeof(ModelWait), "Reason"),
            (typeof(ProviderWaiting), "Reason"),
            (typeof(ToolStarted), "Summary"),
            (typeof(LoopActivity), "What"),
            (typeof(MaskedProblem), "Message"),
            (typeof(MaskedProblem), "Path"),
            (typeof(MaskedProblem), "Observed"),
            (typeof(MaskedProblem), "Expected"),
            (typeof(MaskedProblem), "Remedy"),
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
    public void A_sink_has_no_way_in_for_text_that_was_not_masked()
    {
        (Type Type, string Method, Type Taken)[] sinks =
        [
            (typeof(JournalFile), "Append", typeof(Masked<>)),
            (typeof(ArtifactFolder), "Put", typeof(MaskedBytes)),
            (typeof(ArtifactFolder), "Put", typeof(MaskedText)),
            (typeof(RunArchive), "AddAsync", typeof(MaskedBytes)),
        ];
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

        foreach (var sink in sinks.GroupBy(sink => (sink.Type, sink.Method)))
        {
            var taken = sink
                .Key.Type.GetMethods(All)
                .Where(method => method.Name == sink.Key.Method)
                .Select(method => method.GetParameters().Select(parameter => Open(parameter.ParameterType)))
                .Select(types => types.Where(type => type.Namespace == typeof(MaskedText).Namespace || type == typeof(byte[])).Single());
            Assert.Equal(sink.Select(one => one.Taken.Name).Order(), taken.Select(type => type.Name).Order());
        }

        static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }

    [Fact]
    public void What_was_not_masked_is_no_part_of_a_conversation()
    {
        Assert.False(typeof(ContentBlock).IsAssignableFrom(typeof(RawText)));
        Assert.False(typeof(ContentBlock).IsAssignableFrom(typeof(RawImage)));
        Assert.Empty(typeof(MaskedAnswer).GetConstructors());
        Assert.Empty(typeof(Masked<>).GetConstructors());
    }

    [Fact]
    public void An_image_whose_file_holds_a_secret_is_not_shown()
    {
        var (mask, value) = Mask();

        var shown = MaskedAnswer.Of(mask, Image("\u0089PNG and nothing else")).Content;
        var hidden = MaskedAnswer.Of(mask, Image($"\u0089PNG tEXt {value}")).Content;

        Assert.IsType<ImageBlock>(Assert.Single(shown));
        Assert.Equal("The image is not shown: its file holds a secret.", Assert.IsType<TextBlock>(Assert.Single(hidden)).Text);

        static ToolAnswer Image(string content) =>
            new([new RawImage(new ImageBlock("image/png", Convert.ToBase64String(Encoding.Latin1.GetBytes(content))))], IsError: false);
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

    private static (SecretMask Mask, string Value) Mask()
    {
        var value = Guid.NewGuid().ToString("N");
        return (SecretMask.Of([new("TOKEN", value)]), value);
    }

    [Fact]
    public void A_layout_may_leave_out_and_break_but_add_nothing()
    {
        var text = MaskedText.Of(SecretMask.None, "one two three");

        Assert.Equal("one\ntwo…", text.Laid(words => words.Replace(' ', '\n')[..7] + "…").Text);
        Assert.Throws<InvalidOperationException>(() => text.Laid(words => words + "!"));
        Assert.Throws<InvalidOperationException>(() => text.Laid(_ => "eno"));
        Assert.Throws<InvalidOperationException>(() => MaskedText.Empty.Laid(_ => "anything"));
    }
}
