using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Agents that go in circles are stopped, a person is asked with the pattern, and the answer lets the task continue.</summary>
public sealed class LeadingNowhere
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    [Trait("case", "MODEL-017")]
    public async Task The_same_call_that_fails_five_times_in_a_row(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", [.. Enumerable.Repeat(Say.Read("missing.txt"), 5), Say.Write("a.txt", "a\n"), Say.Done("a.txt")])
            .ServeAsync();

        await AssertAsksAsync(project, server, protocol, "failed 5 times in a row: Read missing.txt");

        Assert.Equal(7, server.Requests.Count);
    }

    [Fact]
    [Trait("case", "MODEL-017")]
    public async Task The_same_files_handed_in_again_and_again()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                [
                    Say.Bash("echo a > a.txt; touch broken"),
                    .. Enumerable.Repeat(Say.Done("a.txt", "broken"), 4),
                    Say.Bash("rm broken"),
                    Say.Done("a.txt"),
                ]
            )
            .ServeAsync();

        await AssertAsksAsync(project, server, WireProtocol.Anthropic, "the same files were handed in again and again");

        Assert.Equal(7, server.Requests.Count);
    }

    [Fact]
    [Trait("case", "MODEL-017")]
    public async Task Two_calls_that_take_turns_for_ever()
    {
        using var project = Project.TwoTasks();
        var answered = 0;
        await using var server = await ScriptedModelServer.StartAsync(request =>
            (request.LastResultText + request.LastUserText).Contains("Enough", StringComparison.Ordinal) || answered > 0
                ? answered++ == 0
                    ? Say.Write("a.txt", "a\n")
                    : Say.Done("a.txt")
                : request.Turn % 2 == 0
                    ? Say.Read("tasks.md")
                    : Say.Bash("ls -a .ashlar")
        );

        await AssertAsksAsync(project, server, WireProtocol.Anthropic, "Read tasks.md");

        Assert.InRange(server.Requests.Count, 60, 70);
    }

    private static async Task AssertAsksAsync(Project project, ScriptedModelServer server, WireProtocol protocol, string pattern)
    {
        var run = await project
            .Ashlar("run", "tasks.md", "--only", "1", "--trust", "--branch", "work")
            .Asking(server, protocol)
            .EndsWithAsync(3);
        var asked = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        await project.Ashlar("answer", project.Runs[0], "E1", "Enough: do it otherwise.").EndsWithAsync(0);
        await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(0);

        Assert.Contains(pattern, run.Error + run.Out, StringComparison.Ordinal);
        Assert.Equal("circle", asked.GetProperty("kind").GetString());
        Assert.Contains(pattern, asked.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
    }
}
