using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>A change whose earlier tests are run.</summary>
public sealed record EarlierSubject
{
    /// <summary>The commit of the task base.</summary>
    public required string BaseCommit { get; init; }

    /// <summary>The task's change: text files with both texts.</summary>
    public required IReadOnlyList<ChangedFile> Change { get; init; }

    /// <summary>The tests of the change's test files on the base.</summary>
    public required TestInventory Before { get; init; }

    /// <summary>The tests of the change's test files now.</summary>
    public required TestInventory After { get; init; }

    /// <summary>The tests that ran now, over all test gates.</summary>
    public required TestRun Run { get; init; }

    /// <summary>The test gates.</summary>
    public required IReadOnlyList<GateSetting> Gates { get; init; }
}
