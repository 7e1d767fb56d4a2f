using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Ashlar.EndToEnd.Crash;
using Ashlar.EndToEnd.Harness;
using Ashlar.EndToEnd.RedTeam;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Runs in one file, for others to execute again.</summary>
public sealed class ExportedRuns
{
    [Fact]
    public async Task A_run_in_a_file_is_the_same_on_another_machine()
    {
        using var project = SmallShop.Create();
        await using var server = await SmallShop.Script().ServeAsync();
        await SmallShop.Run(project).Asking(server).EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");
        var exported = await project.Ashlar("replay", "--export", file).EndsWithAsync(0);
        Directory.Move(project.Root, project.Beside("gone"));
        using var other = Project.With(("unrelated.txt", "x"));

        var there = await other.Ashlar("replay", file).EndsWithAsync(0);
        var judged = await other.Ashlar("replay", "--judge", file).EndsWithAsync(0);
        var nowhere = await other.Ashlar("replay", file).In(other.Home).EndsWithAsync(0);
        Directory.Move(project.Beside("gone"), project.Root);
        var here = await project.Ashlar("replay", file).EndsWithAsync(0);

        Assert.Contains("ashlar replay", exported.Out, StringComparison.Ordinal);
        Assert.All(
            [there, nowhere, here],
            result => Assert.Contains("the same. Compared: 3 commits", result.Out, StringComparison.Ordinal)
        );
        Assert.Contains("0 of 2 verdicts changed", judged.Out, StringComparison.Ordinal);
        Assert.Equal("unrelated.txt", other.Git("ls-files"));
        Assert.Equal("", other.Git("status", "--porcelain"));
        Assert.Empty(other.Runs);
    }

