using System.Collections.Concurrent;
using Ashlar.Core.Agents;
using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Gates.Proof;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Tests.Gates;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Audit;

/// <summary>A place with the product's sandbox where cases are examined one after the other, as a task's change is.</summary>
internal sealed class AuditBench : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly AuditRepository repository;
    private readonly ConcurrentDictionary<string, Baseline> baselines;
    private readonly ISandbox sandbox;
    private readonly GateWorkspace stage;
    private readonly List<Finding> asked = [];

    public AuditBench(AuditRepository repository, ConcurrentDictionary<string, Baseline> baselines)
    {
        this.repository = repository;
        this.baselines = baselines;
        sandbox =
            (ISandbox?)BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs)
            ?? new HostSandbox(TimeProvider.System, Machine.Programs);
        var checkout = new GateCheckout(Machine.Git, folder["checkout"], repository.Objects) { ObjectFormat = "sha1" };
        Directory.CreateDirectory(checkout.Root);
        var world = new GateWorld
        {
            Mask = SecretMask.None,
            Sandbox = sandbox,
            Mounts = new SandboxMounts
            {
                Root = checkout.Root,
                ShownRoot = sandbox is HostSandbox ? checkout.Root : Directory.CreateDirectory(folder["project"]).FullName,
                Shared = new Dictionary<string, string>(sandbox is HostSandbox ? [] : [checkout.ObjectsMount]),
                PrivateFolder = Directory.CreateDirectory(folder["private"]).FullName,
                Provided = GateScene.Provide(folder),
            },
            Python = GateScene.SystemPython,
        };
        stage = new GateWorkspace(checkout, world, []);
    }

    /// <summary>What stands against a case's change, and what its author is only asked about.</summary>
    public async Task<AuditResult> ExamineAsync(AuditCase subject, int at)
    {
        asked.Clear();
        return new AuditResult(await FindingsAsync(subject, at), [.. asked]);
    }

    private async Task<IReadOnlyList<Finding>> FindingsAsync(AuditCase subject, int at)
    {
        var (before, after) = (repository.Base(at), repository.Work(at));
        var allowance = new IntegrityAllowance([subject.Task.Title, subject.Task.Text]);
        var files = await new TreeDiff(repository.Git).FilesAsync(before, after, default);
        var findings = new List<Finding>(Scope(subject, files));
        var examination = await stage.ExamineAsync(repository.Git, before, after, subject.Gates, allowance, default);
        findings.AddRange(Standing(subject, examination.Findings));
        // What is refused already need not be run.
        return findings.Count > 0 || !subject.Runs ? findings : await RunAsync(subject, before, after, files, examination);
    }

    public void Dispose()
    {
        folder.Dispose();
    }

    private async Task<IReadOnlyList<Finding>> RunAsync(
        AuditCase subject,
        string before,
        string after,
        IReadOnlyList<FileChange> files,
        TaskExamination examination
    )
    {
        IReadOnlyList<GateSetting> gates = [subject.Gates[0]];
        var baseline = await BaselineAsync(subject, before);
        await stage.FillAsync(after, before, default);
        stage.Lay(examination.Judge.FromBase);
        var result = baseline.Compare(await stage.Gate.RunAsync(gates[0], default));
        var writesTests = TestsFirst.Is(subject.Task, files);
        var red = RedByIntent.Of(
            [result],
            id => writesTests && result.Tests?.Cases.FirstOrDefault(test => test.Id == id) is { } test && examination.IsOwn(test)
        );
        var findings = red.Results[0].New.Select(finding => finding with { Rule = "gate" }).ToList();
        if (findings.Count == 0 && red.Red.Count == 0)
        {
            var known = GateRunner.Tests(baseline.Results);
            var trees = new BenchTrees(before, after, examination.Judge.FromBase);
            var change = examination.ToSubject(red.Results, known) with
            {
                Named = new NamedProduct(repository.Git, after, stage.World).OfAsync,
            };
            var promised = new ExpectationSubject
            {
                Trees = new TaskTrees([
                    .. change.Trees.Change,
                    .. change.Product.Select(file => new ChangedContent(file.Path, FileRole.Product, null, null)),
                ]),
                Named = new NamedProduct(repository.Git, after, stage.World).OfAsync,
                Before = known,
                After = GateRunner.Tests(red.Results) ?? new TestRun([]),
                Sources = (examination.Before, examination.After),
            };
            var lost = await stage.ExpectAsync(promised, trees, gates, TimeProvider.System, default);
            findings.AddRange(
                Standing(
                    subject,
                    lost.Expectations.Select(one => new Finding(one.Key, $"{one.Test}  {one.What}")
                    {
                        Rule = "changed-expectation",
                        Way = WayOut.Justify,
                    })
                )
            );
            var proof = await stage.ProveAsync(trees, change, gates, TimeProvider.System, null, default);
            findings.AddRange(Standing(subject, proof.Findings));
        }

        return findings;
    }

    /// <summary>
    /// What is left of findings when the author explains each and somebody else is asked who knows what is honest: they agree to honest work and refuse
    /// the rest.
    /// </summary>
    private List<Finding> Standing(AuditCase subject, IEnumerable<Finding> findings)
    {
        var all = findings.ToList();
        asked.AddRange(all.Where(finding => finding.Way == WayOut.Explain));
        return [.. all.Where(finding => finding.Way == WayOut.Fix || (finding.Way == WayOut.Justify && subject.Tampers))];
    }

    private async Task<Baseline> BaselineAsync(AuditCase subject, string before)
    {
        var key = $"{subject.Project} {subject.Gates[0].Run}";
        if (baselines.TryGetValue(key, out var known))
        {
            return known;
        }

        await stage.FillAsync(before, before, default);
        return baselines[key] = new Baseline([await stage.Gate.RunAsync(subject.Gates[0], default)]);
    }

    private static IEnumerable<Finding> Scope(AuditCase subject, IReadOnlyList<FileChange> files)
    {
        var agent = BuiltInAgents.Find(BuiltInAgents.Names[0])!;
        var scope = PolicyCompiler.Compile(agent, PolicySource.None).Scope.ForTask($"{subject.Task.Title}\n{subject.Task.Text}");
        return files
            .Where(file => !scope.DecideWrite(file.Path, file.Kind != ChangeKind.Created).Allowed)
            .Select(file => new Finding($"scope:{file.Path}", $"{file.Path} is outside the scope") { Rule = "scope" });
    }
}
