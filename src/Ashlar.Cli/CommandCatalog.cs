using System.CommandLine;
using System.CommandLine.Help;
using Ashlar.Cli.Commands;
using Ashlar.Cli.Options;

namespace Ashlar.Cli;

/// <summary>All commands there are. A new one is a file in <c>Commands</c> and a line here.</summary>
internal static class CommandCatalog
{
    /// <summary>The root command with its subcommands, in the order in which the help lists them.</summary>
    public static RootCommand CreateRoot(GlobalOptions globals)
    {
        var root = new RootCommand("Implements a written specification with a language model, and verifies what it says is done.");
        globals.AddTo(root);
        IReadOnlyList<CommandGroup> groups =
        [
            new(
                "Work",
                [
                    RunCommand.Create(globals),
                    ResumeCommand.Create(globals),
                    AnswerCommand.Create(globals),
                    ReviewCommand.Create(globals),
                    RedoCommand.Create(globals),
                    StopCommand.Create(globals),
                ]
            ),
            new(
                "Look",
                [
                    StatusCommand.Create(globals),
                    InboxCommand.Create(globals),
                    LogsCommand.Create(globals),
                    ReportCommand.Create(globals),
                    DiffCommand.Create(globals),
                    ReplayCommand.Create(globals),
                ]
            ),
            new(
                "Prepare",
                [
                    InitCommand.Create(globals),
                    DoctorCommand.Create(globals),
                    GatesCommand.Create(globals),
                    TasksCommand.Create(globals),
                    AgentsCommand.Create(globals),
                    TrustCommand.Create(globals),
                ]
            ),
            new("Tidy up", [UndoCommand.Create(globals), CleanCommand.Create(globals)]),
            new("Learn", [DemoCommand.Create(globals), ExplainCommand.Create(globals), CompletionCommand.Create(globals)]),
        ];
        foreach (var command in groups.SelectMany(group => group.Commands))
        {
            root.Subcommands.Add(command);
        }

        root.Options.OfType<HelpOption>().Single().Action = new HelpText(groups);
        return root;
    }
}
