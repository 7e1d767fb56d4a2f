using System.Diagnostics;
using System.Text.Json;
using Ashlar.Core.Settings;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Remedies;

/// <summary>What is wrong with an input is told by its code, and is no longer told when its remedy has been followed.</summary>
public sealed class RemediesOfInputs
{
    public static TheoryData<string> Codes => [.. RemedyScene.All.Select(scene => scene.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task What_a_remedy_says_ends_what_it_is_for(string code)
    {
        var scene = RemedyScene.All.Single(known => known.Code == code);
        Assert.NotNull(ErrorCatalog.Find(code));
        using var project = Project.With([("x.txt", "x\n"), .. scene.Files.Select(Made)]);
        Close(project);
        Shell(project, scene.Before);

        var told = await Command(project, scene.Words, scene.Variables).RunAsync();
        Assert.True(Tells(told, code), $"{code} is not told:\n{told.Out}\n{told.Error}");
        Assert.All(
            Documents(told.Out).SelectMany(document => Problems(document, code)),
            problem => Assert.NotEqual("", problem.GetProperty("remedy").GetString())
        );

        foreach (var (path, text) in scene.Edits.Select(Made))
        {
            project.Write(path, text);
        }

        if (scene.Edits.Count > 0)
        {
            project.Git("add", "--all");
            project.Git("commit", "--quiet", "--allow-empty", "--message", "As the remedy says");
            Close(project);
        }

        Shell(project, scene.Do);

        var after = await Command(project, scene.Then ?? scene.Words, scene.Set ?? scene.Variables).EndsWithAsync(0);
        Assert.False(Tells(after, code), $"{code} is still told:\n{after.Out}\n{after.Error}");
    }

    /// <summary>One document, or the lines of a run, each a document.</summary>
    internal static IEnumerable<JsonElement> Documents(string text)
    {
        try
        {
            return [JsonDocument.Parse(text).RootElement];
        }
        catch (JsonException)
        {
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        }
    }

    /// <summary>What a document says of a code, wherever it is in it.</summary>
    internal static IEnumerable<JsonElement> Problems(JsonElement json, string code) =>
        json.ValueKind switch
        {
            JsonValueKind.Array => json.EnumerateArray().SelectMany(one => Problems(one, code)),
            JsonValueKind.Object when json.TryGetProperty("code", out var found) && found.GetString() == code => [json],
            JsonValueKind.Object => json.EnumerateObject().SelectMany(one => Problems(one.Value, code)),
            _ => [],
        };

    private static bool Tells(AshlarResult result, string code) => result.Out.Contains($"\"{code}\"", StringComparison.Ordinal);

    private static AshlarCommand Command(
        Project project,
        IReadOnlyList<string> words,
        IReadOnlyList<(string Name, string? Value)> variables
    )
    {
        var command = project.Ashlar([.. words, "--json"]).With("ANTHROPIC_API_KEY", Guid.NewGuid().ToString("N"));
        foreach (var (name, value) in variables)
        {
            command.With(name, value is null ? null : Made(value).Replace("BESIDE", project.Beside("."), StringComparison.Ordinal));
        }

        return command;
    }

    private static void Shell(Project project, string? line)
    {
        if (line is null)
        {
            return;
        }

        var start = new ProcessStartInfo("/bin/bash", ["-ec", line])
        {
            WorkingDirectory = project.Root,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Places.Isolate(start.Environment);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{line}: {output.Result}{error}");
    }

    // A file of secrets is read by its owner alone.
    private static void Close(Project project)
    {
        var path = Path.Combine(project.Root, ".ashlar/secrets.env");
        if (File.Exists(path))
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static (string Path, string Text) Made((string Path, string Text) file) =>
        file.Text.Contains("API_KEY=*", StringComparison.Ordinal) || file.Path.EndsWith(".env", StringComparison.Ordinal)
            ? (file.Path, Made(file.Text))
            : file;

    private static string Made(string text) => text.Replace("*", Guid.NewGuid().ToString("N"), StringComparison.Ordinal);
}
