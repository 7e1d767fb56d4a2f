using System.Text;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>
/// What a run is, read from its record: from its base commit, from the commit that it began at, and from its artifacts. Of the present checkout
/// only that is read which is masked in the record, and only while it says the same.
/// </summary>
/// <param name="folder">The run.</param>
/// <param name="started">How it began.</param>
/// <param name="containment">What of the configuration may be obeyed.</param>
internal sealed class SpecRecord(RunFolder folder, RunStarted started, ContainmentChoice containment)
{
    /// <summary>Reads it.</summary>
    /// <param name="repository">The repository with its commits.</param>
    /// <param name="identity">Who commits.</param>
    /// <param name="later">Limits and a model that resumptions named.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It was recorded in another form, or lacks something.</exception>
    public async Task<RunSpec> ReadAsync(
        Repository repository,
        GitIdentity identity,
        RunOptions? later,
        CancellationToken cancellationToken
    )
    {
        if (started.Version != RunStarted.Present)
        {
            throw new ProblemException(
                new Problem("run.version", $"{folder.Id} was recorded in form {started.Version}, which this version cannot resume")
                {
                    Remedy = "Resume it with the version of Ashlar that began it",
                }
            );
        }

        var start = await StartCommit.ReadAsync(repository, started.Base, cancellationToken).ConfigureAwait(false);
        start = containment.Of(start);
        var options = started.Options.With(later);
        var agents = new RecordedDefinitions(folder, start, repository, containment);
        var first = await CommitFiles.ReadAsync(repository.Git, started.Head, cancellationToken).ConfigureAwait(false);
        var stages = new List<PartSpec>();
        foreach (var stage in started.Pipeline)
        {
            var author = await agents
                .ReadAsync(stage.Author.Name, stage.Author.Path, stage.Author.Content, cancellationToken)
                .ConfigureAwait(false);
            stages.Add(
                new PartSpec(
                    new AgentSpec(author, Own(stage.Author.Model, later)),
                    await ReviewAsync(stage.Reviewer, agents, later, cancellationToken).ConfigureAwait(false)
                )
            );
        }

        return new RunSpec
        {
            Repository = repository,
            Identity = identity,
            Start = start,
            Options = options with { Model = later?.Model ?? started.Model },
            Agent = await agents.ReadAsync(started.Agent, started.AgentPath, started.AgentContent, cancellationToken).ConfigureAwait(false),
            Review = await ReviewAsync(started.Review, agents, later, cancellationToken).ConfigureAwait(false),
            Earlier = stages,
            Servers = started.Servers,
            Order = await OrderAsync(first, cancellationToken).ConfigureAwait(false),
            Documents = await DocumentsAsync(first, cancellationToken).ConfigureAwait(false),
            Lifted = await LiftedAsync(first, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<ReviewSpec> ReviewAsync(
        RecordedReviewer? reviewer,
        RecordedDefinitions agents,
        RunOptions? later,
        CancellationToken cancellationToken
    ) =>
        reviewer is null ? new ReviewSpec(Reviewer.Nobody, 0, null)
        : reviewer is { Path: { } path, Content: { } content }
            ? new ReviewSpec(
                reviewer.Name,
                reviewer.Rounds,
                new AgentSpec(
                    await agents.ReadAsync(reviewer.Name, path, content, cancellationToken).ConfigureAwait(false),
                    Own(reviewer.Model, later)
                )
            )
        : new ReviewSpec(reviewer.Name, reviewer.Rounds, null);

    /// <summary>The model of an agent beside the run's own: the recorded one, unless a person named another for all.</summary>
    private OwnModel? Own(string? recorded, RunOptions? later) =>
        later?.Model is null && recorded is not null && recorded != started.Model ? new OwnModel(recorded, IsRecorded: true) : null;

    /// <summary>The documents that held secrets, as the run's first commit has them.</summary>
    private async Task<IReadOnlyList<PolicyDocument>> LiftedAsync(CommitFiles first, CancellationToken cancellationToken)
    {
        var documents = new List<PolicyDocument>();
        foreach (var path in started.LiftedFrom)
        {
            if (await first.ContentAsync(path, cancellationToken).ConfigureAwait(false) is { } content)
            {
                documents.Add(new PolicyDocument(path, Encoding.UTF8.GetString(content)));
            }
        }

        return documents;
    }

    private async Task<IReadOnlyList<PolicyDocument>> DocumentsAsync(CommitFiles first, CancellationToken cancellationToken)
    {
        var documents = new List<PolicyDocument>();
        foreach (var document in started.Documents)
        {
            var content = await first.ContentAsync(document.Path, cancellationToken).ConfigureAwait(false);
            documents.Add(
                new PolicyDocument(
                    document.Path,
                    content is null ? folder.Artifacts.GetText(document.Content) : Encoding.UTF8.GetString(content)
                )
            );
        }

        return documents;
    }

    private async Task<WorkOrder> OrderAsync(CommitFiles first, CancellationToken cancellationToken)
    {
        var work = started.Work;
        return new WorkOrder
        {
            Kind = work.Kind,
            Spec = work.Spec,
            Folder = work.Folder,
            ListPath = work.ListPath,
            List = await ListAsync(first, cancellationToken).ConfigureAwait(false),
            Ticket = work.Ticket?.Text,
            TicketPath = work.TicketPath,
            Paths = work.Paths,
            TaskText = work.TaskText?.Text,
        };
    }

    /// <summary>The list as the branch had it when the run began, since the record has it without its secrets.</summary>
    private async Task<TaskList> ListAsync(CommitFiles first, CancellationToken cancellationToken)
    {
        var work = started.Work;
        if (work is not { ListPath: { } path, ListContent: { } content })
        {
            return SingleTask.OfOrder(work.Kind, work.Folder, work.Spec, work.TaskText?.Text);
        }

        var written = await first.ContentAsync(path, cancellationToken).ConfigureAwait(false);
        var list =
            (written is null ? null : TaskListReader.Read(path, written).List)
            ?? TaskListReader.Read(path, folder.Artifacts.Get(content)).List!;
        return list.InTag(work.Tag);
    }
}
