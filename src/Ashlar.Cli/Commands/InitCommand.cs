using System.CommandLine;
using System.Text;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar init</c>: proposes a configuration from what the repository shows; never overwrites a file.</summary>
internal static class InitCommand
{
    private const string IgnorePath = ".ashlar/.gitignore";

    private static readonly string[] Known = [".mcp.json", .. Configuration.DefaultAgentFolders];

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command(
            "init",
            "Proposes .ashlar/config.yaml from what the repository shows; never overwrites.\n\nExample: ashlar init"
        );
        globals.SetAction(command, (_, io, cancellation) => RunAsync(io, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandIo io, CancellationToken cancellation)
    {
        var repository = await Repository.FindAsync(io.Directory, io.Programs, cancellation).ConfigureAwait(false);
        CheckLinks(repository.Root);
        var path = Path.Combine(repository.Root, ConfigurationText.DefaultPath);
        var (gates, remarks) = OrdinaryFile.Exists(path) ? ([], []) : await TriedAsync(io, repository, cancellation).ConfigureAwait(false);
        var configuration = Proposal(gates, remarks);
        var written = new List<TrustFile>();
        foreach (var (file, text) in new[] { (ConfigurationText.DefaultPath, configuration), (IgnorePath, "secrets.env\n") })
        {
            var content = Encoding.UTF8.GetBytes(text);
            if (WriteNew(Path.Combine(repository.Root, file), content))
            {
                written.Add(new TrustFile(file, content));
            }
        }

        new TrustStore(StateFolder.Of(io.Environment).Trust, io.Clock).Accept(
            repository.Root,
            written.Where(file => !string.Equals(file.Path, IgnorePath, StringComparison.Ordinal))
        );
        Tell(io, repository.Root, written, gates);
        return 0;
    }

    /// <summary>
    /// The gates that the repository shows and that work on its files as they are, and of each other one why it does not, a line each. Where none can be
    /// tried, all of them with that line.
    /// </summary>
    private static async Task<(IReadOnlyList<GateSetting> Gates, IReadOnlyList<string> Remarks)> TriedAsync(
        CommandIo io,
        Repository repository,
        CancellationToken cancellation
    )
    {
        try
        {
            var trial = new GateTrial(Composition.Surroundings(io, _ => { }))
            {
                OnlyShown = true,
                Telling = line => io.Note($"ashlar: {line}"),
            };
            var tried = await trial.RunAsync(repository.Root, new RunOptions(), inWorktree: true, cancellation).ConfigureAwait(false);
            return (
                [.. tried.Rows.Where(row => row.IsAble).Select(row => row.Gate)],
                [
                    .. tried
                        .Rows.Where(row => row is { IsAble: true, Result.IsExitOnly: true })
                        .Select(row => $"{row.Gate.Name}: only its exit code is read"),
                    .. tried
                        .Rows.Where(row => !row.IsAble)
                        .Select(row =>
                            $"{row.Gate.Name}: `{row.Gate.Run}` does not work here: {row.Problem?.ToString() ?? $"{row.Result!.Inability!.Why}. {row.Result.Inability.Remedy}"}"
                        ),
                    .. tried.Notes.Where(note => !note.Contains("only the exit code", StringComparison.Ordinal)),
                ]
            );
        }
        catch (ProblemException trouble)
        {
            return (
                GateFinder.Detect(repository.Root, python: null),
                [$"Not tried: {trouble.Problems[0].Message}. {trouble.Problems[0].Remedy}"]
            );
        }
    }

    /// <summary>The configuration that fits these gates.</summary>
    /// <param name="gates">Gates that work.</param>
    /// <param name="remarks">What is to be said of gates, a line each.</param>
    internal static string Proposal(IReadOnlyList<GateSetting> gates, IReadOnlyList<string> remarks)
    {
        var text = new StringBuilder("# What Ashlar does here; all keys: docs/configuration.md of Ashlar, or its JSON schema.\n");
        foreach (var remark in remarks)
        {
            text.Append("# ").Append(ShownText.Line(remark)).Append('\n');
        }

        if (gates.Count == 0)
        {
            text.Append(
                "# No gate was found that works. Name the commands that decide whether work is done:\n# gates:\n#   - {name: tests, run: pytest -q}\n"
            );
        }
        else
        {
            text.Append("gates:\n");
        }

        foreach (var gate in gates)
        {
            text.Append("  - name: ").Append(Quoted(gate.Name)).Append("\n    run: ").Append(Quoted(gate.Run)).Append('\n');
            Append(text, "fix", gate.Fix);
            Append(text, "results", gate.Results);
            if (gate.Each != GateRhythm.Task)
            {
                Append(text, "each", gate.Each.ToString().ToLowerInvariant());
            }

            if (gate.When.Count > 0)
            {
                text.Append("    when: [").AppendJoin(", ", gate.When.Select(Quoted)).Append("]\n");
            }
        }

        return text.Append("# scope: {allow: [\"src/**\", \"tests/**\"]}\nlimits: {turns: 200, iterations: 8}\n").ToString();
    }

    private static void Append(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            text.Append("    ").Append(key).Append(": ").Append(Quoted(value)).Append('\n');
        }
    }

    // Double-quoted YAML understands what JSON does.
    private static string Quoted(string value) =>
        $"\"{System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"";

    /// <summary>A link in a repository leads where the repository says: nothing is written by way of it.</summary>
    private static void CheckLinks(string root)
    {
        foreach (var path in new[] { Path.GetDirectoryName(ConfigurationText.DefaultPath)!, ConfigurationText.DefaultPath, IgnorePath })
        {
            if (new FileInfo(Path.Combine(root, path)).LinkTarget is not null)
            {
                throw new ProblemException(
                    new Problem("config.no-file", "a link is where the configuration belongs; it is not followed")
                    {
                        Path = path,
                        Remedy = "Look at it and remove it, then run `ashlar init` again",
                    }
                );
            }
        }
    }

    private static bool WriteNew(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(content);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void Tell(CommandIo io, string root, List<TrustFile> written, IReadOnlyList<GateSetting> gates)
    {
        var present = Known.Where(path => Path.Exists(Path.Combine(root, path))).ToList();
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartObject();
                WriteNames(json, "written", written.Select(file => file.Path));
                WriteNames(json, "gates", gates.Select(gate => gate.Run));
                WriteNames(json, "found", present);
                json.WriteEndObject();
            });
            return;
        }

        foreach (var file in written)
        {
            io.Line($"wrote  {file.Path}");
        }

        foreach (var gate in gates)
        {
            io.Line($"gate   {gate.Name}: {gate.Run} ({gate.SourcePath}{(gate.SourceLine is { } line ? $":{line}" : "")})");
        }

        foreach (var path in present)
        {
            io.Line($"found  {path}, used as it is once trusted");
        }

        io.Line(
            written.Count == 0
                ? "Everything is there already; nothing was changed."
                : "Look at the files, commit them, then start with: ashlar run --task \"…\""
        );
    }

    private static void WriteNames(System.Text.Json.Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
