using System.Collections.Concurrent;
using Ashlar.EndToEnd.Harness;
using Xunit;
using Xunit.Sdk;

namespace Ashlar.EndToEnd.Crash;

/// <summary>
/// A run in the user's own checkout, and what takes it back, killed right after git changed something: files, index, HEAD and branch are changed one
/// after the other, and what was half changed is no work of the user's.
/// </summary>
public sealed class KilledInPlace
{
    private const int Most = 8;

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task A_run_that_is_killed_in_the_checkout_ends_like_one_that_is_not()
    {
        using var undisturbed = Create();
        var counting = new KillingGit(undisturbed);
        await using var model = await Script.OfTwoTasks().ServeAsync();
        await counting.Kill(Run(undisturbed).Asking(model), 0).EndsWithAsync(0);
        var effects = counting.Count;
        AssertDone(undisturbed);
        Assert.True(effects > Most, $"git changed something {effects} times only");

        // The first ones bring the checkout to the branch.
        var points = Enumerable.Range(1, 6).Concat(Enumerable.Range(1, Most).Select(number => number * effects / Most)).Distinct();
        var different = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            points,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (at, _) =>
            {
                using var project = Create();
                await using var server = await Script.OfTwoTasks().ServeAsync();
                try
                {
                    var killed = await new KillingGit(project).Kill(Run(project).Asking(server), at).RunAsync();
                    Assert.True(killed.ExitStatus is 137 or 0, $"ended with {killed.ExitStatus}\n{killed.Error}");
                    if (killed.ExitStatus is 137)
                    {
                        await (HasBegun(project) ? project.Ashlar("resume").Knowing(server) : Run(project).Asking(server)).EndsWithAsync(0);
                    }

                    AssertDone(project);
                }
                catch (XunitException trouble)
                {
                    different.Add($"killed after change {at} of {effects}: {trouble.Message}");
                }
            }
        );
        Assert.Equal("", string.Join("\n\n", different));
    }

    [Theory]
    [InlineData("old")]
    [InlineData("index")]
    [InlineData("files")]
    [Trait("case", "CRASH-002")]
    public async Task A_checkout_that_was_left_on_the_way_to_the_branch_is_brought_there_and_work_of_the_user_is_not_touched(string left)
    {
        using var project = Create();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await Run(project).Asking(server).With("ASHLAR_FAILPOINT", "1").EndsWithAsync(137);
        // As a process leaves it that dies: HEAD is moved last, the index before it, and the files one by one.
        project.Git("-c", $"alias.half=!{Half(left)}", "half");
        project.Write("mine.txt", "mine\n");

        var refused = await project.Ashlar("resume").Knowing(server).EndsWithAsync(2);
        Assert.Contains("mine.txt", refused.Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(project.Root, "mine.txt"));
        project.Write("stays.txt", "changed by hand\n");
        var changed = await project.Ashlar("resume").Knowing(server).EndsWithAsync(2);
        Assert.Contains("stays.txt", changed.Error, StringComparison.Ordinal);
        Assert.Equal("changed by hand\n", project.Read("stays.txt"));
        project.Write("stays.txt", "stays\n");
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        AssertDone(project);
    }

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task A_checkout_that_left_the_branch_after_the_crash_is_brought_back_by_its_user()
    {
        using var project = Create();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await Run(project).Asking(server).With("ASHLAR_FAILPOINT", "4").EndsWithAsync(137);
        project.Git("checkout", "--quiet", "main");

        var refused = await project.Ashlar("resume").Knowing(server).EndsWithAsync(2);
        Assert.Contains("`git checkout work`, then run `ashlar resume ", refused.Error, StringComparison.Ordinal);
        Assert.Equal("## main", project.Git("status", "--short", "--branch"));
        project.Git("checkout", "--quiet", "work");
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        AssertDone(project);
    }

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task An_undoing_that_is_killed_in_the_checkout_is_finished_by_doing_it_again()
    {
        using var project = Create();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await Run(project).Asking(server).EndsWithAsync(0);
        Shell(project, $"cp -a {project.Root} {project.Beside("kept")} && cp -a {project.Home} {project.Beside("kept.home")}");
        var git = new KillingGit(project);
        await git.Kill(project.Ashlar("undo", "--yes"), 0).EndsWithAsync(0);
        var effects = git.Count;
        AssertUndone(project);
        Assert.True(effects > 3, $"git changed something {effects} times only");

        for (var at = 1; at <= effects; at++)
        {
            Shell(
                project,
                $"find {project.Root} -mindepth 1 -delete; rm -rf {project.Home}; "
                    + $"cp -a {project.Beside("kept")}/. {project.Root}/ && cp -a {project.Beside("kept.home")} {project.Home}"
            );
            await git.Kill(project.Ashlar("undo", "--yes"), at).EndsWithAsync(137);
            await project.Ashlar("undo", "--yes").EndsWithAsync(0);
            AssertUndone(project);
        }
    }

    private static Project Create()
    {
        var project = Project.TwoTasks(
            (".gitignore", "own/\n"),
            ("x.txt", "x\n"),
            ("old.txt", "old\n"),
            ("stays.txt", "stays\n"),
            ("last.txt", "last\n")
        );
        project.Git("checkout", "--quiet", "-b", "work");
        project.Git("rm", "--quiet", "old.txt");
        project.Write("x.txt", "y\n").Write("last.txt", "first\n").Write("deep/more.txt", "more\n").Commit("Earlier work");
        project.Git("checkout", "--quiet", "main");
        return project.Write("own/file", "own\n");
    }

    private static AshlarCommand Run(Project project) => project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--in-place");

    private static string Half(string left) =>
        left switch
        {
            "index" => "git read-tree -m -u main work",
            "files" =>
                "git checkout --quiet work -- x.txt && git reset --quiet && rm old.txt && mkdir -p deep && git show work:deep/more.txt > deep/more.txt",
            _ => "true",
        };

    private static bool HasBegun(Project project) =>
        project.Runs.Any(run => new FileInfo(Path.Combine(project.Home, "runs", run, "journal.jsonl")) is { Exists: true, Length: > 0 });

    private static void AssertDone(Project project)
    {
        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        Assert.Equal(["", "1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(("y\n", "more\n", "own\n"), (project.Read("x.txt"), project.Read("deep/more.txt"), project.Read("own/file")));
        Assert.False(File.Exists(Path.Combine(project.Root, "old.txt")));
        AssertNothingIsLeft(project);
    }

    private static void AssertUndone(Project project)
    {
        Assert.Equal("## main", project.Git("status", "--short", "--branch"));
        Assert.Equal("Earlier work", project.Git("log", "-1", "--format=%s", "work"));
        Assert.Equal(("x\n", "old\n", "own\n"), (project.Read("x.txt"), project.Read("old.txt"), project.Read("own/file")));
        AssertNothingIsLeft(project);
    }

    private static void AssertNothingIsLeft(Project project)
    {
        Assert.Equal("", project.Git("fsck", "--no-dangling", "--no-progress"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(project.Root, ".git"), "*.lock", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(project.Root, ".git"), "ashlar.*"));
    }

    private static void Shell(Project project, string line) => project.Git("-c", $"alias.line=!{line}", "line");
}
