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
