using System.Diagnostics;
using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A remedy is a command or an option that works in the state in which it is told: here it is carried out literally.</summary>
public sealed partial class RemediesWork
{
    private static readonly Dictionary<string, Scene> scenes = new(StringComparer.Ordinal)
    {
        ["trust.new"] = new(project => project, ["run", "tasks.md", "--branch", "work"], 0),
        ["work.uncommitted"] = new(
            project => project.Write("tasks.md", "- [ ] Write a.txt\n"),
            ["run", "tasks.md", "--trust", "--branch", "work"],
            0
        ),
        ["secret.file-mode"] = new(Secrets, ["run", "tasks.md", "--trust", "--branch", "work"], 0),
        ["checkout.dirty"] = new(
            project => project.Write("other.txt", "new\n"),
            ["run", "tasks.md", "--trust", "--branch", "work", "--in-place"],
            0
        ),
        ["checkout.sparse"] = new(Sparse, ["run", "tasks.md", "--trust", "--branch", "work", "--in-place"], 0),
        ["branch.checked-out"] = new(OnWork, ["run", "tasks.md", "--trust", "--branch", "work"], 0),
        ["repository.no-identity"] = new(Nobody, ["run", "tasks.md", "--trust", "--branch", "work"], 0),
        ["agent.unknown"] = new(project => project, ["run", "tasks.md", "--trust", "--agent", "nobody-here"], 2),
        ["run.none"] = new(project => project, ["report"], 0),
    };

    public static TheoryData<string> Codes => [.. scenes.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task What_a_message_says_to_do_can_be_done(string code)
    {
        var scene = scenes[code];
        using var project = scene.Set(Project.TwoTasks());
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var failed = await Command(project, server, scene.Words).RunAsync();
        var told = Line(failed.Error, code);
        await DoAsync(project, server, told, scene.Words, scene.Then);
    }

    [Fact]
    public void Codes_without_a_scene_are_named_with_the_reason()
    {
        var without = ErrorCatalog
            .All.Select(known => known.Code)
            .Except(
                [
                    .. scenes.Keys,
                    .. Remedies.RemedyScene.All.Select(scene => scene.Code),
                    .. Remedies.RemediesOfForms.All,
                    .. Remedies.RunScene.All.Select(scene => scene.Code),
                    .. RemediesInProcess.Codes,
                ],
                StringComparer.Ordinal
            );

        Assert.Equal(without.Order(StringComparer.Ordinal), Remedies.WithoutScene.Reasons.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(scenes.Keys.Except(ErrorCatalog.All.Select(known => known.Code), StringComparer.Ordinal));
    }

    /// <summary>Carries out each command of a message, and the command itself again where the remedy is an option or something beside it.</summary>
    private static async Task DoAsync(Project project, ScriptedModelServer server, string told, string[] words, int then)
    {
        var options = new List<string>();
        var (isDone, isShell) = (false, false);
        foreach (var quoted in Quoted().Matches(told).Select(match => match.Groups[1].Value))
        {
            if (quoted.StartsWith("ashlar ", StringComparison.Ordinal))
            {
                var own = quoted.Split(' ')[1..];
                await Command(project, server, own is ["run"] ? ["run", "tasks.md", "--trust", "--branch", "work"] : own).EndsWithAsync(0);
                isDone = own is not ["trust", ..] and not ["agents", ..];
            }
            else if (quoted.StartsWith("--", StringComparison.Ordinal))
            {
                options.Add(quoted);
            }
            else if (quoted.StartsWith("git ", StringComparison.Ordinal) || quoted.StartsWith("chmod ", StringComparison.Ordinal))
            {
                Shell(project, quoted);
                isShell = true;
            }
        }

        options.AddRange(
            Option().Matches(Quoted().Replace(told, "")).Select(match => match.Value).Take(options.Count == 0 && !isShell ? 1 : 0)
        );
        if (!isDone)
        {
            await Command(project, server, [.. words, .. options]).EndsWithAsync(then);
        }
    }

    private static AshlarCommand Command(Project project, ScriptedModelServer server, IReadOnlyList<string> words) =>
        words[0] is "run" ? project.Ashlar(words).Asking(server) : project.Ashlar(words).Knowing(server);

    private static string Line(string error, string code)
    {
        var meaning = ErrorCatalog.Find(code)!;
        var lines = error
            .Split('\n')
            .Where(line =>
                line.StartsWith("ashlar: ", StringComparison.Ordinal) && !line.StartsWith("ashlar: warning: ", StringComparison.Ordinal)
            )
            .ToList();
        Assert.True(lines.Count > 0, $"{meaning.Code} is not told: {error}");
        return string.Join('\n', lines);
    }

    private static void Shell(Project project, string line)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", line]) { WorkingDirectory = project.Root, UseShellExecute = false };
        Places.Isolate(start.Environment);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, line);
    }

    private static Project Secrets(Project project)
    {
        project
            .Write(".gitignore", ".ashlar/secrets.env\n")
            .Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nenv: {TOKEN: {secret: TOKEN}}\n")
            .Commit("A secret");
        project.Write(".ashlar/secrets.env", $"TOKEN={Guid.NewGuid():N}\n");
        File.SetUnixFileMode(Path.Combine(project.Root, ".ashlar/secrets.env"), (UnixFileMode)0b110_100_100);
        return project;
    }

    private static Project Sparse(Project project)
    {
        project.Write("docs/base.md", "base\n").Commit("Docs");
        project.Git("sparse-checkout", "set", "--no-cone", "/*", "!/docs/");
        return project;
    }

    private static Project OnWork(Project project)
    {
        project.Git("checkout", "--quiet", "-b", "work");
        return project;
    }

    private static Project Nobody(Project project)
    {
        project.Git("config", "--unset-all", "user.name");
        project.Git("config", "--unset-all", "user.email");
        return project;
    }

    private sealed record Scene(Func<Project, Project> Set, string[] Words, int Then);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("--[a-z][a-z-]+")]
    private static partial Regex Option();
}
