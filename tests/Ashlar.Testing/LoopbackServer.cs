using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Ashlar.Testing;

/// <summary>An HTTP server on a free port of the loopback address, which answers as a test says.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private LoopbackServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1)
        );
        application = builder.Build();
        application.Run(answer);
    }

    /// <summary>The server's address, without a path and without a trailing slash.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers a request; it may run for several at one time.</param>
    public static async Task<LoopbackServer> StartAsync(RequestDelegate answer)
    {
        var server = new LoopbackServer(answer);
        await server.application.StartAsync();
        var addresses = server.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Address = addresses.Addresses.Single();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
