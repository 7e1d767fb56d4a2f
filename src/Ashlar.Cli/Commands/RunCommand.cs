using System.CommandLine;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Execution;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar run</c>: starts a run and follows it to its end.</summary>
internal static class RunCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var options = new RunCommandOptions();
        var command = new Command(
            "run",
            "Implements a work order: a spec folder, a task list, a design folder, or one task in words.\n\n"
                + "Examples:\n  ashlar run agent-os/specs/2026-01-05-invitations\n  ashlar run --task \"Reject negative amounts\" --model anthropic/claude-sonnet-4-5"
        );
        options.AddTo(command);
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
                await RunAsync(options.Read(parse), options.IsDryRun(parse), io, cancellation).ConfigureAwait(false)
        );
        return command;
    }

    /// <summary>Plans, shows or starts a run; on a terminal its questions are asked right there.</summary>
    public static async Task<int> RunAsync(RunOptions options, bool dryRun, CommandIo io, CancellationToken cancellation)
    {
        var (status, folder) = await BeginAsync(options, dryRun, io, cancellation).ConfigureAwait(false);
        return folder is null ? status : await TerminalQuestions.FollowAsync(folder, status, io, cancellation).ConfigureAwait(false);
    }

    private static async Task<(int Status, RunFolder? Folder)> BeginAsync(
        RunOptions options,
        bool dryRun,
        CommandIo io,
        CancellationToken cancellation
    )
    {
        _ = WarmUp.BeginAsync();
        using var console = RunConsole.For(io);
        var services = Composition.Surroundings(io, console.Announce, console.Observe);
        var plan = await new RunPlanner(services) { IsShown = dryRun }
            .PlanAsync(io.Directory, options, cancellation)
            .ConfigureAwait(false);
        if (plan is null)
        {
            io.Note("Nothing is left to do: every task is ticked.");
            return (0, null);
        }

        using var owned = plan.Owned;
        if (dryRun)
        {
            try
            {
                var preview = await PlanPreview.OfAsync(plan, cancellation).ConfigureAwait(false);
                var price = services.Price(
                    plan.Parts.Configuration,
                    plan.Parts.Crew.Author.ModelName,
                    new Ashlar.Core.Models.Usage(preview.Tokens, 0)
                );
                PlanText.Write(plan, preview, price, io);
                return (0, null);
            }
            finally
            {
                FolderRemoval.Delete(plan.Folder.Path);
            }
        }

        foreach (var warning in ShortWarnings.Of(plan.Warnings))
        {
            FittedText.Warn(io, warning);
        }

        foreach (var note in plan.Gates.Notes.Concat(plan.Criteria.Notes))
        {
            FittedText.Note(io, $"ashlar: {note}");
        }

        console.Begin(plan);
        var status = await new RunHost(services).StartAsync(plan, cancellation).ConfigureAwait(false);
        await BranchTaking.SayAsync(console, plan.Parts.Repository, io, cancellation).ConfigureAwait(false);
        return (status, plan.Folder);
    }
}

