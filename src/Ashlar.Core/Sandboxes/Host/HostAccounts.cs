using System.Globalization;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>Who else than this user and root could change a file.</summary>
internal sealed class HostAccounts
{
    private const uint Unmapped = 65534;
    private readonly uint own = Libc.EffectiveUser();
    private readonly Dictionary<uint, bool> groups = [];
    private readonly Lazy<bool> isPartial = new(IsPartial);

    /// <summary>Whether only this user and root may write it: the owner is one of them, and nobody else is in its group where that may write.</summary>
    public bool IsOurs(FileStatus status) =>
        IsTrusted(status.Owner) && (status.IsLink || (!status.OthersMayWrite && (!status.GroupMayWrite || IsOurGroup(status.Group))));

    /// <summary>Whether the owner is this user or root.</summary>
    public bool IsTrusted(uint owner) => owner == 0 || owner == own || (owner == Unmapped && isPartial.Value);

    // In a user namespace that does not know root, root's files belong to the number that stands for unknown users.
    private static bool IsPartial()
    {
        var map = Lines("/proc/self/uid_map").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return map is not [["0", "0", "4294967295"]];
    }

    private bool IsOurGroup(uint group)
    {
        if (!groups.TryGetValue(group, out var isOurs))
        {
            groups[group] = isOurs = HasOnlyUs(group);
        }

        return isOurs;
    }

    // Most systems give each user a group of their own, and let it write.
    private bool HasOnlyUs(uint group)
    {
        var number = group.ToString(CultureInfo.InvariantCulture);
        var members = Lines("/etc/group")
            .Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 3 && fields[2] == number);
        if (members is null)
        {
            return false;
        }

        var names = members[3].Split(',', StringSplitOptions.RemoveEmptyEntries);
        var users = Lines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        return users
                .Where(fields => fields[3] == number || names.Contains(fields[0], StringComparer.Ordinal))
                .All(fields => uint.TryParse(fields[2], CultureInfo.InvariantCulture, out var user) && (user == 0 || user == own))
            && names.All(name => users.Exists(fields => fields[0] == name));
    }

    private static string[] Lines(string path)
    {
        try
        {
            return OrdinaryFile.ReadAllLines(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
