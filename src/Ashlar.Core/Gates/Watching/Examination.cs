namespace Ashlar.Core.Gates.Watching;

/// <summary>Whether a run of tests was looked at from inside its runner's process, where a change could forge what comes out.</summary>
/// <param name="Inside">Whether the runner was watched and seen failing a test of Ashlar's own.</param>
/// <param name="What">What was examined, or why it was not, in plain words.</param>
public sealed record Examination(bool Inside, string What);
