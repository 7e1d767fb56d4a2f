using Ashlar.Core.Sandboxes.Stores;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>Rust: crates, workspaces and <c>cargo test</c>.</summary>
internal sealed class RustStack : IStack
{
    /// <summary><c>cargo test</c>.</summary>
    public const string Test = "cargo test";

    /// <inheritdoc/>
    public string Name => "rust";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Test, ToolUse.Tests)
        {
            Results = "cargo",
            IsReadBehind = true,
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
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) =>
        GateTool.Name(words[at].Text) != "cargo" ? null
        : GateTool.At(words, at + 1) == "test" ? new ToolWord(Test, at + 1)
        : new ToolWord(StackTool.None, at);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) =>
        search.Files.Has("Cargo.toml") ? [new GateSetting("cargo-tests", "cargo test --offline") { SourcePath = "Cargo.toml" }] : [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal) { ["cargo"] = new CargoReader() };

    /// <inheritdoc/>
    public TestRole RoleOf(string path) =>
        path.EndsWith(".rs", StringComparison.Ordinal) && path.Split('/').SkipLast(1).Contains("tests", StringComparer.Ordinal)
            ? TestRole.Test
            : TestRole.None;

    /// <inheritdoc/>
    public string? Remedy(string program) => program == "cargo" ? "Install it: apt install cargo" : null;
}
