using System.Globalization;
using System.Security.Cryptography;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates.Watching;

/// <summary>
/// The keys of one run: each process of the runner takes one, and takes it away, before it loads any test. A record is sealed with the key of
/// its process, so nobody can write one for another.
/// </summary>
internal sealed class WatchKeys(int count)
{
    /// <summary>The folder of keys below the watch's own.</summary>
    public const string Folder = "keys";

    /// <summary>The folder of records below the watch's own.</summary>
    public const string Records = "records";

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>
    /// Lays the keys down, and the folder for the records. A key is in the name of a file, and all names are of one file: hundreds of
    /// files that come and go with each attempt are what file systems are slowest at.
    /// </summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, Records));
        var keys = Directory.CreateDirectory(Path.Combine(folder, Folder)).FullName;
        var first = Laid(keys, 0);
        File.WriteAllBytes(first, []);
        for (var number = 1; number < count; number++)
        {
            var path = Laid(keys, number);
            if (!Posix.HardLink(first, path))
            {
                File.WriteAllBytes(path, []);
            }
        }
    }

    /// <summary>The key of a name, whether it was laid down or not.</summary>
    public byte[] Of(string name) => HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(name));

    /// <summary>How many of the keys are no longer there.</summary>
    public int Taken(int left) => count - left;

    private string Laid(string keys, int number)
    {
        var name = Name(number);
        return Path.Combine(keys, $"{name}-{Convert.ToHexStringLower(Of(name))}");
    }

    private static string Name(int number) => number.ToString("D3", CultureInfo.InvariantCulture);
}
