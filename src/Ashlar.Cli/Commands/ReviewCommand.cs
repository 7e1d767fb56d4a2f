using System.CommandLine;
using Ashlar.Core;

namespace Ashlar.Cli;

/// <summary><c>ashlar review</c>: a person's verdict on work that is green and waits because its report differs from the evidence.</summary>
internal static class ReviewCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var run = new Argument<string>("RUN") { Description = "The run" };
        var verdict = new Argument<string>("VERDICT") { Description = "approve, or request-changes" };
        verdict.AcceptOnlyFromAmong("approve", "request-changes");
        var feedback = new Option<string?>("--feedback-file") { Description = "What is to be changed", HelpName = "FILE" };
        var command = new Command(
            "review",
            "Approves work that waits for a person, or requests changes; `ashlar resume` then goes on.\n\nExample: ashlar review r-20261120-4f3a approve"
        )
        {
            run,
            verdict,
            feedback,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
                await ReviewAsync(parse.GetRequiredValue(run), parse.GetRequiredValue(verdict), parse.GetValue(feedback), io, cancellation)
                    .ConfigureAwait(false)
        );
        return command;
    }

    private static async Task<int> ReviewAsync(string id, string verdict, string? file, CommandIo io, CancellationToken cancellation)
    {
        var place = await StatePlace.FindAsync(io, cancellation).ConfigureAwait(false);
        var (folder, state) = place.Catalog.Find(id, place.Repository);
        var waiting = state.Escalations.FirstOrDefault(question => question.Answer is null && question.Raised.Kind is "report");
        if (waiting is null)
        {
            throw new ProblemException(
                new Problem("review.nothing", $"no work of {id} waits for a review")
                {
                    Remedy = $"See `ashlar status {id}` for what it waits for",
                }
            );
        }

        AnswerCommand.Answer(folder, state, waiting.Raised.Id, Words(verdict, file, io), [], io);
        return 0;
    }

    private static string Words(string verdict, string? file, CommandIo io)
    {
        if (verdict is "approve")
        {
            return "approve";
        }

        var path = file is null ? null : Path.GetFullPath(file, io.Directory);
        return path is not null && File.Exists(path)
            ? $"Changes requested: {File.ReadAllText(path).Trim()}"
            : throw new ProblemException(
                new Problem("review.feedback", "requesting changes needs a file that says which")
                {
                    Path = file,
                    Remedy = "Give --feedback-file FILE",
                }
            );
    }
}
