using System.Text;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Handoffs;

/// <summary>
/// Runs programs that the user chose (git's push, <c>gh</c>, the <c>notify</c> command) on the host, at the checkout's root, in the user's
/// environment less the variables that no other program is to see. Nothing that an agent wrote is a program here.
/// </summary>
/// <param name="repository">The user's repository.</param>
/// <param name="withheld">Which variables no program of the host gets.</param>
internal sealed class OperatorProgram(Repository repository, WithheldVariables withheld)
{
    /// <summary>Runs a program to its end; null when there is no such program.</summary>
    /// <param name="program">The program, or null where the host has none.</param>
    /// <param name="arguments">What it gets.</param>
    /// <param name="longest">After this time it is ended.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="folder">Where it runs; null for the checkout's root.</param>
    public async Task<HostOutcome?> RunAsync(
        HostProgram? program,
        IReadOnlyList<string> arguments,
        TimeSpan longest,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken,
        string? folder = null
    )
    {
        if (program is null)
        {
            return null;
        }

        var variables = HostEnvironment.Of(program, withheld.Contains);
        foreach (var (name, value) in GitFilters.Variables(repository.GitDirectory))
        {
            variables[name] = value;
        }

        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            var call = new HostCall(arguments, folder ?? repository.Root, variables);
            var output = await HostProcess.RunAsync(program, call, limit.Token).ConfigureAwait(false);
            return new HostOutcome(output.ExitCode, Encoding.UTF8.GetString(output.Output), Encoding.UTF8.GetString(output.Error));
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new HostOutcome(-1, "", $"it did not end within {longest.TotalSeconds} s");
        }
        catch (CommandStartException trouble)
        {
            return new HostOutcome(-1, "", trouble.Message);
        }
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
