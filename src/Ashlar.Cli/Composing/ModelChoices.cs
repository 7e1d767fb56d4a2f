using Ashlar.Cli.Terminal;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Settings;
using Ashlar.Providers.Cassettes;
using Ashlar.Providers.Catalog;
using Ashlar.Providers.Shapes;

namespace Ashlar.Cli.Composing;

/// <summary>Chooses the models of a run; those that are recorded share one cassette.</summary>
/// <param name="io">The command's console and environment.</param>
internal sealed class ModelChoices(CommandIo io)
{
    private readonly EndpointMemory endpoints = new(StateFolder.Of(io.Environment).Endpoints, io.Clock);
    private RecordingModel? recording;

    /// <summary>The model for a wish.</summary>
    public async Task<ChosenModel> ChooseAsync(ModelWish wish, CancellationToken cancellation)
    {
        io.Mask = wish.Mask;
        var settling = new VolatileText([
            KeyValuePair.Create(wish.Folder, "<root>"),
            KeyValuePair.Create(StateFolder.Of(io.Environment).Path, "<state>"),
        ]);
        var catalog = new ModelCatalog(io.Environment, io.Connections.Value, io.Clock, wish.Mask, endpoints) { Settling = settling };
        var choice = await catalog
            .ChooseAsync(
                new ModelWishes
                {
                    CommandLine = wish.CommandLine,
                    Agent = wish.Agent,
                    AgentPath = wish.AgentPath,
                    Configured = wish.Configuration.Model,
                    Aliases = wish.Configuration.Aliases,
                    Fallback = wish.Configuration.Fallback,
                    Folder = io.Directory,
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (wish.Record is not { } path)
        {
            return new ChosenModel(choice.Model, choice.Name, choice.Warnings);
        }

        var recorded =
            recording?.Beside(choice.Model) ?? new RecordingModel(choice.Model, Path.GetFullPath(path, io.Directory), wish.Mask, settling);
        recording ??= recorded;
        return new ChosenModel(recorded, choice.Name, choice.Warnings);
    }
}
