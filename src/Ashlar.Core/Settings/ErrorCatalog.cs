namespace Ashlar.Core.Settings;

/// <summary>A published code.</summary>
/// <param name="Code"><c>area.what</c>, as in <see cref="Problem.Code"/>.</param>
/// <param name="Meaning">What it means, one or two sentences.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ErrorCode(string Code, string Meaning, string Remedy);

/// <summary>The published list of codes: one line each, sorted. A test holds it against the source, and <c>docs/errors.md</c> against it.</summary>
public static class ErrorCatalog
{
    /// <summary>All codes, sorted by code.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = List();

    /// <summary>A code, or null where it is not on the list.</summary>
    public static ErrorCode? Find(string code) => All.FirstOrDefault(known => string.Equals(known.Code, code, StringComparison.Ordinal));

    /// <summary>The list as <c>docs/errors.md</c>.</summary>
    public static string Markdown() =>
        "# Error codes\n\nEvery error, finding and refusal carries one of these codes. `ashlar explain CODE` shows the same text.\n\n"
        + "| code | meaning | what to do |\n| --- | --- | --- |\n"
        + string.Concat(All.Select(known => $"| `{known.Code}` | {Cell(known.Meaning)} | {Cell(known.Remedy)} |\n"));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static ErrorCode[] List() =>
        [
            // csharpier-ignore-start
            new("agent.ambiguous", "Several agent definitions fit the work equally well.", "Name one with `--agent`."),
            new("agent.duplicate-key", "An agent definition gives a key twice in its front matter; the first one holds.", "Remove one of the two."),
            new("agent.duplicate-name", "Two agent definitions have the name that was asked for.", "Rename one of them, or give the file with `--agent`."),
            new("agent.encoding", "An agent definition is not valid UTF-8; what could not be read stands as U+FFFD.", "Save the file as UTF-8."),
            new("agent.front-matter", "The front matter of an agent definition cannot be used as written.", "Close it with a line `---` and correct the key that the message names."),
            new("agent.front-matter-yaml", "The front matter is not valid YAML. It was read by its known keys.", "Quote the description, or write it as a block with `|`."),
            new("agent.max-turns", "`maxTurns` is no positive number, so the configured limit holds.", "Write a number, such as `maxTurns: 40`."),
            new("agent.misspelt-key", "A key looks like a misspelling of one that restricts the agent. Ignoring it would widen what the agent may do.", "Use the spelling that the message names."),
            new("agent.model-list", "The definition names several models; one is taken.", "Name one model."),
            new("agent.mojibake", "Characters of the prompt were damaged by a wrong encoding and were put right in memory. The file is as it was.", "Save the file as UTF-8 with the right characters."),
            new("agent.not-enforced", "A known key of the front matter is not enforced by Ashlar.", "Express the rule in `.ashlar/config.yaml` where it must hold."),
            new("agent.tools-empty", "`tools` names no tool.", "Name the tools, or remove the key to give all."),
            new("agent.tools-read", "A name in `tools` was read as the tools that it means.", "Write the names of the tools if that is not what was meant."),
            new("agent.tools-unavailable", "`tools` names tools that nobody offers. They never widen what the agent may do.", "Remove them, or configure the MCP server that offers them."),
            new("agent.unknown", "There is no agent definition of that name.", "Run `ashlar agents list`, or give the path of a file."),
            new("agent.unknown-key", "A key of the front matter is not known and has no effect.", "Remove it, or correct its spelling."),
            new("agent.unreadable", "An agent definition cannot be read.", "Check that the file exists and may be read."),
            new("arg.invalid", "A path holds characters that no file name may have, or is too long.", "Give a shorter path without control characters."),
            new("branch.moved", "The branch of a run is no longer at the run's last commit: somebody committed to it or moved it.", "Look at the commits since; drop the branch by hand if they are not needed."),
            new("cli.confirm", "A command that removes something needs a yes, and there is no terminal to ask on.", "Give `--yes`."),
            new("cli.directory", "The directory given with `-C` does not exist.", "Give an existing directory."),
            new("cli.unknown-code", "There is no error code of that name.", "`docs/errors.md` lists all codes."),
            new("config.bad-value", "A value of the configuration is of the right kind but cannot hold.", "Write a value as in the example of the message; `docs/configuration.md` lists all."),
            new("config.duplicate-key", "The configuration gives a key, or two gates the same name, twice.", "Keep one of the two."),
            new("config.missing-key", "A part of the configuration lacks a key that it needs.", "Add the key as in the example of the message."),
            new("config.syntax", "The configuration is not valid YAML, not UTF-8, or uses anchors or several documents. Usual causes: a tab for indentation, a value with `: ` or a leading `*` or `{` without quotes, a bracket that is never closed.", "Correct the file at the place named."),
            new("config.unknown-key", "The configuration has a key that does not exist.", "Use the key that the message suggests, or remove it."),
            new("config.wrong-type", "A value of the configuration is of the wrong kind, such as text where a list is expected.", "Write it as in the example of the message."),
            new("demo.example", "The example that `ashlar demo` works on is not beside the program.", "Install Ashlar anew."),
            new("demo.folder", "The folder for the demo is in use.", "Give `--path` a folder that is not there yet."),
            new("deviation.incomplete", "A noted deviation lacks what was done otherwise, or why.", "Call `NoteDeviation` with both `what` and `why`."),
            new("deviation.record", "The decision record that a deviation names does not exist.", "Write the record first, or leave `record` out."),
            new("escalation.kind", "An escalation has a kind that does not exist.", "Use one of the kinds that the message lists."),
            new("escalation.summary", "An escalation lacks its summary.", "Say in one sentence what a person has to decide."),
            new("file.denied", "The operating system denied access to a file.", "Check owner and mode of the file."),
            new("file.directory", "A file was expected and a folder found.", "Name a file; use `Glob` to list a folder."),
            new("file.disk-full", "No space is left on the disk. The file is as it was before.", "Free space and try again."),
            new("file.failed", "The operating system could not carry out an action on a file.", "Read the message of the system; often the action works on a second try."),
            new("file.missing", "A file does not exist.", "Check the path; use `Glob` to find the file."),
            new("file.read-only", "A file lies on a read-only file system.", "Write somewhere else."),
            new("file.too-large", "A file is larger than what the tool reads at once.", "Read a part with `offset` and `limit`, or search it with `Grep`."),
            new("gate.finding", "A gate says that something is wrong with the change.", "Correct what the finding names and let the gates run again."),
            new("gate.program-missing", "The program of a gate is not installed where gates run.", "Install it, or change the gate's `run:`."),
            new("internal", "A fault in Ashlar itself.", "Run the command again with `-v` and report what it prints. A run can be resumed."),
            new("journal.damaged", "A line of the journal is not what its neighbour's hash says it is, or cannot be read.", "`ashlar logs RUN --verify` names the first such line. Restore the file from a backup; Ashlar does not go on from it."),
            new("journal.empty", "The journal of a run holds no entry.", "Start the run again."),
            new("model.address-invalid", "The base URL of a provider is no http or https URL.", "Correct the environment variable that the message names."),
            new("model.cassette-invalid", "A recorded conversation cannot be read.", "Record it again with `--record FILE`."),
            new("model.key-invalid", "The key of a provider holds characters that a header cannot carry.", "Set the variable again, without line breaks."),
            new("model.no-cassette", "The file of a recorded conversation does not exist.", "Check the path after `cassette:`."),
            new("model.no-key", "The provider of a model has no key.", "Set the environment variable that the message names, or choose another model with `--model`."),
            new("model.none", "No model is configured, no provider has a key, and no local Ollama answers.", "Set a key such as `ANTHROPIC_API_KEY`, start Ollama, or give `--model`."),
            new("model.unknown", "A model's name has no provider that Ashlar knows.", "Write `anthropic/NAME`, `openai/NAME`, `ollama/NAME` or `cassette:FILE`, or map the name under `aliases`."),
            new("report.acceptance", "The acceptance part of a report is not in the form asked for.", "Give each criterion with `criterion`, `met` and `shown_by`."),
            new("report.discrepancy", "A report claims something that the evidence does not show.", "Report what was observed; the message holds both."),
            new("report.feedback", "The feedback part of a report is not in the form asked for.", "Give each point with `item`, `state` and `how`."),
            new("report.files", "The list of files of a report is not in the form asked for.", "Give each file with `path` and `change`."),
            new("report.not-an-object", "A report is no JSON object.", "Call `Report` with its named fields."),
            new("report.status", "The status of a report is missing or unknown.", "Use `READY_FOR_REVIEW` or `BLOCKED`."),
            new("report.tests", "The test counts of a report are not in the form asked for.", "Give `total`, `passing` and `failing` as numbers."),
            new("repository.no-commit", "The repository has no commit to start from.", "Make a first commit."),
            new("repository.no-identity", "Git does not know who commits here.", "Set `git config user.name` and `git config user.email`."),
            new("repository.none", "The directory is not in the work tree of a git repository.", "Run the command inside one, or give `-C DIR`."),
            new("scope.git", "A write would change what git itself obeys.", "Leave `.git` alone; Ashlar commits."),
            new("scope.hard-link", "A file has several names, so a write could reach outside the scope.", "Replace it by a file of its own."),
            new("scope.not-regular", "A path is no ordinary file (a pipe, socket or device).", "Use ordinary files."),
            new("scope.outside", "A path leads outside the repository.", "Use a path inside the repository."),
            new("scope.pattern", "A pattern of the scope cannot be used.", "Write a pattern relative to the repository root, such as `src/**/*.py`."),
            new("scope.set-id", "A file was given the set-user or set-group bit.", "Give it an ordinary mode."),
            new("scope.symlink", "A path is or crosses a symbolic link, which file tools do not follow.", "Name the file that the link points to."),
            new("scope.write", "A write is not allowed by the rule that the message names.", "Stay inside the scope, or escalate with kind `scope-extension`."),
            new("secret.bad-name", "The name of a secret has other letters than A to Z, digits, `_`, `.` and `-`.", "Rename it."),
            new("secret.blank", "A secret is empty or only spaces.", "Give it a value, or remove it."),
            new("secret.common-word", "A secret is an everyday word; masking it would mask ordinary text.", "Choose another value, or set it under `env:` as plain text if it is no secret."),
            new("secret.file-mode", "Other users of this machine can read the file of secrets.", "Run `chmod 600 .ashlar/secrets.env`."),
            new("secret.file-syntax", "A line of the file of secrets is no KEY=VALUE pair, or a quote is never closed.", "Write one pair a line; quote values that have several lines."),
            new("secret.file-unreadable", "The file of secrets cannot be read.", "Run `chmod 600 .ashlar/secrets.env` as its owner."),
            new("secret.literal", "An agent definition or document holds a secret in plain text. The model sees `[secret NAME]` instead.", "Move it to `.ashlar/secrets.env`, and replace it where it was issued."),
            new("secret.missing", "A secret that the configuration names has no value.", "Set it in the environment, or in `.ashlar/secrets.env`."),
            new("secret.too-long", "A secret has more than 65,536 characters.", "Store it in a file of its own and pass its path."),
            new("secret.too-short", "A secret has fewer than 6 characters; masking it would mask ordinary text.", "Choose a longer value."),
            new("state.no-home", "There is no folder for the state, since neither `ASHLAR_HOME`, `XDG_STATE_HOME` nor `HOME` is set.", "Set `ASHLAR_HOME` to a folder."),
            new("tasks.cycle", "Tasks depend on each other in a circle.", "Remove one of the dependencies on the path that the message shows."),
            new("tasks.duplicate-id", "An id means several open tasks.", "Give each task an id of its own, or name the others with `--only`."),
            new("tasks.no-list", "The file is no task list in any known form.", "Name a task list, or give the work in words with `--task`."),
            new("tasks.no-mark", "A task has nothing that can be ticked.", "Give it a check-box or a status."),
            new("tasks.open-under-done", "A task is open although the one above it is done.", "Tick it, or open the one above."),
            new("tasks.own-mark", "A task holds a mark of the list's own, which is left as it is.", "Put a space between the brackets first."),
            new("tasks.self-dependency", "A task depends on itself.", "Remove the dependency."),
            new("tasks.task-changed", "The text of a task changed since it was read, so it is not ticked.", "Check whether the work still fits, then tick it with `ashlar tasks tick`."),
            new("tasks.task-gone", "A task is no longer in the list.", "Put it back, or go on without its tick."),
            new("tasks.too-many-dependencies", "The list states more dependencies than are read; the rest are left out.", "State dependencies between groups instead of single tasks."),
            new("tasks.unknown-dependency", "A dependency names no task of the list and does not bind.", "Correct the id if it should bind."),
            new("tasks.unknown-task", "There is no task of that id.", "Run `ashlar tasks list PATH` for all ids."),
            new("tasks.unmet-dependency", "An assigned task depends on one that is neither done nor assigned.", "Add that task to `--only`, or tick it if it is done."),
            new("tool.command-refused", "A command is not among those that the agent's `Bash(…)` patterns grant.", "Use simple commands of those granted, without redirection or substitution."),
            new("trust.changed", "A file that Ashlar would obey has changed since it was trusted.", "Read the change, then run `ashlar trust`, or give `--trust`."),
            new("trust.new", "A file that Ashlar would obey was never trusted.", "Read it, then run `ashlar trust`, or give `--trust`."),
            new("trust.not-kept", "What was trusted cannot be written to the state folder.", "Make the folder writable, or set `ASHLAR_HOME` to one that is."),
            new("work.empty-task", "The task given in words or in a file is empty.", "Say in words what is to be done."),
            new("work.no-list", "The folder holds no task list.", "Write one with check-boxes, or give the work with `--task`."),
            new("work.none", "Nothing says what is to be done: no work order, no task, and no list that the agent's prompt names.", "Name a spec folder or a task file, or give the work with `--task`."),
            new("work.not-found", "The work order does not exist.", "Name an existing file or folder."),
            new("work.outside", "The work order lies outside the repository.", "Name a path inside it, or work there with `-C`."),
            new("work.unreadable", "The task list cannot be read.", "Check its owner and mode."),
            new("workspace.content-lost", "The recorded content of a file that was to be put back is not there any more.", "Restore the file by hand; the work of the run is kept under `refs/ashlar/`."),
            new("workspace.not-restored", "A file that a command changed outside the scope could not be put back.", "Put it back by hand from the commit that the message names, then resume."),
            // csharpier-ignore-end
        ];
}
