using Ashlar.Core.Models;

namespace Ashlar.Providers.Retries;

/// <summary>
/// Lets other models stand in, in order, when one stays overloaded or rate-limited after its retries. Each request begins with the
/// first again. Any other failure is returned as it is. Where none can stand in, the failure of the one that can be asked again first is
/// returned.
/// </summary>
/// <param name="models">The models, the one really wanted first; at least one.</param>
public sealed class FallbackModel(IReadOnlyList<IModel> models) : IModel
{
    /// <summary>The name of the model really wanted. The answer of one that stood in says so.</summary>
    public string Name => models[0].Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. models.SelectMany(model => model.Names).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken)
    {
        var failures = new List<ModelFailure>();
        foreach (var model in models)
        {
            var outcome = await model.AskAsync(request, progress, cancellationToken);
            if (outcome is not ModelFailure { Kind: FailureKind.Overloaded or FailureKind.RateLimited } failure)
            {
                return outcome is ModelAnswer answer && model != models[0]
                    ? answer with
                    {
                        Model = model.Name,
                        StoodIn = model.Name,
                    }
                    : outcome;
            }

            failures.Add(failure);
        }

        return failures.MinBy(failure => failure.RetryAfter ?? TimeSpan.MaxValue)!;
    }
}
