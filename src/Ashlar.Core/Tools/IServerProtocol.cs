using System.Text.Json;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Tools;

/// <summary>How servers of tools are talked to over two streams. Ashlar itself starts and ends the servers.</summary>
public interface IServerProtocol
{
    /// <summary>Begins to talk.</summary>
    /// <param name="toServer">What is written here, the server reads.</param>
    /// <param name="fromServer">What the server writes.</param>
    /// <param name="cancellationToken">Ends the beginning.</param>
    /// <exception cref="ServerTalkException">The server does not speak the protocol, or is gone.</exception>
    Task<IServerSession> OpenAsync(Stream toServer, Stream fromServer, CancellationToken cancellationToken);

    /// <summary>Begins to talk to one that runs elsewhere, by streamable HTTP.</summary>
    /// <param name="server">Where it is reached.</param>
    /// <param name="cancellationToken">Ends the beginning.</param>
    /// <exception cref="ServerTalkException">It cannot be reached, refuses, or does not speak the protocol.</exception>
    Task<IServerSession> OpenAsync(ServerAddress server, CancellationToken cancellationToken);
}

/// <summary>A conversation with one server.</summary>
public interface IServerSession : IAsyncDisposable
{
    /// <summary>The tools that the server says it has, as it says them.</summary>
    /// <exception cref="ServerTalkException">The server is gone, or its answer cannot be understood.</exception>
    Task<IReadOnlyList<OfferedTool>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Calls one. Cancelling tells the server and leaves the session usable.</summary>
    /// <param name="tool">The name by which the server knows it.</param>
    /// <param name="input">The input, an object.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ServerTalkException">The server is gone, or its answer cannot be understood.</exception>
    Task<ServerResult> CallAsync(string tool, JsonElement input, CancellationToken cancellationToken);
}

/// <summary>A tool as a server offers it; nothing of it was checked.</summary>
/// <param name="Name">The server's name for it.</param>
/// <param name="Description">What it does.</param>
/// <param name="Schema">The schema of its input.</param>
public sealed record OfferedTool(string Name, string Description, JsonElement Schema);

/// <summary>What a call brought; nothing of it was checked.</summary>
/// <param name="Parts">Its parts in order.</param>
/// <param name="Structured">The same as JSON, or null.</param>
/// <param name="IsError">Whether the server says that it failed.</param>
public sealed record ServerResult(IReadOnlyList<ServerPart> Parts, JsonElement? Structured, bool IsError);

/// <summary>A part of a result: text; or an image, whose bytes are in <see cref="Image"/>.</summary>
/// <param name="Text">The text; what stands for a part that can be shown neither as text nor as an image.</param>
/// <param name="Image">The bytes of an image, or null.</param>
public sealed record ServerPart(string Text, ReadOnlyMemory<byte>? Image = null);

/// <summary>Talking to a server failed.</summary>
/// <param name="message">What went wrong, one sentence without the final full stop.</param>
/// <param name="inner">What it came from.</param>
public sealed class ServerTalkException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the server answered: it is there, and refused.</summary>
    public bool Answered { get; init; }
}
