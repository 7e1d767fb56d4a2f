using System.Globalization;
using Xunit;

namespace Ashlar.Core.Tests.Tools;

/// <summary>Many edits of one large file: each costs what the first one did.</summary>
public sealed class ManyEditsTests
{
    private const int Lines = 100_000;
    private const int Edits = 20;

    [Fact]
    [Trait("case", "MODEL-026")]
    public async Task An_edit_of_a_large_file_costs_the_same_however_many_came_before()
    {
        using var room = new ToolRoom().With(
            "big.txt",
            string.Concat(Enumerable.Range(0, Lines).Select(number => Line(number, "line") + new string('x', 85) + "\n"))
        );
        _ = await room.Read("big.txt");
        var size = new FileInfo(room["big.txt"]).Length;
        Assert.True(size > 9_000_000);
        var kept = new List<long>();
        for (var number = 0; number < Edits; number++)
        {
            var answer = await room.Edit("big.txt", Line(number, "line"), Line(number, "LINE"));
            _ = room.Tree.Rescan();

            Assert.False(answer.IsError, answer.Text);
            Assert.InRange(answer.Text.Length, 1, 2_000);
            kept.Add(Kept(room));
        }

        // Each edit keeps a copy, and what no call goes back to now is not kept for ever.
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, long.MinValue, size + 10_000));
        Assert.InRange(kept.Max(), size, (32 * 1024 * 1024) + (3 * size));
        Assert.Equal(Edits, room.Text("big.txt").Split("LINE ").Length - 1);
    }

    private static string Line(int number, string word) => string.Create(CultureInfo.InvariantCulture, $"{word} {number:000000} ");

    private static long Kept(ToolRoom room) =>
        Directory.EnumerateFiles(room.Outside, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
}
