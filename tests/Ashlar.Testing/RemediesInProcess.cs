namespace Ashlar.Testing;

/// <summary>The codes whose remedies a test of Core carries out without starting the program.</summary>
public static class RemediesInProcess
{
    /// <summary>The codes, sorted.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "arg.invalid",
        "arguments.json",
        "file.directory",
        "file.missing",
        "file.too-large",
        "network.address",
        "network.fetches",
        "network.host",
        "scope.git",
        "scope.hard-link",
        "scope.not-regular",
        "scope.outside",
        "scope.set-id",
        "scope.shared",
        "scope.symlink",
        "scope.write",
        "tool.command-refused",
    ];
}
