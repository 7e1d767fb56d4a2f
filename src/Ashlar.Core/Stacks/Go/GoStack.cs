using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

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
            Dialect = JUnitDialect.Go,
            IsReadBehind = true,
            Results = "gotest",
            ReadFrom = "JSON (`-json`)",
            SelectedBy = "the packages of the files",
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
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at)
    {
        if (GateTool.Name(words[at].Text) is not ("go" or "richgo" or "gotestsum"))
        {
            return null;
        }

        var own = at + 1;
        if (GateTool.At(words, own) == "-C")
        {
            own += 2;
        }

        return GateTool.Name(words[at].Text) == "gotestsum" ? new ToolWord(Test, at)
            : GateTool.At(words, own) == "test" ? new ToolWord(Test, own)
            : new ToolWord(StackTool.None, at);
    }

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => GoGates.Packages(files);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => GoGates.Find(search.Files);

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) => GoGates.Covers(command, package);

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => GoReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal) { ["gotest"] = new GoTestReader(), ["go"] = new GoTestReader() };

    /// <inheritdoc/>
    public TestRole RoleOf(string path) => path.EndsWith("_test.go", StringComparison.Ordinal) ? TestRole.Test : TestRole.None;

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) =>
        failed.Command.Tool.Name == Test || GateTool.Name(failed.Command.Program) == "go" ? GoFaults.Of(failed.Text) : null;

    /// <inheritdoc/>
    public string? Remedy(string program) =>
        program switch
        {
            "go" => "Install it: apt install golang-go",
            "gotestsum" => "Install it: go install gotest.tools/gotestsum@latest",
            _ => null,
        };

    /// <inheritdoc/>
    public IReadOnlyList<DependencyFile> Dependencies { get; } = [new("go.mod", "`go mod download`")];
}
