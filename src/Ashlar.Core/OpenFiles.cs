using System.Runtime.InteropServices;

namespace Ashlar.Core;

/// <summary>How many files the process may have open. With too few not even the parts of the program can be loaded, so it is looked at first.</summary>
public static unsafe partial class OpenFiles
{
    private const ulong Least = 256;
    private const int Kind = 7;

    /// <summary>What to say where they are too few; null where they suffice.</summary>
    public static string? TooFew()
    {
        var limits = stackalloc ulong[2];
        return Limits(Kind, limits) == 0 && limits[0] < Least
            ? $"ashlar: only {limits[0]} files may be open at once, and Ashlar needs {Least}. Allow more with `ulimit -n 1024`, then do the same again.\n"
            : null;
    }

    /// <summary>Says it without the console of the runtime, which may not be loadable.</summary>
    public static void Say(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            _ = Write(2, start, bytes.Length);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Limits(int kind, ulong* limits);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, byte* bytes, nint count);
}
