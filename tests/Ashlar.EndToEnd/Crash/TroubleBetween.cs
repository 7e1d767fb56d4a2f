using System.Diagnostics;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>What happens to a run that was stopped, and to its files while it rests.</summary>
public sealed class TroubleBetween
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [Trait("case", "CRASH-024")]
    public async Task A_signal_interrupts_the_run_and_it_can_be_resumed(string signal)
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync(unanswered: 4);

        // Where the tests themselves run under nohup, SIGHUP would stay ignored.
        using (var running = run.Next().Through("env", "--default-signal=HUP").Start())
        {
            await run.Server.RequestsReachAsync(4);
            running.Signal(signal);
            Assert.Equal(130, (await running.EndAsync()).ExitStatus);
        }

        Assert.Equal("interrupted", run.Journal.Last("run.finished").GetProperty("state").GetString());
        run.Crashed();
        Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
    }

    [Fact]
    public async Task A_worktree_that_was_deleted_after_an_interruption_is_made_again()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync(unanswered: 4);
        using (var running = run.Next().Start())
        {
            await run.Server.RequestsReachAsync(4);
            running.Interrupt();
            await running.EndAsync();
        }

        Directory.Delete(run.Worktree("1"), recursive: true);
        run.Project.Git("worktree", "prune");
        run.Crashed();

        Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
    }

    [Fact]
    public async Task Work_that_is_nowhere_any_more_is_a_problem_until_the_task_is_started_anew()
    {
        await using var run = await CrashedRun.CreateAsync(unanswered: 4);
        using (var running = run.Next().Start())
        {
            await run.Server.RequestsReachAsync(4);
            running.KillAll();
            await running.EndAsync();
        }

        Directory.Delete(run.Worktree("1"), recursive: true);

        var refused = await run.Next().EndsWithAsync(1);
        Assert.Contains("the worktree of task 1 was deleted", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"ashlar resume {run.Id} --retry 1", refused.Error, StringComparison.Ordinal);

        await run.Project.Ashlar("resume", run.Id, "--retry", "1").Knowing(run.Server).EndsWithAsync(0);
        Assert.Equal(["Add the total", "Add a first rebate", "Add the rebate of [secret TOKEN]"], run.Project.Subjects(SmallShop.Branch));
        run.AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_branch_that_somebody_else_moved_is_left_alone_until_it_is_set_back()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync();
        Assert.True(await run.KillAtAsync(20));
        var foreign = run.Project.Git("commit-tree", "main^{tree}", "-p", "main", "-m", "Foreign");
        run.Project.Git("update-ref", $"refs/heads/{SmallShop.Branch}", foreign);

        var refused = await run.Next().EndsWithAsync(1);
        Assert.Contains("was moved by someone else", refused.Error, StringComparison.Ordinal);
        Assert.Equal(foreign, run.Project.Git("rev-parse", SmallShop.Branch));

        run.Project.Git("update-ref", $"refs/heads/{SmallShop.Branch}", "main");
        run.Crashed();
        Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
    }

    [Fact]
    [Trait("case", "CRASH-004")]
    public async Task The_lock_of_a_live_git_on_the_branch_is_named_and_left_to_it_however_old_it_is()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync();
        Assert.True(await run.KillAtAsync(20));
        var path = Path.Combine(run.Project.Root, $".git/refs/heads/{SmallShop.Branch}.lock");
        var present = run.Project.Git("rev-parse", SmallShop.Branch);
        using (var git = LiveGit(run.Project.Root))
        {
            await git.StandardInput.WriteAsync($"start\nupdate refs/heads/{SmallShop.Branch} {present} {present}\nprepare\n");
            await git.StandardInput.FlushAsync();
            Assert.Equal("start: ok", await git.StandardOutput.ReadLineAsync());
            Assert.Equal("prepare: ok", await git.StandardOutput.ReadLineAsync());
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);

            var refused = await run.Next().EndsWithAsync(1);

            Assert.Contains($"remove {path}", refused.Error, StringComparison.Ordinal);
            Assert.True(File.Exists(path));
            await git.StandardInput.WriteAsync("commit\n");
            await git.StandardInput.FlushAsync();
            Assert.Equal("commit: ok", await git.StandardOutput.ReadLineAsync());
            git.StandardInput.Close();
            await git.WaitForExitAsync();
        }

        run.Crashed();
        Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
    }

    private static Process LiveGit(string root)
    {
        var start = new ProcessStartInfo("git", ["-C", root, "update-ref", "--stdin"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        Places.Isolate(start.Environment);
        return Process.Start(start)!;
    }

    [Fact]
    [Trait("case", "CRASH-017")]
    public async Task A_task_list_that_a_person_edits_in_the_checkout_meanwhile_stays_theirs_and_the_run_does_what_it_was_given()
    {
        const string Edited = "# Tasks\n\n- [ ] Write it otherwise\n- [x] Write b.txt\n- [ ] And a third\n";
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", "14")
            .EndsWithAsync(137);
        project.Write("tasks.md", Edited);

        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(Edited, project.Read("tasks.md"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    [Trait("case", "CRASH-004")]
    public async Task A_lock_that_a_killed_git_left_on_kept_work_is_removed_and_nobody_elses()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Escalate("question", "Is that all?"), Say.Done("a.txt"))
            .ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", "7")
            .EndsWithAsync(137);
        var (own, other) = (Lock(project.Runs[0]), Lock("r-20200101-0000"));

        await project.Ashlar("resume").Knowing(server).EndsWithAsync(3);

        Assert.False(File.Exists(own));
        Assert.True(File.Exists(other));
        Assert.Contains($"refs/ashlar/{project.Runs[0]}/1/1", project.Git("for-each-ref", "--format=%(refname)"), StringComparison.Ordinal);

        string Lock(string run)
        {
            var folder = Directory.CreateDirectory(Path.Combine(project.Root, ".git", "refs", "ashlar", run, "1")).FullName;
            File.WriteAllText(Path.Combine(folder, "1.lock"), "");
            return Path.Combine(folder, "1.lock");
        }
    }

    [Theory]
    [InlineData("index.lock", "ashlar.index")]
    [InlineData("HEAD.lock", "ashlar.HEAD")]
    [Trait("case", "CRASH-004")]
    public async Task A_lock_of_the_checkout_that_the_killed_run_took_is_removed_and_one_of_somebody_else_is_waited_for_and_named(
        string name,
        string own
    )
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--in-place")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", name == "HEAD.lock" ? "1" : "14")
            .EndsWithAsync(137);
        var taken = Path.Combine(project.Root, ".git", name);
        await File.WriteAllTextAsync(taken, "");

        var refused = await project.Ashlar("resume").Knowing(server).EndsWithAsync(1);

        Assert.Contains($"another git process works in the checkout ({taken})", refused.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(taken));
        File.Delete(taken);
        var mine = Path.Combine(project.Root, ".git", own);
        await File.WriteAllTextAsync(mine, "half");
        using (var link = System.Diagnostics.Process.Start("ln", [mine, taken]))
        {
            await link.WaitForExitAsync();
        }

        Assert.True(File.Exists(taken));
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        Assert.False(File.Exists(taken) || File.Exists(mine));
    }

    [Fact]
    [Trait("case", "CRASH-007")]
    public async Task A_damaged_journal_is_named_with_its_line_and_left_as_it_is()
    {
        await using var run = await CrashedRun.CreateAsync();
        Assert.True(await run.KillAtAsync(30));
        Assert.Equal(0, (await run.Project.Ashlar("logs", run.Id, "--verify").RunAsync()).ExitStatus);
        var lines = File.ReadAllLines(run.JournalPath);
        lines[11] = lines[11].Replace("\"seq\":12", "\"seq\":13", StringComparison.Ordinal);
        await File.WriteAllTextAsync(run.JournalPath, string.Join('\n', lines) + "\n");
        var damaged = await File.ReadAllBytesAsync(run.JournalPath);

        var verified = await run.Project.Ashlar("logs", run.Id, "--verify").EndsWithAsync(1);
        var resumed = await run.Next().EndsWithAsync(1);

        Assert.Contains("line 12", verified.Error, StringComparison.Ordinal);
        Assert.Contains("line 12", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(run.JournalPath));
    }

    [Fact]
    public async Task A_torn_last_line_is_cut_off_and_the_run_goes_on()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync();
        Assert.True(await run.KillAtAsync(40));
        await File.AppendAllTextAsync(run.JournalPath, "{\"seq\":41,\"at\":\"2026");

        Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
    }

    [Fact]
    [Trait("case", "CRASH-008")]
    [Trait("case", "CRASH-011")]
    public async Task A_full_disk_ends_the_run_with_a_sentence_and_it_can_be_resumed()
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync();
        Assert.True(await run.KillAtAsync(20));

        // No file of the process may grow beyond what the journal has now and a little more, in kilobytes. The runtime's own
        // memory files would be limited too, so it has to do without them.
        var most = new FileInfo(run.JournalPath).Length / 1024 + 3;
        var limited = await run.Next()
            .With("DOTNET_EnableWriteXorExecute", "0")
            .Through("bash", "-c", $"trap '' XFSZ; ulimit -f {most}; exec \"$@\"", "limited")
            .RunAsync();
        Assert.True(limited.ExitStatus == 1, $"{limited.ExitStatus}\n{limited.Out}\n{limited.Error}");
        Assert.Contains("the run cannot continue", limited.Error, StringComparison.Ordinal);
        Assert.Single(limited.Error.TrimEnd('\n').Split('\n'));

        run.Crashed();
        Assert.Equal("", expected.DifferenceTo(await run.EndAsync()));
    }
}
