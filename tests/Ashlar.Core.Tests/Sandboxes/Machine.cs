using Ashlar.Core.Sandboxes.Host;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>The machine that the tests run on.</summary>
internal static class Machine
{
    /// <summary>Its programs.</summary>
    public static HostPrograms Programs { get; } = HostPrograms.Find(Environment.GetEnvironmentVariable("PATH"), [], null);

    /// <summary>Its git.</summary>
    public static HostProgram Git => Programs.Git!;
}
