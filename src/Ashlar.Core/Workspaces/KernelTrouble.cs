using System.Runtime.InteropServices;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// A system call that failed, as an exception that keeps the kernel's number, so that whoever catches it can tell a full disk from a
/// fault (<see cref="Exhaustion"/>).
/// </summary>
internal static class KernelTrouble
{
    /// <summary>The failure of the last system call.</summary>
    /// <param name="told">What could not be done, as the beginning of a sentence.</param>
    public static IOException Last(string told) => Of(told, Marshal.GetLastPInvokeError());

    /// <summary>The failure with an error number.</summary>
    /// <param name="told">What could not be done, as the beginning of a sentence.</param>
    /// <param name="error">The kernel's number.</param>
    public static IOException Of(string told, int error) => new($"{told}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    /// <summary>The failure of a file operation.</summary>
    public static IOException Of(Problem problem) => new(problem.Message, new ProblemException(problem));
}
