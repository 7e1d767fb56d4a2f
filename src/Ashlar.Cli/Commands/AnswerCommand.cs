using System.CommandLine;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar answer</c>: answers a question of an agent.</summary>
internal static class AnswerCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var with = new Option<string[]>("--with")
        {
            Description = "Documents that you changed, to take along",
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
                var (folder, state) = place.FindToGoOn(run);
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
                    Remedy = known.Length == 0 ? "Nothing waits for an answer" : $"Open are {known}",
                }
            );
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ProblemException(
                new Problem("escalation.empty", "the answer is empty") { Remedy = "Give the answer after the question" }
            );
        }

        var documents = with.Select(path => Document(folder, state, path, io)).ToList();
        var answer = new EscalationAnswered(question.Raised.Id, question.Raised.Id, MaskedText.Of(io.Mask, text), documents);
        if (question.Answer is not null || !folder.Record.Leave(answer))
        {
            throw new ProblemException(
                new Problem("escalation.answered", $"{question.Raised.Id} was answered before")
                {
                    Observed = question.Answer?.Text.Text,
                    Remedy = $"Resume with `ashlar resume {folder.Id}`",
                }
            );
        }

        await CollectAsync(folder, io, cancellation).ConfigureAwait(false);
        if (!io.Json)
        {
            io.Line($"Answered {question.Raised.Id}.{(resumes ? "" : $" Resume with `ashlar resume {folder.Id}`.")}");
        }
    }

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

    private static RecordedDocument Document(RunFolder folder, RunState state, string path, CommandIo io)
    {
        var full = Path.GetFullPath(path, io.Directory);
        if (PathBelow.Of(state.Started!.Repository, full) is not { } relative || !File.Exists(full))
        {
            throw new ProblemException(
                new Problem("escalation.document", "there is no such document in the repository")
                {
                    Path = path,
                    Remedy = "Give a file of the repository",
                }
            );
        }

        return new RecordedDocument(relative, folder.Artifacts.Put(MaskedBytes.Of(io.Mask, OrdinaryFile.ReadAllBytes(full))));
    }
}
