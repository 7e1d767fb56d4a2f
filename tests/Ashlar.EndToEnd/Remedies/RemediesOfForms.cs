using System.Text;
using System.Text.Json;
using Ashlar.Core;
using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Xunit;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>What a form or a list is told to lack is told by its code, and no longer when it is sent or written as the remedy says.</summary>
public sealed class RemediesOfForms
{
    private const string Rest = "\"status\": \"READY_FOR_REVIEW\", \"summary\": \"Done.\", \"files\": []";
    private const string Path = "t.md";

    private static readonly Dictionary<string, (Func<string, IReadOnlyList<Problem>> Read, string Wrong, string Right)> scenes = new(
        StringComparer.Ordinal
    )
    {
        ["report.not-an-object"] = (Report, "[]", $"{{{Rest}}}"),
        ["report.status"] = (Report, "{\"status\": \"ALMOST\", \"summary\": \"Done.\", \"files\": []}", $"{{{Rest}}}"),
        ["report.files"] = (
            Report,
            "{\"status\": \"READY_FOR_REVIEW\", \"summary\": \"Done.\", \"files\": [{\"path\": \"a.txt\"}]}",
            "{\"status\": \"READY_FOR_REVIEW\", \"summary\": \"Done.\", \"files\": [{\"path\": \"a.txt\", \"change\": \"created\"}]}"
        ),
        ["report.tests"] = (
            Report,
            $"{{{Rest}, \"tests\": {{\"total\": \"many\"}}}}",
            $"{{{Rest}, \"tests\": {{\"total\": 3, \"passing\": 3, \"failing\": 0}}}}"
        ),
        ["report.acceptance"] = (
            Report,
            $"{{{Rest}, \"acceptance\": [{{\"criterion\": \"It prints\"}}]}}",
            $"{{{Rest}, \"acceptance\": [{{\"criterion\": \"It prints\", \"met\": true, \"shown_by\": \"test_print\"}}]}}"
        ),
        ["report.feedback"] = (
            Report,
            $"{{{Rest}, \"feedback\": [{{\"item\": \"F1\"}}]}}",
            $"{{{Rest}, \"feedback\": [{{\"item\": \"F1\", \"state\": \"fixed\", \"how\": \"It is gone\"}}]}}"
        ),
        ["report.changed-tests"] = (
            Report,
            $"{{{Rest}, \"changed_tests\": [{{\"test\": \"test_a\"}}]}}",
            $"{{{Rest}, \"changed_tests\": [{{\"test\": \"test_a\", \"why\": \"The task asks for it\"}}]}}"
        ),
        ["report.explained"] = (
            Report,
            $"{{{Rest}, \"explained\": [{{\"finding\": 1}}]}}",
            $"{{{Rest}, \"explained\": [{{\"finding\": 1, \"why\": \"The file is made by the tool\"}}]}}"
        ),
        ["deviation.incomplete"] = (Deviation, "{\"what\": \"One file\"}", "{\"what\": \"One file\", \"why\": \"Two would repeat it\"}"),
        ["deviation.record"] = (
            Deviation,
            "{\"what\": \"One file\", \"why\": \"Two would repeat it\", \"record\": \"docs/none.md\"}",
            "{\"what\": \"One file\", \"why\": \"Two would repeat it\"}"
        ),
        ["escalation.kind"] = (
            Escalation,
            "{\"kind\": \"worry\", \"summary\": \"Which letter?\"}",
            "{\"kind\": \"question\", \"summary\": \"Which letter?\"}"
        ),
        ["escalation.summary"] = (Escalation, "{\"kind\": \"question\"}", "{\"kind\": \"question\", \"summary\": \"Which letter?\"}"),
        ["review.verdict"] = (
            Review,
            "{\"verdict\": \"perhaps\", \"summary\": \"Well done.\"}",
            "{\"verdict\": \"approve\", \"summary\": \"Well done.\"}"
        ),
        ["review.answer"] = (Answer, "{\"text\": \" \"}", "{\"text\": \"Keep one file, as the design says.\"}"),
        ["tasks.task-gone"] = (text => EditAsRead("- [ ] 1. a\n- [ ] 2. b\n", text), "- [ ] 1. a\n", "- [ ] 1. a\n- [ ] 2. b\n"),
        ["tasks.task-changed"] = (
            text => text == "" ? Edit("- [ ] 1. a\n- [ ] 2. c\n", "2") : EditAsRead("- [ ] 1. a\n- [ ] 2. b\n", text),
            "- [ ] 1. a\n- [ ] 2. c\n",
            ""
        ),
        ["tasks.too-many-dependencies"] = (
            text => TaskListReader.Read(Path, Encoding.UTF8.GetBytes(text)).Required.Problems,
            Crowded(),
            "- [ ] T1 a\n- [ ] T2 b (depends on T1)\n"
        ),
    };

    public static TheoryData<string> Codes => [.. scenes.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public void What_a_remedy_says_ends_what_it_is_for(string code)
    {
        var (read, wrong, right) = scenes[code];
        Assert.NotNull(ErrorCatalog.Find(code));

        var told = Assert.Single(read(wrong), problem => problem.Code == code);

        Assert.False(string.IsNullOrEmpty(told.Remedy));
        Assert.DoesNotContain(read(right), problem => problem.Code == code);
        Assert.DoesNotContain(read(right), problem => !problem.Warning);
    }

    private static IReadOnlyList<Problem> Report(string json) => ReportInput.Read(JsonSerializer.Deserialize<JsonElement>(json)).Problems;

    private static IReadOnlyList<Problem> Escalation(string json) =>
        EscalationInput.Read(JsonSerializer.Deserialize<JsonElement>(json)).Problems;

    private static IReadOnlyList<Problem> Review(string json) => ReviewInput.Read(JsonSerializer.Deserialize<JsonElement>(json)).Problems;

    private static IReadOnlyList<Problem> Answer(string json) => AnswerTool.Read(JsonSerializer.Deserialize<JsonElement>(json)).Problems;

    private static IReadOnlyList<Problem> Deviation(string json) =>
        EscalationInput.ReadDeviation(JsonSerializer.Deserialize<JsonElement>(json), _ => false).Problems;

    private static IReadOnlyList<Problem> Edit(string text, string id) =>
        TaskListEdit.Tick(Path, Encoding.UTF8.GetBytes(text), [id]).Problems;

    // The second task is ticked as it was read before.
    private static IReadOnlyList<Problem> EditAsRead(string before, string now) =>
        TaskListEdit
            .Tick(Path, Encoding.UTF8.GetBytes(now), [TaskListReader.Read(Path, Encoding.UTF8.GetBytes(before)).Required.Tasks[1]])
            .Problems;

    private static string Crowded() =>
        string.Concat(Enumerable.Range(1, 700).Select(number => $"- [ ] T{number} a\n"))
        + string.Concat(Enumerable.Range(701, 300).Select(number => $"- [ ] T{number} a (depends on T1-T700)\n"));

    /// <summary>The codes that have a scene here.</summary>
    internal static IEnumerable<string> All => scenes.Keys;
}
