using System.Text;
using Ashlar.Core.Gates.Inputs;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>
/// Keeps what judges as the task found it (contract section 6): every file that a gate's command reaches, and every file that its tools
/// read as configuration. A changed one is laid as it was, a new one as absent, a deleted one is put back. A file that the written task
/// names is the task's to change.
/// </summary>
internal static class JudgeInputs
{
    private static readonly JudgingTool MakeTool = new("make", ["make", "gmake"], []);
    private static readonly string[] DataFolders = ["fixtures", "__fixtures__", "testdata", "cassettes", "snapshots", "golden"];

    /// <summary>Whether a file steers how gates of any ecosystem judge, by its name.</summary>
    public static bool IsConfiguration(string path) =>
        JudgingTools.IsMixed(path) || StackCatalog.All.Configuration.Any(tool => tool.IsWhole(path)) || IsPipeline(path);

    /// <summary>Whether a file counts as a test: what judges, tests and what supports them.</summary>
    public static bool Counts(string path) => IsConfiguration(path) || StackCatalog.All.IsTest(path) || StackCatalog.All.IsSupport(path);

    /// <summary>Reads a change.</summary>
    /// <param name="change">The task's change.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="allowance">The written task and answers.</param>
    /// <param name="files">The task base.</param>
    /// <param name="closures">What the gates reach on it.</param>
    public static async Task<JudgeReading> ReadAsync(
        IReadOnlyList<ChangedFile> change,
        IReadOnlyList<GateSetting> gates,
        IntegrityAllowance allowance,
        TreeFiles files,
        IReadOnlyList<GateClosure> closures
    )
    {
        var running = StackCatalog.All.Configuration.Where(tool => closures.Any(gate => gate.IsOpaque || tool.IsRunBy(gate.Text))).ToList();
        var fromBase = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (var file in change.Where(file => !allowance.NamesFile(file.Path)))
        {
            var tools = Tools(file, running);
            if (Reader(file, gates, closures, tools) is { } reader)
            {
                var content = await LaidAsync(file, tools, closures, files).ConfigureAwait(false);
                fromBase[file.Path] = content;
                findings.Add(reader.Finding(file));
            }
            else if (SetupHooks.Of(file) is { } hooks)
            {
                findings.Add(hooks);
                fromBase[file.Path] = await files.ContentAsync(file.Path).ConfigureAwait(false);
            }
        }

        findings.AddRange(Suppressions.Added(change, gates));
        findings.AddRange(RunnerSniffing.Added(change));
        return new JudgeReading(fromBase, findings);
    }

    /// <summary>What each gate reaches on the base.</summary>
    public static async Task<IReadOnlyList<GateClosure>> ClosuresAsync(
        IReadOnlyList<GateSetting> gates,
        TreeFiles files,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var closures = new List<GateClosure>();
        foreach (var gate in gates)
        {
            closures.Add(await ClosureReader.OfAsync(gate, files, environment).ConfigureAwait(false));
        }

        return closures;
    }

    /// <summary>
    /// The tools whose orders count in a file: what the project already configures judges elsewhere too, what is new only where a gate's
    /// tool reads it.
    /// </summary>
    private static IReadOnlyList<JudgingTool> Tools(ChangedFile file, IReadOnlyList<JudgingTool> running) =>
        file.Before is null ? running
        : JudgingTools.IsMixed(file.Path)
            ?
            [
                .. StackCatalog.All.Configuration.Where(tool =>
                    tool.IsWhole(file.Path) || running.Contains(tool) || MixedText.Part(file.Path, file.Before, [tool], []).Length > 0
                ),
            ]
        : StackCatalog.All.Configuration;

    /// <summary>Whether a tool's own file differs in nothing but keys that are the work's to change.</summary>
    private static bool IsHarmless(ChangedFile file, JudgingTool tool) =>
        tool.Harmless.Count > 0
        && file.Before is { } before
        && file.After is { } after
        && TableText.Part(before, tool.Tables, tool.Harmless) == TableText.Part(after, tool.Tables, tool.Harmless);

    /// <summary>Who reads the file as its orders and sees something else in it now; null where nobody does.</summary>
    private static JudgeReader? Reader(
        ChangedFile file,
        IReadOnlyList<GateSetting> gates,
        IReadOnlyList<GateClosure> closures,
        IReadOnlyList<JudgingTool> tools
    )
    {
        var path = file.Path;
        if (path.Split('/').SkipLast(1).Any(part => DataFolders.Contains(part, StringComparer.Ordinal)))
        {
            return null;
        }

        if (JudgingTools.Name(path) is "Makefile" or "makefile" or "GNUmakefile")
        {
            return Make(file, closures);
        }

        if (
            closures.FirstOrDefault(gate => gate.Files.Contains(path) || (gate.Awaited.Contains(path) && !StackCatalog.All.IsTest(path))) is
            { } reached
        )
        {
            return new JudgeReader(reached.Gate, "its command reaches it");
        }

        if (IsPipeline(path) && gates.FirstOrDefault(gate => gate.SourcePath == path) is { } detected)
        {
            return new JudgeReader(detected.Name, "it comes from it");
        }

        if (tools.FirstOrDefault(tool => tool.IsWhole(path) && !IsHarmless(file, tool)) is { } whole)
        {
            return new JudgeReader(GateOf(whole, closures), $"{whole.Name} reads it");
        }

        return JudgingTools.IsMixed(path) ? Mixed(file, closures, tools) : null;
    }

