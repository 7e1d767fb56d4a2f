using System.Diagnostics;
using System.Globalization;
using Ashlar.Testing;

namespace Ashlar.Bench;

/// <summary>Answers with one tool call a turn, and notes when each request came.</summary>
/// <param name="turns">How many calls; the request after them is refused, which ends the run.</param>
/// <param name="call">The call of a turn, counted from 1.</param>
internal sealed class TurnScript(int turns, Func<int, ScriptedAnswer> call)
{
    private readonly List<long> arrivals = [];

    /// <summary>The process that asks; its memory is read while the last request is answered.</summary>
    public Process? Asking { get; set; }

    /// <summary>Its largest resident size, in MB.</summary>
    public double PeakMegabytes { get; private set; }

    /// <summary>Its proportional share of memory at the end, in MB.</summary>
    public double ShareMegabytes { get; private set; }

    /// <summary>Bytes of the first request.</summary>
    public int FirstBytes { get; private set; }

    /// <summary>When the first request came.</summary>
    public long First => arrivals[0];

    /// <summary>Requests so far.</summary>
    public int Requests => arrivals.Count;

    /// <summary>Milliseconds between the requests.</summary>
    public double[] Milliseconds =>
        [.. arrivals.Zip(arrivals.Skip(1), (one, next) => Stopwatch.GetElapsedTime(one, next).TotalMilliseconds)];

    /// <summary>Answers a request.</summary>
    public ScriptedAnswer Answer(RecordedRequest request)
    {
        arrivals.Add(Stopwatch.GetTimestamp());
        if (arrivals.Count == 1)
        {
            FirstBytes = request.Bytes.Length;
        }

        if (arrivals.Count <= turns)
        {
            return call(arrivals.Count);
        }

        if (Asking is { } process)
        {
            PeakMegabytes = Kilobytes($"/proc/{process.Id}/status", "VmHWM:") / 1e3;
            ShareMegabytes = Kilobytes($"/proc/{process.Id}/smaps_rollup", "Pss:") / 1e3;
        }

        return ScriptedAnswer.Fails(400, "invalid_request_error", "the measurement is over");
    }

    private static double Kilobytes(string path, string field) =>
        File.ReadLines(path)
            .Where(line => line.StartsWith(field, StringComparison.Ordinal))
            .Select(line => double.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
            .First();
}
