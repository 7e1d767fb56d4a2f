using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>What becomes of commands that ran when the program was killed.</summary>
public sealed class CutOffCommands
{
    // The private home of commands is not part of the worktree, so what lies there tells the second execution from the first.
    private const string Waits =
        "echo once >> notes.txt; rm shop.py; mkdir new; echo a > new/a.txt; chmod +x tasks.md; "
        + "if [ ! -e \"$TMPDIR/first\" ]; then touch \"$TMPDIR/first\"; sleep 600; fi; git checkout-index -f shop.py 2>&1 || git show HEAD:shop.py > shop.py; echo end >> notes.txt";

    [Theory]
    [InlineData("")]
    [InlineData("--unsafe-no-sandbox")]
    [Trait("case", "CRASH-003")]
    public async Task A_command_that_was_cut_off_is_undone_and_run_again(string option)
    {
        using var project = SmallShop.Create();
        await using var server = await Script
            .Of("1", Say.Bash(Waits), Say.Read("notes.txt"), Say.Report(["new/a.txt"], ["notes.txt"], passing: 1))
            .ServeAsync();
        string[] arguments =
        [
            "run",
            "tasks.md",
            "--trust",
            "--only",
            "1",
            "--branch",
            SmallShop.Branch,
            .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ];
        using (var running = project.Ashlar(arguments).Asking(server).Start())
        {
            await UntilAsync(() => Exists(project.Home, "first"));
            running.Kill();
            await running.EndAsync();
        }

        string[] again = ["resume", project.Runs[0], .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var resumed = await project.Ashlar(again).Knowing(server).EndsWithAsync(0);

        Assert.Equal("", resumed.Error);
        Assert.Equal("notes\nonce\nend", project.Read(SmallShop.Branch, "notes.txt"));
        Assert.Equal("new/a.txt\nnotes.txt\ntasks.md", project.Git("diff", "--name-only", "main", SmallShop.Branch));
        Assert.Equal([1, 2, 3], server.Requests.Select(request => request.Turn));
        Assert.Empty(Sleeping());
    }

    /// <summary>Processes that sleep as long as the cut off command does.</summary>
    private static IReadOnlyList<string> Sleeping() =>
        Directory
            .EnumerateDirectories("/proc")
            .Where(path => char.IsAsciiDigit(path[^1]))
            .Where(path => File.Exists(Path.Combine(path, "cmdline")) && Line(path) is "sleep\u0000600\u0000")
            .ToList();

    private static string Line(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool Exists(string folder, string name)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, name, SearchOption.AllDirectories).Any();
        }
        catch (DirectoryNotFoundException)
        {
            // A folder went while it was looked through.
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
