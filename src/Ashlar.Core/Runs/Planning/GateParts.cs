using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Makes the place where gates run, and finds and checks the gates in it.</summary>
internal sealed class GateParts(
    RunHostServices services,
    Repository repository,
    RunFolder folder,
    CommandGrants grants,
    Configuration configuration,
    Policy policy,
    IReadOnlyList<Policy> authors
)
{
    private readonly ISandbox sandbox = grants.Sandbox;
    private readonly IReadOnlyDictionary<string, string> shared = grants.Shared;

    private string CheckoutPath => Path.Combine(folder.ScratchPath, "gates");

    /// <summary>The checkout at a commit, the project's Python, and the gates with what is missing for them.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="criteria">Acceptance criteria that are commands: they are checked like gates.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(GateWorkspace Stage, Interpreter? Python, GatePreparation Gates, GatePreparation Criteria)> FindAsync(
        string commit,
        IReadOnlyList<GateSetting> criteria,
        CancellationToken cancellationToken
    )
    {
        var (checkout, python) = await OpenAsync(commit, cancellationToken).ConfigureAwait(false);
        var selection = GateFinder.Select(configuration.Gates, policy.Gates, checkout.Root, python);
        var world = World(Mounts(), python);
        var isInstalledLater = configuration.Setup.Count > 0;
        var gates = await GatePreparation.OfAsync(selection, world, cancellationToken, isInstalledLater).ConfigureAwait(false);
        var aimed = criteria.Select(new ProseTargets(gates.Gates, checkout.Root).OfCriterion).ToList();
        var wanted = new GateSelection([.. aimed.Select(one => one.Gate)], GateOrigin.Criterion)
        {
            Notes = [.. aimed.Select(one => one.Note).OfType<string>()],
        };
        var others =
            criteria.Count == 0
                ? new GatePreparation([], [], [])
                : await GatePreparation.OfAsync(wanted, world, cancellationToken, isInstalledLater).ConfigureAwait(false);
        gates = gates with
        {
            Uncovered = gates.Coverage(checkout.Root).Uncovered,
            Notes = [.. gates.Notes, .. await UnsharedFiles.NotesAsync(repository, shared, cancellationToken).ConfigureAwait(false)],
        };
        return (new GateWorkspace(checkout, world, configuration.Setup), python, gates, others);
    }

    /// <summary>The same, where all must be there.</summary>
    /// <exception cref="ProblemException">A gate's program is missing, or there is no test gate although none was waived.</exception>
    public async Task<(GateWorkspace Stage, Interpreter? Python, GatePreparation Gates, GatePreparation Criteria)> PrepareAsync(
        string commit,
        IReadOnlyList<GateSetting> criteria,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(commit, criteria, cancellationToken).ConfigureAwait(false);
        var gates = found.Gates;
        if (gates.Problems.Count + found.Criteria.Problems.Count > 0)
        {
            throw new ProblemException([.. gates.Problems, .. found.Criteria.Problems]);
        }

        if (configuration.Gates is null && !gates.Gates.Any(gate => GateFinder.IsTest(gate, CheckoutPath)))
        {
            throw NoTests(CheckoutPath, gates);
        }

        return found;
    }

    /// <summary>The place for a run that is resumed with the gates and the Python known from its start.</summary>
    public async Task<GateWorkspace> ReopenAsync(Interpreter? python, CancellationToken cancellationToken)
    {
        // Commands may run here before the first gate fills it, and an execution that ended in order has removed it.
        Directory.CreateDirectory(CheckoutPath);
        LayOut(python);
        await OperatorPrefix.ProveAsync(sandbox, Mounts(), cancellationToken).ConfigureAwait(false);
        return new GateWorkspace(Checkout(), World(Mounts(), python), configuration.Setup);
    }

    /// <summary>Writes what all commands of the run find, before any of them runs.</summary>
    private void LayOut(Interpreter? python)
    {
        var programs = Directory.CreateDirectory(Path.Combine(folder.ProvidedPath, SandboxMounts.ProvidedPrograms)).FullName;
        python?.WritePrograms(programs);
        RunnerWatch.LayOut(folder.ProvidedPath);
    }

    /// <summary>The same, with the project's Python as it is found here.</summary>
    public async Task<GateWorkspace> ReopenHereAsync(string commit, CancellationToken cancellationToken)
    {
        var (checkout, python) = await OpenAsync(commit, cancellationToken).ConfigureAwait(false);
        return new GateWorkspace(checkout, World(Mounts(), python), configuration.Setup);
    }

    /// <summary>The checkout at a commit, and the project's Python as it is found there, laid out for commands.</summary>
    private async Task<(GateCheckout Checkout, Interpreter? Python)> OpenAsync(string commit, CancellationToken cancellationToken)
    {
        var checkout = Checkout();
        await checkout.FillAsync(commit, commit, cancellationToken).ConfigureAwait(false);
        var mounts = Mounts();
        await OperatorPrefix.ProveAsync(sandbox, mounts, cancellationToken).ConfigureAwait(false);
        var gates = GateFinder.Select(configuration.Gates, policy.Gates, checkout.Root, python: null).Gates;
        var imports = PythonImports
            .Of(checkout.Root)
            .Union(GateProbe.Runners(gates, checkout.Root), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        var python =
            imports.Count == 0 ? null : await Interpreter.FindAsync(sandbox, mounts, imports, cancellationToken).ConfigureAwait(false);
        LayOut(python);
        return (checkout, python);
    }

    private GateCheckout Checkout() =>
        new(repository.Programs.Git!, CheckoutPath, Path.Combine(repository.CommonDirectory, "objects"))
        {
            ObjectFormat = repository.ObjectFormat,
            LargeFiles = repository.LargeFiles,
            Hidden = HiddenFiles.Of(authors),
            Links = sandbox is HostSandbox ? shared : new Dictionary<string, string>(StringComparer.Ordinal),
        };

    private SandboxMounts Mounts() =>
        new()
        {
            Root = CheckoutPath,
            ShownRoot = sandbox is HostSandbox ? CheckoutPath : repository.Root,
            Shared = sandbox is HostSandbox ? shared : WithObjects(),
            HiddenShared = HiddenFiles.In(shared, authors),
            HiddenOutside = [services.StatePath],
            PrivateFolder = Directory.CreateDirectory(Path.Combine(folder.ScratchPath, "gates-private")).FullName,
            Provided = Directory.CreateDirectory(folder.ProvidedPath).FullName,
        };

    private Dictionary<string, string> WithObjects()
    {
        var (path, source) = Checkout().ObjectsMount;
        return new Dictionary<string, string>(shared, StringComparer.Ordinal) { [path] = source };
    }

    private GateWorld World(SandboxMounts mounts, Interpreter? python) =>
        new()
        {
            Sandbox = sandbox,
            Mounts = mounts,
            Environment = PolicyParts.Environment(policy, configuration, grants.Secrets),
            Secrets = grants.Secrets,
            Mask = grants.Mask,
            Artifacts = folder.Artifacts,
            Services = configuration.Services,
            Python = python,
        };

    private static ProblemException NoTests(string root, GatePreparation gates) =>
        new(
            new Problem(
                "gates.no-tests",
                "no test gate was found, so nothing could show that the work is done"
                    + (gates.Uncovered.Count == 0 ? "" : $"; no gate runs the tests of {string.Join(", ", gates.Uncovered.Take(3))}")
            )
            {
                Path = ".ashlar/config.yaml",
                Remedy =
                    $"Name the tests' command there: `gates: [{{name: tests, run: {GateFinder.Example(root, gates.Gates)}}}]`; `gates` without a test gate accepts work without tests",
            }
        );
}

/// <summary>What commands are given.</summary>
/// <param name="Sandbox">Where they run.</param>
/// <param name="Mask">What must not be seen of what they say.</param>
/// <param name="Secrets">Secrets by name.</param>
/// <param name="Shared">What they see of the checkout although git does not know it: absolute source by relative path.</param>
internal sealed record CommandGrants(
    ISandbox Sandbox,
    SecretMask Mask,
    IReadOnlyDictionary<string, string> Secrets,
    IReadOnlyDictionary<string, string> Shared
)
{
    /// <summary>The same with what a commit only points to, laid out for commands; and what of it is not there.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="files">The files of the commit.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(CommandGrants Grants, IReadOnlyList<Problem> Warnings)> WithContentsAsync(
        Repository repository,
        CommitFiles files,
        RunFolder folder,
        CancellationToken cancellationToken
    )
    {
        var (shared, warnings) = await Contents.WithAsync(Shared, repository, files, folder, cancellationToken).ConfigureAwait(false);
        return (this with { Shared = shared }, warnings);
    }
}
