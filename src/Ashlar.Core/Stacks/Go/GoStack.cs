using Ashlar.Core.Sandboxes.Stores;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Go;

/// <summary>Go: modules and <c>go test</c>.</summary>
internal sealed class GoStack : IStack
{
    /// <summary><c>go test</c>.</summary>
    public const string Test = "go test";

    /// <inheritdoc/>
    public string Name => "go";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Test, ToolUse.Tests)
        {
            Results = "gotest",
            IsReadBehind = true,
            ReadFrom = "JSON (`-json`)",
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".go"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["vendor"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [new("go", ["go", "golangci-lint", "gotestsum", "staticcheck"], [".golangci.*", "staticcheck.conf", "go.work", ".testcoverage.yml"])];

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new GoStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) =>
        GateTool.Name(words[at].Text) != "go" ? null
        : GateTool.At(words, at + 1) == "test" ? new ToolWord(Test, at + 1)
        : new ToolWord(StackTool.None, at);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) =>
        search.Files.Has("go.mod") ? [new GateSetting("go-tests", "go test ./...") { SourcePath = "go.mod" }] : [];

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) =>
        request is { Place: not null, Results: "gotest", Command: { Tool.Name: Test, OptionsAt: > 0 } command }
            ? new ReportedLine(command.Line.Insert(command.OptionsAt, " -json"))
            : null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal) { ["gotest"] = new GoTestReader(), ["go"] = new GoTestReader() };

    /// <inheritdoc/>
    public TestRole RoleOf(string path) => path.EndsWith("_test.go", StringComparison.Ordinal) ? TestRole.Test : TestRole.None;

    /// <inheritdoc/>
    public string? Remedy(string program) => program == "go" ? "Install it: apt install golang-go" : null;
}