/// <summary>The options of <c>run</c>.</summary>
internal sealed class RunCommandOptions
{
    private readonly Argument<string?> work = new("WORK")
    {
        Description = "Spec folder, task file or design folder",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> task = new("--task") { Description = "One task in words", HelpName = "TEXT" };
    private readonly Option<string?> taskFile = new("--task-file") { Description = "A file with one task in words", HelpName = "FILE" };
    private readonly Option<string?> agent = new("--agent") { Description = "Agent definition: a name, or a file", HelpName = "NAME|FILE" };
    private readonly Option<string?> only = new("--only") { Description = "These tasks and no others", HelpName = "ID,…" };
    private readonly Option<string?> model = new("--model")
    {
        Description = "Who answers, such as anthropic/claude-sonnet-4-5",
        HelpName = "PROVIDER/NAME",
    };
    private readonly Option<string?> review = new("--review")
    {
        Description = "Who reviews each task: none, tech-lead (or another agent's name), human",
        HelpName = "none|tech-lead|human",
    };
    private readonly Option<bool> trust = new("--trust") { Description = "Obey the repository's configuration and agents as they are" };
    private readonly Option<bool> includeSpec = new("--include-spec") { Description = "Commit uncommitted files of the work order first" };
    private readonly Option<string?> ticket = new("--ticket")
    {
        Description = "The ticket that the work is for, given to the agent with what people wrote in it",
        HelpName = "FILE",
    };
    private readonly LimitOptions limits = new();
    private readonly Option<string?> requireProof = new("--require-proof")
    {
        Description = "Fail tasks whose tests prove less than this: red-green, regression-only …",
        HelpName = "LEVEL",
    };
    private readonly Option<int?> parallel = new("--parallel")
    {
        Description = "Work on up to N independent tasks at once, each in a worktree of its own",
        HelpName = "N",
    };
    private readonly Option<bool> inPlace = new("--in-place")
    {
        Description = "Work in this checkout instead of worktrees; it must be clean, what git ignores stays as it is",
    };
    private readonly Option<string?> branch = new("--branch")
    {
        Description = "The branch; an existing one is continued",
        HelpName = "NAME",
    };
    private readonly Option<bool> push = new("--push") { Description = "Push the branch at the end; never forced" };
    private readonly Option<bool> pullRequest = new("--pull-request")
    {
        Description = "Open a pull request with gh, or write its text to a file",
    };
    private readonly Option<string?> record = new("--record") { Description = "Record the conversation as a cassette", HelpName = "FILE" };
    private readonly Option<bool> unsafeNoSandbox = new("--unsafe-no-sandbox") { Description = "Run commands without a sandbox; recorded" };
    private readonly Option<bool> dryRun = new("--dry-run")
    {
        Description = "Show order, agent, policy, gates, limits and prompt; ask no model",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(work);
        Option[] all =
        [
            task,
            taskFile,
            agent,
            only,
            model,
            review,
            branch,
            push,
            pullRequest,
            parallel,
            inPlace,
            trust,
            includeSpec,
            ticket,
            .. limits.All,
            requireProof,
            record,
            dryRun,
            unsafeNoSandbox,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether only the plan is wanted.</summary>
    public bool IsDryRun(ParseResult parse) => parse.GetValue(dryRun);

    /// <summary>Reads them.</summary>
    /// <exception cref="ProblemException">A value makes no sense.</exception>
    public RunOptions Read(ParseResult parse)
    {
        LimitOptions.Positive("--parallel", parse.GetValue(parallel));
        var options = new RunOptions
        {
            Work = parse.GetValue(work),
            Task = parse.GetValue(task),
            TaskFile = parse.GetValue(taskFile),
            Agent = parse.GetValue(agent),
            Only = Tasks(parse.GetValue(only)),
            Model = parse.GetValue(model),
            Review = parse.GetValue(review),
            Trust = parse.GetValue(trust),
            IncludeSpec = parse.GetValue(includeSpec),
            Ticket = parse.GetValue(ticket),
            RequireProof = Level(parse.GetValue(requireProof)),
            Branch = parse.GetValue(branch),
            Push = parse.GetValue(push),
            PullRequest = parse.GetValue(pullRequest),
            Parallel = parse.GetValue(parallel),
            InPlace = parse.GetValue(inPlace),
            Record = parse.GetValue(record),
            UnsafeNoSandbox = parse.GetValue(unsafeNoSandbox),
        };
        return limits.Read(parse, options);
    }

    /// <summary>The ids named; an empty list is a slip of a script, and would otherwise mean all tasks.</summary>
    private static IReadOnlyList<string> Tasks(string? ids) =>
        ids is null ? []
        : Assignment.Ids(ids) is { Count: > 0 } named ? named
        : throw new ProblemException(
            new Problem("cli.value", "--only names no task")
            {
                Observed = $"'{ids}'",
                Remedy = "Name tasks, such as --only 1,2.1, or leave --only out for all of them",
            }
        );

    private static string? Level(string? word) =>
        word is null or "red-green" or "regression-only" or "red-by-intent" or "no-code"
            ? word
            : throw new ProblemException(
                new Problem("cli.value", "--require-proof takes a proof level")
                {
                    Observed = word,
                    Expected = "red-green, regression-only, red-by-intent or no-code",
                    Remedy = "Give red-green, regression-only, red-by-intent or no-code",
                }
            );
}
