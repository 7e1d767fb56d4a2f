using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Native;

/// <summary>Tells from what native build tools print that they could not configure: libraries, compilers, versions, downloads.</summary>
internal static partial class NativeFaults
{
    /// <summary>Why the build could not be configured; null where it could.</summary>
    public static StackFault? Of(string text)
    {
        // Libraries that a project can do without are spoken of too, where the configuration succeeds.
        if (!Unconfigured().IsIn(text))
        {
            return Usage().FirstIn(text) is { Success: true } usage
                ? new StackFault(FaultKind.Usage, $"the tool does not take its command line: {FailureText.Line(usage.Value.Trim())}")
                : null;
        }

        if (Download().FirstIn(text) is { Success: true } download)
        {
            return new StackFault(FaultKind.Restore, $"the build wants to fetch sources and may not: {FailureText.Line(download.Value)}")
            {
                Remedy = "Give the gate what it fetches: install the library, or name its sources by FETCHCONTENT_SOURCE_DIR_NAME",
            };
        }

        if (Library().FirstIn(text) is { Success: true } library)
        {
            var name = library.Groups[1].Value;
            return new StackFault(FaultKind.Missing, $"the build does not find {name}")
            {
                Remedy = $"Install the development package of {name}",
            };
        }

        return Compiler().FirstIn(text) is { Success: true } compiler
                ? new StackFault(FaultKind.Missing, FailureText.Line(compiler.Value)) { Remedy = "Install it: apt install build-essential" }
            : Version().FirstIn(text) is { Success: true } version
                ? new StackFault(FaultKind.Missing, FailureText.Line(version.Value))
                {
                    Remedy = "Install the version that the project asks for",
                }
            : null;
    }

    [GeneratedRegex(
        @"-- Configuring incomplete, errors occurred!|^configure: error: |^\S{0,200}meson\.build:\d+:\d+: ERROR: ",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Unconfigured();

    [GeneratedRegex(
        @"Failed to clone repository: .{1,200}|error: downloading '.{1,200}' failed|Build step for \S{1,100} failed|Subproject \S{1,100} is buildable: NO|(?:Could not|could not) resolve host: .{1,200}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Download();

    [GeneratedRegex(
        @"(?:Could not find a package configuration file provided by ""|Could NOT find |None of the required '|ERROR: Dependency ""|configure: error: Package requirements \()([\w.+-]{1,100})",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Library();

    [GeneratedRegex(
        @"No CMAKE_\w+_COMPILER could be found|configure: error: no acceptable C compiler found.{0,100}|ERROR: Unknown compiler\(s\): .{1,200}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Compiler();

    [GeneratedRegex(
        @"CMake [\d.]+ or higher is required\.\s+You are running version [\d.\w-]+|Meson version is [\d.]+ but project requires .{1,40}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Version();

    [GeneratedRegex(
        @"^CMake Error: (?:Unknown argument|The source directory "".{1,300}"" does not (?:exist|appear to contain)).{0,200}|^meson: error: .{1,200}",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Usage();
}
