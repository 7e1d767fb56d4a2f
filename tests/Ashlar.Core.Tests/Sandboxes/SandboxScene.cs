using Ashlar.Core.Sandboxes;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>A worktree, a private folder and something outside both, removed at the end.</summary>
internal sealed class SandboxScene : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-test-").FullName;

    public SandboxScene()
    {
        Root = Made("worktree");
        Private = Made("private");
        Outside = Made("outside");
        ShownRoot = Path.Combine(folder, "checkout");
    }

    public string Root { get; }

    public string ShownRoot { get; }

    public string Private { get; }

    public string Outside { get; }

    public SandboxMounts Mounts =>
        new()
        {
            Root = Root,
            ShownRoot = ShownRoot,
            PrivateFolder = Private,
        };

    public SandboxCommand Command(string line) =>
        new()
        {
            Line = line,
            Mounts = Mounts,
            WorkingDirectory = ShownRoot,
            Timeout = TimeSpan.FromMinutes(2),
        };

    public string Write(string path, string content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
