using System.Globalization;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// Tells when a program waits for what nobody will send, such as the other end of a named pipe. A limit of time would end honest work of a
/// large repository; what is measured is whether anything happens at all.
/// </summary>
internal static class Standstill
{
    private const int Looks = 20;

    /// <summary>
    /// Ends when the process and all that it started slept through as many looks as fill the patience, and used no processor and moved no byte
    /// meanwhile. What waits for a disk or for a processor does not sleep.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="patience">How long it may do nothing.</param>
    /// <param name="isHopeless">
    /// Asked once, when it slept through the first look: whether something is known that it waits for and that will not come. Then it is over at once.
    /// </param>
    /// <param name="cancellationToken">It is no longer waited for.</param>
    /// <exception cref="OperationCanceledException">It was no longer waited for.</exception>
    public static async Task OfAsync(int process, TimeSpan patience, Func<bool> isHopeless, CancellationToken cancellationToken)
    {
        string? before = null;
        var asked = false;
        for (var same = 0; same < Looks; )
        {
            await Task.Delay(patience / Looks, cancellationToken).ConfigureAwait(false);
            var now = Asleep(process);
            same = now is not null && now == before ? same + 1 : 0;
            before = now;
            if (same > 0 && !asked)
            {
                asked = true;
                if (isHopeless())
                {
                    return;
                }
            }
        }
    }

    /// <summary>What a sleeping tree of processes has done until now; null where one of them is awake or cannot be read.</summary>
    private static string? Asleep(int process)
    {
        var done = new List<string>();
        foreach (var one in ProcessTree.Descendants(process))
        {
            var folder = $"/proc/{one.ToString(CultureInfo.InvariantCulture)}";
            try
            {
                if (ProcessTree.Stat(one) is not { State: 'S' } stat)
                {
                    return null;
                }

                done.Add($"{one} {stat.Ticks} {OrdinaryFile.ReadAllText($"{folder}/io")}");
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return string.Join('\n', done);
    }
}
