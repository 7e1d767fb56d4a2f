using System.Text;
using Ashlar.Core.Reports;
using Xunit;

namespace Ashlar.Core.Tests.Reports;

public sealed class IterationLogTests
{
    private static readonly IterationEntry Entry = new(
        new DateTimeOffset(2026, 1, 5, 9, 7, 59, TimeSpan.Zero),
        "src/a.py",
        "27/29",
        "moving forward"
    );

    [Fact]
    public void A_new_file_gets_a_title_and_the_first_entry() =>
        Assert.Equal(
            "# Iteration log\n\n### Iteration 1 — 2026-01-05 09:07\n**Changes**: src/a.py\n**Test Result**: 27/29\n**Assessment**: moving forward\n",
            Text(IterationLog.Append(null, Entry))
        );

    [Fact]
    public void Entries_count_on_and_nothing_else_changes()
    {
        var first = IterationLog.Append(null, Entry);
        var second = IterationLog.Append(first, Entry with { Changes = "src/b.py\nsrc/c.py" });
        Assert.Equal(
            Text(first)
                + "\n### Iteration 2 — 2026-01-05 09:07\n**Changes**: src/b.py src/c.py\n**Test Result**: 27/29\n**Assessment**: moving forward\n",
            Text(second)
        );
        Assert.Equal(3, IterationLog.NextNumber(second));
    }

    [Fact]
    public void The_form_of_the_file_is_kept()
    {
        const string Old = "\ufeff# Log\r\n\r\n## Iteration 7: 2025-12-01 10:00\r\n- Changes: x\r\n- Test Result: 1/1\r\n- Assessment: y";
        Assert.Equal(
            Old
                + "\r\n\r\n## Iteration 8: 2026-01-05 09:07\r\n- Changes: src/a.py\r\n- Test Result: 27/29\r\n- Assessment: moving forward\r\n",
            Text(IterationLog.Append(Encoding.UTF8.GetBytes(Old), Entry))
        );
    }

    [Fact]
    public void A_file_without_entries_is_added_to() =>
        Assert.Equal(
            "Notes\n\n### Iteration 1 — 2026-01-05 09:07\n**Changes**: src/a.py\n**Test Result**: 27/29\n**Assessment**: moving forward\n",
            Text(IterationLog.Append("Notes\n"u8.ToArray(), Entry))
        );

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
