namespace Ashlar.Core.Judging.Emptying;

/// <summary>What a failing test shows about a variant.</summary>
public enum Shows
{
    /// <summary>A test minds that the work is gone.</summary>
    Noticed,

    /// <summary>Only that a test comes by: the body throws, because nothing else compiles.</summary>
    Executed,
}
