namespace Ashlar.Core.Sandboxes.Isolation;

/// <summary>One thing that the isolation of commands rests on, and whether it is there.</summary>
/// <param name="Name">What it is, such as <c>bubblewrap</c>, <c>user namespaces</c>, <c>system-call filter</c>.</param>
/// <param name="State">Whether it is there.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What helps where it is not there; null where it is.</param>
public sealed record SandboxLayer(string Name, LayerState State, string Detail, string? Remedy = null);

/// <summary>Whether a layer of isolation is there.</summary>
public enum LayerState
{
    /// <summary>It is there.</summary>
    Present,

    /// <summary>It is not there, and commands can run isolated without it, less strictly.</summary>
    Weaker,

    /// <summary>It is not there, and commands cannot run isolated without it.</summary>
    Missing,
}
