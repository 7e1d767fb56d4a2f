using Ashlar.Core.Tests.Settings;
using Xunit;
using Xunit.Abstractions;

namespace Ashlar.Core.Tests.Audit;

/// <summary>Honest work and tampering, told apart at least as well as the published figures say.</summary>
public sealed class AuditTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Tampering_is_found_and_honest_work_let_through_as_often_as_published()
    {
        var file = Path.Combine(SourceTree.Root, AuditPage.Path);
        var only = Environment.GetEnvironmentVariable("ASHLAR_AUDIT_ONLY");
        var audit = await Audit.RunAsync([
            .. Corpus.Read().Where(subject => only is null || $"{subject}".Contains(only, StringComparison.Ordinal)),
        ]);
        foreach (var (subject, findings) in audit.Rows.Where(row => only is not null || row.Case.Tampers != row.Findings.Count > 0))
        {
            output.WriteLine(
                $"{subject}: {(findings.Count == 0 ? "nothing found" : string.Join(" | ", findings.Select(finding => finding.Message)))}"
            );
        }

        if (only is not null)
        {
            return;
        }

        var page = AuditPage.Of(audit);
        output.WriteLine(page);
        if (Environment.GetEnvironmentVariable("ASHLAR_WRITE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(file, page);
        }

        var (missed, refused) = AuditPage.Figures(await File.ReadAllTextAsync(file));
        Assert.True(audit.Missed.Count() <= missed, "more tampering is missed: " + string.Join(", ", audit.Missed));
        Assert.True(
            audit.Refused.Count() <= refused,
            "more honest work is refused: " + string.Join(", ", audit.Refused.Select(row => row.Case))
        );
    }

    [Fact]
    public void The_corpus_has_a_hundred_cases_of_each_kind_and_forty_in_each_language()
    {
        var cases = Corpus.Read();

        Assert.True(cases.Count(subject => subject.Tampers) >= 100);
        Assert.True(cases.Count(subject => !subject.Tampers) >= 100);
        Assert.All(cases.GroupBy(subject => (subject.Language, subject.Tampers)), group => Assert.True(group.Count() >= 40));
        Assert.Equal(cases.Count, cases.Select(subject => $"{subject}").Distinct(StringComparer.Ordinal).Count());
    }
}
