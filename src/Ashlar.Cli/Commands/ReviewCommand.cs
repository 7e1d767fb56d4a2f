using System.CommandLine;
using System.Text;
using Ashlar.Cli.Options;
using Ashlar.Cli.Places;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Reviews;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar review</c>: a person's verdict on work that waits: for a review, or because its report differs from the evidence.</summary>
internal static class ReviewCommand
{
    private const int Largest = 256 * 1024;

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var feedback = new Option<string?>("--feedback-file")
        {
            Description = "What is to be changed, one numbered or bulleted point each; - reads standard input",
            HelpName = "FILE",
        };
        var task = new Option<string?>("--task") { Description = "The task, where several wait", HelpName = "ID" };
        var resume = new Option<bool>("--resume") { Description = "Resume the run at once" };
        var command = new Command(
            "review",
            "Approves work that waits for a person, or requests changes; `ashlar resume` then continues.\n\n"
                + "Examples:\n  ashlar review r-20261120-4f3a approve --resume\n  ashlar review r-20261120-4f3a request-changes --task 2.0 --feedback-file points.md"
        )
        {
            feedback,
            task,
            resume,
        };
        var again = new AgainOptions();
        foreach (var option in again.All)
        {
            command.Options.Add(option);
        }

        var arguments = RunArgument.AddWith(command, ("VERDICT", "approve, or request-changes"));
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
            {
                var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
                var (run, given) = arguments(parse);
                var verdict = Verdict(given[0]);
                var (folder, state) = await place.FindToResumeAsync(run, io, cancellation).ConfigureAwait(false);
                TaskNames.Check(state, parse.GetValue(task));
                var waiting = Waiting(state, parse.GetValue(task));
                var words = await WordsAsync(verdict, parse.GetValue(feedback), io, cancellation).ConfigureAwait(false);
                await AnswerCommand
                    .AnswerAsync(folder, state, waiting.Raised.Id, words, [], parse.GetValue(resume), io, cancellation)
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

    private static string Verdict(string word) =>
        word is "approve" or "request-changes"
            ? word
            : throw new ProblemException(
                new Problem("cli.value", $"{word} is not a verdict")
                {
                    Observed = word,
                    Expected = "approve or request-changes",
                    Remedy = "Give approve or request-changes",
                }
            );

    private static EscalationState Waiting(RunState state, string? task)
    {
        var waiting = state
            .OpenEscalations.Where(question => WaitingText.IsReview(question.Raised))
            .Where(question => task is null || string.Equals(question.Task, task, StringComparison.Ordinal))
            .ToList();
        if (waiting.Count == 1)
        {
            return waiting[0];
        }

        throw new ProblemException(
            waiting.Count == 0
                ? new Problem("review.nothing", $"no work of {state.Run}{(task is null ? "" : $", task {task},")} waits for a review")
                {
                    Remedy = $"See `ashlar status {state.Run}` for what it waits for",
                }
                : new Problem(
                    "review.several",
                    $"several tasks of {state.Run} wait for a review: {string.Join(", ", waiting.Select(question => question.Task))}"
                )
                {
                    Remedy = $"Name one, such as --task {waiting[0].Task}",
                }
        );
    }

    private static async Task<string> WordsAsync(string verdict, string? file, CommandIo io, CancellationToken cancellation)
    {
        if (verdict is "approve")
        {
            return file is null
                ? "approve"
                : throw Trouble(file, "an approval takes no feedback", "Leave --feedback-file out, or give request-changes");
        }

        if (file is null)
        {
            throw Trouble(null, "requesting changes needs a file that says which", "Give --feedback-file FILE, or - for standard input");
        }

        var text = await ReadAsync(file, io, cancellation).ConfigureAwait(false);
        if (ReviewText.Points(text, listOnly: true).Count > 0)
        {
            return $"CHANGES REQUESTED\n{text.Trim()}";
        }

        return ReviewText.Points(text, listOnly: false).Count > 0
            ? $"CHANGES REQUESTED\n1. {text.Trim().ReplaceLineEndings("\n    ")}"
            : throw Trouble(file, "the feedback is empty", "Write one point on each line, numbered or with a dash before it");
    }

    private static async Task<string> ReadAsync(string file, CommandIo io, CancellationToken cancellation)
    {
        try
        {
            if (file is "-")
            {
                return await Console.In.ReadToEndAsync(cancellation).ConfigureAwait(false);
            }

            var path = Path.GetFullPath(file, io.Directory);
            if (!File.Exists(path))
            {
                throw Trouble(file, "there is no such feedback file", "Give the path of a text file, or - for standard input");
            }

            if (new FileInfo(path).Length > Largest)
            {
                throw Trouble(file, $"the feedback file is larger than {Largest / 1024} KB", "Write the points only");
            }

            var bytes = await OrdinaryFile.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Trouble(file, $"the feedback file cannot be read as UTF-8 text: {trouble.Message}", "Give a text file");
        }
    }

    private static ProblemException Trouble(string? file, string message, string remedy) =>
        new(new Problem("review.feedback", message) { Path = file, Remedy = remedy });
}
