using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>effect.intended</c>: a commit that is about to be made.</summary>
public sealed record CommitIntended(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Tree,
    [property: Structure] string Parent,
    MaskedText Message,
    DateTimeOffset At
) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "commit";

    static string IEvent.Type => EffectFinished.Intended;

    static string? IEvent.Effect => Name;

    /// <summary>The ids it ticks.</summary>
    [Structure]
    public IReadOnlyList<string> Ticked { get; init; } = [];

    /// <summary>Who commits; null in older records.</summary>
    public GitIdentity? By { get; init; }
}

/// <summary>Body of <c>commit.created</c>.</summary>
/// <param name="Key">The commit's step.</param>
/// <param name="Commit">Its hash.</param>
/// <param name="Subject">Its first line.</param>
/// <param name="Ticked">The ids it ticks.</param>
public sealed record CommitCreated(
    [property: Structure] string Key,
    [property: Structure] string Commit,
    MaskedText Subject,
    [property: Structure] IReadOnlyList<string> Ticked
) : IStep
{
    static string IEvent.Type => "commit.created";

    /// <summary>What the keys of commits that only take ticks back begin with.</summary>
    public const string TakingBack = "back/";
}
