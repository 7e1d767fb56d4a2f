using System.Net;

namespace Ashlar.Protocols;

/// <summary>Holds what a server elsewhere answers to a request within bounds, and follows it nowhere else.</summary>
internal sealed class BoundedAnswers : DelegatingHandler
{
    private const long Most = 128L * 1024 * 1024;

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
            new BoundedStream(await inner.ReadAsStreamAsync().ConfigureAwait(false));

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

    private sealed class BoundedStream(Stream inner) : Stream
    {
        private long total;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Counted(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Counted(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Counted(int read) =>
            (total += read) <= Most ? read : throw new IOException($"it wrote more than {Most / 1024 / 1024} MiB in one answer");
    }
}
