using System.Globalization;
using Ashlar.EndToEnd.Harness;
using Ashlar.EndToEnd.RedTeam;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>A run of the small shop that is killed and resumed.</summary>
internal sealed class CrashedRun : IAsyncDisposable
{
    private const int Killed = 137;

    // One for all runs, so that their endings can be compared.
    private static readonly string Secret = SecretScan.NewValue();

    private readonly ScriptedModelServer server;
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);

    private CrashedRun(ScriptedModelServer server) => this.server = server;

    /// <summary>The project.</summary>
    public Project Project { get; } = SmallShop.Create(Secret);

    /// <summary>A project and a model for it.</summary>
    public static async Task<CrashedRun> CreateAsync() => new(await SmallShop.Script(Secret).ServeAsync());

    /// <summary>The same with a model that does not answer one request, counted from 1, as long as it is waited for.</summary>
    public static async Task<CrashedRun> CreateAsync(int unanswered)
    {
        var script = SmallShop.Script(Secret);
        var never = new TaskCompletionSource();
        return new(
            await ScriptedModelServer.StartAsync(request =>
                request.Number == unanswered ? script.Answer(request).HeldUntil(never.Task) : script.Answer(request)
            )
        );
    }

    /// <summary>The model.</summary>
    public ScriptedModelServer Server => server;

    /// <summary>The id of the run.</summary>
    public string Id => Begun!;

    /// <summary>The journal's file.</summary>
    public string JournalPath => JournalOf(Id);

    /// <summary>The journal.</summary>
    public RunJournal Journal => RunJournal.Read(JournalPath);

    /// <summary>The worktree of a task.</summary>
    public string Worktree(string task) => Path.Combine(Project.Home, "worktrees", Id, task);

    /// <summary>The command that begins the run, or that continues with it where it has begun.</summary>
    public AshlarCommand Next() => HasBegun ? Project.Ashlar("resume", Id).Knowing(server) : SmallShop.Run(Project).Asking(server);

    /// <summary>Begins or continues and is killed after a line of the journal; whether it lived so long.</summary>
    public async Task<bool> KillAtAsync(int line)
    {
        var result = await Next().With("ASHLAR_FAILPOINT", line.ToString(CultureInfo.InvariantCulture)).RunAsync();
        Assert.True(result.ExitStatus is Killed or 0, $"ended with {result.ExitStatus}\n{result.Out}\n{result.Error}");
        Crashed();
        return result.ExitStatus == Killed;
    }

    /// <summary>Begins or continues and is killed by its git after a change, counted from 1; whether it lived to its end.</summary>
    public async Task<bool> KillByAsync(KillingGit git, int at)
    {
        var result = await git.Kill(Next(), at).RunAsync();
        Assert.True(result.ExitStatus is Killed or 0, $"ended with {result.ExitStatus}\n{result.Out}\n{result.Error}");
        Crashed();
        return result.ExitStatus == 0;
    }

    /// <summary>The process is gone: remembers which turns were answered, which must not be asked for again.</summary>
    public void Crashed()
    {
        requestsBefore = server.Requests.Count;
        answered.Clear();
        if (HasBegun)
        {
            foreach (var turn in Journal.Of("turn.received"))
            {
                answered.Add($"{turn.GetProperty("task").GetString()}/{turn.GetProperty("body").GetProperty("turn").GetInt32()}");
            }
        }
    }

    /// <summary>Continues to the end and says how the run ended, after checks of what must hold for each.</summary>
    public async Task<Ending> EndAsync()
    {
        var result = await Next().RunAsync();
        Assert.True(result.ExitStatus == 0, $"ended with {result.ExitStatus}\n{result.Out}\n{result.Error}");
        AssertNothingWasAskedAgain();
        return await EndedAsync();
    }

    /// <summary>How a run that is done ended, after checks of what must hold for each.</summary>
    public async Task<Ending> EndedAsync()
    {
        AssertNothingIsLeft();
        Assert.True(Journal.IsWhole);
        AssertTheSecretIsKept();
        return await Ending.OfAsync(this, 0);
    }

    /// <summary>What the task list, the model's words and its report say of a secret stands in no record, message or request.</summary>
    public void AssertTheSecretIsKept()
    {
        var scan = new SecretScan(Secret);
        var messages = Project.Git("log", SmallShop.Branch, "--format=%B");
        Assert.Contains("[secret TOKEN]", messages, StringComparison.Ordinal);
        Assert.False(scan.Finds(messages), messages);
        Assert.DoesNotContain(server.Requests, request => scan.Finds(request.Bytes));
        Assert.Equal(
            [],
            Directory
                .EnumerateFiles(Path.Combine(Project.Home, "runs", Id), "*", SearchOption.AllDirectories)
                .Where(file => scan.Finds(File.ReadAllBytes(file)))
        );
    }

    /// <summary>No turn that was answered before the last crash was asked for after it.</summary>
    public void AssertNothingWasAskedAgain() =>
        Assert.DoesNotContain(server.Requests.Skip(requestsBefore), request => answered.Contains($"{request.TaskId}/{request.Turn}"));

    /// <summary>The repository is whole, and nothing of the run is left in it, nor among the processes.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Equal("", Project.Git("fsck", "--no-dangling", "--no-progress"));
        Assert.Single(Project.Git("worktree", "list").Split('\n'));
        Assert.Equal("", Project.Git("status", "--porcelain"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Project.Root, ".git"), "*.lock", SearchOption.AllDirectories));
        Assert.Equal(
            $"refs/heads/main\nrefs/heads/{SmallShop.Branch}",
            Project.Git("for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags")
        );
        Assert.Empty(Processes());
    }

    /// <summary>The command lines of processes that name the project's state folder or work in it.</summary>
    public IReadOnlyList<string> Processes() =>
        Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])).Select(Line).OfType<string>().ToList();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Project.Dispose();
        await server.DisposeAsync();
    }

    private bool HasBegun => Begun is not null;

    /// <summary>The run whose journal has a whole line; one that was killed before is none, and is simply started again.</summary>
    private string? Begun =>
        Project.Runs.SingleOrDefault(run =>
            File.Exists(JournalOf(run)) && File.ReadAllText(JournalOf(run)).Contains('\n', StringComparison.Ordinal)
        );

    private string JournalOf(string run) => Path.Combine(Project.Home, "runs", run, "journal.jsonl");

    private int requestsBefore;

    private string? Line(string process)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
            var directory = new FileInfo(Path.Combine(process, "cwd")).LinkTarget ?? "";
            return line.Contains(Project.Home, StringComparison.Ordinal) || directory.StartsWith(Project.Home, StringComparison.Ordinal)
                ? $"{Path.GetFileName(process)}: {line}"
                : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
