using System.Diagnostics;
using System.Text;
using Ashlar.EndToEnd.Harness;

namespace Ashlar.EndToEnd.Published;

/// <summary>
/// A page about an example: in blocks marked <c>console</c> stand commands and what they print; a line that begins with <c>></c> belongs to the command above. Playing it runs the commands, one after the
/// other, in a committed copy of the example with its cassette beside it, and gives the page with what they printed now.
/// </summary>
internal sealed class PlayedPage : IDisposable
{
    private readonly Project project;
    private readonly SettledOutput settled;
    private int status;

    private PlayedPage(Project project)
    {
        this.project = project;
        settled = new SettledOutput(project.Root, project.Home);
    }

    private PlayedPage(string example)
    {
        project = Project.Example(example);
        settled = new SettledOutput(project.Root, project.Home);
        foreach (var cassette in Directory.EnumerateFiles(Places.Examples, $"{example}.cassette.jsonl"))
        {
            File.Copy(cassette, project.Beside(Path.GetFileName(cassette)));
        }
    }

    /// <summary>Plays a page.</summary>
    /// <param name="example">The example's name.</param>
    /// <param name="page">The page's text.</param>
    public static string Play(string example, string page)
    {
        using var player = new PlayedPage(example);
        return player.Play(page);
    }

    /// <summary>Plays a page in a project as it stands, which stays.</summary>
    /// <param name="project">The project.</param>
    /// <param name="page">The page's text.</param>
    public static string Play(Project project, string page) => new PlayedPage(project).Play(page);

    private string Play(string page)
    {
        var text = new StringBuilder();
        var isPlayed = false;
        var lines = page.TrimEnd('\n').Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            if (isPlayed && line.StartsWith("$ ", StringComparison.Ordinal))
            {
                var more = lines.Skip(at + 1).TakeWhile(IsContinued).ToList();
                at += more.Count;
                text.AppendJoin('\n', [line, .. more]).Append('\n').Append(Run(string.Join('\n', [line[2..], .. more.Select(Typed)])));
            }
            else if (!isPlayed || line is "```")
            {
                text.Append(line).Append('\n');
            }

            isPlayed = isPlayed ? line is not "```" : line is "```console";
        }

        return text.ToString();
    }

    /// <summary>A further line of a command, as a shell asks for it.</summary>
    private static bool IsContinued(string line) => line is ">" || line.StartsWith("> ", StringComparison.Ordinal);

    private static string Typed(string line) => line.Length > 2 ? line[2..] : "";

    /// <inheritdoc/>
    public void Dispose() => project.Dispose();

    private string Run(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec 2>&1; (exit {status}); {command}"])
        {
            WorkingDirectory = project.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Places.Isolate(start.Environment);
        start.Environment["ASHLAR_HOME"] = project.Home;
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Places.Program)}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        status = process.ExitCode;
        return settled.Of(printed);
    }
}
