using System.CommandLine;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar answer</c>: answers a question of an agent.</summary>
internal static class AnswerCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var with = new Option<string[]>("--with")
        {
            Description = "Documents that you changed: the run commits them and works with them",
            HelpName = "PATH",
            AllowMultipleArgumentsPerToken = true,
        };
        var resume = new Option<bool>("--resume") { Description = "Resume the run at once" };
        var command = new Command(
            "answer",
            "Answers a question that a run waits for.\n\nExample: ashlar answer r-20261120-4f3a E1 \"Use the existing column\" --resume"
        )
        {
            with,
            resume,
        };
        var again = new AgainOptions();
        foreach (var option in again.All)
        {
            command.Options.Add(option);
        }

        var arguments = RunArgument.AddWith(command, ("ID", "The question, such as E1"), ("TEXT", "The answer"));
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
            {
                var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
                var (run, words) = arguments(parse);
                var (folder, state) = await place.FindToResumeAsync(run, io, cancellation).ConfigureAwait(false);
                await AnswerAsync(folder, state, words[0], words[1], parse.GetValue(with) ?? [], parse.GetValue(resume), io, cancellation)
                    .ConfigureAwait(false);
                return parse.GetValue(resume)
                    ? await ResumeCommand
                        .ResumeAsync(folder, again.Read(parse, new RunOptions()), null, io, cancellation)
                        .ConfigureAwait(false)
                    : 0;
            }
        );
        return command;
    }

    internal static async Task AnswerAsync(
        RunFolder folder,
        RunState state,
        string id,
        string text,
        IReadOnlyList<string> with,
        bool resumes,
        CommandIo io,
        CancellationToken cancellation
    )
    {
        io.Mask = await RunMask.OfAsync(Composition.Surroundings(io, _ => { }), folder, state, cancellation).ConfigureAwait(false);
        var question = state.Escalations.FirstOrDefault(one => string.Equals(one.Raised.Id, id, StringComparison.OrdinalIgnoreCase));
        if (question is null)
        {
            var known = string.Join(", ", state.OpenEscalations.Select(one => one.Raised.Id));
            throw new ProblemException(
                new Problem("escalation.unknown", $"the run {folder.Id} has no question {id}")
                {
                    Remedy = known.Length == 0 ? $"See `ashlar status {folder.Id}` for what it does now" : $"Open are {known}",
                }
            );
        }

        if (question.Answer is null && !state.OpenEscalations.Contains(question))
        {
            throw new ProblemException(
                new Problem("escalation.unknown", $"nothing waits for an answer to {question.Raised.Id} any more")
                {
                    Remedy = Instead(state, question),
                }
            );
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ProblemException(
                new Problem("escalation.empty", "the answer is empty") { Remedy = "Give the answer after the question" }
            );
        }

        var documents = new List<RecordedDocument>();
        foreach (var path in with)
        {
            documents.Add(await DocumentAsync(folder, state, path, io, cancellation).ConfigureAwait(false));
        }

        var answer = new EscalationAnswered(question.Raised.Id, question.Raised.Id, MaskedText.Of(io.Mask, text), documents);
        if (question.Answer is not null || !folder.Record.Leave(answer))
        {
            throw new ProblemException(
                new Problem("escalation.answered", $"{question.Raised.Id} was answered before")
                {
                    Observed = question.Answer?.Text.Text,
                    Remedy = state.State is "waiting" or "interrupted" or "limit"
                        ? $"Resume with `ashlar resume {folder.Id}`"
                        : $"See `ashlar status {folder.Id}` for what it does now",
                }
            );
        }

        await CollectAsync(folder, io, cancellation).ConfigureAwait(false);
        if (!io.Json)
        {
            io.Line($"Answered {question.Raised.Id}.{(resumes ? "" : $" Resume with `ashlar resume {folder.Id}`.")}");
        }
    }

    /// <summary>What to do where the attempt that asked is over.</summary>
    private static string Instead(RunState state, EscalationState question) =>
        state.IsUndone ? "The run was given up: start another with `ashlar run`"
        : state.OpenEscalations.FirstOrDefault() is { } open
            ? $"Answer what waits now: `{WaitingText.Command(state.Run, open.Task, open.Raised)}`"
        : state.Tasks.FirstOrDefault(task => string.Equals(task.Id, question.Task, StringComparison.Ordinal)) switch
        {
            { State: "done" } task => $"Have the task done again with `ashlar redo {state.Run} {task.Id} --note \"your words\"`",
            { State: "failed" } task => $"Start the task again with `ashlar resume {state.Run} --retry {task.Id}`",
            _ => $"See `ashlar status {state.Run}` for what it does now",
        };

    /// <summary>Takes the answer into the journal at once when no other process works on the run.</summary>
    private static async Task CollectAsync(RunFolder folder, CommandIo io, CancellationToken cancellation)
    {
        using var held = await folder.Record.TryTakeAsync(io.Clock, cancellation).ConfigureAwait(false);
        if (held is not null)
        {
            using var journal = folder.Record.Open(io.Clock, io.Mask);
            PendingAnswers.Collect(folder.Record, journal, RunState.Of(journal.Past), io.Mask);
        }
    }

    private static async Task<RecordedDocument> DocumentAsync(
        RunFolder folder,
        RunState state,
        string path,
        CommandIo io,
        CancellationToken cancellation
    )
    {
        var root = state.Started!.Repository;
        var full = Path.GetFullPath(path, io.Directory);
        if (PathBelow.Of(root, full) is not { } relative || new FileInfo(full) is not { Exists: true, LinkTarget: null })
        {
            throw Wrong("there is no such document in the repository", "Give a file of the repository", path);
        }

        if (state.Started.Work.ListPath is { } list && string.Equals(relative, list, StringComparison.Ordinal))
        {
            throw Wrong("Ashlar keeps the task list itself", "Say in the answer what changes, and leave the list out", path);
        }

        // What git would not take into a commit (ignored, inside .git, of another repository) it does not list either.
        var repository = await Repository.FindAsync(root, io.Programs, cancellation).ConfigureAwait(false);
        string[] listing = ["--literal-pathspecs", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", relative];
        var listed = await repository.Checkout.FieldsAsync(listing, cancellation).ConfigureAwait(false);
        return listed.Contains(relative, StringComparer.Ordinal)
            ? new RecordedDocument(relative, folder.Artifacts.Put(MaskedBytes.Of(io.Mask, OrdinaryFile.ReadAllBytes(full))))
            : throw Wrong(
                "git takes no such file into a commit, so the branch of the run cannot have it",
                "Say in the answer what stands there, or have git no longer ignore it",
                path
            );
    }

    private static ProblemException Wrong(string what, string remedy, string path) =>
        new(new Problem("escalation.document", what) { Path = path, Remedy = remedy });
}
