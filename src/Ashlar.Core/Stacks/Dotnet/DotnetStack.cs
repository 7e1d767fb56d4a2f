using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Dotnet;

/// <summary>.NET: solutions and projects, <c>dotnet test</c>.</summary>
internal sealed class DotnetStack : IStack
{
    /// <summary><c>dotnet test</c>.</summary>
    public const string Test = "dotnet test";

    /// <inheritdoc/>
    public string Name => "dotnet";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Test, ToolUse.Tests)
        {
            Dialect = JUnitDialect.Dotnet,
            Results = "trx",
            ReadFrom = "TRX",
            FoundAs = "VSTest and Microsoft.Testing.Platform: xunit, NUnit, MSTest",
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".cs", ".fs", ".vb", ".razor", ".cshtml", ".xaml"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["bin", "obj"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration => DotnetConfiguration.All;

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new NuGetStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at) =>
        GateTool.Name(words[at].Text) != "dotnet" ? null
        : GateTool.At(words, at + 1) == "test" ? new ToolWord(Test, at + 1)
        : new ToolWord(StackTool.None, at);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => DotnetGates.Find(search.Files);

    /// <inheritdoc/>
    public IEnumerable<GateSetting> GatesWithoutTests(GateSearch search) =>
        DotnetGates.Build(search.Files, search.Found.Any(gate => search.Files.Stacks.ReadsTests(gate, search.Files.Root)));

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => DotnetGates.Packages(files);

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) => DotnetGates.Covers(command, package, files);

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => DotnetReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal) { ["trx"] = new TrxReader(), ["dotnet"] = new TrxReader() };

    /// <inheritdoc/>
    public TestRole RoleOf(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return Path.GetExtension(path) is ".cs" or ".fs" or ".vb"
            && (
                stem.EndsWith("Test", StringComparison.Ordinal)
                || stem.EndsWith("Tests", StringComparison.Ordinal)
                || stem.StartsWith("Test", StringComparison.Ordinal)
                || stem.EndsWith("Spec", StringComparison.Ordinal)
            )
                ? TestRole.Test
            : path.Split('/').SkipLast(1).Any(part => part.EndsWith(".Tests", StringComparison.Ordinal)) ? TestRole.Support
            : TestRole.None;
    }

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) =>
        failed.Command.Tool.Name == Test || GateTool.Name(failed.Command.Program) == "dotnet" ? DotnetFaults.Of(failed) : null;

    /// <inheritdoc/>
    public string? Remedy(string program) => program == "dotnet" ? "Install it: apt install dotnet-sdk-10.0" : null;
}
