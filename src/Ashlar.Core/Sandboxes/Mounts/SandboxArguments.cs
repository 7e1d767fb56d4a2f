using System.Globalization;
using System.Text;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>The argument list for bubblewrap, which it reads from a file in memory, and the descriptors that the list refers to.</summary>
internal sealed class SandboxArguments : IDisposable
{
    private const int FirstNumber = 20;
    private readonly List<string> arguments = [];
    private readonly List<SafeFileHandle> handles = [];

    /// <summary>The descriptors by the number under which bubblewrap sees them.</summary>
    public IEnumerable<KeyValuePair<int, int>> Descriptors =>
        handles.Select((handle, index) => KeyValuePair.Create(FirstNumber + index, (int)handle.DangerousGetHandle()));

    /// <summary>Adds arguments as they are.</summary>
    public void Add(params ReadOnlySpan<string> more) => arguments.AddRange(more);

    /// <summary>Own users, processes and names of the machine, nobody privileged among them.</summary>
    /// <param name="withNetwork">Whether also a network of its own, in which nothing is reached.</param>
    public void AddNamespaces(bool withNetwork)
    {
        var user = Libc.EffectiveUser();
        var (shownUser, shownGroup) = user == 0 ? (1000u, 1000u) : (user, Libc.EffectiveGroup());
        Add("--unshare-user", "--uid", Text(shownUser), "--gid", Text(shownGroup));
        Add("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");
        if (withNetwork)
        {
            Add("--unshare-net");
        }

        static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Takes a descriptor over and returns the number under which bubblewrap sees it.</summary>
    public string Number(SafeFileHandle handle)
    {
        handles.Add(handle);
        return (FirstNumber + handles.Count - 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The mounts so far, in their order. What is mounted by descriptor is left out: it shows its own part of a root that is in the list.
    /// </summary>
    public IReadOnlyList<ShownMount> Mounts()
    {
        var mounts = new List<ShownMount>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--bind" or "--ro-bind" or "--dev-bind":
                    mounts.Add(new ShownMount(HostRoute.Of(arguments[i + 1])?.End, Place(arguments[i + 2])));
                    i += 2;
                    break;
                case "--ro-bind-data":
                    mounts.Add(new ShownMount(null, Place(arguments[i + 2])));
                    i += 2;
                    break;
                case "--tmpfs" or "--dev" or "--proc":
                    mounts.Add(new ShownMount(null, Place(arguments[i + 1])));
                    i++;
                    break;
            }
        }

        return mounts;
    }

    /// <summary>
    /// Makes a mount of each entry of a folder that commands write for longer than one command, below which something else is mounted: a mount
    /// cannot be renamed away, so that no command puts a link in its place which the next launch would follow, out of the sandbox.
    /// </summary>
    /// <param name="area">Where commands see the folder.</param>
    /// <param name="source">The folder on the host.</param>
    public void Pin(string area, string source)
    {
        var places = Mounts().Select(mount => mount.Place).ToList();
        var at = Enumerable.Range(2, arguments.Count - 2).First(index => arguments[index] == area && arguments[index - 2] == "--bind") + 1;
        foreach (
            var entry in places
                .Where(place => place != area && ToolRoots.IsWithin(place, area))
                .Select(Entry)
                .Distinct(StringComparer.Ordinal)
        )
        {
            // Only an earlier execution could have left anything else there.
            if (FileStatus.Of(source + entry[area.Length..]) is { IsFolder: false, IsFile: false })
            {
                throw new CommandStartException($"{source + entry[area.Length..]} is not a folder");
            }

            if (!places.Contains(entry, StringComparer.Ordinal))
            {
                arguments.InsertRange(at, ["--tmpfs", entry]);
            }
        }

        string Entry(string place) => place.IndexOf('/', area.Length + 1) is > 0 and var end ? place[..end] : place;
    }

    private static string Place(string path) => path.Length > 1 ? path.TrimEnd('/') : path;

    /// <summary>The list as bubblewrap reads it.</summary>
    public SafeFileHandle File() => MemoryText.Open(Encoding.UTF8.GetBytes(string.Concat(arguments.Select(argument => argument + '\0'))));

    public void Dispose() => handles.ForEach(handle => handle.Dispose());
}
