using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Where a run's commands run, and what they are given of the machine.</summary>
internal sealed record CommandPlace
{
    /// <summary>The sandbox.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>Ends when the sandbox has withstood its self-test; fails when it has not.</summary>
    public required Task Contained { get; init; }

    /// <summary>Folders of the checkout that commands see: absolute source by relative path.</summary>
    public required IReadOnlyDictionary<string, string> Shared { get; init; }

    /// <summary>The state folder, which commands must not see.</summary>
    public required string Hidden { get; init; }

    /// <summary>The root of the user's checkout, at which commands see the work.</summary>
    public required string Root { get; init; }

    /// <summary>Values of secrets by name, for the commands that the configuration names.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>The servers of tools.</summary>
    public required ServerPlace Servers { get; init; }

    /// <summary>What the run may still ask of the web.</summary>
    public required FetchBudget Fetches { get; init; }

    /// <summary>The path at which commands and the model see a worktree.</summary>
    public string ShownRoot(string worktree) => Sandbox is HostSandbox ? worktree : Root;

    /// <summary>Shows the folders of the user's checkout that are shared, where the sandbox cannot mount them.</summary>
    public void Share(string worktree, SecretMask mask)
    {
        if (Sandbox is HostSandbox)
        {
            SharedPaths.Link(Shared, worktree);
        }
        else if (Shared.Values.Any(File.Exists))
        {
            SharedPaths.Copy(Shared, new Workspace(worktree, Root), mask);
        }
    }

    /// <summary>The level of containment when it is weaker than the sandbox, for trailers; else null.</summary>
    public string? WeakSandbox => Sandbox is HostSandbox ? Sandbox.Name : null;
}
