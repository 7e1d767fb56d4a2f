using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Native;

/// <summary>C, C++ and what is built like them: CMake with CTest, Automake's <c>make check</c>, Meson.</summary>
internal sealed class NativeStack : IStack
{
    /// <summary>CTest.</summary>
    public const string Ctest = "ctest";

    /// <summary>Automake's test harness.</summary>
    public const string Automake = "automake";

    /// <summary>Meson.</summary>
    public const string Meson = "meson";

    private static readonly string[] Endings = [".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".m", ".mm", ".f90", ".f", ".cu"];

    /// <inheritdoc/>
    public string Name => "native";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Ctest, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Ctest,
            FoundAs = "`ctest --test-dir build`, `cmake --build build --target test`",
            ReadFrom = "JUnit XML (`--output-junit`), else its text",
        },
        new(Automake, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Automake,
            FoundAs = "`make check` where there is a `Makefile.am`",
            ReadFrom = "its text and the tests' `.log` files",
        },
        new(Meson, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Meson,
            FoundAs = "`meson test`",
            ReadFrom = "JUnit XML in `meson-logs`",
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources => Endings;

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["build", "subprojects", "third_party"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [
        new(
            "the native build",
            ["cmake", "ctest", "ninja", "meson", "bazel", "clang-tidy", "clang-format"],
            [
                "CTestConfig.cmake",
                "CTestCustom.cmake",
                "CTestTestfile.cmake",
                "CMakePresets.json",
                "CMakeUserPresets.json",
                ".clang-tidy",
                ".clang-format",
                ".bazelrc",
            ]
        ),
    ];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) =>
        GateTool.Name(words[at].Text) switch
        {
            "ctest" => new ToolWord(Ctest, at),
            "cmake" => new ToolWord(BuildsTests(words, at) ? Ctest : StackTool.None, at),
            "meson" => new ToolWord(
                GateTool.At(words, at + 1) == "test" ? Meson : StackTool.None,
                at + (GateTool.At(words, at + 1) == "test" ? 1 : 0)
            ),
            _ => null,
        };

    /// <inheritdoc/>
    public void Follow(GateCommand command, ReachedCommands reached)
    {
        // A Makefile that is not there yet comes from configure.
        if (
            GateTool.Name(command.Program) is "make" or "gmake"
            && command.Words.Contains("check", StringComparer.Ordinal)
            && reached.Files.Has(RepositoryPath.In(command.Folder, "Makefile.am"))
            && !reached.Files.Has(RepositoryPath.In(command.Folder, "GNUmakefile"))
            && !reached.Files.Has(RepositoryPath.In(command.Folder, "Makefile"))
        )
        {
            reached.Take(command.Behind(reached.Files.Stacks.Tool(Automake), command.Words));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => NativeGates.Packages(files);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => NativeGates.Find(search.Files);

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => NativeReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal)
        {
            [Ctest] = new CtestReader(),
            [Automake] = new AutomakeReader(),
            [Meson] = new MesonReader(),
        };

    /// <inheritdoc/>
    public TestRole RoleOf(string path)
    {
        if (!Endings.Contains(Path.GetExtension(path), StringComparer.Ordinal))
        {
            return TestRole.None;
        }

        var stem = Path.GetFileNameWithoutExtension(path).ToLowerInvariant();
        return
            stem.StartsWith("test_", StringComparison.Ordinal)
            || stem.StartsWith("test-", StringComparison.Ordinal)
            || stem.EndsWith("_test", StringComparison.Ordinal)
            || stem.EndsWith("-test", StringComparison.Ordinal)
            || stem.EndsWith("_tests", StringComparison.Ordinal)
            || stem.EndsWith("_unittest", StringComparison.Ordinal)
            || path.Split('/').SkipLast(1).Any(part => part is "test" or "tests" or "unittests")
            ? TestRole.Test
            : TestRole.None;
    }

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) =>
        failed.Command.Tool.Name is Ctest or Automake or Meson ? NativeFaults.Of(failed.Text) : null;

    /// <inheritdoc/>
    public string? Remedy(string program) =>
        program switch
        {
            "cmake" or "ctest" => "Install it: apt install cmake",
            "meson" => "Install it: apt install meson",
            "autoreconf" => "Install it: apt install autoconf automake libtool",
            "ninja" => "Install it: apt install ninja-build",
            "cc" or "gcc" or "c++" or "g++" => "Install it: apt install build-essential",
            _ => null,
        };

    private static bool BuildsTests(IReadOnlyList<ShellWord> words, int at) =>
        words.Skip(at).Any(word => word.Text == "--build")
        && words
            .Zip(words.Skip(1))
            .Any(pair => pair.First.Text is "--target" or "-t" && pair.Second.Text is "test" or "check" or "RUN_TESTS");
}
