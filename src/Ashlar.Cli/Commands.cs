using System.CommandLine;

namespace Ashlar.Cli;

/// <summary>All commands there are. A new one is a file in <c>Commands</c> and a line here.</summary>
internal static class Commands
{
    /// <summary>The root command with its subcommands, in the order in which the help lists them.</summary>
    public static RootCommand CreateRoot(GlobalOptions globals)
    {
        var root = new RootCommand("Implements a written specification with a language model, and verifies what it says is done.");
        globals.AddTo(root);
        root.Subcommands.Add(RunCommand.Create(globals));
        root.Subcommands.Add(ResumeCommand.Create(globals));
        root.Subcommands.Add(RedoCommand.Create(globals));
        root.Subcommands.Add(StatusCommand.Create(globals));
        root.Subcommands.Add(LogsCommand.Create(globals));
        root.Subcommands.Add(ReportCommand.Create(globals));
        root.Subcommands.Add(DiffCommand.Create(globals));
        root.Subcommands.Add(InboxCommand.Create(globals));
        root.Subcommands.Add(AnswerCommand.Create(globals));
        root.Subcommands.Add(ReviewCommand.Create(globals));
        root.Subcommands.Add(ReplayCommand.Create(globals));
        root.Subcommands.Add(StopCommand.Create(globals));
        root.Subcommands.Add(CleanCommand.Create(globals));
        root.Subcommands.Add(UndoCommand.Create(globals));
        root.Subcommands.Add(AgentsCommand.Create(globals));
        root.Subcommands.Add(TasksCommand.Create(globals));
        root.Subcommands.Add(TrustCommand.Create(globals));
        root.Subcommands.Add(InitCommand.Create(globals));
        root.Subcommands.Add(GatesCommand.Create(globals));
        root.Subcommands.Add(DoctorCommand.Create(globals));
        root.Subcommands.Add(ExplainCommand.Create(globals));
        root.Subcommands.Add(DemoCommand.Create(globals));
        root.Subcommands.Add(CompletionCommand.Create(globals));
        return root;
    }
}
