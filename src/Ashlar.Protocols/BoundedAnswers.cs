using System.Net;
using Ashlar.Core.Tools;

namespace Ashlar.Protocols;

/// <summary>Holds what a server elsewhere answers to a request within bounds, and follows it nowhere else.</summary>
internal sealed class BoundedAnswers : DelegatingHandler
{
    private BoundedAnswers(HttpMessageHandler inner)
        : base(inner) { }

    /// <summary>A client whose requests carry headers to the address that was declared alone.</summary>
    public static HttpClient Client() =>
        new(new BoundedAnswers(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content is { } content)
        {
            response.Content = new BoundedContent(content);
        }

        return response;
    }

    private sealed class BoundedContent : HttpContent
    {
        private readonly HttpContent inner;

        public BoundedContent(HttpContent inner)
        {
            this.inner = inner;
            foreach (var (name, values) in inner.Headers.NonValidated)
            {
                _ = Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        protected override async Task<Stream> CreateContentReadStreamAsync() =>
            new ServerStream(await inner.ReadAsStreamAsync().ConfigureAwait(false));

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var bounded = await CreateContentReadStreamAsync().ConfigureAwait(false);
            await using (bounded.ConfigureAwait(false))
            {
                await bounded.CopyToAsync(stream).ConfigureAwait(false);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
