using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>JavaScript and TypeScript on node: scripts of package.json, workspaces, and the runners behind them.</summary>
internal sealed class NodeStack : IStack
{
    /// <inheritdoc/>
    public string Name => "node";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools => NodeTools.All;

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx", ".vue", ".svelte"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["node_modules", "dist", "build"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration => NodeConfiguration.All;

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new NpmStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) =>
        NodeTool.Of(words, at) is var (kind, tool) ? new ToolWord(kind, tool) : null;

    /// <inheritdoc/>
    public int SkipWrapper(IReadOnlyList<ShellWord> words, int at, StackSet stacks) => NodeWrapper.Skip(words, at, stacks);

    /// <inheritdoc/>
    public GateCommand? Behind(GateCommand command, RepositoryFiles files) => NodeScripts.Behind(command, files);

    /// <inheritdoc/>
    public void Follow(GateCommand command, ReachedCommands reached) => NodeScripts.Follow(command, reached);

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => NodeCoverage.Packages(files);

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) => NodeCoverage.Covers(command, package, files);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => NodeGates.Find(search.Files);

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request)
    {
        if (request.Place is not { } place)
        {
            return null;
        }

        var reads = NodeReport.Reads(request.Command.Tool.Name);
        if (Readers.GetValueOrDefault(request.Results) is NodeReader || (request.Results == "junit" && reads))
        {
            return new ReportedLine(
                NodeScripts.Reporting(request.Command.Line, request.Repository, place, request.Files, request.Watch) ?? request.Command.Line
            )
            {
                Ending = "",
                IsRestricted = request.Files is not null,
                Reader = request.Results == "junit" ? new NodeReader("junit") : null,
            };
        }

        return request.Results is "junit" or "trx"
            ? null
            : new ReportedLine(NodeScripts.Checking(request.Command.Line, request.Repository));
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal)
        {
            ["node"] = new NodeReader("node"),
            ["jest"] = new NodeReader("jest"),
            ["vitest"] = new NodeReader("vitest"),
            ["mocha"] = new NodeReader("mocha"),
            ["ava"] = new NodeReader("ava"),
            ["tap"] = new NodeReader("tap"),
            ["tape"] = new NodeReader("tape"),
            ["uvu"] = new NodeReader("uvu"),
            ["playwright"] = new NodeReader("playwright"),
            ["eslint"] = new EslintReader(),
            ["tsc"] = new LinterReader("tsc"),
            ["prettier"] = new LinterReader("prettier"),
        };

    /// <inheritdoc/>
    public TestRole RoleOf(string path) => NodeTestFiles.RoleOf(path);

    /// <inheritdoc/>
    public IReadOnlyList<DependencyFile> Dependencies { get; } =
    [
        new("pnpm-lock.yaml", "`pnpm install`"),
        new("yarn.lock", "`yarn install`"),
        new("package-lock.json", "`npm ci`")
        {
            Brings = text =>
                text.Contains("node_modules/", StringComparison.Ordinal) || text.Contains("ependencies\"", StringComparison.Ordinal),
        },
        new("package.json", "`npm install`") { Brings = text => text.Contains("ependencies\"", StringComparison.Ordinal) },
    ];

    /// <inheritdoc/>
    public StackFault? Silence(FailedCommand failed) => NodeFaults.Of(failed);

    /// <inheritdoc/>
    public string? Remedy(string program) => program is "node" or "npm" or "npx" ? "Install it: apt install nodejs npm" : null;
}