    [Fact]
    public async Task A_run_in_a_file_names_objects_by_the_hash_of_its_repository()
    {
        using var project = Project.TwoTasks();
        Directory.Delete(Path.Combine(project.Root, ".git"), recursive: true);
        project.Git("init", "--quiet", "--object-format=sha256", "--initial-branch=main");
        project.Git("config", "user.name", "Ada Lovelace");
        project.Git("config", "user.email", "ada@example.org");
        project.Git("add", "--all");
        project.Git("commit", "--quiet", "-m", "Start");
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");
        await project.Ashlar("replay", "--export", file).EndsWithAsync(0);
        using var other = Project.With(("unrelated.txt", "x"));

        var there = await other.Ashlar("replay", file).EndsWithAsync(0);

        Assert.Equal(64, project.Git("rev-parse", "HEAD").Length);
        Assert.Contains("the same. Compared: 2 commits", there.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exported_run_holds_no_secret_in_any_form()
    {
        var value = SecretScan.NewValue();
        using var project = Project.TwoTasks(
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nenv: {TOKEN: {secret: TOKEN}}\n"),
            (".gitignore", "*.secret\n")
        );
        project.Write("local.secret", value);
        await using var server = await Script
            .Of(
                "1",
                Say.Bash(
                    "echo \"$TOKEN\" > seen.secret; echo \"$TOKEN\"; printf %s \"$TOKEN\" | base64 -w0; printf %s \"$TOKEN\" | od -An -tx1 | tr -d ' \\n'"
                ),
                Say.Read("seen.secret"),
                Say.Bash("printf %s \"$TOKEN\" > a.txt"),
                Say.Done("a.txt"),
                Say.Bash("echo a > a.txt"),
                Say.Done("a.txt")
            )
            .ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server)
            .With("TOKEN", value)
            .EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");

        await project.Ashlar("replay", "--export", file).With("TOKEN", value).EndsWithAsync(0);
        await project.Ashlar("replay").With("TOKEN", value).EndsWithAsync(0);

        var scan = new SecretScan(value);
        var content = Content(file, project.Beside("unpacked"));
        Assert.True(content.Count > 5, $"{content.Count} pieces");
        Assert.Contains(content, piece => Encoding.UTF8.GetString(piece).Contains("[secret TOKEN]", StringComparison.Ordinal));
        Assert.DoesNotContain(content, scan.Finds);
        Assert.True(scan.Finds($"x{value}x"));
    }

    [Fact]
    public async Task A_secret_in_a_committed_file_is_named_and_nothing_is_written()
    {
        var value = SecretScan.NewValue();
        using var project = Project.TwoTasks(("settings.ini", $"token = {value}\n"));
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        project.Write(".ashlar/secrets.env", $"TOKEN={value}\n");
        var file = project.Beside("run.tar.gz");

        var result = await project.Ashlar("replay", "--export", file).EndsWithAsync(2);

        Assert.Contains("settings.ini", result.Error, StringComparison.Ordinal);
        Assert.Contains("TOKEN", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(value, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_literal_of_an_agent_definition_is_not_given_away(bool isLiteral)
    {
        var value = SecretScan.NewValue().Replace("/+&", "", StringComparison.Ordinal);
        using var project = Project.TwoTasks(("settings.ini", $"token = {value}\n"));
        var agent = project.Beside("agent.md");
        await File.WriteAllTextAsync(agent, isLiteral ? $"You implement.\n\nAPI_TOKEN={value}\n" : "You implement.\n");
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--agent", agent).Asking(server).EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");

        var result = await project.Ashlar("replay", "--export", file).EndsWithAsync(isLiteral ? 2 : 0);

        Assert.Equal(!isLiteral, File.Exists(file));
        Assert.Equal(isLiteral, result.Error.Contains("API_TOKEN", StringComparison.Ordinal));
        Assert.DoesNotContain(value, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_exported_run_is_refused()
    {
        using var project = Project.TwoTasks();
        var broken = project.Beside("broken.tar.gz");
        await using (var file = File.Create(broken))
        {
            await using var packed = new GZipStream(file, CompressionLevel.Fastest);
            await using var tar = new TarWriter(packed);
            var entry = new PaxTarEntry(TarEntryType.RegularFile, "../../outside") { DataStream = new MemoryStream([1, 2, 3]) };
            await tar.WriteEntryAsync(entry);
        }

        var result = await project.Ashlar("replay", broken).EndsWithAsync(2);
        var folder = await project.Ashlar("replay", "--export", project.Beside("missing/run.tar.gz"), "r-20200101-0000").EndsWithAsync(2);

        Assert.Contains("not an exported run", result.Error, StringComparison.Ordinal);
        Assert.Contains("there is no run", folder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_export_is_refused_by_what_is_damaged_and_with_a_remedy_that_helps()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);
        var file = project.Beside("run.tar.gz");
        await project.Ashlar("replay", "--export", file).EndsWithAsync(0);
        var damaged = project.Beside("damaged.tar.gz");
        var wrong = new List<string>();

        foreach (var (what, expected, change) in Damages(OtherPack(project)))
        {
            await ChangeAsync(file, damaged, change);
            var result = await project.Ashlar("replay", damaged).RunAsync();
            if (
                result.ExitStatus != 2
                || !result.Error.Contains(expected, StringComparison.Ordinal)
                || !result.Error.Contains(damaged, StringComparison.Ordinal)
                || !result.Error.Contains("ashlar replay --export FILE RUN", StringComparison.Ordinal)
                || ForeignWords.Any(word => result.Error.Contains(word, StringComparison.Ordinal))
                || Directory.EnumerateFileSystemEntries(Path.Combine(project.Home, "replays")).Any()
            )
            {
                wrong.Add($"{what}: {result.ExitStatus}, {result.Out}{result.Error}");
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
        await ChangeAsync(file, damaged, (_, content) => content);
        var whole = await project.Ashlar("replay", damaged).EndsWithAsync(0);
        Assert.Contains("the same. Compared: 1 commits", whole.Out, StringComparison.Ordinal);
    }

    private static readonly string[] ForeignWords = ["/replays/", "backup", "Start the run again", "Fix what git names", "JsonElement"];

    /// <summary>Changes the content of an entry, or with null takes it out.</summary>
    private delegate byte[]? Change(string name, byte[] content);

    private static IEnumerable<(string What, string Expected, Change Change)> Damages(byte[] otherPack)
    {
        static Change Of(string begin, Func<byte[], byte[]?> change)
        {
            var done = false;
            return (name, content) =>
            {
                if (done || !name.StartsWith(begin, StringComparison.Ordinal))
                {
                    return content;
                }

                done = true;
                return change(content);
            };
        }

        static Func<byte[], byte[]?> Text(Func<string, string> change) =>
            content => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(content)));

        const string Journal = "journal.jsonl";
        return
        [
            ("a torn journal", "the record ends before entry", Of(Journal, content => content[..(content.Length * 2 / 3)])),
            ("a torn last line", "the record ends before entry", Of(Journal, content => content[..^1])),
            ("no last line", "the record ends before entry", Of(Journal, Text(text => text[..(text[..^1].LastIndexOf('\n') + 1)]))),
            ("an empty journal", "the record ends before entry 1 of", Of(Journal, _ => [])),
            ("no journal", "journal.jsonl is missing", Of(Journal, _ => null)),
            (
                "a changed line",
                "the journal is damaged: line",
                Of(Journal, Text(text => text.Replace("Write a.txt", "Write z.txt", StringComparison.Ordinal)))
            ),
            ("a changed last line", "does not end as", Of(Journal, Text(text => text[..^1] + " \n"))),
            ("more behind it", "does not end as", Of(Journal, Text(text => text + "{"))),
            ("no artifact", "is missing", Of("artifacts/", _ => null)),
            ("a changed artifact", "does not have the hash", Of("artifacts/", Text(text => text + "x"))),
            ("no pack", ".pack is missing", Of("repository/", _ => null)),
            ("another pack", "git's objects of its commits are not whole", Of("repository/", _ => otherPack)),
            ("no run.json", "does not begin with run.json", Of("run.json", _ => null)),
            ("a list as run.json", "its run.json has no `ashlar_run`", Of("run.json", _ => "[]"u8.ToArray())),
            ("half a run.json", "its run.json is not JSON", Of("run.json", content => content[..20])),
        ];
    }

    /// <summary>A pack that is whole and holds nothing of the run.</summary>
    private static byte[] OtherPack(Project project)
    {
        project.Write("other.txt", "other\n");
        var blob = project.Git("hash-object", "-w", "other.txt");
        File.Delete(Path.Combine(project.Root, "other.txt"));
        var prefix = project.Beside("other");
        var name = project.Git("-c", $"alias.packed=!echo {blob} | git pack-objects -q {prefix}", "packed");
        return File.ReadAllBytes($"{prefix}-{name}.pack");
    }

    private static async Task ChangeAsync(string file, string changed, Change change)
    {
        await using var from = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        await using var to = new GZipStream(File.Create(changed), CompressionLevel.Fastest);
        await using var reader = new TarReader(from);
        await using var writer = new TarWriter(to, TarEntryFormat.Pax);
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var content = new MemoryStream();
            await (entry.DataStream ?? Stream.Null).CopyToAsync(content);
            if (change(entry.Name, content.ToArray()) is { } bytes)
            {
                await writer.WriteEntryAsync(
                    new PaxTarEntry(TarEntryType.RegularFile, entry.Name) { DataStream = new MemoryStream(bytes) }
                );
            }
        }
    }

    [Theory]
    [InlineData("hello\n", "it is not packed with gzip")]
    [InlineData("", "it is empty")]
    [InlineData("\u001f", "it is not packed with gzip")]
    public async Task A_file_that_is_no_archive_is_said_to_be_none_and_no_run_is_looked_for(string text, string why)
    {
        using var project = Project.TwoTasks();
        var file = project.Beside("run.tgz");
        await File.WriteAllTextAsync(file, text);

        var result = await project.Ashlar("replay", file).EndsWithAsync(2);
        var missing = await project.Ashlar("replay", file + "x").EndsWithAsync(2);

        Assert.Contains($"the file is not an exported run: {why} ({file})", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("there is no run", result.Error, StringComparison.Ordinal);
        Assert.Contains("there is no run", missing.Error, StringComparison.Ordinal);
    }

    /// <summary>Everything in the file: what the archive holds, and each object of the packs as git writes it out.</summary>
    private static IReadOnlyList<byte[]> Content(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        using (var file = File.OpenRead(archive))
        using (var unpacked = new GZipStream(file, CompressionMode.Decompress))
        {
            TarFile.ExtractToDirectory(unpacked, folder, overwriteFiles: false);
        }

        var git = Path.Combine(folder, "git");
        Run("git", "init", "--quiet", "--bare", git);
        foreach (var pack in Directory.EnumerateFiles(Path.Combine(folder, "repository")))
        {
            File.Copy(pack, Path.Combine(git, "objects", "pack", Path.GetFileName(pack)));
        }

        return
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes),
            Run("git", "-C", git, "cat-file", "--batch", "--batch-all-objects", "--unordered"),
        ];
    }

    private static byte[] Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        Places.Isolate(start.Environment);
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
