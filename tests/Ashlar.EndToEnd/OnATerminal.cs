using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What a person sees at a terminal, line by line, and what they can do right there.</summary>
public sealed class OnATerminal
{
    private const string Baseline =
        "gates on the commit that the run starts from check green only its exit code is read test ! -e broken (.ashlar/config.yaml:2) TIME ";

    private const string Whole =
        "ashlar: check: only the exit code of `test ! -e broken` is read RUN tasks.md: 2 tasks on branch work "
        + "agent implementer (built-in:implementer): built-in 'implementer', since the repository has no agent definition "
        + "model anthropic/scripted, sandbox bubblewrap gates check: test ! -e broken "
        + "1 Write a.txt asks E1 (question): Which letter belongs into a.txt? 2 skipped: it builds on 1, which is not done "
        + "RUN waiting: 0 of 2 tasks done, 1 turn, 100 tokens in, 20 out, cost unknown, TIME 1 waiting Write a.txt 2 skipped Write b.txt "
        + "ashlar: the run waits for you: E1: Which letter belongs into a.txt? Decide with `ashlar answer RUN E1 \"your answer\" --resume`. "
        + "E1 Which letter belongs into a.txt? 1 the letter a 2 the letter b A number, or your own words (Enter: later): 2 Answered E1. "
        + "RUN tasks.md: resumes, branch work Write a.txt +2 −0 gate check: green (test ! -e broken, exit 0) iteration 1: green commit COMMIT Write a.txt "
        + "PROGRESS REPORT Task completed: 1 — Write a.txt (no-code) Files created/modified: - a.txt (created) Tests: no gate counts tests "
        + "Key implementations (written by the model): - What the task asks for Issues (written by the model): - none Next task: 2 "
        + "2 Write b.txt > The letter is wrong there. Edit b.txt +1 −1 gate check: green (test ! -e broken, exit 0) iteration 1: green commit COMMIT Write b.txt "
        + "PROGRESS REPORT Task completed: 2 — Write b.txt (no-code) Files created/modified: - b.txt (modified) Tests: no gate counts tests "
        + "Key implementations (written by the model): - What the task asks for Issues (written by the model): - none Next task: none "
        + "RUN done: 2 of 2 tasks done, 6 turns, 600 tokens in, 120 out, cost unknown, TIME "
        + "1 done no-code COMMIT Write a.txt 2 done no-code COMMIT Write b.txt branch work at COMMIT "
        + "look ashlar diff RUN · ashlar report RUN take git merge work";

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_run_tells_each_step_in_words_fits_the_terminal_and_asks_its_question_right_there(int columns)
    {
        using var project = Project.TwoTasks(("b.txt", "a\n"));
        var question = ScriptedAnswer.Call(
            "Escalate",
            new
            {
                kind = "question",
                summary = "Which letter belongs into a.txt?",
                options = new[] { "the letter a", "the letter b" },
            }
        );
        await using var server = await Script
            .Of("1", question, Say.Write("a.txt", "a\nb\n"), Say.Done("a.txt"))
            .Then(
                "2",
                Say.Read("b.txt"),
                ScriptedAnswer
                    .Text("The letter is wrong there.")
                    .ThenCall(
                        "Edit",
                        new
                        {
                            file_path = "b.txt",
                            old_string = "a",
                            new_string = "b",
                        }
                    ),
                Say.Report([], ["b.txt"])
            )
            .ServeAsync();

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .Through(Terminal.Of(columns, "2"))
            .EndsWithAsync(0);

        var lines = Terminal.Lines(result.Out);
        Assert.Contains(
            "Answer to E1 (your question: Which letter belongs into a.txt?): the letter b",
            server.Requests[1].LastResultText,
            StringComparison.Ordinal
        );
        // What goes to standard error is one line, to be copied as a whole.
        Assert.DoesNotContain(lines, line => line.Length > columns && !line.StartsWith("ashlar: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Length > columns - 20);
        var words = Terminal.Words(lines);
        Assert.Contains(Baseline, words, StringComparison.Ordinal);
        // The gates run beside the first turns, so where their lines stand is chance; the time before the question is told where it is a second or more.
        words = words.Replace(Baseline, "", StringComparison.Ordinal).Replace("TIME in all, TIME now", "TIME", StringComparison.Ordinal);
        Assert.Equal(Whole, words);
    }
}
