using System.Text.Json;
using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Execution;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Tools;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A task that no loop of ours works on: another program, which acts through the same tools and is believed as little.</summary>
public sealed class AnotherAuthor
{
    [Fact]
    public async Task A_program_that_asks_no_model_does_a_task_and_its_false_claim_comes_back_to_it()
    {
        using var project = Project.With(
            ("tasks.md", "- [ ] Write a.txt\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n")
        );
        string? Environment(string name) =>
            name is "ASHLAR_HOME" ? project.Home
            : name.StartsWith("ASHLAR_", StringComparison.Ordinal) ? null
            : System.Environment.GetEnvironmentVariable(name);
        WritingProgram? author = null;
        var programs = HostPrograms.Find(Environment("PATH"), [project.Root], project.Home);
        var services = new RunHostServices
        {
            StatePath = project.Home,
            Directory = project.Root,
            Clock = TimeProvider.System,
            Environment = Environment,
            Programs = programs,
            OpenSandbox = (_, found) => BubblewrapSandbox.Find(TimeProvider.System, found)!,
            ChooseModel = (_, _) => Task.FromResult(new ChosenModel(new NoModel(), "none/none", [])),
            Price = (_, _, _) => 0,
            OpenAuthor = (seat, conversation) => author = new WritingProgram(seat, conversation),
        };

        var plan = await new RunPlanner(services).PlanAsync(
            project.Root,
            new RunOptions
            {
                Work = "tasks.md",
                Trust = true,
                Branch = "work",
            },
            CancellationToken.None
        );
        int status;
        using (plan!.Owned)
        {
            status = await new RunHost(services).StartAsync(plan, CancellationToken.None);
        }

        Assert.Equal(0, status);
        Assert.Equal("a", project.Read("work", "a.txt"));
        Assert.Equal("- [x] Write a.txt", project.Read("work", "tasks.md"));
        Assert.Contains("b.txt", author!.Heard[1], StringComparison.Ordinal);
        Assert.DoesNotContain(project.Journal().Types, type => type is "turn.requested");
        Assert.Contains("tool.finished", project.Journal().Types);
    }

    private sealed class WritingProgram(LoopTerms seat, Conversation conversation) : IAuthor
    {
        public List<string> Heard { get; } = [];

        public int Turns => 0;

        public Conversation Conversation => conversation;

        public async Task<LoopOutcome> RunAsync(ToolAnswer words, CancellationToken cancellationToken)
        {
            Heard.Add(words.Text);
            if (Heard.Count == 1)
            {
                var write = Call("Write", new { file_path = "a.txt", content = "a\n" });
                await seat.Tools.CallAsync(write, $"{seat.Prefix}call/1.1", cancellationToken);
            }

            string[] created = Heard.Count == 1 ? ["a.txt", "b.txt"] : ["a.txt"];
            return new HandedOver(Call("Report", Say.ReportOf(created)));
        }

        private ToolCall Call(string name, object arguments) =>
            ToolCall.Of(seat.Tools.Context.Mask, $"c{Heard.Count}", name, JsonSerializer.Serialize(arguments));
    }

    private sealed class NoModel : IModel
    {
        public string Name => "none/none";

        public Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no model is asked");
    }
}
