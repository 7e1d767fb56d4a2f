using System.Globalization;
using System.Text;
using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>
/// Secrets that somebody says: a model that worked one out, a person who pastes one, a task list that holds one. From its receipt on a
/// value reads <c>[secret NAME]</c>, on the wire as in the record.
/// </summary>
public sealed class SpokenSecrets
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_value_that_is_said_anywhere_is_seen_nowhere(bool isSecret)
    {
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret);
        await using var server = await Talk(value).ServeAsync();

        var run = await spoken
            .Ashlar(
                "run",
                "tasks.md",
                "--trust",
                "--branch",
                "work",
                "--push",
                "--pull-request",
                "--agent",
                spoken.Project.Beside("agent.md")
            )
            .Asking(server)
            .EndsWithAsync(3);
        var inbox = await spoken.Ashlar("inbox").EndsWithAsync(0);
        var answered = await spoken
            .Ashlar("answer", spoken.Project.Runs[0], "E1", $"use {value} as it is", "--with", "notes.md")
            .EndsWithAsync(0);
        var resumed = await spoken.Ashlar("resume", spoken.Project.Runs[0]).Knowing(server).EndsWithAsync(0);
        var shown = new List<AshlarResult> { run, inbox, answered, resumed };
        foreach (var command in new[] { "status", "report", "logs" })
        {
            shown.Add(await spoken.Ashlar(command).EndsWithAsync(0));
        }

        var places = spoken.Places(server, value, shown).Distinct().ToList();
        if (isSecret)
        {
            Assert.Equal([], places);
            Assert.Contains("[secret TOKEN]", spoken.Messages, StringComparison.Ordinal);
            Assert.Contains("[secret TOKEN]", spoken.PullRequest, StringComparison.Ordinal);
            Assert.Contains("use [secret TOKEN] as it is", Last(server), StringComparison.Ordinal);
            Assert.DoesNotContain("sealed-with-value", Last(server), StringComparison.Ordinal);
            Assert.Contains("sealed-harmless", Last(server), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("commits", places);
            Assert.Contains("pull request", places);
            Assert.Contains("console", places);
            Assert.Contains("requests", places);
            Assert.Contains("journal.jsonl", places);
        }
    }

    [Fact]
    public async Task What_a_model_writes_in_the_place_of_a_value_becomes_the_value_again()
    {
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret: true);
        spoken.Project.Write("src/settings.py", $"KEY = '{value}'\n").Commit("Settings");
        await using var server = await Script
            .Of(
                "1",
                Say.Read("src/settings.py"),
                ScriptedAnswer.Call(
                    "Edit",
                    new
                    {
                        file_path = "src/settings.py",
                        old_string = "KEY = '[secret TOKEN]'",
                        new_string = $"KEY = '{value}'\nMORE = 1",
                    }
                ),
                Say.Bash("grep -c \"$TOKEN\" src/settings.py"),
                Say.Done()
            )
            .ServeAsync();

        await spoken.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).RunAsync();

        Assert.Contains("KEY = '[secret TOKEN]'", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.EndsWith("\n1", server.Requests[3].LastResultText.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("requests", spoken.Places(server, value, []));
    }

    [Theory]
    [InlineData("PASSWORD='clubhouse'\n", "work", "branch, remote, paths", "clubhouse-api/tasks.md")]
    [InlineData("PASSWORD='clubhouse'\n", "clubhouse/work", "branch, remote, paths", "tasks.md")]
    [InlineData("PASSWORD='invoices'\n", "work", "a common word of the repository", "tasks.md")]
    [InlineData("PASSWORD='partition'\n", "work", "the name of a file", "tasks.md")]
    public async Task A_secret_that_is_structure_or_a_word_of_the_repository_is_refused(
        string secrets,
        string branch,
        string why,
        string work
    )
    {
        using var spoken = new SpokenProject(SecretScan.NewValue(), isSecret: false);
        spoken.Project.Write("clubhouse-api/tasks.md", "# Tasks\n\n- [ ] Write a.txt\n").Write("src/partition.py", "").Commit("Files");
        for (var number = 0; number < 4; number++)
        {
            spoken.Project.Write($"src/part{number}.py", string.Concat(Enumerable.Repeat("invoices = list(invoices)\n", 5)));
        }

        spoken.Project.Commit("Words").Write(".ashlar/secrets.env", secrets);
        await using var server = await Talk("x").ServeAsync();

        var refused = await spoken.Ashlar("run", work, "--trust", "--branch", branch).Asking(server).EndsWithAsync(2);

        Assert.Contains("`PASSWORD`", refused.Error, StringComparison.Ordinal);
        Assert.Contains(why, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            secrets.Split('\'')[1],
            refused.Error.Replace("clubhouse-api/tasks.md", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Empty(server.Requests);
    }

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task A_run_killed_after_the_branch_moved_and_before_that_was_recorded_ends_like_one_that_was_not()
    {
        var value = SecretScan.NewValue();
        using var whole = new SpokenProject(value, isSecret: true);
        await using var first = await Said(value).ServeAsync();
        await whole.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(first).EndsWithAsync(0);
        var line = Intended(whole.Project.Journal()).GetProperty("seq").GetInt64();

        using var killed = new SpokenProject(value, isSecret: true);
        await using var second = await Said(value).ServeAsync();
        await killed
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(second)
            .With("ASHLAR_FAILPOINT", line.ToString(CultureInfo.InvariantCulture))
            .EndsWithAsync(137);
        var intended = Intended(killed.Project.Journal()).GetProperty("body");
        Move(killed.Project, intended);
        killed.Project.Git("config", "user.name", "Somebody Else");
        await killed.Ashlar("resume", killed.Project.Runs[0]).Knowing(second).EndsWithAsync(0);

        Assert.Contains("[secret TOKEN]", intended.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(Ending(whole.Project), Ending(killed.Project));
        Assert.DoesNotContain("Somebody Else", killed.Project.Git("log", "work", "--format=%an %cn"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("case", "CRASH-002")]
    public async Task Nor_is_it_seen_after_kills_between_what_is_received_and_what_is_recorded(bool isSecret)
    {
        const int Step = 4;
        var value = SecretScan.NewValue();
        using var spoken = new SpokenProject(value, isSecret);
        await using var server = await Talk(value).ServeAsync();
        string[] begin = ["run", "tasks.md", "--trust", "--branch", "work", "--agent", spoken.Project.Beside("agent.md")];
        var shown = new List<AshlarResult>();
        var seen = new List<string>();
        var status = 137;
        for (var line = 5; status is 137 or 3 && (isSecret || seen.Count == 0); line += Step)
        {
            if (status == 3)
            {
                shown.Add(await spoken.Ashlar("answer", spoken.Project.Runs[0], "E1", $"use {value} as it is").EndsWithAsync(0));
            }

            var command =
                shown.Count == 0 ? spoken.Ashlar(begin).Asking(server) : spoken.Ashlar("resume", spoken.Project.Runs[0]).Knowing(server);
            var result = await command.With("ASHLAR_FAILPOINT", line.ToString(CultureInfo.InvariantCulture)).RunAsync();
            shown.Add(result);
            status = result.ExitStatus;
            seen.AddRange(spoken.Places(server, value, shown).Select(place => $"line {line}: {place}"));
        }

        if (isSecret)
        {
            Assert.Equal([], seen);
            Assert.True(status == 0 && shown.Count > 5, $"{status} after {shown.Count}\n{shown[^1].Error}");
            Assert.Contains("[secret TOKEN]", spoken.Messages, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotEmpty(seen);
        }
    }

    private static Script Said(string value) =>
        Script.Of("1", Say.Write("src/a.txt", "a\n"), Say.Report(["src/a.txt"], summary: $"It uses {value} now."));

    private static JsonElement Intended(RunJournal journal) =>
        journal.Of("effect.intended").Single(entry => entry.GetProperty("body").GetProperty("effect").GetString() is "commit");

    private static string Ending(Project project) =>
        project.Git("log", "--reverse", "--format=%T%n%an %cn%n%B", "main..work").Replace(project.Runs[0], "RUN", StringComparison.Ordinal);

    /// <summary>Does what the killed process was about to do, from its record alone.</summary>
    private static void Move(Project project, JsonElement intended)
    {
        string Text(string name) => intended.GetProperty(name).GetString()!;
        string Person(string role)
        {
            var person = intended.GetProperty("by").GetProperty(role);
            return $"{person.GetProperty("name").GetString()} <{person.GetProperty("email").GetString()}>";
        }

        var at = intended.GetProperty("at").GetDateTimeOffset().ToUnixTimeSeconds();
        var file = project.Beside("commit");
        File.WriteAllText(
            file,
            $"tree {Text("tree")}\nparent {Text("parent")}\nauthor {Person("author")} {at} +0000\ncommitter {Person("committer")} {at} +0000\n\n{Text("message")}"
        );
        project.Git("update-ref", "refs/heads/work", project.Git("hash-object", "-t", "commit", "-w", file), Text("parent"));
    }

    [Fact]
    public async Task A_literal_in_an_added_document_is_masked_in_every_file()
    {
        var literal = $"sk-{Guid.NewGuid():N}";
        using var spoken = new SpokenProject(SecretScan.NewValue(), isSecret: true, "documents: {add: [docs/setup.md]}\n");
        spoken
            .Project.Write("docs/setup.md", $"# Setup\n\nAPI_TOKEN={literal}\n")
            .Write("src/client.py", $"KEY = '{literal}'\n")
            .Commit("Documents");
        await using var server = await Script
            .Of(
                "1",
                Say.Read("src/client.py").ThenCall("Bash", new { command = "cat src/client.py docs/setup.md" }),
                Say.Escalate("question", "Which?")
            )
            .ServeAsync();

        await spoken.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        await spoken.Ashlar("answer", spoken.Project.Runs[0], "E1", literal).EndsWithAsync(0);

        Assert.Contains("[secret API_TOKEN]", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.DoesNotContain(spoken.Places(server, literal, []), place => place is "requests" or "journal.jsonl");
    }

    private static string Last(ScriptedModelServer server) => Encoding.UTF8.GetString(server.Requests[^1].Bytes);

    /// <summary>A talk in which the model says the value wherever it can.</summary>
    private static Script Talk(string value) =>
        Script
            .Of(
                "1",
                ScriptedAnswer
                    .Text($"I found {value}.")
                    .ThenThinking("nothing special", "sealed-harmless")
                    .ThenThinking($"it is {value}", "sealed-with-value")
                    .ThenCall(value, new { x = value }, $"id-{value}"),
                ScriptedAnswer.Call("NoteDeviation", new { what = $"uses {value}", why = $"because {value}" }),
                Say.Write("src/a.txt", "a\n"),
                ScriptedAnswer.Call("commit_and_push", new { message = $"Use {value} at last" }),
                Say.Escalate("question", $"Is {value} right?"),
                ScriptedAnswer.Text($"Then {value}.").ThenCall("Bash", new { command = $"echo '{value}' | rev | rev" }),
                Say.Report(["src/a.txt"], summary: $"Now it uses {value} everywhere, which is what the task asks for.")
            )
            .Request(2, ScriptedAnswer.Fails(500, "api_error", $"overloaded by {value}", ("retry-after", "0")));
}
