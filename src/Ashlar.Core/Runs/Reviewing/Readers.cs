using Ashlar.Core.Reviews;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>The agents that read one author's work: where they read it, and how they are talked to.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="commands">Where commands run.</param>
/// <param name="talks">How agents are talked to.</param>
/// <param name="site">Where the author works.</param>
internal sealed class Readers(RunFacts facts, Recorder recorder, Repository repository, CommandPlace commands, Talks talks, TaskSite site)
{
    /// <summary>Where an agent reads.</summary>
    public ReviewWorkspace Room(Seat agent) => new(facts, recorder, repository, commands, talks, site, agent);

    /// <summary>A conversation with it.</summary>
    public ReaderConversation Talk(Seat agent) => new(recorder, talks, site, agent);

    /// <summary>Whether no other task is worked on meanwhile.</summary>
    public bool AreAlone => facts.Parallel == 1;

    /// <summary>Reads differences of trees.</summary>
    public TreeDiff Diff => new(repository.Git);

    /// <summary>A change as it is shown to a reader.</summary>
    public Task<ReviewedChange> ChangeAsync(string before, string after, CancellationToken cancellationToken) =>
        ReviewedChange.OfAsync(Diff, before, after, recorder.Mask, recorder.Folder.Artifacts, cancellationToken);

    /// <summary>The part of a change that lies in some files.</summary>
    public Task<ReviewedChange> ChangeAsync(string before, string after, IReadOnlySet<string> files, CancellationToken cancellationToken) =>
        ReviewedChange.OfAsync(Diff, before, after, recorder.Mask, recorder.Folder.Artifacts, files, cancellationToken);
}
