using System.Diagnostics;
using Ashlar.Core.Models;
using Ashlar.Testing;

namespace Ashlar.Bench;

/// <summary>Many runs in one process at once: what they cost until all wait for their models, and until all are done.</summary>
internal static class ManyRunsTimes
{
    /// <summary>Begins so many runs, holds them until all have written a file, stops every tenth by itself, and lets the others end.</summary>
    /// <returns>Whether each ended as it should.</returns>
    public static async Task<bool> PrintAsync(int count)
    {
        using var many = new ManyRuns();
        var (all, go) = (Source(), Source());
        var held = 0;
        var watch = Stopwatch.StartNew();
        var before = Measure();
        var runs = await Task.WhenAll(Enumerable.Range(0, count).Select(number => many.BeginAsync($"work-{number}", AnswerAsync)))
            .ConfigureAwait(false);
        var planned = watch.Elapsed;
        await all.Task.ConfigureAwait(false);
        var waiting = watch.Elapsed;
        var then = Measure();

        var stopped = runs.Where((_, number) => number % 10 == 0).ToList();
        stopped.ForEach(run => run.Folder.Record.AskToStop());
        var stops = await Task.WhenAll(stopped.Select(run => run.End)).ConfigureAwait(false);
        var untouched = runs.Count(run => !run.End.IsCompleted);
        go.SetResult();
        var ends = await Task.WhenAll(runs.Select(run => run.End)).ConfigureAwait(false);

        Console.WriteLine($"| {count} runs planned | {planned.TotalSeconds:0.0} s |");
        Console.WriteLine(
            $"| all wait for their models | {waiting.TotalSeconds:0.0} s, {then.Cpu - before.Cpu:0.0} s CPU of the process |"
        );
        Console.WriteLine($"| then: memory, threads, descriptors | {then.Memory} MB, {then.Threads}, {then.Descriptors} |");
        Console.WriteLine($"| {stopped.Count} stopped, others untouched | {stops.Count(status => status == 130)}, {untouched} |");
        Console.WriteLine($"| all ended | {watch.Elapsed.TotalSeconds:0.0} s, {ends.Count(status => status == 0)} done |");
        return stops.All(status => status == 130)
            && untouched == count - stopped.Count
            && ends.Count(status => status == 0) == count - stopped.Count;

        async Task<ModelOutcome> AnswerAsync(int number, CancellationToken cancellationToken)
        {
            if (number == 1)
            {
                return ManyRuns.Write;
            }

            if (Interlocked.Increment(ref held) == count)
            {
                all.SetResult();
            }

            await go.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return ManyRuns.Done;
        }
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static (double Cpu, long Memory, int Threads, int Descriptors) Measure()
    {
        using var self = Process.GetCurrentProcess();
        return (
            self.TotalProcessorTime.TotalSeconds,
            self.WorkingSet64 / 1024 / 1024,
            self.Threads.Count,
            Directory.GetFiles("/proc/self/fd").Length
        );
    }
}
