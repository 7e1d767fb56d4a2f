using System.Text.Json;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reports;

/// <summary>The outcome of reading an input.</summary>
/// <param name="Value">What was understood, or null when <paramref name="Problems"/> says why not.</param>
/// <param name="Problems">What could not be understood; each says what to send instead.</param>
public sealed record Reading<T>(T? Value, IReadOnlyList<Problem> Problems)
    where T : class;

/// <summary>The input of <c>Report</c>, read as models write it. What cannot be read without guessing is a problem.</summary>
public static class ReportInput
{
    /// <summary>Reads it. Unknown fields are ignored; <c>""</c>, <c>none</c>, <c>N/A</c> and <c>[]</c> stand for nothing.</summary>
    public static Reading<Report> Read(JsonElement input)
    {
        var problems = new List<Problem>();
        var fields = new InputFields(input);
        if (!fields.IsObject)
        {
            return new(null, [Trouble("report.not-an-object", "the input of Report is not a JSON object")]);
        }

        var report = new Report
        {
            Status = ReportStatus.ReadyForReview,
            Summary = fields.Text("summary") ?? "",
            Files = Files(fields, problems),
            KeyChanges = fields.Texts("key_changes"),
            Snippet = Snippet(fields),
            Tests = Tests(fields, problems),
            Acceptance = Acceptance(fields, problems),
            Concerns = fields.Texts("concerns"),
            Feedback = Feedback(fields, problems),
            ChangedTests = KeptPointText.Changes(fields, problems),
            Explained = KeptPointText.Explanations(fields, problems),
            Blocker = fields.Text("blocker"),
            Tried = Tried(fields),
            Errors = fields.Text("errors"),
            CurrentState = fields.Text("current_state"),
            Question = fields.Text("question"),
            Next = fields.Text("next"),
        };
        var status = Status(fields, report, problems);
        return problems.Count > 0 ? new(null, problems) : new(report with { Status = status }, []);
    }

    /// <summary>How a word says where the task stands, or null.</summary>
    internal static ReportStatus? StatusOf(string word) =>
        new string(word.Where(char.IsAsciiLetter).ToArray()).ToLowerInvariant() switch
        {
            "readyforreview" or "ready" or "complete" or "completed" or "done" or "implementationcomplete" or "feedbackaddressed" =>
                ReportStatus.ReadyForReview,
            "blocked" => ReportStatus.Blocked,
            _ => null,
        };

    private static ReportStatus Status(InputFields fields, Report report, List<Problem> problems)
    {
        if (fields.Text("status") is { } word)
        {
            if (StatusOf(word) is { } status)
            {
                return status;
            }

            problems.Add(Trouble("report.status", $"status \"{ShownText.Line(word)}\" is neither READY_FOR_REVIEW nor BLOCKED"));
            return default;
        }

        if (report.Blocker is not null)
        {
            return ReportStatus.Blocked;
        }

        // Ready costs nothing to assume, for all of it is checked; a question or an attempt without a status may mean either.
        if (
            report.Tried.Count > 0
            || report.Question is not null
            || report.Errors is not null
            || (report.Summary.Length == 0 && report.Files.Count == 0)
        )
        {
            problems.Add(Trouble("report.status", "status is missing: READY_FOR_REVIEW or BLOCKED"));
        }

        return ReportStatus.ReadyForReview;
    }

