using System.Buffers;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Gates;
using Ashlar.Core.Reports;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Reports;

public sealed class ReportDocumentTests
{
    private static readonly VerifiedReport Complete = new(
        "2.0",
        "Complete the API",
        new Report
        {
            Status = ReportStatus.ReadyForReview,
            Summary = "Added the API",
            Files = [new("app/api.py", ChangeKind.Created), new("docs/api.md", ChangeKind.Modified)],
            KeyChanges = ["A view for invitations"],
            Snippet = new("app/api.py", "def view():\n    return 1\n"),
            Tests = new(12, 12, 0) { CoverageOf = ["an expired link"] },
            Acceptance = [new("Links expire", true, "test_expired")],
            Concerns = ["Is a week enough?"],
        },
        new Verification
        {
            Discrepancies =
            [
                new("files", "docs/api.md modified", "unchanged"),
                new("tests.total", "12", "13") { Source = "gate \"tests\": pytest -q" },
            ],
            Proof = ProofLevel.RedGreen,
            Gates =
            [
                new(
                    new GateResult
                    {
                        Name = "tests",
                        Run = "pytest -q",
                        Status = GateStatus.Known,
                        Known = [new("tests/test_pdf.py::test_font", "no font") { Path = "tests/test_pdf.py", Line = 3 }],
                    },
                    ".ashlar/config.yaml",
                    4
                ),
            ],
            Tests = new(13, 12, 1, 0)
            {
                New = 3,
                NewFailingOnBase = 2,
                PassesOnBase = ["tests/test_api.py::test_easy"],
            },
            Files = [new("app/api.py", ChangeKind.Created)],
            Rules = [new("Type hints everywhere", "not enforced") { Path = "AGENTS.md", Line = 9 }],
            Deviations = [new("helper in services.py", "utils.py is not there")],
        }
    );

    [Fact]
    public void A_complete_report_stands_beside_what_was_seen() =>
        Assert.Equal(
            """
            IMPLEMENTATION COMPLETE

            Task: 2.0 — Complete the API

            --- Written by the model ---

            Summary: Added the API

            Files Modified:
            - app/api.py (created)
            - docs/api.md (modified)

            Key Changes:
            - A view for invitations

            Code Snippet (app/api.py):
            ```
            def view():
                return 1
            ```

            Tests:
            - Total tests: 12
            - Passing: 12
            - Failing: 0

            Test coverage:
            - an expired link

            Acceptance Criteria:
            - Links expire: met, shown by test_expired

            Concerns/Questions:
            - Is a week enough?

            Status: READY_FOR_REVIEW

            --- Seen by Ashlar ---

            Verification: the report does not agree with what was seen

            Proof: red-green

            Discrepancies:
            - files: claimed docs/api.md modified, seen unchanged
            - tests.total: claimed 12, seen 13 (gate "tests": pytest -q)

            Files:
            - app/api.py (created)

            Gates:
            - tests: known, `pytest -q` (.ashlar/config.yaml:4); known: tests/test_pdf.py::test_font

            Tests: 13 total, 12 passing, 1 failing, 0 skipped; 3 new, of which 2 fail without the change

            New tests that pass without the change too:
            - tests/test_api.py::test_easy

            Deviations noted by the model:
            - helper in services.py, because utils.py is not there

            Rules:
            - Type hints everywhere: not enforced (AGENTS.md:9)

            """,
            ReportDocument.Render(Complete)
        );

