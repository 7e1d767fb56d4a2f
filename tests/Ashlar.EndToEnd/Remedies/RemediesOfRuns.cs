using System.Diagnostics;
using System.Text.RegularExpressions;
using Ashlar.Core.Settings;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>What is wrong with a run is told by its code, and the commands that the remedy names work as they are there.</summary>
public sealed partial class RemediesOfRuns
{
    private static readonly string[] run = ["run", "tasks.md", "--trust", "--branch", "work", "--model", "anthropic/scripted"];

    public static TheoryData<string> Codes => [.. RunScene.All.Select(scene => scene.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task What_a_remedy_says_can_be_done_as_it_stands_there(string code)
    {
        var scene = RunScene.All.Single(known => known.Code == code);
        Assert.NotNull(ErrorCatalog.Find(code));
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n"),
            (".ashlar/config.yaml", RemedyScene.Gate + scene.Configuration)
        );
        await using var server = await scene.Says().ServeAsync();
        await ShellAsync(project, server, scene.First, 0);
        var ended = await project.Ashlar([.. run, .. scene.Options, "--json"]).Knowing(server).EndsWithAsync(scene.Ends);
        await ShellAsync(project, server, scene.Before, 0);

        var told = scene.Words.Count == 0 ? ended : await Command(project, server, [.. scene.Words, "--json"]).RunAsync();
        var remedy = RemediesOfInputs
            .Documents(told.Out)
            .SelectMany(document => RemediesOfInputs.Problems(document, code))
            .Select(problem => problem.TryGetProperty("remedy", out var text) ? text.GetString() : null)
            .LastOrDefault();
        Assert.False(string.IsNullOrEmpty(remedy), $"{code} is not told with a remedy:\n{told.Out}\n{told.Error}");

        await ShellAsync(project, server, scene.Do, 0);
        var commands = Quoted().Matches(remedy).Select(match => Filled(match.Groups[1].Value, scene)).Where(IsCommand).ToList();
        var isWhole = commands.Exists(command => command.StartsWith("ashlar ", StringComparison.Ordinal));
        var then = scene.Then ?? (isWhole ? null : scene.Words);
        foreach (var (index, command) in commands.Index())
        {
            await ShellAsync(project, server, command, then is null && index == commands.Count - 1 ? scene.Status : 0);
        }

        await ShellAsync(project, server, scene.After, 0);
        if (then is not null)
        {
            await Command(project, server, then).EndsWithAsync(scene.Status);
        }
    }

    private static AshlarCommand Command(Project project, ScriptedModelServer server, IReadOnlyList<string> words) =>
        project.Ashlar([.. words.Select(word => Named(project, word))]).Knowing(server);

    private static bool IsCommand(string quoted) =>
        quoted.StartsWith("ashlar ", StringComparison.Ordinal) || quoted.StartsWith("git ", StringComparison.Ordinal);

    private static string Filled(string quoted, RunScene scene) =>
        scene.Fill.Aggregate(quoted, (text, fill) => Regex.Replace(text, $@"\b{Regex.Escape(fill.Open)}\b", fill.Put));

    private static string Named(Project project, string text) => project.Runs is [var name, ..] ? Run().Replace(text, name) : text;

    private static async Task ShellAsync(Project project, ScriptedModelServer server, string? line, int status)
    {
        if (line is null)
        {
            return;
        }

        var whole = $"ashlar() {{ '{Places.Program}' \"$@\"; }}\n{Named(project, line)}";
        var start = new ProcessStartInfo("/bin/bash", ["-ec", whole])
        {
            WorkingDirectory = project.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Places.Isolate(start.Environment);
        start.Environment["ASHLAR_HOME"] = project.Home;
        start.Environment["FOLDER"] = Path.Combine(project.Home, "runs", Named(project, "RUN"));
        foreach (var (name, value) in server.Environment(WireProtocol.Anthropic))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == status, $"exit status {process.ExitCode}, not {status}: {line}\n{await output}{error}");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bRUN\b")]
    private static partial Regex Run();
}
