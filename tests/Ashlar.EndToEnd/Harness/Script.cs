using Ashlar.Testing;

namespace Ashlar.EndToEnd.Harness;

/// <summary>What the model says, task by task and turn by turn. A turn that the script does not have is answered with a 400 that says so.</summary>
internal sealed class Script
{
    private readonly Dictionary<string, IReadOnlyList<ScriptedAnswer>> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, ScriptedAnswer> instead = [];
    private readonly List<(string Task, string Words, IReadOnlyList<ScriptedAnswer> Turns)> talks = [];
    private readonly List<(string Task, string Words, IReadOnlyList<ScriptedAnswer> Turns)> agents = [];
    private readonly List<ScriptedAnswer> agreements = [];
    private int agreed;

    /// <summary>A script of one task named by its id; further ones are added with <see cref="Then"/>.</summary>
    public static Script Of(string task, params IReadOnlyList<ScriptedAnswer> turns) => new Script().Then(task, turns);

    /// <summary>Both tasks of <see cref="Project.TwoTasks"/>, done at once.</summary>
    public static Script OfTwoTasks() =>
        Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"));

    /// <summary>The same with one more task.</summary>
    public Script Then(string task, params IReadOnlyList<ScriptedAnswer> turns)
    {
        answers[task] = turns;
        return this;
    }

    /// <summary>The same, but the request with this number, counted from 1 over the whole run, is answered otherwise.</summary>
    public Script Request(int number, ScriptedAnswer answer)
    {
        instead[number] = answer;
        return this;
    }

    /// <summary>The same, with what an agent says of a pipeline, told by words of its definition.</summary>
    public Script As(string words, string task, params IReadOnlyList<ScriptedAnswer> turns)
    {
        agents.Add((task, words, turns));
        return this;
    }

    /// <summary>The same, with what a reviewer says in a round on a task.</summary>
    public Script Review(string task, int round, params IReadOnlyList<ScriptedAnswer> turns) =>
        Talk(task, $"Review round {round} of", turns);

    /// <summary>The same, with what a tech lead says who is asked something about a task.</summary>
    public Script Asked(string task, string question, params IReadOnlyList<ScriptedAnswer> turns) => Talk(task, question, turns);

    /// <summary>The same, with what the built-in tech lead says whose agreement is asked for, request by request.</summary>
    public Script Asking(params IReadOnlyList<ScriptedAnswer> turns)
    {
        agreements.AddRange(turns);
        return this;
    }

    private Script Talk(string task, string words, IReadOnlyList<ScriptedAnswer> turns)
    {
        talks.Add((task, words, turns));
        return this;
    }

    private ScriptedAnswer OfAgreement(RecordedRequest request)
    {
        lock (agreements)
        {
            return agreed < agreements.Count
                ? agreements[agreed++]
                : ScriptedAnswer.Fails(400, "script_exhausted", $"nobody agrees to: {request.FirstUserText}");
        }
    }

    /// <summary>A server that follows the script.</summary>
    public Task<ScriptedModelServer> ServeAsync() => ScriptedModelServer.StartAsync(Answer);

    /// <summary>The answer to a request.</summary>
    public ScriptedAnswer Answer(RecordedRequest request) =>
        instead.TryGetValue(request.Number, out var fault) ? fault
        : IsOfReader(request) ? OfReader(request)
        : request.TaskId is { } task && TurnsOf(task, request.System) is { } turns && request.Turn <= turns.Count ? turns[request.Turn - 1]
        : ScriptedAnswer.Fails(
            400,
            "script_exhausted",
            $"no turn {request.Turn} of task {request.TaskId}: {request.LastResultText}{request.LastUserText}"
        );

    /// <summary>Whether a request is not the task's own agent's but a reviewer's or a tech lead's.</summary>
    public static bool IsOfReader(RecordedRequest request) => request.Tools.Contains("Review") || request.Tools.Contains("Answer");

    private IReadOnlyList<ScriptedAnswer>? TurnsOf(string task, string system) =>
        agents
            .Where(agent => agent.Task == task && system.Contains(agent.Words, StringComparison.Ordinal))
            .Select(agent => agent.Turns)
            .FirstOrDefault()
        ?? answers.GetValueOrDefault(task);

    private ScriptedAnswer OfReader(RecordedRequest request)
    {
        if (request.System.Contains("as a tech lead with fresh eyes", StringComparison.Ordinal))
        {
            return OfAgreement(request);
        }

        var turns = talks
            .Where(talk => talk.Task == request.TaskId && request.FirstUserText.Contains(talk.Words, StringComparison.Ordinal))
            .Select(talk => talk.Turns)
            .FirstOrDefault([]);
        return request.Turn <= turns.Count
            ? turns[request.Turn - 1]
            : ScriptedAnswer.Fails(
                400,
                "script_exhausted",
                $"no turn {request.Turn} of the reader of task {request.TaskId}: {request.LastResultText}{request.LastUserText}"
            );
    }
}
