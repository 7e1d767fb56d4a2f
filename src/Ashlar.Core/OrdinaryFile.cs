using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core;

/// <summary>
/// The one way to read a file by its path. To open a named pipe would wait for ever, a device never ends, and a descriptor under
/// <c>/proc</c> is somebody's conversation, so only what is an ordinary file at the end of its path is read; links are followed. It is judged
/// once it is open, so that nothing can take its place in between.
/// </summary>
public static unsafe partial class OrdinaryFile
{
    private const int Here = -100;
    private const int OfDescriptor = 0x1000;
    private const uint TypeOnly = 0x1;
    private const int ModeAt = 28;
    private const int TypeMask = 0xf000;
    private const int Ordinary = 0x8000;
    private const int ReadOnly = 0;
    private const int NoTerminal = 0x100;
    private const int NonBlock = 0x800;
    private const int CloseOnExec = 0x80000;

    /// <summary>Whether a path leads to one; links are followed.</summary>
    public static bool Exists(string path)
    {
        var buffer = stackalloc byte[256];
        return Status(Here, path, 0, TypeOnly, buffer) == 0 && (*(ushort*)(buffer + ModeAt) & TypeMask) == Ordinary;
    }

    /// <summary>Opens one to read.</summary>
    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It is none, or cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        var descriptor = Open(path, ReadOnly | NonBlock | NoTerminal | CloseOnExec);
        if (descriptor < 0)
        {
            throw Trouble(path, Marshal.GetLastPInvokeError());
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var buffer = stackalloc byte[256];
        if (Status(descriptor, "", OfDescriptor, TypeOnly, buffer) != 0 || (*(ushort*)(buffer + ModeAt) & TypeMask) != Ordinary)
        {
            handle.Dispose();
            throw new IOException($"'{path}' is not an ordinary file");
        }

        return new FileStream(handle, FileAccess.Read, bufferSize: 1);
    }

    /// <summary>All bytes of one.</summary>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using var file = OpenRead(path);
        // Files under /proc have no length and yet a content.
        using var content = new MemoryStream((int)Math.Min(file.Length, Array.MaxLength));
        file.CopyTo(content);
        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    /// <summary>All bytes of one.</summary>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static Task<byte[]> ReadAllBytesAsync(string path, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<byte[]>(cancellationToken) : Task.FromResult(ReadAllBytes(path));

    /// <summary>All text of one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">What it is written in where it has no mark; null for UTF-8.</param>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static string ReadAllText(string path, Encoding? encoding = null)
    {
        using var reader = new StreamReader(OpenRead(path), encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>All text of one.</summary>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static Task<string> ReadAllTextAsync(string path, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<string>(cancellationToken) : Task.FromResult(ReadAllText(path));

    /// <summary>The lines of one, read as they are asked for.</summary>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var reader = new StreamReader(OpenRead(path), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>All lines of one.</summary>
    /// <exception cref="IOException">It is none, or cannot be read.</exception>
    public static string[] ReadAllLines(string path) => [.. ReadLines(path)];

    private static Exception Trouble(string path, int error)
    {
        const int NoEntry = 2;
        const int NoDevice = 6;
        const int Access = 13;
        const int NotPermitted = 1;
        const int NoFolder = 20;
        return error switch
        {
            NoEntry or NoFolder => new FileNotFoundException($"Could not find file '{path}'.", path),
            Access or NotPermitted => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            NoDevice => new IOException($"'{path}' is not an ordinary file"),
            _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error),
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Status(int directory, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);
}
