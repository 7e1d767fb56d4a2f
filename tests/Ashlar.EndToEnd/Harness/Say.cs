using Ashlar.Testing;

namespace Ashlar.EndToEnd.Harness;

/// <summary>Answers that many scripts need.</summary>
internal static class Say
{
    /// <summary>Writes a file.</summary>
    public static ScriptedAnswer Write(string path, string content) => ScriptedAnswer.Call("Write", new { file_path = path, content });

    /// <summary>Runs a command.</summary>
    public static ScriptedAnswer Bash(string command) => ScriptedAnswer.Call("Bash", new { command });

    /// <summary>Reads a file.</summary>
    public static ScriptedAnswer Read(string path) => ScriptedAnswer.Call("Read", new { file_path = path });

    /// <summary>Reports these files as created and no tests.</summary>
    public static ScriptedAnswer Done(params IReadOnlyList<string> created) => Report(created);

    /// <summary>Reports.</summary>
    public static ScriptedAnswer Report(
        IReadOnlyList<string> created,
        IReadOnlyList<string>? modified = null,
        int passing = 0,
        int failing = 0,
        IReadOnlyList<string>? acceptance = null,
        string summary = "The task is done."
    ) => ScriptedAnswer.Call("Report", ReportOf(created, modified, passing, failing, acceptance, summary));

    /// <summary>What a report says.</summary>
    public static object ReportOf(
        IReadOnlyList<string> created,
        IReadOnlyList<string>? modified = null,
        int passing = 0,
        int failing = 0,
        IReadOnlyList<string>? acceptance = null,
        string summary = "The task is done."
    ) =>
        new
        {
            status = "READY_FOR_REVIEW",
            summary,
            files = created
                .Select(path => new { path, change = "created" })
                .Concat((modified ?? []).Select(path => new { path, change = "modified" })),
            key_changes = new[] { "What the task asks for" },
            tests = new
            {
                total = passing + failing,
                passing,
                failing,
            },
            acceptance = (acceptance ?? []).Select(criterion => new
            {
                criterion,
                met = true,
                shown_by = "the gate",
            }),
        };

    /// <summary>Reports that it cannot continue.</summary>
    public static ScriptedAnswer Blocked(string blocker, string question) =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "BLOCKED",
                summary = "Stuck.",
                blocker,
                question,
                tried = new[] { new { approach = "Reading", result = "Nothing found" } },
            }
        );

    /// <summary>Stops with a question.</summary>
    public static ScriptedAnswer Escalate(string kind, string summary, params IReadOnlyList<string> paths) =>
        ScriptedAnswer.Call(
            "Escalate",
            new
            {
                kind,
                summary,
                paths,
            }
        );

    /// <summary>A reviewer approves.</summary>
    public static ScriptedAnswer Approve() => ScriptedAnswer.Call("Review", new { verdict = "approve" });

    /// <summary>A reviewer requests changes, one point for each item.</summary>
    public static ScriptedAnswer RequestChanges(params IReadOnlyList<string> items) =>
        ScriptedAnswer.Call("Review", new { verdict = "request_changes", feedback = items.Select(item => new { item }) });

    /// <summary>A reviewer requests changes at places.</summary>
    public static ScriptedAnswer RequestChangesAt(params IReadOnlyList<(string Path, int Line, string Item)> points) =>
        ScriptedAnswer.Call(
            "Review",
            new
            {
                verdict = "request_changes",
                feedback = points.Select(point => new
                {
                    item = point.Item,
                    path = point.Path,
                    line = point.Line,
                }),
            }
        );

    /// <summary>A tech lead answers.</summary>
    public static ScriptedAnswer Answer(string text) => ScriptedAnswer.Call("Answer", new { text });

    /// <summary>Reports these files as created, with answers to points of a review.</summary>
    public static ScriptedAnswer Addressed(
        IReadOnlyList<string> created,
        params IReadOnlyList<(string Item, string State, string How)> feedback
    ) =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "The feedback is addressed.",
                files = created.Select(path => new { path, change = "created" }),
                tests = new
                {
                    total = 0,
                    passing = 0,
                    failing = 0,
                },
                feedback = feedback.Select(point => new
                {
                    item = point.Item,
                    state = point.State,
                    how = point.How,
                }),
            }
        );
}
