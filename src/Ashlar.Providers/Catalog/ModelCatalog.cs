using Ashlar.Core;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Anthropic;
using Ashlar.Providers.Cassettes;
using Ashlar.Providers.OpenAI;
using Ashlar.Providers.Retries;
using Ashlar.Providers.Shapes;

namespace Ashlar.Providers.Catalog;

/// <summary>Finds out which model is used and makes it (contract section 3).</summary>
/// <param name="environment">Looks up a variable of the process environment, the only source of keys and addresses.</param>
/// <param name="handler">The shared pool of connections, see <see cref="Wire.ModelConnections"/>.</param>
/// <param name="clock">For waits and time-outs.</param>
/// <param name="mask">Masks what providers say when they fail.</param>
/// <param name="memory">How endpoints want to be asked; null where nothing is remembered beyond one model's object.</param>
public sealed class ModelCatalog(
    Func<string, string?> environment,
    HttpMessageHandler handler,
    TimeProvider clock,
    SecretMask mask,
    EndpointMemory? memory = null
)
{
    private const string Inherit = "inherit";

    // Where another model stands in, a long wait is not sat out.
    private static readonly RetryBounds briefly = new() { LongestWait = TimeSpan.FromMinutes(2) };

    // Where none can stand in, the nearest reset is waited for; what each of them could try again has been tried.
    private static readonly RetryBounds afterAll = new() { Retries = 0, MalformedRetries = 0 };
    private readonly ProviderSettings providers = new(environment, mask, memory);

    /// <summary>Takes out of the requests of a cassette what differs from one execution to the next.</summary>
    public VolatileText Settling { get; init; } = VolatileText.Plain;

    /// <summary>
    /// Chooses: <c>--model</c>, else front matter, else configuration, else the first provider whose key is set, else a local Ollama that
    /// answers. Only the last looks at the network.
    /// </summary>
    /// <exception cref="ProblemException">Exit status 2: the name given on the command line cannot be used, or there is no model at all.</exception>
    public async Task<ModelChoice> ChooseAsync(ModelWishes wishes, CancellationToken cancellationToken)
    {
        var warnings = new List<Problem>();
        var bounds = wishes.Fallback.Count > 0 ? briefly : new RetryBounds();
        var model = Wished(wishes, bounds, warnings) ?? FirstWithKey(wishes, bounds) ?? await LocalAsync(wishes, bounds, cancellationToken);
        if (model is null)
        {
            throw new ProblemException([NoModel(), .. warnings]);
        }

        return new ModelChoice(WithFallback(model, wishes, warnings), model.Name, warnings);
    }

    /// <summary>Makes the model of a name or an alias, retries included.</summary>
    /// <exception cref="ProblemException">Exit status 2: the name cannot be used.</exception>
    public IModel Make(string name, ModelWishes wishes) => Needed(name, wishes, new RetryBounds());

    private IModel Needed(string name, ModelWishes wishes, RetryBounds bounds)
    {
        var (model, problem) = Find(name, wishes, bounds);
        return model ?? throw new ProblemException(problem!);
    }

    private IModel? Wished(ModelWishes wishes, RetryBounds bounds, List<Problem> warnings)
    {
        if (Wish(wishes.CommandLine) is { } given)
        {
            return Needed(given, wishes, bounds);
        }

        foreach (var (name, path) in new[] { (wishes.Agent, wishes.AgentPath), (wishes.Configured, (string?)null) })
        {
            if (Wish(name) is not { } wish)
            {
                continue;
            }

            var (model, problem) = Find(wish, wishes, bounds);
            if (model is not null)
            {
                return model;
            }

            warnings.Add(
                problem! with
                {
                    Message = problem.Message + "; the next source decides which model is used",
                    Path = path,
                    Warning = true,
                }
            );
        }

        return null;
    }

    private static string? Wish(string? name) =>
        name?.Trim() is { Length: > 0 } wish && !wish.Equals(Inherit, StringComparison.OrdinalIgnoreCase) ? wish : null;

    private (IModel? Model, Problem? Problem) Find(string name, ModelWishes wishes, RetryBounds bounds)
    {
        var full = Resolve(name, wishes.Aliases);
        return ModelName.Read(full) is { } known ? Make(known, wishes.Folder, bounds)
            : ModelName.BuiltInAliases.TryGetValue(full, out var standard)
                ? providers.Anthropic() is null ? (null, NoKey(full, "anthropic"))
                    : Make(ModelName.Read(standard)!, wishes.Folder, bounds)
            : (null, Unknown(full));
    }

    /// <summary>Follows the configuration's aliases, each at most once.</summary>
    private static string Resolve(string name, IReadOnlyDictionary<string, string> aliases)
    {
        var followed = new HashSet<string>(StringComparer.Ordinal);
        while (aliases.TryGetValue(name, out var meant) && followed.Add(name))
        {
            name = meant.Trim();
        }

        return name;
    }

    private (IModel?, Problem?) Make(ModelName name, string folder, RetryBounds bounds)
    {
        switch (name.Provider)
        {
            case "anthropic":
                return providers.Anthropic() is { } anthropic
                    ? (Retrying(new AnthropicModel(name.Id, anthropic, handler, clock), bounds), null)
                    : (null, NoKey(name.ToString(), name.Provider));
            case "openai":
                return providers.OpenAI() is { } openAI
                    ? (Retrying(new OpenAIModel(name.Provider, name.Id, openAI, handler, clock), bounds), null)
                    : (null, NoKey(name.ToString(), name.Provider));
            case "ollama":
                return (Retrying(new OpenAIModel(name.Provider, name.Id, providers.Ollama(), handler, clock), bounds), null);
            default:
                var path = Path.GetFullPath(name.Id, folder);
                return File.Exists(path)
                    ? (CassetteModel.Open(path, name.ToString(), mask, Settling), null)
                    : (null, NoCassette(name.ToString(), path));
        }
    }

    private RetryingModel Retrying(IModel model, RetryBounds bounds) => new(model, clock, bounds);

    private IModel? FirstWithKey(ModelWishes wishes, RetryBounds bounds) =>
        providers.Anthropic() is not null ? Make(ModelName.DefaultAnthropic, wishes.Folder, bounds).Item1
        : providers.OpenAI() is not null ? Make(ModelName.DefaultOpenAI, wishes.Folder, bounds).Item1
        : null;

    private async Task<IModel?> LocalAsync(ModelWishes wishes, RetryBounds bounds, CancellationToken cancellationToken) =>
        await new OllamaProbe(providers.OllamaHost(), handler, clock).FirstModelAsync(cancellationToken) is { } id
            ? Make(new ModelName("ollama", id), wishes.Folder, bounds).Item1
            : null;

    private IModel WithFallback(IModel model, ModelWishes wishes, List<Problem> warnings)
    {
        var others = new List<IModel>();
        foreach (var name in wishes.Fallback)
        {
            var (other, problem) = Find(name, wishes, briefly);
            if (other is not null)
            {
                others.Add(other);
            }
            else
            {
                warnings.Add(problem! with { Message = problem.Message + "; it does not stand in for another", Warning = true });
            }
        }

        return others.Count == 0 ? model : Retrying(new FallbackModel([model, .. others]), afterAll);
    }

    private static Problem NoKey(string name, string provider)
    {
        var variable = (provider is "anthropic" ? ProviderKey.AnthropicKey : ProviderKey.OpenAI).Name;
        return new Problem("model.no-key", $"model {name} cannot be used, since {variable} is not set") { Remedy = $"export {variable}=…" };
    }

    private static Problem Unknown(string name) =>
        new("model.unknown", $"model {name} is of no known provider and no alias maps it")
        {
            Observed = name,
            Expected = "anthropic/NAME, openai/NAME, ollama/NAME or cassette:FILE",
            Remedy =
                $"name it in full, or map it in .ashlar/config.yaml: aliases: {{\"{name}\": anthropic/{ModelName.DefaultAnthropic.Id}}}",
        };

    private static Problem NoCassette(string name, string path) =>
        new("model.no-cassette", $"model {name} cannot be used, since there is no such file")
        {
            Path = path,
            Remedy = "name an existing file, or record one with --record FILE",
        };

    private Problem NoModel() =>
        new("model.none", $"no model can be used: no key is set, and no Ollama with a model answers at {providers.OllamaHost().Authority}")
        {
            Remedy = "export ANTHROPIC_API_KEY=… or OPENAI_API_KEY=…, or start Ollama and pull a model",
        };
}
