using System.Diagnostics;
using Ashlar.Core.Tests.Sandboxes;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Gates;

/// <summary>A real repository.</summary>
internal sealed class GitScene
{
    private readonly string root;

    public GitScene(string root)
    {
        this.root = root;
        Directory.CreateDirectory(root);
        Run("init", "-q", "-b", "main");
    }

    public string Objects => Path.Combine(root, ".git/objects");

    public Git Git => new(Machine.Git, Path.Combine(root, ".git"), root);

    public async Task<string> Commit(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Run("add", "-A");
        Run("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "change");
        return await Git.TextAsync(["rev-parse", "HEAD"], default);
    }

    private void Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", ["-C", root, .. arguments]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
