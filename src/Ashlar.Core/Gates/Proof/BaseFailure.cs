namespace Ashlar.Core.Gates.Proof;

/// <summary>How a task's test goes on the task base, with only the test files laid over it.</summary>
public enum BaseFailure
{
    /// <summary>It passes there: it does not prove the change.</summary>
    Passed,

    /// <summary>It fails there by an assertion: proof.</summary>
    Assertion,

    /// <summary>Its own assertion cannot be computed there, since a product file that the task changes raises an error: proof.</summary>
    Raised,

    /// <summary>It fails there solely because a name that it uses and the task introduces does not exist yet: proof.</summary>
    Absent,

    /// <summary>The code with the test does not build there, for another reason.</summary>
    Build,

    /// <summary>It cannot be collected or set up there, for another reason.</summary>
    Collection,

    /// <summary>It does not end in time.</summary>
    Timeout,

    /// <summary>It went differently in two runs.</summary>
    Flaky,

    /// <summary>It was skipped or not run there.</summary>
    None,

    /// <summary>It fails there by any other error.</summary>
    Other,
}

/// <summary>One new or changed test on the task base.</summary>
/// <param name="Id">Its id.</param>
/// <param name="File">Its file.</param>
/// <param name="Failure">How it went.</param>
/// <param name="Reason">What was seen: the assertion, or <c>ImportError of yaml</c>; null when it passed.</param>
public sealed record BaseProof(string Id, string File, BaseFailure Failure, string? Reason)
{
    /// <summary>Whether it proves that the change is needed.</summary>
    public bool Proves => Failure is BaseFailure.Assertion or BaseFailure.Absent or BaseFailure.Raised;
}
