using System.Net;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Providers.Catalog;

namespace Ashlar.Cli.Commands;

/// <summary>Which model a run would use, and whether its endpoint answers and takes the key. No model is asked anything.</summary>
internal static class DoctorModel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The model, and its endpoint where it has one.</summary>
    public static async Task<IReadOnlyList<DoctorCheck>> CheckAsync(
        CommandIo io,
        Configuration configuration,
        CancellationToken cancellationToken
    )
    {
        var catalog = new ModelCatalog(io.Environment, io.Connections.Value, io.Clock, SecretMask.None);
        var wishes = new ModelWishes
        {
            Configured = configuration.Model,
            Aliases = configuration.Aliases,
            Fallback = configuration.Fallback,
            Folder = io.Directory,
        };
        try
        {
            var choice = await catalog.ChooseAsync(wishes, cancellationToken).ConfigureAwait(false);
            var checks = new List<DoctorCheck> { new("model", LayerState.Present, choice.Name) };
            checks.AddRange(
                choice.Warnings.Select(warning => new DoctorCheck("model", LayerState.Weaker, warning.Message, warning.Remedy))
            );
            if (Request(choice.Name.Split('/')[0], io.Environment) is { } request)
            {
                using (request)
                {
                    checks.Add(await AskAsync(io.Connections.Value, request, cancellationToken).ConfigureAwait(false));
                }
            }

            return checks;
        }
        catch (ProblemException trouble)
        {
            return [.. trouble.Problems.Select(problem => new DoctorCheck("model", State(problem), problem.Message, problem.Remedy))];
        }
    }

    private static LayerState State(Problem problem) => problem.Warning ? LayerState.Weaker : LayerState.Missing;

    // The list of models costs nothing and needs the key; a local Ollama has answered already when it was chosen without being named.
    private static HttpRequestMessage? Request(string provider, Func<string, string?> environment)
    {
        if (provider == "anthropic")
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Address("ANTHROPIC_BASE_URL", "https://api.anthropic.com") + "/v1/models");
            request.Headers.Add("anthropic-version", "2023-06-01");
            if (environment("ANTHROPIC_API_KEY") is { Length: > 0 } key)
            {
                request.Headers.TryAddWithoutValidation("x-api-key", key.Trim());
            }
            else
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {environment("ANTHROPIC_AUTH_TOKEN")?.Trim()}");
            }

            return request;
        }

        if (provider == "openai")
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Address("OPENAI_BASE_URL", "https://api.openai.com/v1") + "/models");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {environment("OPENAI_API_KEY")?.Trim()}");
            return request;
        }

        return null;

        string Address(string name, string standard) => (environment(name) is { Length: > 0 } given ? given : standard).TrimEnd('/');
    }

    private static async Task<DoctorCheck> AskAsync(
        HttpMessageHandler connections,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        const string Name = "model endpoint";
        var place = request.RequestUri!.GetLeftPart(UriPartial.Authority);
        using var client = new HttpClient(connections, disposeHandler: false) { Timeout = Patience };
        try
        {
            using var answer = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            return answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? new DoctorCheck(
                    Name,
                    LayerState.Missing,
                    $"{place} does not take the key ({(int)answer.StatusCode})",
                    "Set a key that is valid there"
                )
                : new DoctorCheck(Name, LayerState.Present, $"{place} answers");
        }
        catch (Exception trouble)
            when (trouble is HttpRequestException || (trouble is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new DoctorCheck(
                Name,
                LayerState.Missing,
                $"{place} does not answer",
                "Check the network, the proxy variables and the base URL"
            );
        }
    }
}
