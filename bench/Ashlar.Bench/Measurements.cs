using System.Diagnostics;
using System.Globalization;
using Ashlar.Testing;

namespace Ashlar.Bench;

/// <summary>What is measured; each prints its rows.</summary>
internal static class Measurements
{
    private const int Starts = 15;
    private const int Turns = 200;
    private const int AtOnce = 8;
    private const int TurnsAtOnce = 30;
    private const int LongTurns = 2500;
    private const int Resumes = 7;

    /// <summary>Start of the process to the first model request.</summary>
    public static async Task StartAsync(Scene scene)
    {
        foreach (var sandboxed in new[] { false, true })
        {
            var times = new List<double>();
            var bytes = 0;
            for (var number = 0; number < Starts; number++)
            {
                var script = new TurnScript(0, _ => ScriptedAnswer.Empty);
                await using var server = await ScriptedModelServer.StartAsync(script.Answer);
                var began = Stopwatch.GetTimestamp();
                using var process = scene.Start(server, sandboxed);
                await FinishAsync(process, script, scene, 1);
                times.Add(Stopwatch.GetElapsedTime(began, script.First).TotalMilliseconds);
                bytes = script.FirstBytes;
            }

            Row(
                $"start → first model request{Mode(sandboxed)}, median of {Starts}",
                $"{Percentile(times, 50)} ms (fastest {Text(times.Min())})"
            );
            if (sandboxed)
            {
                Row("first request", $"{bytes} bytes");
            }
        }
    }

    /// <summary>Many turns in one conversation.</summary>
    public static async Task TurnsAsync(Scene scene)
    {
        await TurnsAsync(scene, "shell", sandboxed: false, Shell);
        await TurnsAsync(scene, "shell", sandboxed: true, Shell);
        await TurnsAsync(
            scene,
            "read",
            sandboxed: true,
            turn => ScriptedAnswer.Call("Read", new { file_path = "notes.txt", limit = 100 + turn })
        );
        await TurnsAsync(scene, "edit", sandboxed: true, Edit);
    }

    /// <summary>Eight runs at once.</summary>
    public static async Task EightAsync(Scene scene)
    {
        foreach (var sandboxed in new[] { false, true })
        {
            var began = Stopwatch.GetTimestamp();
            var shares = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => ShareAsync(scene, sandboxed)));
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Row(
                $"{AtOnce} processes at once, {TurnsAtOnce} shell turns each{Mode(sandboxed)}",
                $"{Text(seconds)} s, {Text(shares.Sum())} MB (PSS)"
            );
        }
    }

    /// <summary>Going on with a run whose journal is long: from the start of the process to the first request.</summary>
    public static async Task ResumeAsync(Scene scene)
    {
        foreach (var turns in new[] { 1, LongTurns })
        {
            var script = new TurnScript(turns, turn => ScriptedAnswer.Call("Read", new { file_path = "line.txt", limit = 100 + turn }));
            await using (var server = await ScriptedModelServer.StartAsync(script.Answer))
            {
                using var process = scene.Start(server, sandboxed: true);
                await FinishAsync(process, script, scene, turns + 1);
            }

            var entries = scene.Entries;
            var times = new List<double>();
            for (var number = 0; number < Resumes; number++)
            {
                var refusal = new TurnScript(0, _ => ScriptedAnswer.Empty);
                await using var server = await ScriptedModelServer.StartAsync(refusal.Answer);
                var began = Stopwatch.GetTimestamp();
                using var process = scene.Resume(server);
                refusal.Asking = process;
                await FinishAsync(process, refusal, scene, 1);
                times.Add(Stopwatch.GetElapsedTime(began, refusal.First).TotalMilliseconds);
            }

            Row(
                $"resume → first model request, journal of {entries} entries, median of {Resumes}",
                $"{Percentile(times, 50)} ms (fastest {Text(times.Min())})"
            );
        }
    }

    private static async Task<double> ShareAsync(Scene scene, bool sandboxed)
    {
        var script = new TurnScript(TurnsAtOnce, Shell);
        await using var server = await ScriptedModelServer.StartAsync(script.Answer);
        using var process = scene.Start(server, sandboxed);
        script.Asking = process;
        await FinishAsync(process, script, scene, TurnsAtOnce + 1);
        return script.ShareMegabytes;
    }

    private static async Task TurnsAsync(Scene scene, string what, bool sandboxed, Func<int, ScriptedAnswer> call)
    {
        var script = new TurnScript(Turns, call);
        await using var server = await ScriptedModelServer.StartAsync(script.Answer);
        var before = ChildSeconds();
        using var process = scene.Start(server, sandboxed);
        script.Asking = process;
        await FinishAsync(process, script, scene, Turns + 1);
        var cpu = ChildSeconds() - before;
        var times = script.Milliseconds;
        var growth = Median(times[^20..]) / Median(times[..20]);
        Row(
            $"{what} turn{Mode(sandboxed)}, {Turns} turns",
            $"{Percentile(times, 50)} ms (p95 {Percentile(times, 95)}), last 20 over first 20: {Text(growth)}, CPU {Text(cpu)} s, largest {Text(script.PeakMegabytes)} MB"
        );
    }

    private static ScriptedAnswer Shell(int turn) => ScriptedAnswer.Call("Bash", new { command = $"echo {turn}" });

    private static ScriptedAnswer Edit(int turn) =>
        turn == 1
            ? ScriptedAnswer.Call("Read", new { file_path = "value.txt" })
            : ScriptedAnswer.Call(
                "Edit",
                new
                {
                    file_path = "value.txt",
                    old_string = $"value = {turn - 2}",
                    new_string = $"value = {turn - 1}",
                }
            );

    private static async Task FinishAsync(Process process, TurnScript script, Scene scene, int expected)
    {
        await process.WaitForExitAsync();
        if (script.Requests != expected)
        {
            throw new InvalidOperationException($"{script.Requests} requests instead of {expected}: {scene.LastError}");
        }
    }

    /// <summary>Seconds of processor time of all processes that this one has waited for, and theirs (proc(5), cutime and cstime).</summary>
    private static double ChildSeconds()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static double Median(IReadOnlyList<double> values) => At(values, 50);

    private static string Percentile(IReadOnlyList<double> values, int percent) => Text(At(values, percent));

    private static double At(IReadOnlyList<double> values, int percent) =>
        values.Order().ElementAt(Math.Min(values.Count - 1, values.Count * percent / 100));

    private static string Mode(bool sandboxed) => sandboxed ? ", sandboxed" : ", plain";

    private static string Text(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static void Row(string what, string result) => Console.WriteLine($"| {what} | {result} |");
}
