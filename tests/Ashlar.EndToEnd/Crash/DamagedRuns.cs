using System.Security.Cryptography;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>A run whose record is damaged, beside one that is whole, and every command that reads runs.</summary>
public sealed class DamagedRuns
{
    private const string Bad = "r-20200101-bad0";

    // What looks at all runs shows the others; what looks at one shows what comes before the damage; what acts on where it stands does nothing.
    private static readonly string[][] OverAll =
    [
        ["status"],
        ["status", "--json"],
        ["inbox"],
        ["inbox", "--json"],
        ["clean", "--yes"],
    ];
    private static readonly string[][] Looking =
    [
        ["status", Bad],
        ["report", Bad],
        ["diff", Bad],
        ["stop", Bad],
    ];
    private static readonly string[][] Acting =
    [
        ["answer", Bad, "E1", "These."],
        ["review", Bad, "approve"],
        ["redo", Bad, "1"],
        ["resume", Bad],
        ["replay", Bad],
        ["replay", Bad, "--judge"],
        ["replay", Bad, "--export", "run.tgz"],
        ["undo", Bad, "--yes"],
        ["logs", Bad],
        ["logs", Bad, "--verify"],
    ];

    public static TheoryData<string> Damages =>
        Environment.IsPrivilegedProcess
            ? new("cut", "garbage", "chain", "cut first", "empty", "gone", "folder")
            : new("cut", "garbage", "chain", "cut first", "empty", "gone", "folder", "closed");

    [Theory]
    [MemberData(nameof(Damages))]
    [Trait("case", "CRASH-007")]
    public async Task It_is_named_once_by_every_command_and_nothing_of_it_or_its_branch_is_changed(string damage)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Escalate("question", "Which words?"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var good = Assert.Single(project.Runs);
        var folder = Path.Combine(project.Home, "runs", Bad);
        CopyAll(Path.Combine(project.Home, "runs", good), folder);
        CopyAll(Path.Combine(project.Home, "worktrees", good), Path.Combine(project.Home, "worktrees", Bad));
        var isPartlyRead = Damage(folder, damage);
        var before = Seen(project, folder);

        var said = new List<string>();
        foreach (var command in OverAll.Concat(Looking).Concat(Acting))
        {
            var result = await project.Ashlar(command).RunAsync();
            var expected = OverAll.Contains(command) || (isPartlyRead ?? !Acting.Contains(command)) && Looking.Contains(command) ? 0 : 1;
            var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (
                result.ExitStatus != expected
                || lines.Count(line => line.Contains(Bad, StringComparison.Ordinal)) != 1
                || lines.Length > 1
                || lines.Any(line => line.Contains("internal error", StringComparison.Ordinal))
            )
            {
                said.Add($"{string.Join(' ', command)}: {result.ExitStatus}, not {expected}\n{result.Error}");
            }

            if (Seen(project, folder) is var now && now != before)
            {
                said.Add($"{string.Join(' ', command)} changed something:\n{before}\n{now}");
                before = now;
            }
        }

        Assert.Equal("", string.Join('\n', said));
        await project.Ashlar("answer", good, "E1", "These.", "--resume").Knowing(server).EndsWithAsync(0);
        Assert.Equal("a", project.Read("work", "a.txt"));
        Reopen(folder);
    }

    /// <summary>Damages the record; whether what comes before the damage can be shown.</summary>
    private static bool? Damage(string folder, string damage)
    {
        var journal = Path.Combine(folder, "journal.jsonl");
        var lines = File.ReadAllLines(journal);
        var middle = lines.Length / 2;
        switch (damage)
        {
            case "cut":
                lines[middle] = lines[middle][..(lines[middle].Length / 2)];
                break;
            case "chain":
                // An entry of which nothing is shown: only whoever reads all of the journal sees it.
                var entry = Array.FindLastIndex(lines, line => line.Contains("\"type\":\"turn.requested\"", StringComparison.Ordinal));
                lines[entry] = lines[entry].Replace("\"prev\":\"", "\"prev\":\"0", StringComparison.Ordinal);
                break;
            case "cut first":
                lines[0] = lines[0][..(lines[0].Length / 2)];
                break;
            case "garbage":
                var text = string.Join('\n', lines[..middle]) + "\n";
                var rest = "\n" + string.Join('\n', lines[middle..]) + "\n";
                File.WriteAllBytes(
                    journal,
                    [.. System.Text.Encoding.UTF8.GetBytes(text), 0xff, 0x00, 0x9f, .. System.Text.Encoding.UTF8.GetBytes(rest)]
                );
                return true;
            case "empty":
                File.WriteAllText(journal, "");
                return false;
            case "gone":
                File.Delete(journal);
                return false;
            case "folder":
                File.Delete(journal);
                Directory.CreateDirectory(journal);
                return false;
            default:
                File.SetUnixFileMode(folder, UnixFileMode.None);
                return false;
        }

        File.WriteAllText(journal, string.Join('\n', lines) + "\n");
        return damage is not "cut first";
    }

    private static void Reopen(string folder) =>
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>What lies in the folder, with the content, and where the refs are.</summary>
    private static string Seen(Project project, string folder) =>
        string.Join(
            '\n',
            Entries(folder)
                .Order(StringComparer.Ordinal)
                .Select(path => $"{path} {(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}")
                .Append(project.Git("for-each-ref"))
        );

    private static IEnumerable<string> Entries(string folder) =>
        File.GetUnixFileMode(folder) == UnixFileMode.None
            ? [folder]
            : Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories);

    private static void CopyAll(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
