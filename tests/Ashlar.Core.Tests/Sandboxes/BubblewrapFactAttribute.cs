using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>A test that needs bubblewrap: skipped by name where it is not installed, and only there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BubblewrapFactAttribute : FactAttribute
{
    public BubblewrapFactAttribute() => Skip = Bubblewrap.Missing;
}

/// <summary>The same for a table of cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BubblewrapTheoryAttribute : TheoryAttribute
{
    public BubblewrapTheoryAttribute() => Skip = Bubblewrap.Missing;
}

internal static class Bubblewrap
{
    public static string? Missing => Machine.Programs.Bubblewrap is null ? "bubblewrap is not installed" : null;
}
