using Ashlar.Core.Sandboxes.Commands;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>A worktree, a private folder and something outside both, removed at the end.</summary>
internal sealed class SandboxScene : IDisposable
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.None,
        MaxRecursionDepth = 5,
    };

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

    /// <summary>Every path below the root with kind, mode, time and content.</summary>
    public string Listing() =>
        string.Join(
            '\n',
            Directory
                .EnumerateFileSystemEntries(Root, "*", Everything)
                .Where(path => new FileInfo(path).LinkTarget is null)
                .Order(StringComparer.Ordinal)
                .Select(path => $"{path} {File.GetUnixFileMode(path)} {File.GetLastWriteTimeUtc(path):O} {Content(path)}")
        );

    private static string Content(string path) => Directory.Exists(path) ? "/" : File.ReadAllText(path);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
}
