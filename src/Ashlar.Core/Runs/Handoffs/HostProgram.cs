using System.ComponentModel;
using System.Diagnostics;

namespace Ashlar.Core.Runs.Handoffs;

/// <summary>
/// Runs programs that the user chose (git's push, <c>gh</c>, the <c>notify</c> command) on the host, in the user's environment less the
/// variables that no other program is to see. Nothing that an agent wrote is a program here.
/// </summary>
/// <param name="withheld">Names of variables that are taken out: model keys and configured secrets.</param>
internal sealed class HostProgram(IReadOnlySet<string> withheld)
{
    /// <summary>Runs a program to its end; null when there is no such program.</summary>
    /// <param name="program">Its name on PATH.</param>
    /// <param name="arguments">What it gets.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="longest">After this time it is ended.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<HostOutcome?> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string folder,
        TimeSpan longest,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken
    )
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments, folder, environment) };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new HostOutcome(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return new HostOutcome(-1, "", $"it did not end within {longest.TotalSeconds} s");
        }
    }

    private ProcessStartInfo StartInfo(
        string program,
        IReadOnlyList<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var name in withheld)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit status; -1 when it was ended for taking too long.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record HostOutcome(int ExitCode, string Output, string Error)
{
    /// <summary>The last line that says something, errors first.</summary>
    public string LastWords =>
        ShownText.Line(
            Error.Split('\n').Concat(Output.Split('\n')).Select(line => line.Trim()).LastOrDefault(line => line.Length > 0)
                ?? $"exit {ExitCode}"
        );
}
