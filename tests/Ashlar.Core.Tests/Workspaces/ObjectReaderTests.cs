using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Workspaces;

public sealed class ObjectReaderTests
{
    [Fact]
    public async Task Objects_come_in_the_order_asked_whatever_is_in_them_and_what_is_not_there_is_null()
    {
        using var room = await GitRoom.WithAsync(("a b.txt", "one\n\n"), ("empty", ""), ("sub/ü.txt", new string('x', 300_000)));
        using var reader = new ObjectReader(room.Repository.Git);

        var found = await reader.ReadAsync(
            [
                $"{room.Head}:a b.txt",
                new string('0', 40),
                $"{room.Head}:empty",
                $"{room.Head}:sub",
                $"{room.Head}:sub/ü.txt",
                $"{room.Head}:none",
            ],
            CancellationToken.None
        );

        Assert.Equal("one\n\n", Encoding.UTF8.GetString(found[0]!.Content));
        Assert.Null(found[1]);
        Assert.Empty(found[2]!.Content);
        Assert.Equal("tree", found[3]!.Type);
        Assert.Equal(300_000, found[4]!.Content.Length);
        Assert.Null(found[5]);
    }

    [Fact]
    public async Task What_is_written_later_is_found_and_a_file_whose_name_has_two_lines()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "one\n"), ("two\nlines.txt", "odd\n"));
        var git = room.Repository.Git;
        Assert.Equal("one\n", Encoding.UTF8.GetString((await git.BlobAsync($"{room.Head}:a.txt", CancellationToken.None))!));

        File.WriteAllText(room["a.txt"], "two\n");
        var tree = await room.TreeAsync();

        Assert.Equal("two\n", Encoding.UTF8.GetString((await git.BlobAsync($"{tree}:a.txt", CancellationToken.None))!));
        Assert.Equal("odd\n", Encoding.UTF8.GetString((await git.BlobAsync($"{tree}:two\nlines.txt", CancellationToken.None))!));
        Assert.Null(await git.BlobAsync($"{tree}:none\nat all", CancellationToken.None));
    }

    [Fact]
    public async Task Many_ask_at_once_and_each_gets_its_own_answer_from_one_process()
    {
        var files = Enumerable.Range(0, 60).Select(number => ($"{number}.txt", $"{number}")).ToList();
        using var room = await GitRoom.WithAsync(files);
        var git = room.Repository.Git;

        var read = await Task.WhenAll(files.Select(file => git.BlobAsync($"{room.Head}:{file.Item1}", CancellationToken.None)));

        Assert.Equal(files.Select(file => file.Item2), read.Select(content => Encoding.UTF8.GetString(content!)));
        Assert.Single(Readers(room));
    }

    [Fact]
    public async Task A_reader_whose_process_was_killed_starts_another()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "one\n"));
        var git = room.Repository.Git;
        _ = await git.BlobAsync($"{room.Head}:a.txt", CancellationToken.None);
        using var process = Process.GetProcessById(Assert.Single(Readers(room)));
        process.Kill();
        await process.WaitForExitAsync();

        Assert.Equal("one\n", Encoding.UTF8.GetString((await git.BlobAsync($"{room.Head}:a.txt", CancellationToken.None))!));
    }

    [Fact]
    public async Task The_process_ends_when_nobody_asks_and_another_answers_later()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "one\n"));
        var git = room.Repository.Git;
        _ = await git.BlobAsync($"{room.Head}:a.txt", CancellationToken.None);
        using var process = Process.GetProcessById(Assert.Single(Readers(room)));

        await process.WaitForExitAsync();

        Assert.NotNull(await git.BlobAsync($"{room.Head}:a.txt", CancellationToken.None));
    }

    [Fact]
    public async Task Its_timer_ends_the_process_and_touches_nothing_once_the_reader_was_disposed_of()
    {
        using var room = await GitRoom.WithAsync(("a.txt", "one\n"));
        var clock = new LateClock();
        var reader = new ObjectReader(room.Repository.Git, clock);
        _ = await reader.ReadAsync([$"{room.Head}:a.txt"], CancellationToken.None);
        using var process = Process.GetProcessById(Assert.Single(Readers(room)));
        clock.GoOff();
        await process.WaitForExitAsync();
        _ = await reader.ReadAsync([$"{room.Head}:a.txt"], CancellationToken.None);

        reader.Dispose();
        clock.GoOff();
        reader.Dispose();

        Assert.Equal(1, clock.Timers);
    }

    /// <summary>The processes that read objects of the room's repository.</summary>
    private static List<int> Readers(GitRoom room) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(folder => (Folder: folder, Id: Path.GetFileName(folder)))
                .Where(one => one.Id.All(char.IsAsciiDigit) && Text(one.Folder, "cmdline").Contains("--batch", StringComparison.Ordinal))
                .Where(one => Text(one.Folder, "environ").Split('\0').Contains($"GIT_DIR={room.Repository.CommonDirectory}"))
                .Select(one => int.Parse(one.Id, CultureInfo.InvariantCulture)),
        ];

    private static string Text(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is somebody else's.
            return "";
        }
    }
}
