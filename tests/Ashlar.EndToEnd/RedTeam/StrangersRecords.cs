using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Exported runs and journals of others: what they say of containment is shown and not done.</summary>
public sealed class StrangersRecords
{
    public static TheoryData<string, string> Weaknesses => new() { { "", "--unsafe-no-sandbox" }, { "exec: env\n", "--trust" } };

    [Theory]
    [MemberData(nameof(Weaknesses))]
    public async Task A_record_of_a_run_without_a_sandbox_is_executed_in_one(string configuration, string option)
    {
        using var project = Project.With(("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"));
        var (byCommand, byGate) = (project.Beside("by-command"), project.Beside("by-gate"));
        project
            .Write(".ashlar/config.yaml", $"gates:\n  - {{name: check, run: \"touch {byGate}; true\"}}\n{configuration}")
            .Commit("Configure");
        await using var server = await Script
            .Of("1", Say.Bash($"touch {byCommand}; true"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", option).Asking(server).EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");
        await project.Ashlar("replay", "--export", file).EndsWithAsync(0);
        Assert.True(File.Exists(byCommand) && File.Exists(byGate), "the attack works where nothing contains it");
        File.Delete(byCommand);
        File.Delete(byGate);
        using var other = Project.With(("unrelated.txt", "x"));

        var replayed = await other.Ashlar("replay", file).RunAsync();
        var judged = await other.Ashlar("replay", "--judge", file).RunAsync();

        Assert.False(File.Exists(byCommand) || File.Exists(byGate), replayed.Out + judged.Out);
        Assert.All(
            [replayed, judged],
            result =>
                Assert.Contains(
                    configuration.Length > 0 ? "the record asks for `exec: env`" : "the record asks for no sandbox",
                    result.Error,
                    StringComparison.Ordinal
                )
        );
        Assert.InRange(replayed.ExitStatus, 0, 1);
        Assert.InRange(judged.ExitStatus, 0, 1);

        await other.Ashlar("replay", file, "--unsafe-no-sandbox").RunAsync();
        Assert.True(File.Exists(byCommand), "what this command line says is done");
    }

    [Fact]
    public async Task The_reach_of_a_record_is_shown_and_secrets_of_this_machine_are_not_given_to_it()
    {
        var value = SecretScan.NewValue();
        using var project = Project.With(("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n"));
        project
            .Write(
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken, network: [gate.example.org]}\nnetwork: [example.org]\nservices: [127.0.0.1:5432]\nenv: {TOKEN: {secret: TOKEN}}\n"
            )
            .Commit("Configure");
        await using var server = await Script
            .Of("1", Say.Bash("printf %s \"$TOKEN\" | rev"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).With("TOKEN", SecretScan.NewValue()).EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");
        await project.Ashlar("replay", "--export", file).With("TOKEN", SecretScan.NewValue()).EndsWithAsync(0);
        using var other = Project.With(("unrelated.txt", "x"));

        var result = await other.Ashlar("replay", file).With("TOKEN", value).RunAsync();

        Assert.Contains("network example.org gate.example.org", result.Error, StringComparison.Ordinal);
        Assert.Contains("services 127.0.0.1:5432", result.Error, StringComparison.Ordinal);
        Assert.Contains("secrets TOKEN", result.Error, StringComparison.Ordinal);
        Assert.Contains("volatile", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(new string([.. value.Reverse()]), result.Out + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_a_sandbox_goes_on_only_where_the_command_line_says_it_again()
    {
        using var project = Project.TwoTasks();
        var mark = project.Beside("mark");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Bash($"touch {mark}"), Say.Done("a.txt")).ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--unsafe-no-sandbox", "--max-turns", "1")
            .Asking(server)
            .EndsWithAsync(4);

        var refused = await project.Ashlar("resume", "--max-turns", "20").Knowing(server).EndsWithAsync(2);

        Assert.Contains("--unsafe-no-sandbox", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
        await project.Ashlar("resume", "--max-turns", "20", "--unsafe-no-sandbox").Knowing(server).EndsWithAsync(0);
        Assert.True(File.Exists(mark));
    }

    [Fact]
    public async Task A_run_goes_on_only_while_its_configuration_is_trusted_here()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--max-turns", "1").Asking(server).EndsWithAsync(4);
        Directory.Delete(Path.Combine(project.Home, "trust"), recursive: true);

        var refused = await project.Ashlar("resume", "--max-turns", "20").Knowing(server).EndsWithAsync(2);

        Assert.Contains("--trust", refused.Error, StringComparison.Ordinal);
        await project.Ashlar("resume", "--max-turns", "20", "--trust").Knowing(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task A_journal_that_was_put_in_a_folder_of_another_name_is_not_gone_on_with()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--max-turns", "1").Asking(server).EndsWithAsync(4);
        var run = project.Runs[0];
        Directory.Move(Path.Combine(project.Home, "runs", run), Path.Combine(project.Home, "runs", "r-20200101-0000"));

        var refused = await project.Ashlar("resume", "r-20200101-0000").Knowing(server).EndsWithAsync(2);

        Assert.Contains("which is not of this run", refused.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string, TarEntryType> Entries =>
        new()
        {
            { "artifacts/../../../outside", TarEntryType.RegularFile },
            { "/tmp/outside", TarEntryType.RegularFile },
            { "journal.jsonl", TarEntryType.RegularFile },
            { "artifacts/" + new string('a', 64), TarEntryType.SymbolicLink },
            { "artifacts/" + new string('a', 64), TarEntryType.HardLink },
            { "artifacts/" + new string('a', 64), TarEntryType.Fifo },
            { "artifacts/" + new string('a', 64), TarEntryType.CharacterDevice },
            { "artifacts/\e[2Jx", TarEntryType.RegularFile },
            { "repository/config", TarEntryType.RegularFile },
            { "repository/alternates", TarEntryType.RegularFile },
            { "repository/shallow", TarEntryType.RegularFile },
            { "hooks/post-checkout", TarEntryType.RegularFile },
            { "repository/pack-" + new string('a', 40) + ".pack", TarEntryType.RegularFile },
        };

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task An_archive_with_an_entry_that_no_export_has_is_refused(string name, TarEntryType kind)
    {
        using var project = Project.TwoTasks();
        var file = await ExportAsync(project);
        var entry = new PaxTarEntry(kind, name);
        if (kind is TarEntryType.RegularFile)
        {
            entry.DataStream = new MemoryStream([1, 2, 3]);
        }
        else if (kind is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "/etc/passwd";
        }

        await AddAsync(file, entry);
        using var other = Project.With(("unrelated.txt", "x"));

        var result = await other.Ashlar("replay", file).EndsWithAsync(2);

        Assert.Contains("not an exported run", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(other.Home, "replays")));
    }

    [Theory]
    [InlineData(".git", 1, "git refuses its objects")]
    [InlineData("..", 1, "git refuses its objects")]
    [InlineData("x", 6, "too many or too large")]
    public async Task Objects_that_git_would_not_fetch_are_refused(string name, int depth, string reason)
    {
        using var project = Project.TwoTasks();
        var file = await ExportAsync(project);
        var blob = project.Git("hash-object", "-w", "tasks.md");
        var (mode, child) = ("100644", blob);
        for (var level = 0; level < depth; level++)
        {
            child = Tree(project, mode, child, depth == 1 ? [name] : [.. Enumerable.Range(10, 50).Select(number => $"{name}{number}")]);
            mode = "40000";
        }

        File.WriteAllText(project.Beside("objects"), child + "\n");
        var pack = project.Git(
            "-c",
            $"alias.packed=!git rev-list --objects --in-commit-order --no-walk {child} 2>/dev/null | cut -c1-40 | git pack-objects -q {project.Beside("evil")}",
            "packed"
        );
        await AddAsync(
            file,
            new PaxTarEntry(TarEntryType.RegularFile, $"repository/pack-{pack}.pack")
            {
                DataStream = new MemoryStream(File.ReadAllBytes($"{project.Beside("evil")}-{pack}.pack")),
            }
        );
        using var other = Project.With(("unrelated.txt", "x"));

        var result = await other.Ashlar("replay", file).EndsWithAsync(2);

        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    private static async Task<string> ExportAsync(Project project)
    {
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");
        await project.Ashlar("replay", "--export", file).EndsWithAsync(0);
        return file;
    }

    private static async Task AddAsync(string file, TarEntry added)
    {
        var copy = file + ".copy";
        await using (var from = new GZipStream(File.OpenRead(file), CompressionMode.Decompress))
        await using (var to = new GZipStream(File.Create(copy), CompressionLevel.Fastest))
        {
            await using var reader = new TarReader(from);
            await using var writer = new TarWriter(to, TarEntryFormat.Pax);
            while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
            {
                await writer.WriteEntryAsync(entry);
            }

            await writer.WriteEntryAsync(added);
        }

        File.Move(copy, file, overwrite: true);
    }

    private static string Tree(Project project, string mode, string child, IReadOnlyList<string> names)
    {
        using var bytes = new MemoryStream();
        foreach (var name in names)
        {
            bytes.Write(Encoding.UTF8.GetBytes($"{mode} {name}\0"));
            bytes.Write(Convert.FromHexString(child));
        }

        var path = project.Beside("tree");
        File.WriteAllBytes(path, bytes.ToArray());
        return project.Git("hash-object", "-w", "-t", "tree", "--literally", path);
    }
}
