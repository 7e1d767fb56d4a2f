using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

/// <summary>A conversation that breaks off after any entry of its journal and is resumed.</summary>
public sealed class CrashedLoopTests
{
    private static readonly IReadOnlyList<ModelOutcome> Answers =
    [
        ScriptedModel.Calls(
            ("a", "Read", """{"file_path":"notes.txt"}"""),
            ("b", "Bash", """{"command":"echo first >> notes.txt; echo x > new.txt; cd .."}"""),
            ("c", "Read", """{"file_path":"missing"}""")
        ),
        ScriptedModel.Calls(("d", "Edit", """{"file_path":"notes.txt","old_string":"notes","new_string":"records"}""")),
        ScriptedModel.Calls(
            ("e", "Read", """{"file_path":"notes.txt"}"""),
            ("f", "Edit", """{"file_path":"notes.txt","old_string":"notes","new_string":"records"}"""),
            ("g", "Bash", """{"command":"rm new.txt && echo second >> notes.txt"}""")
        ),
        ScriptedModel.Calls(("h", "Escalate", "{}")),
        ScriptedModel.Calls(("i", "Write", """{"file_path":"deep/er.txt","content":"deeper\n"}"""), ("j", "Report", "{}")),
        ScriptedModel.Says("Done?"),
        ScriptedModel.Calls(("k", "Report", "{}")),
    ];

    [Theory]
    [InlineData(null, 0)]
    [InlineData(40_000, 2)]
    [Trait("case", "CRASH-001")]
    public async Task It_goes_on_as_if_nothing_had_happened(int? window, int compactions)
    {
        using var whole = new LoopRoom { Window = window };
        var undisturbed = whole.Loop(Model(0));
        await TalkAsync(undisturbed);
        Assert.Equal(compactions, whole.Entries.Count(entry => entry.Type == "conversation.compacted"));
        var lines = whole.Entries.Count;
        Assert.Equal("records\nfirst\nsecond\n", whole.Text("notes.txt"));
        Assert.True(lines > 30, $"only {lines} entries");

        // What is thrown while a command starts would be the tool's own trouble, no crash.
        foreach (var line in Enumerable.Range(2, lines - 1).Where(line => whole.Entries[line - 1].Type != "command.started"))
        {
            using var room = new LoopRoom { Window = window };
            await Assert.ThrowsAsync<CrashException>(() =>
                TalkAsync(room.Loop(Model(0), entry => CrashException.ThrowIf(entry.Seq == line)))
            );
            var model = Model(room.Entries.Count(entry => entry.Type == "turn.received"));
            var resumed = room.Loop(model);
            await TalkAsync(resumed);

            Assert.True(
                LoopRoom.Told(undisturbed) == LoopRoom.Told(resumed),
                $"line {line}:\n{LoopRoom.Told(undisturbed)}\n{LoopRoom.Told(resumed)}"
            );
            Assert.Equal((line, "records\nfirst\nsecond\n", "deeper\n"), (line, room.Text("notes.txt"), room.Text("deep/er.txt")));
            Assert.False(File.Exists(room["new.txt"]));
            Assert.Equal(
                Keys(whole, "turn.received").Concat(Keys(whole, "tool.finished")),
                Keys(room, "turn.received").Concat(Keys(room, "tool.finished"))
            );
        }
    }

    /// <summary>The model as it continues after some answers; one that was given is not there to be given again.</summary>
    private static ScriptedModel Model(int given) =>
        new([
            .. Answers
                .Select(
                    (answer, index) => (ModelOutcome)((ModelAnswer)answer with { Usage = new Usage(index is 2 or 4 ? 39_000 : 1000, 5) })
                )
                .Skip(given),
        ]);

    private static async Task TalkAsync(AgentLoop loop)
    {
        Assert.IsType<HandedOver>(await loop.RunAsync(LoopRoom.FirstWords, CancellationToken.None));
        Assert.IsType<TurnWithoutCall>(await loop.RunAsync(ToolAnswer.Of("The first one."), CancellationToken.None));
        Assert.IsType<HandedOver>(await loop.RunAsync(ToolAnswer.Of("No report."), CancellationToken.None));
    }

    private static IEnumerable<string?> Keys(LoopRoom room, string type) =>
        room.Entries.Where(entry => entry.Type == type).Select(entry => entry.Text("key"));

    private sealed class CrashException : Exception
    {
        public static void ThrowIf(bool crashes)
        {
            if (crashes)
            {
                throw new CrashException();
            }
        }
    }
}
