using System.Text.Json;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reports;

/// <summary>The document of <c>ashlar report --json</c> (contract section 8).</summary>
public static class ReportJson
{
    /// <summary>Writes all reports as one array.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<VerifiedReport> reports)
    {
        json.WriteStartArray();
        foreach (var report in reports)
        {
            Write(json, report);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes one task's report and verification as one object.</summary>
    public static void Write(Utf8JsonWriter json, VerifiedReport report)
    {
        json.WriteStartObject();
        json.WriteString("task", report.Task);
        json.WritePropertyName("report");
        if (report.Report is null)
        {
            json.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(json, report.Report, ReportJsonContext.Default.Report);
        }

        json.WritePropertyName("verification");
        Write(json, report, report.Verification);
        Number(json, "cost", report.Cost);
        Array(json, "feedback", report.Feedback, Write);
        if (report.EarlierConcerns.Count > 0)
        {
            Array(json, "earlier_concerns", report.EarlierConcerns, (writer, line) => writer.WriteStringValue(line));
        }

        Array(json, "reviews", report.Reviews, (writer, line) => writer.WriteStringValue(line));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, VerifiedReport report, Verification verification)
    {
        json.WriteStartObject();
        if (report.Verified is { } verified)
        {
            json.WriteBoolean("verified", verified);
        }
        else
        {
            json.WriteNull("verified");
        }

        json.WriteString("reason", report.Reason);
        json.WriteString("proof", verification.Proof?.Word());
        Noticed(json, verification);
        Array(json, "expectations", verification.Expectations, Write);
        Array(json, "explained", verification.Explained, Write);
        if (verification.Noticed is { } noticed)
        {
            json.WriteStartObject("measured");
            json.WriteNumber("noticed", noticed.Noticed);
            json.WriteNumber("measured", noticed.Measured);
            json.WriteNumber("executed", noticed.Executed);
            json.WriteNumber("seconds", verification.MeasuredMilliseconds / 1000m);
            Array(json, "units", verification.Units, Write);
            json.WriteEndObject();
        }

        Array(json, "discrepancies", verification.Discrepancies.Concat(verification.Unmet.Select(AsDiscrepancy)), Write);
        Array(json, "gates", verification.Gates, Write);
        if (verification.Uncovered.Count > 0)
        {
            Array(
                json,
                "uncovered",
                verification.Uncovered,
                (writer, part) =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("path", part.Folder.Length == 0 ? "." : part.Folder);
                    writer.WriteString("what", part.ToString());
                    writer.WriteEndObject();
                }
            );
        }

        json.WritePropertyName("tests");
        Write(json, verification.Tests);
        Array(json, "files", verification.Files, Write);
        Array(json, "rules", verification.Rules, Write);
        Array(
            json,
            "deviations",
            verification.Deviations,
            (writer, deviation) => JsonSerializer.Serialize(writer, deviation, ReportJsonContext.Default.Deviation)
        );
        json.WriteEndObject();
    }

    private static void Noticed(Utf8JsonWriter json, Verification verification)
    {
        if (verification.Noticed is not { } noticed)
        {
            json.WriteNull("noticed");
            return;
        }

        json.WriteStartObject("noticed");
        json.WriteNumber("units", noticed.Measured);
        json.WriteNumber("noticed", noticed.Noticed);
        Array(
            json,
            "unnoticed",
            verification.Units.Where(unit => unit.Verdict == VerdictKind.Unnoticed),
            (writer, unit) =>
            {
                writer.WriteStartObject();
                writer.WriteString("path", unit.Path);
                writer.WriteNumber("line", unit.Line);
                writer.WriteString("name", unit.Name);
                writer.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static Discrepancy AsDiscrepancy(UnmetCriterion unmet) => new("acceptance", unmet.Claimed, $"criterion \"{unmet.Criterion}\"");

    private static void Write(Utf8JsonWriter json, Discrepancy discrepancy)
    {
        json.WriteStartObject();
        json.WriteString("code", "report.discrepancy");
        json.WriteString("message", discrepancy.Message);
        json.WriteString("what", discrepancy.What);
        json.WriteString("claimed", discrepancy.Claimed);
        json.WriteString("observed", discrepancy.Observed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UnitEvidence unit)
    {
        json.WriteStartObject();
        json.WriteString("path", unit.Path);
        json.WriteNumber("line", unit.Line);
        json.WriteString("name", unit.Name);
        json.WriteString("verdict", UnitText.Word(unit.Verdict).Replace(' ', '-'));
        json.WriteString("test", unit.Test);
        json.WriteString("words", unit.Words);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, GateEvidence gate)
    {
        json.WriteStartObject();
        json.WriteString("name", gate.Result.Name);
        json.WriteString("run", gate.Result.Run);
        json.WriteString("status", gate.Result.Status.Word());
        Array(json, "new", gate.Result.New, Write);
        Array(json, "known", gate.Result.Known, Write);
        Array(json, "flaky", gate.Result.Flaky, (writer, id) => writer.WriteStringValue(id));
        if (GateRemark.Of(gate.Result) is { } remark)
        {
            json.WriteString("message", remark);
        }

        if (gate.Result.Examined is { } examined)
        {
            json.WriteBoolean("examined", examined.Inside);
            json.WriteString("examination", examined.What);
        }

        json.WritePropertyName("source");
        if (gate.SourcePath is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("path", gate.SourcePath);
            Number(json, "line", gate.SourceLine);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    // A finding leaves Ashlar in the shape of every problem (contract section 2).
    private static void Write(Utf8JsonWriter json, Finding finding) =>
        new Problem("gate.finding", finding.Message)
        {
            Path = finding.Path,
            Line = finding.Line,
            Observed = finding.Key,
        }.WriteTo(json);

    private static void Write(Utf8JsonWriter json, TestEvidence? tests)
    {
        if (tests is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("total", tests.Total);
        json.WriteNumber("passing", tests.Passing);
        json.WriteNumber("failing", tests.Failing);
        json.WriteNumber("skipped", tests.Skipped);
        json.WriteNumber("new", tests.New);
        json.WriteNumber("new_failing_on_base", tests.NewFailingOnBase);
        Array(json, "passes_on_base", tests.PassesOnBase, (writer, id) => writer.WriteStringValue(id));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportedFile file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        json.WriteString("change", FileComparison.Word(file.Change ?? ChangeKind.Modified));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExpectationRow row)
    {
        json.WriteStartObject();
        json.WriteString("test", row.Test);
        json.WriteString("what", row.What);
        json.WriteString("why", row.Why);
        json.WriteString("asked_by", row.AskedBy);
        json.WriteString("found_at", row.FoundAt);
        json.WriteString("agreed_by", row.AgreedBy);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplainedRow row)
    {
        json.WriteStartObject();
        json.WriteString("finding", row.Id);
        json.WriteString("what", row.What);
        json.WriteString("why", row.Why);
        json.WriteString("path", row.Path);
        Number(json, "line", row.Line);
        json.WriteBoolean("needs_agreement", row.NeedsAgreement);
        json.WriteString("agreed_by", row.AgreedBy);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RuleRow rule)
    {
        json.WriteStartObject();
        json.WriteString("rule", rule.Rule);
        json.WriteString("check", rule.Check);
        json.WriteString("path", rule.Path);
        Number(json, "line", rule.Line);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FeedbackRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteNumber("round", row.Round);
        json.WriteString("by", row.By);
        json.WriteString("item", row.Item);
        json.WriteString("path", row.Path);
        Number(json, "line", row.Line);
        json.WriteString("severity", row.Severity);
        json.WriteString("state", row.Word);
        json.WriteString("how", row.How);
        json.WriteString("proof", row.Proof);
        json.WriteBoolean("insisted", row.Insisted);
        json.WriteBoolean("closed", row.Closed);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }
}
