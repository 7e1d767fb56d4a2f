using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>A state of a run in which a code is told. What its remedy names in backticks is then carried out literally.</summary>
/// <param name="Code">The code.</param>
/// <param name="Ends">The exit status of the run that it is about.</param>
/// <param name="Words">The command that tells it, <c>RUN</c> being the run's name; empty where the run itself does.</param>
internal sealed record RunScene(string Code, int Ends, IReadOnlyList<string> Words)
{
    /// <summary>What the model says.</summary>
    public Func<Script> Says { get; init; } = Script.OfTwoTasks;

    /// <summary>What is in the configuration besides the gate.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Options of the run.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What happens before the run, in a shell.</summary>
    public string? First { get; init; }

    /// <summary>What happens after the run, in a shell; <c>$FOLDER</c> is its folder.</summary>
    public string? Before { get; init; }

    /// <summary>What the remedy has one do by hand, before what it names in backticks.</summary>
    public string? Do { get; init; }

    /// <summary>The same, behind that.</summary>
    public string? After { get; init; }

    /// <summary>What a person puts for words that a remedy leaves open, such as <c>USD</c>.</summary>
    public IReadOnlyList<(string Open, string Put)> Fill { get; init; } = [];

    /// <summary>The command that is no longer refused then; the same again, where the remedy names no other of this program.</summary>
    public IReadOnlyList<string>? Then { get; init; }

    /// <summary>The exit status of the last command.</summary>
    public int Status { get; init; }

