namespace Ashlar.Core.Runs.Records;

/// <summary>How the user's checkout was when a run began to work in it.</summary>
/// <param name="Commit">The commit that was checked out.</param>
/// <param name="Branch">The branch that was checked out, or null.</param>
/// <param name="Ignored">What git ignored in it: the user's own files, and folders with a slash at the end.</param>
/// <param name="Included">Files of the work order that the run committed first.</param>
public sealed record CheckoutStart(
    [property: Structure] string Commit,
    [property: Structure] string? Branch,
    [property: Structure] IReadOnlyList<string> Ignored,
    [property: Structure] IReadOnlyList<string> Included
);
