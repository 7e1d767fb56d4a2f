using System.Globalization;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Commands;

/// <summary>Asks the person at the terminal what a run waits for, and continues with the answers.</summary>
internal static class TerminalQuestions
{
    private const int Waiting = 3;

    /// <summary>Goes on as long as the run waits and its questions are answered; returns the last exit status.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="status">The exit status so far.</param>
    /// <param name="io">The console.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<int> FollowAsync(RunFolder folder, int status, CommandIo io, CancellationToken cancellation)
    {
        while (status == Waiting && io.Interactive && await AskAsync(folder, io, cancellation).ConfigureAwait(false))
        {
            status = await ResumeCommand.ResumeOnceAsync(folder, null, null, io, cancellation).ConfigureAwait(false);
        }

        return status;
    }

    private static async Task<bool> AskAsync(RunFolder folder, CommandIo io, CancellationToken cancellation)
    {
        var state = RunReading.Read(folder);
        var answered = false;
        foreach (var raised in state.OpenEscalations.Select(open => open.Raised).Where(raised => raised.Kind is not "review").ToList())
        {
            foreach (var line in Told(raised))
            {
                io.Line(line);
            }

            io.Part(raised.Options.Count == 0 ? "Your answer (Enter: later): " : "A number, or your own words (Enter: later): ");
            if (Chosen(Console.ReadLine(), raised.Options) is { } text)
            {
                await AnswerCommand.AnswerAsync(folder, state, raised.Id, text, [], resumes: true, io, cancellation).ConfigureAwait(false);
                answered = true;
            }
        }

        return answered;
    }

    /// <summary>A question with its options, numbered.</summary>
    internal static IEnumerable<string> Told(EscalationRaised raised)
    {
        yield return "";
        yield return $"{raised.Id}  {ShownText.Line(raised.Summary)}";
        foreach (var line in (raised.Details ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return $"  {ShownText.Line(line)}";
        }

        if (raised.Paths.Count > 0)
        {
            yield return $"  files: {string.Join(", ", raised.Paths.Select(ShownText.Line))}";
        }

        for (var number = 1; number <= raised.Options.Count; number++)
        {
            yield return $"  {number}  {ShownText.Line(raised.Options[number - 1])}";
        }
    }

    /// <summary>The answer that was typed: the option with the number, the words, or null for none.</summary>
    internal static string? Chosen(string? typed, IReadOnlyList<string> options)
    {
        var words = typed?.Trim() ?? "";
        return words.Length == 0 ? null
            : int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= options.Count
                ? options[number - 1]
            : words;
    }
}
