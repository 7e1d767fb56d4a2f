namespace Ashlar.Core.Stacks.Commands;

/// <summary>Who wrote a JUnit file: there is no formal definition, and each writer puts names and files elsewhere.</summary>
internal enum JUnitDialect
{
    /// <summary>Nobody who is known; the file's own words may tell.</summary>
    Unknown,

    /// <summary>pytest.</summary>
    Pytest,

    /// <summary><c>node --test</c>.</summary>
    Node,

    /// <summary>jest.</summary>
    Jest,

    /// <summary>vitest, mocha-junit-reporter, playwright: the suite is the file or names it.</summary>
    Script,

    /// <summary>Writers for <c>go test</c>.</summary>
    Go,

    /// <summary>Maven's surefire, and what writes as it does.</summary>
    Surefire,

    /// <summary>Loggers of <c>dotnet test</c>.</summary>
    Dotnet,
}
