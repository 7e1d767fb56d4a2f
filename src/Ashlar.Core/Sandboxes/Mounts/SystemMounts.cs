using Ashlar.Core.Sandboxes.Bubblewrap;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>
/// What a command sees of the machine: everything read-only, without other people's files, sockets and temporary files, with the user's
/// tools, and with a HOME and a temporary folder of its own.
/// </summary>
internal sealed class SystemMounts(BubblewrapProgram bubblewrap, string userHome, IReadOnlyList<string> searchPath, ToolRoots roots)
{
    /// <summary>HOME as commands see it.</summary>
    public const string Home = "/run/ashlar/home";

    /// <summary>TMPDIR as commands see it.</summary>
    public const string Temporary = "/tmp";

    /// <summary>The folder for what tools keep, as commands see it.</summary>
    public const string Caches = "/run/ashlar/cache";

    /// <summary>What Ashlar lays out for commands, as they see it.</summary>
    public const string Provided = "/run/ashlar/provided";

    /// <summary>Where commands leave results, as they see it.</summary>
    public const string Results = "/run/ashlar/results";

    /// <summary>Where a command sees the package that it is started from.</summary>
    public const string Package = "/run/ashlar/package";

    /// <summary>Where stores of packages lie that commands see at another path than the user.</summary>
    public const string Stores = "/run/ashlar/stores";

    private const string MemorySize = "1073741824";

    // What only root may read although the rest of the folder is for all; the user namespace does not take root's own files away.
    private static readonly string[] RootOnly =
    [
        "/etc/shadow",
        "/etc/shadow-",
        "/etc/gshadow",
        "/etc/gshadow-",
        "/etc/sudoers",
        "/etc/sudoers.d",
        "/etc/ssl/private",
        "/etc/krb5.keytab",
        "/etc/NetworkManager/system-connections",
        "/var/spool/cron",
        "/var/lib/docker",
        "/var/lib/kubelet",
    ];

    private readonly string[] emptied = Emptied(userHome);

    /// <summary>Adds the mounts of the system.</summary>
    public void AddTo(SandboxArguments arguments, SandboxMounts mounts, PrivateFolder folder)
    {
        arguments.Add("--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc");
        // The kernel's settings belong to root whichever name the user namespace gives it.
        arguments.Add("--remount-ro", "/proc");
        foreach (var path in emptied)
        {
            AddMemory(arguments, path);
        }

        arguments.Add("--bind", folder.Temporary, Temporary, "--bind", folder.Caches, Caches);
        AddOwn(arguments, mounts);
        var shown = roots.Folders.Concat(searchPath).Where(path => IsEmptied(path) && Directory.Exists(path)).ToList();
        foreach (var path in shown.Where(path => !shown.Exists(other => other != path && ToolRoots.IsWithin(path, other))))
        {
            arguments.Add("--ro-bind", path, path);
        }

        var hidden = roots
            .Hidden.Concat(RootOnlyFiles())
            .Concat(mounts.HiddenOutside)
            .Append(mounts.Root)
            .Where(path => Path.Exists(path) && IsSeen(path, shown, mounts))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        // What lies in a covered folder is covered with it, and nothing can be mounted there.
        foreach (var path in hidden.Where(path => !hidden.Exists(other => other != path && ToolRoots.IsWithin(path, other))))
        {
            AddHidden(arguments, path, Directory.Exists(path), folder);
        }
    }

    /// <summary>Covers a path so that nothing of it can be seen.</summary>
    public static void AddHidden(SandboxArguments arguments, string path, bool isFolder, PrivateFolder folder) =>
        arguments.Add("--ro-bind", isFolder ? folder.Empty : "/dev/null", path);

    private static void AddOwn(SandboxArguments arguments, SandboxMounts mounts)
    {
        if (mounts.Home is { } home)
        {
            arguments.Add("--bind", home, Home);
        }
        else
        {
            // In memory, and gone with the command.
            arguments.Add("--dir", Home);
        }

        if (mounts.Provided is { } provided)
        {
            arguments.Add("--ro-bind", provided, Provided);
        }

        if (mounts.Package is { } package)
        {
            arguments.Add("--ro-bind", package, Package);
        }

        if (mounts.Results is { } results)
        {
            arguments.Add("--bind", results, Results);
        }
    }

    private static IEnumerable<string> RootOnlyFiles() =>
        Libc.EffectiveUser() != 0 ? []
        : Directory.Exists("/etc/ssh") ? RootOnly.Concat(Directory.EnumerateFiles("/etc/ssh", "*_key"))
        : RootOnly;

    private static string[] Emptied(string userHome) =>
        [
            .. new[] { "/run", "/var/tmp", "/home", "/root", userHome }
                .Where(path => path.Length > 1 && Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
                .Distinct(StringComparer.Ordinal)
                .Where(path => path != userHome || !ToolRoots.IsWithin(path, "/home") || path == "/home"),
        ];

    private bool IsEmptied(string path) => Array.Exists([.. emptied, Temporary], area => ToolRoots.IsWithin(path, area));

    private bool IsSeen(string path, List<string> shown, SandboxMounts mounts) =>
        !ToolRoots.IsWithin(path, mounts.ShownRoot)
        && !ToolRoots.IsWithin(mounts.ShownRoot, path)
        && (!IsEmptied(path) || shown.Exists(root => ToolRoots.IsWithin(path, root)));

    private void AddMemory(SandboxArguments arguments, string path)
    {
        if (bubblewrap.SizesMemory)
        {
            arguments.Add("--size", MemorySize);
        }

        arguments.Add("--tmpfs", path);
    }
}
