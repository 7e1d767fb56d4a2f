using System.Net;

namespace Ashlar.Providers.Wire;

/// <summary>The one pool of connections that all models of a process share.</summary>
public static class ModelConnections
{
    /// <summary>
    /// Opens the pool. HTTP/1.1, no redirects, no cookies; a proxy is taken from the environment, but never for loopback addresses,
    /// so that a local model is reached directly. The caller disposes of it at the end.
    /// </summary>
    public static SocketsHttpHandler Open() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 64,
            Proxy = new RemoteOnlyProxy(),
        };

    private sealed class RemoteOnlyProxy : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => HttpClient.DefaultProxy.Credentials;
            set => HttpClient.DefaultProxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : HttpClient.DefaultProxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || HttpClient.DefaultProxy.IsBypassed(host);
    }
}
