using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ashlar.Core;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Providers.Cassettes;

/// <summary>
/// Writes each answer of another model to a strict cassette, at its end, before it is returned, together with what was asked. The answer was masked
/// when it was received. An existing cassette is continued, so that a resumed run stays in one file.
/// </summary>
public sealed class RecordingModel : IModel, IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IModel inner;
    private readonly SecretMask mask;
    private readonly VolatileText settling;
    private readonly FileStream file;
    private readonly Lock gate;

    /// <summary>Opens or creates the file.</summary>
    /// <param name="inner">Who really answers.</param>
    /// <param name="path">The cassette; the folder must exist.</param>
    /// <param name="mask">Masks what is written.</param>
    /// <param name="settling">Takes out of requests what differs from one execution to the next; null: without any known path.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public RecordingModel(IModel inner, string path, SecretMask mask, VolatileText? settling = null)
    {
        this.settling = settling ?? VolatileText.Plain;
        this.inner = inner;
        this.mask = mask;
        gate = new Lock();
        if (Path.Exists(path) && !OrdinaryFile.Exists(path))
        {
            throw new IOException($"'{path}' is not an ordinary file");
        }

        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            DropTornLine();
            if (file.Length == 0)
            {
                Append(json =>
                {
                    json.WriteNumber("ashlar_cassette"u8, CassetteFile.Version);
                    json.WriteString("model"u8, inner.Name);
                    json.WriteBoolean("strict"u8, true);
                });
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private RecordingModel(IModel inner, RecordingModel first)
    {
        this.inner = inner;
        settling = first.settling;
        mask = first.mask;
        file = first.file;
        gate = first.gate;
    }

    /// <summary>Records a further model in the same cassette, as for a reviewer with a model of its own.</summary>
    public RecordingModel Beside(IModel other) => new(other, this);

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => inner.Names;

    /// <inheritdoc/>
    public async Task<ModelOutcome> AskAsync(ModelRequest request, IProgress<ModelProgress>? progress, CancellationToken cancellationToken)
    {
        var key = CassetteKey.Next(request.Conversation);
        var asked = RequestText.Of(request.Conversation, mask, settling);
        var outcome = await inner.AskAsync(request, progress, cancellationToken);
        if (outcome is ModelAnswer answer)
        {
            Append(json =>
            {
                json.WriteString("task"u8, key.Task);
                json.WriteString("role"u8, key.Role);
                json.WriteNumber("turn"u8, key.Turn);
                json.WritePropertyName("answer"u8);
                CassetteJson.Write(json, answer);
                asked.Write(json);
            });
        }

        return outcome;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void Append(Action<Utf8JsonWriter> write)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        lock (gate)
        {
            file.Write(line.WrittenSpan);
            file.Flush();
        }
    }

    /// <summary>Takes away what an interrupted write left behind the last line feed, and goes to the end.</summary>
    private void DropTornLine()
    {
        var end = file.Length;
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }
        }

        file.SetLength(end);
        file.Position = end;
    }
}
