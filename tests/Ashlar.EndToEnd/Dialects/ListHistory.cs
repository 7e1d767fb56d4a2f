using System.Diagnostics;
using System.Text;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Dialects;

/// <summary>What a branch's commits did to a task list, byte by byte.</summary>
internal static class ListHistory
{
    /// <summary>
    /// The lines that each commit since main changed, oldest commit first, as they are after it and without outer white space. Each is
    /// changed by exactly one byte, which becomes the mark; all other bytes of the file stay.
    /// </summary>
    public static IReadOnlyList<string> Ticks(Project project, string branch, string path, char mark = 'x') =>
        Changes(
            project,
            branch,
            path,
            (before, after) =>
            {
                Assert.Equal(before.Length, after.Length);
                var place = Assert.Single(Enumerable.Range(0, before.Length), index => before[index] != after[index]);
                Assert.Equal(('[', mark, ']'), (after[place - 1], after[place], after[place + 1]));
            }
        );

    /// <summary>The same for documents whose marks are words; which bytes of the line changed is not looked at.</summary>
    public static IReadOnlyList<string> Lines(Project project, string branch, string path) =>
        Changes(project, branch, path, static (_, _) => { });

    /// <summary>The bytes of a file at a commit.</summary>
    public static byte[] Bytes(Project project, string commit, string path)
    {
        var start = new ProcessStartInfo("git", ["show", $"{commit}:{path}"])
        {
            WorkingDirectory = project.Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        Places.Isolate(start.Environment);
        using var process = Process.Start(start)!;
        using var bytes = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(bytes);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return bytes.ToArray();
    }

    private static List<string> Changes(Project project, string branch, string path, Action<string, string> check)
    {
        var found = new List<string>();
        foreach (var hash in project.Hashes(branch))
        {
            var before = Encoding.Latin1.GetString(Bytes(project, $"{hash}~1", path)).Split('\n');
            var after = Encoding.Latin1.GetString(Bytes(project, hash, path)).Split('\n');
            Assert.Equal(before.Length, after.Length);
            var changed = Enumerable.Range(0, before.Length).Where(line => before[line] != after[line]).ToList();
            changed.ForEach(line => check(before[line], after[line]));
            found.Add(string.Join(" | ", changed.Select(line => after[line].Trim())));
        }

        return found;
    }
}
