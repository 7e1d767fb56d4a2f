using Ashlar.Core.Journal;
using Xunit;

namespace Ashlar.Core.Tests.Journal;

public sealed class DamageTests
{
    public static TheoryData<string, int> Damages =>
        new()
        {
            { "delete the third line", 3 },
            { "delete the first line", 1 },
            { "repeat the third line", 4 },
            { "swap the third and the fourth line", 3 },
            { "change a word of the third line", 4 },
            { "empty the third line", 3 },
            { "cut the third line", 3 },
            { "name a property twice in the third line", 3 },
            { "put text before the first line", 1 },
        };

    [Theory]
    [MemberData(nameof(Damages))]
    [Trait("case", "CRASH-007")]
    public void Damage_is_named_with_its_line_and_nothing_is_appended(string damage, int line)
    {
        using var room = new JournalRoom().With(5);
        Assert.Null(JournalReader.Read(room.Path).Damage);
        room.Lines = Damaged([.. room.Lines], damage);
        var before = room.Bytes;

        var content = JournalReader.Read(room.Path);
        var refused = Assert.Throws<ProblemException>(room.Open);

        Assert.Equal(("journal.damaged", line), (content.Damage!.Code, content.Damage.Line));
        Assert.Equal(line - 1, content.Entries.Count);
        Assert.Equal((room.Path, line, 1), (refused.Problems[0].Path, refused.Problems[0].Line, refused.ExitStatus));
        Assert.Equal(before, room.Bytes);
    }

    [Fact]
    [Trait("case", "CRASH-007")]
    public void A_bit_that_flips_anywhere_before_the_last_line_is_found()
    {
        using var room = new JournalRoom().With(3);
        var whole = room.Bytes;
        var last = whole.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1;

        for (var at = 0; at < last; at++)
        {
            var flipped = whole.ToArray();
            flipped[at] ^= 1;
            Assert.True(JournalReader.Parse(flipped).Damage is not null, $"byte {at} was changed unseen");
        }
    }

    private static string[] Damaged(List<string> lines, string damage)
    {
        switch (damage)
        {
            case "delete the third line":
                lines.RemoveAt(2);
                break;
            case "delete the first line":
                lines.RemoveAt(0);
                break;
            case "repeat the third line":
                lines.Insert(3, lines[2]);
                break;
            case "swap the third and the fourth line":
                (lines[2], lines[3]) = (lines[3], lines[2]);
                break;
            case "change a word of the third line":
                lines[2] = lines[2].Replace("done", "lost", StringComparison.Ordinal);
                break;
            case "empty the third line":
                lines[2] = "";
                break;
            case "cut the third line":
                lines[2] = lines[2][..20];
                break;
            case "name a property twice in the third line":
                lines[2] = "{\"seq\":3," + lines[2][1..];
                break;
            default:
                lines[0] = "x" + lines[0];
                break;
        }

        return [.. lines];
    }
}