    [Fact]
    public void What_people_were_asked_and_what_was_refused_is_told() =>
        Assert.Contains(
            """
            Asked and answered:
            - E1 (question): Which?: a person: This one.

            Refused or undone:
            - docs/a.md is outside this task's scope (2 times)

            """,
            ReportDocument.Render(
                Complete with
                {
                    Questions = ["E1 (question): Which?: a person: This one."],
                    Refused = ["docs/a.md is outside this task's scope (2 times)"],
                }
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_many_rules_those_that_a_person_has_to_look_at_are_told_and_the_others_counted()
    {
        RuleRow Row(string rule, RuleStanding standing, string? detail = null) => RuleRow.Of(rule, standing, detail);
        var report = Complete with
        {
            Verification = Complete.Verification with
            {
                Rules =
                [
                    Row("Never change migrations", RuleStanding.Enforced),
                    Row("Never change migrations", RuleStanding.Enforced),
                    Row("Use tabs", RuleStanding.NotEnforced),
                    Row("All tests pass", RuleStanding.NotMet, "test_pdf failed before and still fails"),
                    Row("CONSTITUTION.md", RuleStanding.Given),
                    Row("docs/style.md", RuleStanding.Absent),
                    Row("screenshots/", RuleStanding.NotMade),
                    // Words decide nothing.
                    new RuleRow("Be kind", "enforced"),
                ],
            },
        };

        Assert.EndsWith(
            """
            Rules:
            - Use tabs: not enforced
            - All tests pass: not met: test_pdf failed before and still fails
            - screenshots/: not made
            - Be kind: enforced
            - 1 enforced
            - 1 given to the model
            - 1 missing, optional

            """,
            ReportDocument.Render(report),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_rendered_is_read_back() =>
        Assert.Equal(
            Complete.Report!.Files,
            ReportText.Parse(ReportDocument.Render(Complete, markdown: true).Split("### Seen by Ashlar")[0])!.Files
        );

    [Fact]
    public void A_blocked_report_in_Markdown() =>
        Assert.Equal(
            """
            ## BLOCKED

            **Task:** 3

            ### Written by the model

            **Blocker:** No database

            **What I tried:**

            1. Restarted - Result: the same
            2. Waited

            **Error messages:**

            ````
            ```
            refused
            ````

            **Question for tech lead:** Which one?

            **Status:** BLOCKED

            ### Seen by Ashlar

            **Verification:** the report agrees with what was seen

            **Proof:** none, the task is not ticked

            **Files:**

            - none changed

            **Tests:** no gate counts tests

            """,
            ReportDocument.Render(
                new(
                    "3",
                    "",
                    new Report
                    {
                        Status = ReportStatus.Blocked,
                        Blocker = "No database",
                        Tried = [new("Restarted", "the same"), new("Waited", "")],
                        Errors = "```\nrefused\u001b\n",
                        Question = "Which one?",
                    },
                    new Verification()
                ),
                markdown: true
            )
        );

    [Fact]
    public void Answers_to_feedback_stand_with_their_points() =>
        Assert.StartsWith(
            """
            FEEDBACK ADDRESSED

            Task: 1 — T

            --- Written by the model ---

            Original feedback:
            1. F1 Issue: No limit
              Fixed: added one
            2. F2
              Rebutted: by design

            Status: READY_FOR_REVIEW
            """,
            ReportDocument.Render(
                new(
                    "1",
                    "T",
                    new Report
                    {
                        Status = ReportStatus.ReadyForReview,
                        Feedback =
                        [
                            new("F1", FixState.Fixed, "added one") { Issue = "No limit" },
                            new("F2", FixState.Rebutted, "by design"),
                        ],
                    },
                    new Verification()
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Progress_names_what_is_done_and_what_is_next() =>
        Assert.Equal(
            """
            PROGRESS REPORT

            Task completed: 2.0 — Complete the API (red-green)

            Files created/modified:
            - app/api.py (created)

            Tests: 13 total, 12 passing, 1 failing, 0 skipped; 3 new, of which 2 fail without the change

            Key implementations (written by the model):
            - A view for invitations

            Issues (written by the model):
            - Is a week enough?
            - helper in services.py, because utils.py is not there

            Next task: 3.0 — Pages

            """,
            ReportDocument.Progress(Complete, "3.0 — Pages")
        );

    [Fact]
    public void The_JSON_document_has_the_contracts_shape()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            ReportJson.Write(json, [Complete, Reviewed]);
        }

        var expected = """
            [{"task":"2.0","report":{"status":"READY_FOR_REVIEW","summary":"Added the API",
            "files":[{"path":"app/api.py","change":"created"},{"path":"docs/api.md","change":"modified"}],
            "key_changes":["A view for invitations"],"snippet":{"path":"app/api.py","code":"def view():\n    return 1\n"},
            "tests":{"total":12,"passing":12,"failing":0,"coverage_of":["an expired link"]},
            "acceptance":[{"criterion":"Links expire","met":true,"shown_by":"test_expired"}],"concerns":["Is a week enough?"],"feedback":[],"changed_tests":[],"explained":[],"tried":[]},
            "verification":{"verified":false,"reason":"files: the report says docs/api.md modified, Ashlar saw unchanged","proof":"red-green","noticed":null,"expectations":[],"explained":[],"discrepancies":[
            {"code":"report.discrepancy","message":"files: the report says docs/api.md modified, Ashlar saw unchanged","what":"files","claimed":"docs/api.md modified","observed":"unchanged"},
            {"code":"report.discrepancy","message":"tests.total: the report says 12, Ashlar saw 13","what":"tests.total","claimed":"12","observed":"13"}],
            "gates":[{"name":"tests","run":"pytest -q","status":"known","new":[],
            "known":[{"code":"gate.finding","message":"no font","path":"tests/test_pdf.py","line":3,"observed":"tests/test_pdf.py::test_font"}],
            "flaky":[],"source":{"path":".ashlar/config.yaml","line":4}}],
            "tests":{"total":13,"passing":12,"failing":1,"skipped":0,"new":3,"new_failing_on_base":2,"passes_on_base":["tests/test_api.py::test_easy"]},
            "files":[{"path":"app/api.py","change":"created"}],
            "rules":[{"rule":"Type hints everywhere","check":"not enforced","path":"AGENTS.md","line":9}],
            "deviations":[{"what":"helper in services.py","why":"utils.py is not there"}]},"cost":null,"feedback":[],"reviews":[]},
            {"task":"3","report":null,"verification":{"verified":null,"reason":"the agent handed in no report","proof":null,"noticed":null,"expectations":[],"explained":[],"discrepancies":[],"gates":[],"tests":null,"files":[],"rules":[],"deviations":[]},
            "cost":null,"feedback":[{"id":"F1","round":1,"by":"tech-lead","item":"No limit","path":"app/api.py","line":3,"severity":null,"state":"fixed","how":"added one","proof":"app/api.py:3-5","insisted":false,"closed":true}],
            "reviews":["review 1 by tech-lead: approved"]}]
            """;
        Assert.Equal(Compact(expected), Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static VerifiedReport Reviewed { get; } =
        new("3", "", null, new Verification())
        {
            Feedback =
            [
                new FeedbackRow("F1", "No limit")
                {
                    Round = 1,
                    By = "tech-lead",
                    Path = "app/api.py",
                    Line = 3,
                    State = FixState.Fixed,
                    How = "added one",
                    Proof = "app/api.py:3-5",
                    Closed = true,
                },
            ],
            Reviews = ["review 1 by tech-lead: approved"],
        };

    [Fact]
    public void A_verification_is_stored_and_read_back()
    {
        var stored = JsonSerializer.Serialize(Complete, ReportJsonContext.Default.VerifiedReport);
        Assert.Equal(
            ReportDocument.Render(Complete),
            ReportDocument.Render(JsonSerializer.Deserialize(stored, ReportJsonContext.Default.VerifiedReport)!)
        );
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);
}
