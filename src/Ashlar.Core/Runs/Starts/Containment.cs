using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Proves that the sandbox holds before anything of the model's runs in it. It runs beside the first model request.</summary>
internal static class Containment
{
    /// <summary>Tries the sandbox; the task fails with what was not denied.</summary>
    /// <exception cref="ProblemException">A layer is missing; exit status 2.</exception>
    public static Task ProveAsync(ISandbox sandbox, RunFolder folder) =>
        sandbox is HostSandbox ? Task.CompletedTask : Task.Run(() => TryAsync(sandbox, folder));

    private static async Task TryAsync(ISandbox sandbox, RunFolder folder)
    {
        var scratch = Path.Combine(folder.ScratchPath, "self-test");
        // What an execution left that was killed in the middle of it.
        FolderRemoval.Delete(scratch);
        Directory.CreateDirectory(scratch);
        IReadOnlyList<SelfTestResult> results;
        try
        {
            results = await SandboxSelfTest.RunAsync(sandbox, scratch, CancellationToken.None).ConfigureAwait(false);
        }
        catch (CommandStartException trouble)
        {
            throw Weak(trouble.Message, trouble);
        }
        finally
        {
            FolderRemoval.Delete(scratch);
        }

        var reached = results.Where(result => !result.Denied).ToList();
        if (reached.Count > 0)
        {
            throw Weak($"not denied: {string.Join("; ", reached.Select(result => $"{result.Attempt} ({result.Detail})"))}", null);
        }
    }

    private static ProblemException Weak(string detail, Exception? inner) =>
        new(
            new Problem("sandbox.weak", $"the sandbox does not hold here: {ShownText.Line(detail)}")
            {
                Remedy = "See `ashlar doctor` for the missing layer; --unsafe-no-sandbox runs without one",
            },
            exitStatus: 2,
            inner
        );
}
