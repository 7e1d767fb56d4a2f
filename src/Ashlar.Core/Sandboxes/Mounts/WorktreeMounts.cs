using Ashlar.Core.Sandboxes.Bubblewrap;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>
/// Shows the root at its place: what may be written is writable, the rest is not, the git directory is read-only at a path of its own.
/// Paths below the root are opened first and mounted by descriptor, because what a command left there may be links.
/// </summary>
internal sealed class WorktreeMounts(BubblewrapProgram bubblewrap, PathStubs stubs)
{
    private const string GitPlace = "/run/ashlar/git";

    // Git LFS writes each content that it looks at into its storage, and reads what is missing there from that of the alternates.
    private const string LargeFiles = $"\n[lfs]\n\tstorage = {SystemMounts.Caches}/git-lfs\n";

    /// <summary>Adds the mounts of the root.</summary>
    /// <param name="arguments">The list to add to.</param>
    /// <param name="mounts">What to show.</param>
    /// <param name="folder">The private folder.</param>
    /// <param name="made">Collects stubs to give back when the command has ended.</param>
    /// <returns>The git directory that the shown one belongs to; null where none is shown.</returns>
    /// <exception cref="CommandStartException">The root does not exist.</exception>
    public string? AddTo(SandboxArguments arguments, SandboxMounts mounts, PrivateFolder folder, List<PathStub> made)
    {
        var descriptor = Libc.Open(mounts.Root, Libc.OpenPathOnly | Libc.OpenCloseOnExec);
        if (descriptor < 0)
        {
            throw new CommandStartException($"The folder {mounts.Root} does not exist");
        }

        using var root = new SafeFileHandle(descriptor, ownsHandle: true);
        arguments.Add(RootMounts.RootWritable(mounts) ? "--bind" : "--ro-bind", mounts.Root, mounts.ShownRoot);
        foreach (var mount in RootMounts.Of(mounts).Where(mount => mount.Path != ".git" || mounts.GitDirectory is null))
        {
            AddMount(arguments, mounts, mount, root, folder, made);
        }

        foreach (var (path, source) in mounts.Covered)
        {
            arguments.Add("--bind", source, Path.Combine(mounts.ShownRoot, path));
        }

        foreach (var (path, source) in mounts.Shared)
        {
            AddShared(arguments, mounts, root, path, source);
        }

        foreach (var (share, source) in mounts.Shared)
        {
            foreach (var path in mounts.HiddenShared.Where(path => ToolRoots.IsWithin(path, share)))
            {
                var isFolder = Directory.Exists(Path.Combine(source, path[share.Length..].TrimStart('/')));
                SystemMounts.AddHidden(arguments, Path.Combine(mounts.ShownRoot, path), isFolder, folder);
            }
        }

        if (mounts.GitDirectory is not { } gitDirectory)
        {
            return null;
        }

        var common = GitText.CommonDirectory(gitDirectory);
        AddGit(arguments, mounts, gitDirectory, common, folder);
        return common;
    }

    /// <summary>Names the shown repository where git-lfs, whose storage is a private one, finds the contents that the user has.</summary>
    /// <param name="variables">The environment of a command.</param>
    /// <param name="common">The git directory that it is shown; null for none.</param>
    public static void AddTo(IDictionary<string, string> variables, string? common)
    {
        if (common is not null && Directory.Exists(Path.Combine(common, "lfs/objects")))
        {
            variables.TryAdd("GIT_ALTERNATE_OBJECT_DIRECTORIES", $"{GitPlace}/objects");
        }
    }

