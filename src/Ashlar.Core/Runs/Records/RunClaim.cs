namespace Ashlar.Core.Runs.Records;

/// <summary>What only one run at a time may work on.</summary>
public enum ClaimKind
{
    /// <summary>A branch of a repository.</summary>
    Branch,

    /// <summary>A checkout that is worked in itself.</summary>
    Checkout,
}

/// <summary>Claims of runs: two that would work on the same are kept apart in whatever process they live.</summary>
internal static class RunClaim
{
    /// <summary>Claims a branch for a run.</summary>
    /// <param name="store">Where runs are kept.</param>
    /// <param name="repository">The repository's shared git directory.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="run">The run.</param>
    /// <param name="earlier">The run that claimed it before, where that is known.</param>
    /// <exception cref="ProblemException">Another run works on it; exit status 2.</exception>
    public static IDisposable OfBranch(IRunStore store, string repository, string branch, string run, out string? earlier)
    {
        if (store.TryClaim(ClaimKind.Branch, $"{repository}\n{branch}", run, out var holder) is { } claim)
        {
            earlier = holder == run ? null : holder;
            return claim;
        }

        throw new ProblemException(
            new Problem("branch.busy", $"{holder ?? "another run"} works on the branch {branch}")
            {
                Remedy = $"Wait for it (`{$"ashlar status {holder}".TrimEnd()}`), or give another name with --branch NAME",
            }
        );
    }

    /// <summary>What is to be said of an earlier run on a branch: it cannot continue there once another one has committed. Null for nothing.</summary>
    public static Problem? Unfinished(IRunStore store, string earlier, string branch)
    {
        if (store.Find(earlier) is not { } folder)
        {
            return null;
        }

        try
        {
            return RunReading.Read(folder, folder.Record.Skim(RunState.Types)).State is "waiting" or "interrupted"
                ? new Problem(
                    "branch.busy",
                    $"{earlier} is not finished on the branch {branch}, and cannot continue there once this run has committed"
                )
                {
                    Warning = true,
                    Remedy = $"Finish it first (`ashlar status {earlier}`), or give another name with --branch NAME",
                }
                : null;
        }
        catch (Exception unreadable) when (unreadable is ProblemException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Claims a checkout for a run; null where the run does not work in place.</summary>
    /// <param name="store">Where runs are kept.</param>
    /// <param name="root">The checkout.</param>
    /// <param name="isInPlace">Whether the run works in it.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="ProblemException">Another run works in it; exit status 2.</exception>
    public static IDisposable? OfCheckout(IRunStore store, string root, bool isInPlace, string run) =>
        !isInPlace
            ? null
            : store.TryClaim(ClaimKind.Checkout, root, run, out var holder)
                ?? throw new ProblemException(
                    new Problem("checkout.busy", $"{holder ?? "another run"} works in this checkout")
                    {
                        Path = root,
                        Remedy = "Wait for it (`ashlar status`), or leave out --in-place",
                    }
                );
}
