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
        var only = Environment.GetEnvironmentVariable("ASHLAR_AUDIT");
        var writes = Environment.GetEnvironmentVariable("ASHLAR_WRITE_DOCS") is "1";
        var audit = await Audit.RunAsync([.. Corpus.Read().Where((subject, at) => Plays(subject, at, writes ? "all" : only))]);
        foreach (var (subject, result) in audit.Rows.Where(row => row.Case.Tampers != row.Result.Standing.Count > 0))
        {
            output.WriteLine($"{subject}: {string.Join(" | ", result.Standing.Concat(result.Asked).Select(finding => finding.Message))}");
        }

        if (writes)
        {
            await File.WriteAllTextAsync(file, AuditPage.Of(audit));
        }

        var page = await File.ReadAllTextAsync(file);
        Assert.DoesNotContain(audit.Missed, subject => !AuditPage.Lists(page, subject));
        Assert.DoesNotContain(audit.Refused, refused => !AuditPage.Lists(page, refused.Case));
    }

    private static bool Plays(AuditCase subject, int at, string? only) =>
        only switch
        {
            null or "" => !subject.IsLater && at % 3 == 0,
            "all" => true,
            "later" => subject.IsLater,
            _ => only.Split(',').Any(name => $"{subject}".Contains(name, StringComparison.Ordinal)),
        };

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
