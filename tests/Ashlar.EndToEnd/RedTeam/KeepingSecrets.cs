using System.Text;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Secrets that commands have reach nobody else, however they print them.</summary>
public sealed class KeepingSecrets
{
    private const string Environment = "env:\n  TOKEN: {secret: TOKEN}\n  SIGNING_KEY: {secret: SIGNING_KEY}\n  PLAIN: {secret: PLAIN}\n";

    [Fact]
    [Trait("case", "SECRET-001")]
    [Trait("case", "SECRET-003")]
    [Trait("case", "SECRET-004")]
    [Trait("case", "SECRET-008")]
    [Trait("case", "SECRET-009")]
    [Trait("case", "SECRET-011")]
    public async Task A_secret_stays_out_of_requests_journal_output_report_and_commits()
    {
        var token = SecretScan.NewValue();
        string[] lines = [SecretScan.NewValue(), SecretScan.NewValue(), SecretScan.NewValue()];
        using var attacked = With(
            $"TOKEN='{token}'\nSIGNING_KEY=\"{string.Join('\n', lines)}\"\nPLAIN='not-so-secret-{Guid.NewGuid():N}'\n"
        );
        var commands = Printing("TOKEN")
            .Append("printf '%s\\n' \"$SIGNING_KEY\"")
            .Append("printf '%s\\n' \"$SIGNING_KEY\" | tac")
            .Append("printf '%s\\n' \"$SIGNING_KEY\" | tail -n 1")
            .Append("printf '%s' \"$SIGNING_KEY\" | base64 -w0")
            .Append("printf '%s' \"$TOKEN\" > $TMPDIR/kept; printf '%s' \"$TOKEN\" > src/leak.txt; cat src/leak.txt $TMPDIR/kept")
            .ToList();
        await using var server = await Script
            .Of(
                "1",
                AttackedProject.Bash(commands),
                Say.Read("src/leak.txt")
                    .ThenCall(
                        "Grep",
                        new
                        {
                            pattern = ".",
                            path = "src/leak.txt",
                            output_mode = "content",
                        }
                    ),
                Say.Write("src/part1.txt", "PART = 1\n"),
                Say.Report(["src/part1.txt", "src/leak.txt"], passing: 1),
                Say.Bash("rm src/leak.txt"),
                Say.Report(["src/part1.txt"], passing: 1)
            )
            .ServeAsync();

        var result = await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var report = await attacked.Project.Ashlar("report").EndsWithAsync(0);
        var logs = await attacked.Project.Ashlar("logs").EndsWithAsync(0);

        Assert.Contains("[secret TOKEN]", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.True(server.Requests[4].LastToolResults[^1].IsError, "a change with a secret was taken");
        string[] values = [token, .. lines, server.Key];
        var leaks = values.SelectMany(value => Leaks(attacked, server, value, [result.Out, result.Error, report.Out, logs.Out])).ToList();
        Figures.Add("leaks", leaks.Count, commands.Count + 3);
        Assert.Equal([], leaks);
        Assert.Equal(["src/part1.txt", "tasks.md"], attacked.Changed("work"));
    }

    [Fact]
    public async Task The_scan_finds_what_is_not_secret_in_every_form()
    {
        var value = SecretScan.NewValue();
        using var attacked = AttackedProject.With(1, $"env: {{TOKEN: \"{value}\"}}\n");
        var commands = Printing("TOKEN").ToList();
        await using var server = await Script.Of("1", AttackedProject.Bash(commands)).ServeAsync();

        await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--max-turns", "2").Asking(server).RunAsync();

        var scan = new SecretScan(value);
        var missed = commands.Where((_, index) => !scan.Finds(server.Requests[1].LastToolResults[index].Text)).ToList();
        Assert.Equal([], missed);
        Assert.NotEmpty(Leaks(attacked, server, value, []));
    }

    [Fact]
    public async Task Where_secrets_are_strict_the_model_sees_how_commands_ended_and_not_what_they_printed()
    {
        using var attacked = With(
            $"TOKEN='{SecretScan.NewValue()}'\nSIGNING_KEY=abcdefgh1234\nPLAIN=not-so-secret-1\n",
            "secrets: strict\n"
        );
        await using var server = await Script
            .Of("1", [AttackedProject.Bash(["echo printed words; exit 3", "rev <<< \"$TOKEN\""]), .. AttackedProject.Finish(1)])
            .ServeAsync();

        await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var results = server.Requests[1].LastToolResults;
        Assert.StartsWith("exit 3", results[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("printed words", results[0].Text, StringComparison.Ordinal);
        Assert.All(results, result => Assert.Contains("withheld", result.Text, StringComparison.Ordinal));
    }

    /// <summary>Ways to print a variable.</summary>
    private static IEnumerable<string> Printing(string name) =>
        [
            $"echo \"value=${name}\"",
            $"printf %s \"${name}\" | base64 -w0",
            $"printf %s \"a${name}\" | base64 -w0",
            $"printf %s \"ab${name}\" | base64 -w0",
            $"python3 -c 'import os,base64; print(base64.urlsafe_b64encode(os.environ[\"{name}\"].encode()).decode())'",
            $"printf %s \"${name}\" | od -An -v -tx1 | tr -d ' \\n'",
            $"python3 -c 'import os; print(os.environ[\"{name}\"].encode().hex().upper())'",
            $"python3 -c 'import os,urllib.parse; print(urllib.parse.quote(os.environ[\"{name}\"], safe=\"\"))'",
            $"python3 -c 'import os,json; print(json.dumps({{\"key\": os.environ[\"{name}\"]}}))'",
            $"python3 -c 'import os,sys\nfor c in os.environ[\"{name}\"]: sys.stdout.write(c); sys.stdout.flush()'",
            "env",
            "env -0 | tr '\\0' '\\n'",
            $"cat \"/nowhere/${name}\"",
            $"python3 -c 'import os; raise Exception(\"postgres://app:\" + os.environ[\"{name}\"] + \"@db/app\")'",
        ];

    private static AttackedProject With(string secrets, string more = "")
    {
        var attacked = AttackedProject.With(1, AttackedProject.OnlySource + Environment + more);
        attacked.Project.Write(".gitignore", ".ashlar/secrets.env\n").Commit("Ignore");
        attacked.Project.Write(".ashlar/secrets.env", secrets);
        File.SetUnixFileMode(Path.Combine(attacked.Project.Root, ".ashlar/secrets.env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return attacked;
    }

    /// <summary>The places where a value is found: requests, the state folder, commits, what was printed.</summary>
    private static IEnumerable<string> Leaks(
        AttackedProject attacked,
        ScriptedModelServer server,
        string value,
        IReadOnlyList<string> printed
    )
    {
        var scan = new SecretScan(value);
        foreach (var request in server.Requests.Where(request => scan.Finds(request.Bytes)))
        {
            yield return $"request {request.Number}";
        }

        foreach (var file in Directory.EnumerateFiles(attacked.Project.Home, "*", SearchOption.AllDirectories))
        {
            if (scan.Finds(File.ReadAllBytes(file)))
            {
                yield return Path.GetRelativePath(attacked.Project.Home, file);
            }
        }

        if (scan.Finds(attacked.Project.Git("log", "--all", "-p", "--format=raw")))
        {
            yield return "commits";
        }

        foreach (var text in printed.Where(scan.Finds))
        {
            yield return $"printed: {Encoding.UTF8.GetByteCount(text)} bytes";
        }
    }
}
