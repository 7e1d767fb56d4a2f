using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Handoffs;

/// <summary>The pull request of a run: opened with <c>gh</c> where that is installed, else left as a file.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="sections">The sections that it is to have.</param>
/// <param name="programs">Runs programs of the host.</param>
internal sealed class PullRequest(
    RunFacts facts,
    Recorder recorder,
    Repository repository,
    IReadOnlyList<string> sections,
    OperatorProgram programs
)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly Dictionary<string, string> Quiet = new(StringComparer.Ordinal)
    {
        ["GH_PROMPT_DISABLED"] = "1",
        ["NO_COLOR"] = "1",
    };

    /// <summary>Writes title and text into the run's folder; returns the file's path.</summary>
    public async Task<string> WriteAsync(string? next, CancellationToken cancellationToken)
    {
        // From the file, which holds what this execution wrote too.
        var entries = recorder.Folder.Record.Read().Entries;
        var content = new PullRequestContent
        {
            Run = recorder.Folder.Id,
            Title = Title.Text,
            Work = facts.Work.Folder ?? facts.Work.ListPath,
            Ticket = facts.Work.Ticket?.Text,
            State = RunState.Of(entries),
            Reports = RunReports.Of(entries),
            Sections = sections,
            Next = next,
        };
        var file = Path.Combine(recorder.Folder.Path, "pull-request.md");
        var text = MaskedText.Compose($"# {Title}\n\n{PullRequestText.Of(content, recorder.Mask)}");
        await File.WriteAllTextAsync(file, text.Text, cancellationToken).ConfigureAwait(false);
        return file;
    }

    /// <summary>Opens it, or brings an open one of the branch up to date; tells what came of it, or what hinders it.</summary>
    public async Task<(string Outcome, Problem? Problem)> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var body = Path.Combine(recorder.Folder.Path, "pull-request-body.md");
        var text = await OrdinaryFile.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(body, text[(text.IndexOf('\n', StringComparison.Ordinal) + 2)..], cancellationToken)
            .ConfigureAwait(false);
        var branch = facts.Started.Branch;
        try
        {
            var made = await GhAsync(["pr", "create", "--head", branch, "--title", Title.Text, "--body-file", body], cancellationToken)
                .ConfigureAwait(false);
            if (made is null)
            {
                return ($"gh is not installed; open it by hand with the text in {file}", null);
            }

            if (made.ExitCode != 0 && made.Error.Contains("already exists", StringComparison.OrdinalIgnoreCase))
            {
                made = await GhAsync(["pr", "edit", branch, "--title", Title.Text, "--body-file", body], cancellationToken)
                    .ConfigureAwait(false);
            }

            return made is { ExitCode: 0 } ? (ShownText.Line(made.Output.Trim()), null) : ("", Trouble(made!, file));
        }
        finally
        {
            File.Delete(body);
        }
    }

    private MaskedText Title
    {
        get
        {
            var title = facts.Started.Title.Laid(ShownText.Line);
            return facts.Work.Ticket is { } ticket && !title.Text.Contains(ticket.Text, StringComparison.Ordinal)
                ? MaskedText.Compose($"{title} ({ticket.Laid(ShownText.Line)})")
                : title;
        }
    }

    private Task<HostOutcome?> GhAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        programs.RunAsync(repository.Programs.GitHub, arguments, Longest, Quiet, cancellationToken);

    private Problem Trouble(HostOutcome outcome, string file) =>
        new("pull-request.failed", $"gh did not open the pull request: {recorder.Mask.Mask(outcome.LastWords)}")
        {
            Path = file,
            Remedy =
                $"Open it by hand with the text in that file, or fix it (`gh auth status`) and run `ashlar resume {recorder.Folder.Id}`",
        };
}
