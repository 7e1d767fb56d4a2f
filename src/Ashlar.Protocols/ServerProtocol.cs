using System.Text.Json;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Ashlar.Protocols;

/// <summary>Talks to servers of tools by the Model Context Protocol.</summary>
public sealed class ServerProtocol : IServerProtocol
{
    /// <inheritdoc/>
    public Task<IServerSession> OpenAsync(Stream toServer, Stream fromServer, CancellationToken cancellationToken) =>
        OpenAsync(new StreamClientTransport(toServer, fromServer), cancellationToken);

    /// <inheritdoc/>
    public Task<IServerSession> OpenAsync(ServerAddress server, CancellationToken cancellationToken) =>
        OpenAsync(
            new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = server.Address,
                    TransportMode = HttpTransportMode.StreamableHttp,
                    AdditionalHeaders = server.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
                    // The caller's token bounds it.
                    ConnectionTimeout = TimeSpan.FromHours(1),
                },
                BoundedAnswers.Client(),
                ownsHttpClient: true
            ),
            cancellationToken
        );

    private static Task<IServerSession> OpenAsync(IClientTransport transport, CancellationToken cancellationToken) =>
        ServerTalk.AskAsync<IServerSession>(async () =>
            new ServerSession(
                await McpClient
                    .CreateAsync(
                        transport,
                        new McpClientOptions
                        {
                            ClientInfo = new Implementation { Name = "ashlar", Version = Version },
                            // The caller's token bounds it.
                            InitializationTimeout = TimeSpan.FromHours(1),
                        },
                        cancellationToken: cancellationToken
                    )
                    .ConfigureAwait(false)
            )
        );

    private static string Version => typeof(ServerProtocol).Assembly.GetName().Version?.ToString(3) ?? "0";
}

/// <summary>A session with one server.</summary>
/// <param name="client">The client.</param>
internal sealed class ServerSession(McpClient client) : IServerSession
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<OfferedTool>> ListAsync(CancellationToken cancellationToken) =>
        ServerTalk.AskAsync<IReadOnlyList<OfferedTool>>(async () =>
        {
            try
            {
                var tools = await client.ListToolsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                return
                [
                    .. tools.Select(tool => new OfferedTool(
                        tool.ProtocolTool.Name ?? "",
                        tool.ProtocolTool.Description ?? tool.ProtocolTool.Title ?? "",
                        tool.ProtocolTool.InputSchema
                    )),
                ];
            }
            catch (Exception error) when (error is JsonException or ArgumentException)
            {
                // One tool whose schema is none must not take the others away.
                return await ServerList.ReadAsync(client, cancellationToken).ConfigureAwait(false);
            }
        });

    /// <inheritdoc/>
    public Task<ServerResult> CallAsync(string tool, JsonElement input, CancellationToken cancellationToken) =>
        ServerTalk.AskAsync(async () =>
        {
            var result = await client
                .CallToolAsync(
                    new CallToolRequestParams
                    {
                        Name = tool,
                        Arguments = input.EnumerateObject().ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal),
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            return new ServerResult([.. (result.Content ?? []).Select(Part)], result.StructuredContent, result.IsError is true);
        });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();

    private static ServerPart Part(ContentBlock block) =>
        block switch
        {
            TextContentBlock text => new ServerPart(text.Text ?? ""),
            ImageContentBlock image => new ServerPart("", image.DecodedData),
            AudioContentBlock audio => new ServerPart($"(sound, {audio.MimeType}, {audio.DecodedData.Length} bytes; it cannot be shown)"),
            EmbeddedResourceBlock { Resource: TextResourceContents text } => new ServerPart($"{text.Uri}:\n{text.Text}"),
            EmbeddedResourceBlock { Resource: BlobResourceContents { MimeType: { } type } blob }
                when type.StartsWith("image/", StringComparison.Ordinal) => new ServerPart("", blob.DecodedData),
            EmbeddedResourceBlock { Resource: { } resource } => new ServerPart(
                $"({resource.Uri}, {resource.MimeType ?? "binary"}; it cannot be shown)"
            ),
            ResourceLinkBlock link => new ServerPart($"{link.Name}: {link.Uri}{(link.Description is { } said ? $" ({said})" : "")}"),
            _ => new ServerPart($"(content of the kind {block.Type}; it cannot be shown)"),
        };
}

/// <summary>Turns what the package throws into what the tools know.</summary>
internal static class ServerTalk
{
    /// <summary>Asks.</summary>
    /// <exception cref="ServerTalkException">It went wrong.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (HttpRequestException error)
        {
            throw new ServerTalkException(
                error.StatusCode is { } status
                    ? $"it answers {(int)status} {status}"
                    : $"it cannot be reached: {First(error.InnerException ?? error)}",
                error
            );
        }
        catch (McpProtocolException refused)
        {
            throw new ServerTalkException(First(refused), refused) { Answered = true };
        }
#pragma warning disable CA1031 // Whatever the package meets in a server's answer is the server's fault.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new ServerTalkException($"it does not speak the protocol: {First(error)}", error);
        }
    }

    private static string First(Exception error)
    {
        var line = error.Message.Split('\n')[0].Trim().TrimEnd('.');
        return line.Length > 300 ? $"{line[..300]}…" : line;
    }
}
