using System.CommandLine;
using System.Text.Json;
using Ashlar.Cli.Composing;
using Ashlar.Cli.Options;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar gates</c>: runs all gates before any model is paid.</summary>
internal static class GatesCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var work = new Argument<string?>("WORK")
        {
            Description = "A work order, whose acceptance commands are tried too",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var worktree = new Option<bool>("--worktree") { Description = "Look at the files of the checkout as they are, not at HEAD" };
        var agent = new Option<string?>("--agent")
        {
            Description = "The agent whose gates are meant: a name, or a file",
            HelpName = "NAME|FILE",
        };
        var trust = new Option<bool>("--trust") { Description = "Obey the repository's configuration and agents as they are" };
        var unsafeNoSandbox = new Option<bool>("--unsafe-no-sandbox") { Description = "Run commands without a sandbox, as you" };
        var command = new Command(
            "gates",
            "Runs all gates on HEAD in the sandbox, before any model is paid; exit status 1 when one cannot work.\n\nExamples:\n  ashlar gates\n  ashlar gates --worktree\n  ashlar gates tasks.md"
        )
        {
            work,
            worktree,
            agent,
            trust,
            unsafeNoSandbox,
        };
        globals.SetAction(
            command,
            async (parse, io, cancellation) =>
            {
                var options = new RunOptions
                {
                    Work = parse.GetValue(work),
                    Agent = parse.GetValue(agent),
                    Trust = parse.GetValue(trust),
                    UnsafeNoSandbox = parse.GetValue(unsafeNoSandbox),
                };
                var result = await new GateTrial(Composition.Surroundings(io, _ => { })) { Telling = line => io.Note($"ashlar: {line}") }
                    .RunAsync(io.Directory, options, parse.GetValue(worktree), cancellation)
                    .ConfigureAwait(false);
                io.Mask = result.Mask;
                Show(result, io);
                return result.IsWell ? 0 : 1;
            }
        );
        return command;
    }

    private static void Show(TrialResult result, CommandIo io)
    {
        if (io.Json)
        {
            io.WriteJson(json => Write(json, result));
            return;
        }

        foreach (
            var line in RunText.Columns([
                .. result.Rows.Select(row =>
                    row.Result is { } found ? GateLine.Columns(row.Gate, found) : GateLine.Columns(row.Gate, row.Problem!)
                ),
            ])
        )
        {
            io.Line(line[2..]);
        }

        foreach (var line in result.Rows.Where(row => row.IsAble).SelectMany(GateLine.Wrong))
        {
            io.Line(line);
        }

        foreach (var note in result.Notes)
        {
            io.Line(ShownText.Line(note));
        }

        foreach (var part in result.Uncovered)
        {
            io.Line(GateLine.Uncovered(part));
        }

        foreach (var row in result.Rows.Where(row => !row.IsAble))
        {
            io.Note($"ashlar: {Problem(row)}");
        }

        if (result.TestsRemark is { } remark)
        {
            io.Note($"ashlar: {remark}");
        }
    }

    private static Problem Problem(TrialRow row) =>
        row.Problem
        ?? new Problem("gate.blind", $"the gate {row.Gate.Name} cannot work: {row.Result!.Inability!.Why}")
        {
            Path = row.Gate.SourcePath,
            Line = row.Gate.SourceLine,
            Remedy =
                row.Result.Inability.Remedy ?? $"Make `{row.Gate.Run}` work in a fresh clone, or change the gate in .ashlar/config.yaml",
        };

    private static void Write(Utf8JsonWriter json, TrialResult result)
    {
        json.WriteStartObject();
        json.WriteStartArray("gates");
        foreach (var row in result.Rows)
        {
            Write(json, row);
        }

        json.WriteEndArray();
        json.WriteStartArray("uncovered");
        foreach (var part in result.Uncovered)
        {
            json.WriteStartObject();
            json.WriteString("path", part.Folder.Length == 0 ? "." : part.Folder);
            json.WriteString("what", part.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in result.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TrialRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Gate.Name);
        json.WriteString("run", row.Gate.Run);
        json.WriteStartObject("source");
        json.WriteString("path", row.Gate.SourcePath);
        if (row.Gate.SourceLine is { } line)
        {
            json.WriteNumber("line", line);
        }
        else
        {
            json.WriteNull("line");
        }

        json.WriteEndObject();
        json.WriteString("package", Package(row));
        json.WriteString("status", row.Result is { } result ? GateLine.Word(result) : "env");
        json.WritePropertyName("tests");
        if (row.Result?.Tests is { } tests)
        {
            json.WriteStartObject();
            json.WriteNumber("total", tests.Total);
            json.WriteNumber("passing", tests.Passing);
            json.WriteNumber("failing", tests.Failing);
            json.WriteNumber("skipped", tests.Skipped);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteNumber("seconds", Math.Round(row.Result?.Duration.TotalSeconds ?? 0, 2));
        var problem = row.IsAble ? null : Problem(row);
        json.WriteString("message", problem?.ToString() ?? GateLine.Told(row.Result!));
        json.WriteString("code", problem?.Code);
        json.WriteString("remedy", problem?.Remedy);
        json.WriteEndObject();
    }

    /// <summary>The folder that a gate is about: that of its globs, else the whole repository.</summary>
    private static string Package(TrialRow row) =>
        row.Gate.When is [var only] && only.EndsWith("/**", StringComparison.Ordinal) ? only[..^3] : ".";
}