    /// <summary>All scenes.</summary>
    public static IReadOnlyList<RunScene> All { get; } =
    [
        // What a command is told of a run that is done.
        new("escalation.unknown", 3, ["answer", "RUN", "E9", "yes"]) { Says = Asking, Then = ["answer", "RUN", "E1", "the letter a"] },
        new("escalation.empty", 3, ["answer", "RUN", "E1", " "]) { Says = Asking, Then = ["answer", "RUN", "E1", "the letter a"] },
        new("escalation.document", 3, ["answer", "RUN", "E1", "yes", "--with", "none.md"])
        {
            Says = Asking,
            Do = "echo letters > letters.md",
            Then = ["answer", "RUN", "E1", "yes", "--with", "letters.md"],
        },
        new("escalation.answered", 3, ["answer", "RUN", "E1", "the letter b"])
        {
            Says = Asking,
            Before = "ashlar answer RUN E1 'the letter a'",
        },
        new("run.waiting", 3, []) { Says = Asking, Fill = [("your answer", "the letter a")] },
        new("review.nothing", 0, ["review", "RUN", "approve"]),
        new("review.feedback", 3, ["review", "RUN", "request-changes"])
        {
            Options = ["--review", "human"],
            Do = "echo 'Use capitals.' > ../feedback.md",
            Then = ["review", "RUN", "request-changes", "--feedback-file", "../feedback.md"],
        },
        new("task.unknown", 0, ["report", "RUN", "--task", "9"]) { Then = ["report", "RUN", "--task", "1"] },
        new("task.not-failed", 0, ["resume", "RUN", "--retry", "1"]),
        new("task.not-begun", 3, ["diff", "RUN", "--task", "2"]) { Says = Asking },
        new("task.not-done", 3, ["redo", "RUN", "1"]) { Says = Asking, Status = 3 },
        // How runs end.
        new("task.no-report", 1, []) { Says = Silent },
        new("task.not-green", 1, []) { Says = Broken, Options = ["--max-iterations", "1"] },
        new("limit.turns", 4, []) { Options = ["--max-turns", "1"], Fill = [("N", "50")] },
        new("limit.cost", 4, [])
        {
            Configuration = "prices: {anthropic/scripted: {input: 100.0, output: 100.0}}\n",
            Options = ["--max-cost", "0.012"],
            Fill = [("N", "50"), ("USD", "50")],
        },
        new("limit.task-cost", 4, [])
        {
            Configuration = "prices: {anthropic/scripted: {input: 100.0, output: 100.0}}\nlimits: {task_cost: 0.012}\n",
            Fill = [("N", "50"), ("USD", "50")],
        },
        new("limit.agent-cost", 4, [])
        {
            Configuration = "prices: {anthropic/scripted: {input: 100.0, output: 100.0}}\nlimits: {agent_cost: {implementer: 0.012}}\n",
            Fill = [("N", "50"), ("USD", "50")],
        },
        new("run.unsafe-again", 3, ["resume", "RUN"])
        {
            Says = Asking,
            Options = ["--unsafe-no-sandbox"],
            Before = "ashlar answer RUN E1 'the letter a'",
        },
        new("push.rejected", 1, [])
        {
            First =
                "git init -q --bare ../remote.git; git remote add origin ../remote.git; git push -q origin \"$(git commit-tree -m Other HEAD^{tree}):refs/heads/work\"",
            Options = ["--push"],
            Do = "git fetch -q origin; git -C ../remote.git update-ref -d refs/heads/work",
        },
        // What happened to a run's record.
        new("journal.damaged", 0, ["resume", "RUN"])
        {
            Before = "cp $FOLDER/journal.jsonl ../kept; sed -i '3s/\"seq\":3/\"seq\":4/' $FOLDER/journal.jsonl",
            Do = "cp ../kept $FOLDER/journal.jsonl",
            Then = ["resume", "RUN"],
        },
        new("journal.empty", 0, ["resume", "RUN"])
        {
            Before = ": > $FOLDER/journal.jsonl",
            Then = ["run", "tasks.md", "--trust", "--dry-run"],
        },
        new("replay.file-invalid", 0, ["replay", "tasks.md"]) { Fill = [("FILE", "../run.export")] },
        new("replay.file-unwritable", 0, ["replay", "--export", "../none/run.export", "RUN"])
        {
            Then = ["replay", "--export", "../run.export", "RUN"],
        },
        new("run.undone", 3, ["resume", "RUN"])
        {
            Says = Asking,
            Before = "ashlar undo RUN --yes",
            Then = ["run", "tasks.md", "--trust", "--dry-run"],
        },
        // What happened to its branch and repository.
        new("replay.commit-gone", 0, ["replay", "RUN"])
        {
            Before =
                "git clone -q --bare . ../kept.git; git branch -q -D work; git for-each-ref --format='delete %(refname)' refs/ashlar refs/notes | git update-ref --stdin; git reflog expire --expire=now --all; git gc -q --prune=now",
            Do = "git fetch -q ../kept.git work:work",
        },
        new("replay.repository-gone", 0, ["-C", "../empty", "replay", "RUN"])
        {
            Before = "git clone -q -b work . ../clone; mkdir ../empty ../aside; mv .git ../aside",
            Then = ["-C", "../clone", "replay", "RUN"],
        },
        new("branch.alias", 3, ["resume", "RUN"])
        {
            Says = Asking,
            Before = "ashlar answer RUN E1 'the letter a'; git branch -q -m work kept; git symbolic-ref refs/heads/work refs/heads/kept",
        },
        new("branch.gone", 3, ["resume", "RUN"])
        {
            Says = AskingLater,
            Before =
                "ashlar answer RUN E1 'the letter b'; git branch -q -D work; git reflog expire --expire=now --all; git gc -q --prune=now",
        },
        new("branch.moved", 3, ["resume", "RUN"])
        {
            Says = Asking,
            Before = "ashlar answer RUN E1 'the letter a'; git branch -f work \"$(git commit-tree -p work -m More work^{tree})\"",
        },
        new("branch.other-work", 0, ["run", "tasks.md", "--trust", "--include-spec", "--branch", "work", "--dry-run"])
        {
            Before = "printf -- '- [ ] Write c.txt\\n' >> tasks.md",
            Then = ["run", "tasks.md", "--trust", "--include-spec", "--branch", "work", "--dry-run"],
        },
        new("trust.changed", 0, ["run", "tasks.md", "--branch", "other"])
        {
            Before = "echo 'limits: {turns: 90}' >> .ashlar/config.yaml; git commit -qam Limits",
            Then = ["run", "tasks.md", "--branch", "other"],
        },
        new("run.repository-gone", 3, ["-C", "../moved", "resume", "RUN"])
        {
            Says = Asking,
            Before = "ashlar answer RUN E1 'the letter a'; cp -r . ../moved; mkdir ../aside; mv .git ../aside",
            Do = "mv ../aside/.git .",
            Then = ["resume", "RUN"],
        },
    ];

    private static Script Asking() =>
        Script
            .Of("1", Say.Escalate("question", "Which letter?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"));

    private static Script AskingLater() =>
        Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Escalate("question", "Which letter?"), Say.Write("b.txt", "b\n"), Say.Done("b.txt"));

    private static Script Silent() =>
        Script.OfTwoTasks().Request(1, ScriptedAnswer.Text("I am done.")).Request(2, ScriptedAnswer.Text("I am done."));

    private static Script Broken() => Script.OfTwoTasks().Request(1, Say.Write("broken", "x\n")).Request(2, Say.Done("broken"));
}
