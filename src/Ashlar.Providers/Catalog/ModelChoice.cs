using System.Collections.ObjectModel;
using Ashlar.Core;
using Ashlar.Core.Models;

namespace Ashlar.Providers.Catalog;

/// <summary>All that has a say in which model is used, strongest first (contract section 3).</summary>
public sealed record ModelWishes
{
    /// <summary>The value of <c>--model</c>, or null. It must be usable.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The agent's front matter, or null; <c>inherit</c> leaves the choice to the others.</summary>
    public string? Agent { get; init; }

    /// <summary>The agent's file, for warnings.</summary>
    public string? AgentPath { get; init; }

    /// <summary>The configuration's <c>model</c>, or null.</summary>
    public string? Configured { get; init; }

    /// <summary>The configuration's <c>aliases</c>.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The configuration's <c>fallback</c>: models that stand in when the chosen one is overloaded for long.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];

    /// <summary>The folder to which a cassette's relative path belongs.</summary>
    public required string Folder { get; init; }
}

/// <summary>The model that is used.</summary>
/// <param name="Model">It, retries included; ready for many conversations at the same time.</param>
/// <param name="Name">Its full name, such as <c>anthropic/claude-sonnet-4-5</c>.</param>
/// <param name="Warnings">Names that could not be used and what was done instead.</param>
public sealed record ModelChoice(IModel Model, string Name, IReadOnlyList<Problem> Warnings);
