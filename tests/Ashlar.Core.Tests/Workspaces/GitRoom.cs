using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Workspaces;
using Ashlar.Testing;

namespace Ashlar.Core.Tests.Workspaces;

/// <summary>A real git repository with one worktree of a task.</summary>
internal sealed class GitRoom : IDisposable
{
    private readonly TemporaryFolder folder;

    private GitRoom(Repository repository, TemporaryFolder folder)
    {
        this.folder = folder;
        Repository = repository;
        Worktree = new Worktree(repository, folder["worktrees/r-1/1"]);
    }

    public Repository Repository { get; }

    public Worktree Worktree { get; }

    public static GitIdentity Identity { get; } = new(new GitPerson("Ada", "ada@example.org"), new GitPerson("Ada", "ada@example.org"));

    public static DateTimeOffset At { get; } = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A repository with these files committed, and a worktree at that commit.</summary>
    public static async Task<GitRoom> WithAsync(params IReadOnlyList<(string Path, string Text)> files)
    {
        var place = new TemporaryFolder();
        var root = place["repository"];
        Directory.CreateDirectory(root);
        foreach (var (path, text) in files)
        {
            place.Write($"repository/{path}", text);
        }

        foreach (var words in (string[])["init -q -b main", "add -A", "commit -q --allow-empty -m Start"])
        {
            await Run(root, words.Split(' '));
        }

        var room = new GitRoom(await Repository.FindAsync(root, Machine.Programs, CancellationToken.None), place);
        await room.Worktree.CreateAsync(room.Head, CancellationToken.None);
        return room;
    }

    public string Head => Repository.Head;

    /// <summary>A path in the worktree.</summary>
    public string this[string path] => Path.Combine(Worktree.Path, path);

    public string Beside(string path) => folder[path];

    /// <summary>Makes trees of the worktree.</summary>
    public WorkTreeIndex Index() => new(Worktree.Git, folder["index"]);

    /// <summary>The tree now.</summary>
    public async Task<string> TreeAsync(params IReadOnlyList<string> without) =>
        (await Index().WriteAsync(Head, without.ToHashSet(StringComparer.Ordinal), CancellationToken.None)).Tree;

    /// <summary>Mode and path of all that a tree holds, and the text of ordinary files.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string tree) =>
        await Repository.Git.LinesAsync(["ls-tree", "-r", "--format=%(objectmode) %(path)", tree], CancellationToken.None);

    public Task<string> GitAsync(params IReadOnlyList<string> arguments) => Repository.Git.TextAsync(arguments, CancellationToken.None);

    public void Dispose() => folder.Dispose();

    private static Task Run(string root, string[] arguments) =>
        new Git(Machine.Git, Path.Combine(root, ".git"), root).TextAsync(
            arguments,
            CancellationToken.None,
            new GitInput(null, Identity.Environment(At))
        );
}
