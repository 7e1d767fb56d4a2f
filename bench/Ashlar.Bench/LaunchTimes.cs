using System.Diagnostics;
using System.Globalization;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Isolation;

namespace Ashlar.Bench;

/// <summary>How long an empty command takes in Ashlar's sandbox, in a plain bubblewrap, and without any.</summary>
internal static class LaunchTimes
{
    private const int Launches = 200;

    /// <summary>Measures and prints one row for each; false when there is no bubblewrap.</summary>
    public static async Task<bool> PrintAsync()
    {
        var sandbox = BubblewrapSandbox.Find(TimeProvider.System, HostPrograms.Find(Environment.GetEnvironmentVariable("PATH"), [], null));
        if (sandbox is null)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("ashlar-bench-");
        try
        {
            var root = folder.CreateSubdirectory("root").FullName;
            var command = new SandboxCommand
            {
                Line = "true",
                WorkingDirectory = root,
                Mounts = new SandboxMounts
                {
                    Root = root,
                    ShownRoot = root,
                    ReadOnly = ["tests"],
                    PrivateFolder = folder.CreateSubdirectory("private").FullName,
                },
            };
            string[] plain = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--", "bash", "-c", "true"];
            await RowAsync(
                "launch in Ashlar's sandbox",
                async () => await sandbox.Start(command, default).Completion.ConfigureAwait(false)
            );
            await RowAsync("launch in a plain bubblewrap", () => ProcessAsync(plain));
            await RowAsync("launch without a sandbox", () => ProcessAsync(plain[^3..]));
            return true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ProcessAsync(string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..]))!;
        await process.WaitForExitAsync().ConfigureAwait(false);
    }

    private static async Task RowAsync(string what, Func<Task> launch)
    {
        var times = new List<double>(Launches);
        for (var number = -10; number < Launches; number++)
        {
            var began = Stopwatch.GetTimestamp();
            await launch().ConfigureAwait(false);
            if (number >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        times.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {what}, {Launches} times | p50 {times[Launches / 2]:0.0} ms, p95 {times[Launches * 95 / 100]:0.0} ms |"
            )
        );
    }
}