    private static List<ReportedFile> Files(InputFields fields, List<Problem> problems)
    {
        var files = new List<ReportedFile>();
        foreach (var element in fields.Elements("files"))
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                files.AddRange(File(new InputFields(element)));
            }
            else
            {
                files.AddRange(LineText.Items(InputFields.TextOf(element) ?? "").SelectMany(FileLineText.Parse));
            }
        }

        for (var index = 0; index < files.Count; index++)
        {
            if (files[index].Path.Length == 0)
            {
                problems.Add(Trouble("report.files", $"files[{index}] has no path"));
            }
            else if (files[index].Change is null)
            {
                problems.Add(
                    Trouble(
                        "report.files",
                        $"files[{index}], {ShownText.Line(files[index].Path)}, does not say created, modified or deleted"
                    )
                );
            }
        }

        return files;
    }

    private static IReadOnlyList<ReportedFile> File(InputFields fields)
    {
        var path = fields.Text("path") ?? fields.Text("file") ?? fields.Text("file_path") ?? "";
        var change = fields.Text("change") ?? fields.Text("status") ?? fields.Text("action") ?? fields.Text("type");
        if (change is null)
        {
            return path.Length == 0 ? [new("", null)] : FileLineText.Parse(path);
        }

        var old = fields.Text("from") ?? fields.Text("old_path");
        return old is not null && change.StartsWith("renam", StringComparison.OrdinalIgnoreCase)
            ? [new(old, ChangeKind.Deleted), new(path, ChangeKind.Created)]
            : FileLineText.Files(path, change);
    }

    private static CodeSnippet? Snippet(InputFields fields) =>
        fields.Find("snippet") switch
        {
            null => null,
            { ValueKind: JsonValueKind.Object } value when new InputFields(value) is var snippet => snippet.Text("code") is { } code
                ? new CodeSnippet(snippet.Text("path") ?? "", code)
                : null,
            { } value => InputFields.TextOf(value) is { } code ? new CodeSnippet("", code) : null,
        };

    private static ReportedTests? Tests(InputFields fields, List<Problem> problems)
    {
        if (fields.Find("tests") is not { } value)
        {
            return null;
        }

        ReportedTests? tests;
        if (value.ValueKind == JsonValueKind.Object)
        {
            var counts = new InputFields(value);
            tests = TestCountText.Complete(
                counts.Number("total"),
                counts.Number("passing") ?? counts.Number("passed"),
                counts.Number("failing") ?? counts.Number("failed"),
                counts.Number("skipped")
            );
            tests = tests is null ? null : tests with { CoverageOf = counts.Texts("coverage_of") };
        }
        else
        {
            tests = TestCountText.Parse(InputFields.TextOf(value) ?? "");
        }

        if (tests is null)
        {
            problems.Add(
                Trouble("report.tests", "tests needs total, passing and failing as whole numbers; leave tests out where none were run")
            );
        }

        return tests;
    }

    private static List<ReportedCriterion> Acceptance(InputFields fields, List<Problem> problems)
    {
        var rows = new List<ReportedCriterion>();
        foreach (var element in fields.Elements("acceptance"))
        {
            var row = new InputFields(element);
            if (element.ValueKind == JsonValueKind.String && AcceptanceText.Parse(element.GetString()!) is { } worded)
            {
                rows.Add(worded);
            }
            else if (row.Text("criterion") is { } criterion && row.Truth("met") is { } met)
            {
                rows.Add(new ReportedCriterion(criterion, met, row.Text("shown_by") ?? ""));
            }
            else
            {
                problems.Add(Trouble("report.acceptance", $"acceptance[{rows.Count}] needs criterion, met (true or false) and shown_by"));
            }
        }

        return rows;
    }

    private static List<ReportedFix> Feedback(InputFields fields, List<Problem> problems)
    {
        var fixes = new List<ReportedFix>();
        foreach (var element in fields.Elements("feedback"))
        {
            var row = new InputFields(element);
            if (
                element.ValueKind == JsonValueKind.String
                && FeedbackText.Parse(LineText.Lines(element.GetString()!)) is { Count: > 0 } worded
            )
            {
                fixes.AddRange(worded);
            }
            else if (row.Text("item") is { } item && FixStateOf(row.Text("state") ?? "") is { } state)
            {
                fixes.Add(new ReportedFix(item, state, row.Text("how") ?? "") { Issue = row.Text("issue") });
            }
            else
            {
                problems.Add(
                    Trouble(
                        "report.feedback",
                        $"feedback[{fixes.Count}] needs item (the point's id), state (fixed, rebutted or asked) and how"
                    )
                );
            }
        }

        return fixes;
    }

    /// <summary>How a word says what was done with a point, or null.</summary>
    internal static FixState? FixStateOf(string word) =>
        word.Trim().Trim('*', '`').ToLowerInvariant() switch
        {
            "fixed" or "done" or "addressed" or "resolved" or "fix" => FixState.Fixed,
            "rebutted" or "rebuttal" or "not fixed" or "declined" or "won't fix" or "wontfix" => FixState.Rebutted,
            "asked" or "question" or "ask" => FixState.Asked,
            _ => null,
        };

    private static List<ReportedAttempt> Tried(InputFields fields) =>
        fields
            .Elements("tried")
            .SelectMany(element =>
                element.ValueKind == JsonValueKind.Object && new InputFields(element) is var row
                    ? row.Text("approach") is { } approach
                        ? [new ReportedAttempt(approach, row.Text("result") ?? "")]
                        : []
                    : LineText.Items(InputFields.TextOf(element) ?? "").Select(AttemptText.Parse)
            )
            .ToList();

    internal static Problem Trouble(string code, string message) => new(code, message) { Remedy = "Send Report again", Retryable = true };
}