    /// <summary>A Makefile counts where the gate's stands or would be looked for; rules that the gate does not reach are the work's.</summary>
    private static JudgeReader? Make(ChangedFile file, IReadOnlyList<GateClosure> closures)
    {
        var folder = Folder(file.Path);
        foreach (var gate in closures.Where(gate => MakeTool.IsRunBy(gate.Text)))
        {
            var own = gate.Files.Where(path => JudgingTools.Name(path) is "Makefile" or "makefile" or "GNUmakefile").ToList();
            if (own.Count == 0 ? folder.Length == 0 : own.Exists(path => Folder(path) == folder))
            {
                return
                    file.Before is null
                    || MixedText.Part(file.Path, file.Before, [], [gate]) != MixedText.Part(file.Path, file.After, [], [gate])
                    ? new JudgeReader(gate.Gate, "its command reaches it")
                    : null;
            }
        }

        return null;
    }

    private static JudgeReader? Mixed(ChangedFile file, IReadOnlyList<GateClosure> closures, IReadOnlyList<JudgingTool> tools)
    {
        var isProject = JudgingTools.IsProject(file.Path);
        var isShared = JudgingTools.Name(file.Path) == "Directory.Packages.props";
        if (isProject && ((file.Before is null && !isShared) || !IsBuilt(file.Path, closures)))
        {
            // A project of the work's own: what it adds is judged by the gates as they are.
            return null;
        }

        if (JudgingTools.Name(file.Path) == "Cargo.toml" && file.Before is null)
        {
            return null;
        }

        if (MixedText.Part(file.Path, file.Before, tools, closures) == MixedText.Part(file.Path, file.After, tools, closures))
        {
            return null;
        }

        var tool = tools.FirstOrDefault(tool =>
            (tool.Tables.Count > 0 || tool.Keys.Count > 0)
            && MixedText.Part(file.Path, file.Before, [tool], []) != MixedText.Part(file.Path, file.After, [tool], [])
        );
        return isProject || tool is null
            ? new JudgeReader(GateOf(tool, closures), isProject ? "it says how the project is built" : "its command reaches a part of it")
            : new JudgeReader(GateOf(tool, closures), $"{tool.Name} reads a part of it");
    }

    private static bool IsBuilt(string path, IReadOnlyList<GateClosure> closures)
    {
        string[] words = Path.GetExtension(path) switch
        {
            ".json" => ["tsc", "ts-jest", "vue-tsc", "tsx", "jest", "vitest", "typecheck", "type-check"],
            ".xml" => ["mvn", "mvnw"],
            ".gradle" or ".kts" => ["gradle", "gradlew"],
            _ => ["dotnet", "msbuild"],
        };
        var builder = new JudgingTool("", words, []);
        return closures.Any(gate => gate.IsOpaque || builder.IsRunBy(gate.Text));
    }

    private static async Task<byte[]?> LaidAsync(
        ChangedFile file,
        IReadOnlyList<JudgingTool> tools,
        IReadOnlyList<GateClosure> closures,
        TreeFiles files
    )
    {
        var before = await files.ContentAsync(file.Path).ConfigureAwait(false);
        if (
            !JudgingTools.IsMixed(file.Path)
            || tools.Any(tool => tool.IsWhole(file.Path))
            || closures.Any(gate => gate.Files.Contains(file.Path))
        )
        {
            return before;
        }

        var merged = MixedText.Merged(file.Path, file.Before, file.After, tools, closures);
        return merged == file.Before ? before
            : merged is null ? null
            : Encoding.UTF8.GetBytes(merged);
    }

    private static string GateOf(JudgingTool? tool, IReadOnlyList<GateClosure> closures) =>
        closures.FirstOrDefault(gate => tool?.IsRunBy(gate.Text) ?? false)?.Gate ?? (closures.Count > 0 ? closures[0].Gate : "");

    private static bool IsPipeline(string path) =>
        path.StartsWith(".github/workflows/", StringComparison.Ordinal)
        || path.StartsWith(".circleci/", StringComparison.Ordinal)
        || path is ".gitlab-ci.yml" or "azure-pipelines.yml" or "Jenkinsfile";

    private static string Folder(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
}
