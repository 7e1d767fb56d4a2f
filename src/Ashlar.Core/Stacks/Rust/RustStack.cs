using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>Rust: crates, workspaces and <c>cargo test</c>.</summary>
internal sealed class RustStack : IStack
{
    /// <summary><c>cargo test</c>.</summary>
    public const string Test = "cargo test";

    /// <summary><c>cargo nextest run</c>.</summary>
    public const string Nextest = "cargo nextest";

    /// <inheritdoc/>
    public string Name => "rust";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Test, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = "cargo",
            ReadFrom = "its text",
            SelectedBy = "`--test NAME`",
        },
        new(Nextest, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = "nextest",
            ReadFrom = "its text",
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".rs"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["target"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [
        new(
            "cargo",
            ["cargo", "rustc", "clippy"],
            [
                ".cargo/config.toml",
                ".cargo/config",
                "rust-toolchain",
                "rust-toolchain.toml",
                "clippy.toml",
                ".clippy.toml",
                "rustfmt.toml",
                ".rustfmt.toml",
                ".config/nextest.toml",
                "tarpaulin.toml",
                ".tarpaulin.toml",
            ]
        )
        {
            Tables = ["lints", "workspace.lints", "profile", "test", "lib", "bin", "bench", "package.autotests"],
            Harmless = ["name", "path", "crate-type", "required-features", "edition"],
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new CargoStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at)
    {
        if (GateTool.Name(words[at].Text) != "cargo")
        {
            return null;
        }

        var own = at + 1;
        while (own < words.Count && words[own].Text is var word && (word.StartsWith('-') || word.StartsWith('+')))
        {
            own += word is "--color" or "--config" or "-Z" or "-C" ? 2 : 1;
        }

        return (GateTool.At(words, own), GateTool.At(words, own + 1)) switch
        {
            ("test" or "t", _) => new ToolWord(Test, own),
            ("nextest", "run" or "r") => new ToolWord(Nextest, own + 1),
            _ => new ToolWord(StackTool.None, at),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => RustGates.Packages(files);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => RustGates.Find(search.Files);

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) => RustGates.Covers(command, package, files);

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => CargoReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal) { ["cargo"] = new CargoReader(), ["nextest"] = new NextestReader() };

    /// <inheritdoc/>
    public TestRole RoleOf(string path) =>
        path.EndsWith(".rs", StringComparison.Ordinal) && path.Split('/').SkipLast(1).Contains("tests", StringComparer.Ordinal)
            ? TestRole.Test
            : TestRole.None;

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) =>
        failed.Command.Tool.Name is Test or Nextest || GateTool.Name(failed.Command.Program) == "cargo"
            ? CargoFaults.Of(failed.Text)
            : null;

    /// <inheritdoc/>
    public string? Remedy(string program) =>
        program switch
        {
            "cargo" => "Install it: apt install cargo",
            "cargo-nextest" => "Install it: cargo install cargo-nextest",
            _ => null,
        };

    /// <inheritdoc/>
    public IReadOnlyList<DependencyFile> Dependencies { get; } = [new("Cargo.toml", "`cargo fetch`")];
}
