using Ashlar.Core.Gates.Inputs;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Gates.Placeholders;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// A task's change, read once for everything that looks at texts: placeholders, test integrity, the judge's inputs and the proof on the
/// task base.
/// </summary>
public sealed class TaskExamination
{
    private readonly GateWorld world;
    private readonly Dictionary<string, byte[]?> data;

    private TaskExamination(GateWorld world, IReadOnlyList<ChangedFile> change, Dictionary<string, byte[]?> data)
    {
        this.world = world;
        this.data = data;
        Change = change;
    }

    /// <summary>The text files of the change.</summary>
    public IReadOnlyList<ChangedFile> Change { get; }

    /// <summary>Tests of the changed test files on the task base.</summary>
    public required TestInventory Before { get; init; }

    /// <summary>Tests of the changed test files now.</summary>
    public required TestInventory After { get; init; }

    /// <summary>
    /// What the change does to the judge. Its <see cref="JudgeReading.FromBase"/> is to be laid over the checkout after each filling with the
    /// task's tree (<see cref="GateCheckout.Lay"/>).
    /// </summary>
    public required JudgeReading Judge { get; init; }

    /// <summary>The tests that the task adds or changes, as their texts show them.</summary>
    public IReadOnlyList<TestSource> OwnTests => TestIntegrity.NewOrChanged(Before, After);

    /// <summary>Reads a change.</summary>
    /// <param name="git">Git on the repository.</param>
    /// <param name="baseTree">Tree or commit of the task base.</param>
    /// <param name="tree">The tree that is judged.</param>
    /// <param name="gates">The gates of the run.</param>
    /// <param name="world">Where Python reads the tests.</param>
    /// <param name="allowance">What the written task and answers allow.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandStartException">Python or the sandbox does not start: an environment fault.</exception>
    public static async Task<TaskExamination> ReadAsync(
        Git git,
        string baseTree,
        string tree,
        IReadOnlyList<GateSetting> gates,
        GateWorld world,
        IntegrityAllowance allowance,
        CancellationToken cancellationToken
    )
    {
        var before = await TreeFiles.OfAsync(git, baseTree, cancellationToken).ConfigureAwait(false);
        var now = await TreeFiles.OfAsync(git, tree, cancellationToken).ConfigureAwait(false);
        var files = await new TreeDiff(git).FilesAsync(baseTree, tree, cancellationToken).ConfigureAwait(false);
        var change = new List<ChangedFile>();
        var support = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        var unreadable = new List<UnreadableFile>();
        foreach (
            var reading in await new ChangeReader(git, baseTree, tree, before, now)
                .ReadAsync(files, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            reading.Match<object?>(
                text =>
                {
                    change.Add(text);
                    return null;
                },
                (path, content) => StackCatalog.All.IsSupport(path) && content is not null ? support[path] = content : null,
                other =>
                {
                    if (!allowance.NamesFile(other.Path))
                    {
                        unreadable.Add(other);
                    }

                    return null;
                }
            );
        }

        var closures = await JudgeInputs.ClosuresAsync(gates, before, world.Environment).ConfigureAwait(false);
        var judge = await JudgeInputs.ReadAsync(change, gates, allowance, before, closures).ConfigureAwait(false);
        var shadows = await new RunnerShadows(before, now, closures, world)
            .FindingsAsync(files, allowance, cancellationToken)
            .ConfigureAwait(false);
        judge = judge with
        {
            FromBase = await WithUnreadableAsync(judge.FromBase, unreadable, before).ConfigureAwait(false),
            Findings =
            [
                .. judge.Findings,
                .. AttributeText.Added(change, allowance),
                .. await HiddenFromTools.AddedAsync(change, allowance, now).ConfigureAwait(false),
                .. unreadable.Select(file => file.Finding),
                .. shadows,
            ],
        };
        return new TaskExamination(world, change, support)
        {
            Judge = judge,
            Before = await InventoryAsync(change, file => file.Before, world, cancellationToken).ConfigureAwait(false),
            After = await InventoryAsync(change, file => file.After, world, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>
    /// What is read in the change and may stand where its author says why: placeholders, tests that look weaker, stand-ins; and changes of what
    /// judges, to which somebody else has to agree.
    /// </summary>
    public IReadOnlyList<Finding> Findings =>
        [.. PlaceholderCheck.Findings(Change), .. Judge.Findings, .. TestIntegrity.Findings(Before, After)];

    /// <summary>Whether a runner's test is one of the task's own new or changed tests.</summary>
    public bool IsOwn(TestCase test) => OwnTests.Any(own => own.IsCase(test));

    /// <summary>
    /// The task's own tests of a new file that can be read and yet not be collected, by the ids that their text gives them: what they use does not
    /// exist yet. Empty for any other failure.
    /// </summary>
    public IReadOnlyList<string> Awaiting(TestCase failure) =>
        failure.File is { } file
        && Change.Any(changed => changed.Path == file && changed.Before is null)
        && !IsOwn(failure)
        && After.Of(file).Error is null
            ? [.. OwnTests.Where(test => test.File == file).Select(test => test.Id)]
            : [];

    /// <summary>Binary files of the change that support tests: content by path, null for a deleted one.</summary>
    public IReadOnlyDictionary<string, byte[]?> SupportData => data;

    private static Task<TestInventory> InventoryAsync(
        List<ChangedFile> change,
        Func<ChangedFile, string?> text,
        GateWorld world,
        CancellationToken cancellationToken
    ) =>
        TestInventory.ReadAsync(
            change.Where(file => text(file) is not null).ToDictionary(file => file.Path, file => text(file)!, StringComparer.Ordinal),
            world,
            cancellationToken
        );

    /// <summary>Configuration that cannot be read is laid as it was, like any other.</summary>
    private static async Task<IReadOnlyDictionary<string, byte[]?>> WithUnreadableAsync(
        IReadOnlyDictionary<string, byte[]?> fromBase,
        List<UnreadableFile> unreadable,
        TreeFiles before
    )
    {
        var all = new Dictionary<string, byte[]?>(fromBase, StringComparer.Ordinal);
        foreach (var file in unreadable.Where(file => JudgeInputs.IsConfiguration(file.Path)))
        {
            all[file.Path] = await before.ContentAsync(file.Path).ConfigureAwait(false);
        }

        return all;
    }
}
