using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Trouble that says that the machine has no more of something: space, open files, memory, processes. It is told by the kernel's number,
/// wherever the call was made; git, another program, tells it in the C library's words for that number.
/// </summary>
public static class Exhaustion
{
    private const int TryAgain = 11;
    private const int NoMemory = 12;
    internal const int TooManyOnMachine = 23;
    internal const int TooMany = 24;
    private const int NoSpace = Posix.NoSpace;
    private const int Quota = Posix.Quota;
    private const int WithoutNumber = unchecked((int)0x80131620);
    private static readonly int[] All = [NoSpace, Quota, TooMany, TooManyOnMachine, NoMemory, TryAgain];

    /// <summary>Whether an error number says that there is no more of something.</summary>
    internal static bool Is(int number) => All.Contains(number);

    /// <summary>Whether no space is left on a disk, or none of what this user may use.</summary>
    public static bool IsDisk(Exception trouble) => Number(trouble) is NoSpace or Quota;

    /// <summary>The problem where open files, memory or processes have run out; null for any other trouble.</summary>
    /// <param name="trouble">The trouble.</param>
    /// <param name="then">What to do when there is more again, as the end of a sentence.</param>
    public static Problem? Of(Exception trouble, string then) =>
        Number(trouble) switch
        {
            TooMany or TooManyOnMachine => Problem(
                "no more files can be opened",
                $"Allow more (`ulimit -n 4096`) or close other programs, then {then}"
            ),
            NoMemory => Problem("no memory is left", $"Free memory or allow more (`ulimit -v`), then {then}"),
            TryAgain when trouble is not SocketException => Problem(
                "no more processes can be started",
                $"Allow more (`ulimit -u`) or end others, then {then}"
            ),
            _ => null,
        };

    private static Problem Problem(string message, string remedy) =>
        new("machine.exhausted", message) { Retryable = true, Remedy = remedy };

    private static int? Number(Exception? trouble) =>
        trouble switch
        {
            null => null,
            GitException git => Array.Find(All, number => git.GitError.Contains(Words(number), StringComparison.Ordinal))
                is > 0
                    and var told
                ? told
                : null,
            // The reader of a pipe or socket says so of itself.
            SocketException socket => All.Contains(socket.NativeErrorCode) && socket.NativeErrorCode != TryAgain
                ? socket.NativeErrorCode
                : null,
            Win32Exception started => All.Contains(started.NativeErrorCode) ? started.NativeErrorCode : Number(started.InnerException),
            OutOfMemoryException => NoMemory,
            IOException { HResult: var code } when All.Contains(code) && code != TryAgain => code,
            IOException { HResult: unchecked((int)0x80070070) } => NoSpace,
            // A file that is written as a whole has its space set aside first; where there is none the library says so without a number.
            IOException { HResult: WithoutNumber } whole when whole.Message.Contains("the disk was full", StringComparison.Ordinal) =>
                NoSpace,
            ProblemException { Problems: [{ Code: FileProblems.DiskFull }, ..] } => NoSpace,
            ProblemException { Problems: [{ Code: FileProblems.TooManyFiles }, ..] } => TooMany,
            AggregateException many => many.InnerExceptions.Select(Number).FirstOrDefault(number => number is not null),
            _ => Number(trouble.InnerException),
        };

    private static string Words(int number) => Marshal.GetPInvokeErrorMessage(number);
}
