using System.Net;
using System.Net.Http.Headers;

namespace Ashlar.Providers.Wire;

/// <summary>A JSON request body made of parts that are sent as they are, without being copied together.</summary>
internal sealed class PartsContent : HttpContent
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> parts;
    private readonly long length;

    public PartsContent(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        this.parts = parts;
        foreach (var part in parts)
        {
            length += part.Length;
        }

        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var part in parts)
        {
            await stream.WriteAsync(part, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}
