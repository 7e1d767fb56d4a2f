namespace Ashlar.Core.Judging.Units;

/// <summary>Why something could not be measured.</summary>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Words">The reason for people, as the rest of a sentence that begins with the unit's name.</param>
public sealed record NotMeasured(NotMeasuredReason Reason, string Words);

/// <summary>Kinds of reasons. None of them is a pass, and none is a fault of the work by itself.</summary>
public enum NotMeasuredReason
{
    /// <summary>The body does nothing already.</summary>
    AlreadyEmpty,

    /// <summary>The variant is the same as the tree itself.</summary>
    Identical,

    /// <summary>The unit cannot be cut out of its file so that what is left is well-formed.</summary>
    NotSeparable,

    /// <summary>A real parser has an error in the variant.</summary>
    NotWellFormed,

    /// <summary>The variant does not build.</summary>
    NotBuilt,

    /// <summary>Nothing is left to run: everything falls at import or collection.</summary>
    NotCollected,

    /// <summary>The tests that passed on the tree were not run, or were skipped.</summary>
    NotRun,

    /// <summary>The run did not end in time.</summary>
    TimedOut,

    /// <summary>The test that noticed did not pass once more on the unchanged tree.</summary>
    ControlFailed,

    /// <summary>The run could not be made: the environment's fault.</summary>
    Fault,

    /// <summary>More units than are measured.</summary>
    TooMany,

    /// <summary>The time for the proof is used up.</summary>
    NoTime,

    /// <summary>No test passed on the tree, so that none can notice.</summary>
    NoTests,
}
