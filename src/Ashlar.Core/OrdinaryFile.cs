using System.Runtime.InteropServices;

namespace Ashlar.Core;

/// <summary>
/// Files of a checkout that are read without being named by a person. To open a named pipe would wait for ever, and a device never ends,
/// so only what is an ordinary file at the end of its path is there.
/// </summary>
public static unsafe partial class OrdinaryFile
{
    private const int Here = -100;
    private const uint TypeOnly = 0x1;
    private const int ModeAt = 28;
    private const int TypeMask = 0xf000;
    private const int Ordinary = 0x8000;

    /// <summary>Whether a path leads to one; links are followed.</summary>
    public static bool Exists(string path)
    {
        var buffer = stackalloc byte[256];
        return Status(Here, path, 0, TypeOnly, buffer) == 0 && (*(ushort*)(buffer + ModeAt) & TypeMask) == Ordinary;
    }

    /// <summary>All bytes of one.</summary>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path) =>
        Exists(path) || !Path.Exists(path) ? File.ReadAllBytes(path) : throw new IOException($"'{path}' is no ordinary file");

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, byte* status);
}
