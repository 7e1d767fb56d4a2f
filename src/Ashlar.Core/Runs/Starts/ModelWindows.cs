using System.Collections.Concurrent;
using Ashlar.Core.Models;

namespace Ashlar.Core.Runs.Starts;

/// <summary>What a request to each model of a run may hold. All who ask the same model share what was learnt of it.</summary>
/// <param name="known">The tokens that a model's name stands for; null where nobody knows.</param>
public sealed class ModelWindows(Func<string, int?> known)
{
    private readonly ConcurrentDictionary<string, ContextWindow> windows = new(StringComparer.Ordinal);

    /// <summary>The window of a model.</summary>
    public ContextWindow Of(IModel model) => windows.GetOrAdd(model.Name, name => new ContextWindow(known(name)));
}