    private void AddMount(
        SandboxArguments arguments,
        SandboxMounts mounts,
        RootMount mount,
        SafeFileHandle root,
        PrivateFolder folder,
        List<PathStub> made
    )
    {
        var shown = Path.Combine(mounts.ShownRoot, mount.Path);
        var existed = Path.Exists(Path.Combine(mounts.Root, mount.Path));
        var opened = stubs.Open(
            root,
            mounts.Root,
            mount.Path,
            create: mount.Kind is MountKind.Writable or MountKind.ReadOnly or MountKind.Pin,
            made: mount.Kind is MountKind.ReadOnly or MountKind.Pin ? made : null
        );
        if (opened is null)
        {
            return; // A link, or a hidden path that is not there: nothing to show or to protect by a mount.
        }

        if (mount.Kind == MountKind.Hidden)
        {
            var isFolder = Directory.Exists(Path.Combine(mounts.Root, mount.Path));
            opened.Dispose();
            SystemMounts.AddHidden(arguments, shown, isFolder, folder);
        }
        else if (mount.Kind == MountKind.ReadOnly && !existed)
        {
            opened.Dispose();
            arguments.Add("--ro-bind", folder.Empty, shown);
        }
        else
        {
            Bind(arguments, opened, Path.Combine(mounts.Root, mount.Path), shown, writable: mount.Kind != MountKind.ReadOnly);
        }
    }

    private void AddShared(SandboxArguments arguments, SandboxMounts mounts, SafeFileHandle root, string path, string source)
    {
        var shown = Path.Combine(mounts.ShownRoot, path);
        if (File.Exists(source))
        {
            if (stubs.HasFile(root, mounts.Root, path))
            {
                arguments.Add("--ro-bind", source, shown);
            }
        }
        else if (Directory.Exists(source))
        {
            using var place = stubs.Open(root, mounts.Root, path, create: true, made: null);
            if (place is null)
            {
                return;
            }

            if (Path.GetFileName(path) == InstalledModules.Name)
            {
                InstalledModules.AddTo(arguments, source, shown);
            }
            else
            {
                arguments.Add("--ro-bind", source, shown);
            }
        }
    }

    private void Bind(SandboxArguments arguments, SafeFileHandle opened, string source, string shown, bool writable)
    {
        if (bubblewrap.BindsDescriptors)
        {
            arguments.Add(writable ? "--bind-fd" : "--ro-bind-fd", arguments.Number(opened), shown);
        }
        else
        {
            opened.Dispose();
            arguments.Add(writable ? "--bind" : "--ro-bind", source, shown);
        }
    }

    private static void AddGit(SandboxArguments arguments, SandboxMounts mounts, string gitDirectory, string common, PrivateFolder folder)
    {
        var shown = ToolRoots.IsWithin(gitDirectory, common) ? GitPlace + gitDirectory[common.Length..] : gitDirectory;
        var pointer = Path.Combine(mounts.Root, ".git");
        if (mounts.Hidden.Contains(".git", StringComparer.Ordinal))
        {
            if (Path.Exists(pointer))
            {
                SystemMounts.AddHidden(arguments, Path.Combine(mounts.ShownRoot, ".git"), Directory.Exists(pointer), folder);
            }

            return;
        }

        AddCommon(arguments, common, GitPlace);
        if (Directory.Exists(pointer))
        {
            // The checkout itself is worked in: its git directory is not a pointer.
            AddCommon(arguments, common, Path.Combine(mounts.ShownRoot, ".git"));
        }
        else if (File.Exists(pointer))
        {
            var text = MemoryText.Open($"gitdir: {shown}\n");
            arguments.Add("--ro-bind-data", arguments.Number(text), Path.Combine(mounts.ShownRoot, ".git"));
        }
    }

    private static void AddCommon(SandboxArguments arguments, string common, string place)
    {
        arguments.Add("--ro-bind", common, place);
        var config = Path.Combine(common, "config");
        if (File.Exists(config))
        {
            var cleaned = GitText.WithoutCredentials(OrdinaryFile.ReadAllText(config)) + LargeFiles;
            arguments.Add("--ro-bind-data", arguments.Number(MemoryText.Open(cleaned)), $"{place}/config");
        }
    }
}
