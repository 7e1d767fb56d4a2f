using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Journal;

/// <summary>
/// The journal of a run: append-only, one event a line, each line chained to the one before. What is appended is with the
/// operating system when <see cref="Append{T}"/> returns, and on disk after <see cref="Sync"/>.
/// </summary>
public sealed class JournalFile : IJournal
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Lock gate = new();
    private readonly FileStream file;
    private readonly TimeProvider clock;
    private readonly SecretMask mask;
    private readonly JournalObservers observers = new();
    private string previous;
    private long seq;
    private bool dirty;
    private JournalReserve? reserve;
    private IOException? lost;

    /// <summary>A journal on an open file that is at its end.</summary>
    internal JournalFile(FileStream file, string run, TimeProvider clock, SecretMask mask, IReadOnlyList<Entry> past)
    {
        this.file = file;
        this.clock = clock;
        this.mask = mask;
        Run = run;
        Past = past;
        seq = past.Count;
        previous = past.Count == 0 ? JournalReader.FirstPrevious : ArtifactFolder.HashOf(past[^1].Line);
    }

    /// <inheritdoc />
    public string Run { get; }

    /// <inheritdoc />
    public IReadOnlyList<Entry> Past { get; }

    /// <summary>Whether the disk was full and what was set aside is in use: there is room to end, and for nothing else.</summary>
    public bool IsPressed => reserve is { IsReleased: true };

    /// <summary>How often it was brought to disk. What was appended in between went together.</summary>
    internal int Flushes { get; private set; }

    /// <summary>Creates the journal of a new run.</summary>
    /// <exception cref="IOException">The file exists already or cannot be written.</exception>
    public static JournalFile Create(string path, string run, TimeProvider clock, SecretMask mask)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new JournalFile(OpenFile(path, FileMode.CreateNew), run, clock, mask, []) { reserve = JournalReserve.Beside(path) };
    }

    /// <summary>Opens the journal of a run to resume it. A torn last line is cut off.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="clock">Tells when an entry is written.</param>
    /// <param name="mask">Takes secrets out of what is written.</param>
    /// <param name="known">What is known of it; only the rest is read.</param>
    /// <exception cref="ProblemException">It is damaged elsewhere, or empty.</exception>
    public static JournalFile Open(string path, TimeProvider clock, SecretMask mask, JournalContent? known = null)
    {
        var content = JournalReader.ReadWhole(path, known);
        var stream = OpenFile(path, FileMode.Open);
        if (content.Torn)
        {
            stream.SetLength(content.Length);
        }

        stream.Seek(content.Length, SeekOrigin.Begin);
        return new JournalFile(stream, content.Entries[0].Run, clock, mask, content.Entries) { reserve = JournalReserve.Beside(path) };
    }

    /// <summary>For tests of recovery: called after each append; what it throws is a crash at that entry.</summary>
    internal Action<Entry>? Failpoint { get; set; }

    /// <inheritdoc />
    public void Observe(Action<Entry> observer) => observers.Add(observer);

    /// <inheritdoc />
    public Masked<T> Masked<T>(T body, JsonTypeInfo<T> form) => mask.Received(body, form);

    /// <inheritdoc />
    public Entry Append<T>(string? task, Masked<T> body)
        where T : IEvent => Write(T.Type, task, body);

    /// <inheritdoc />
    public Entry Copy<T>(Entry recorded, Masked<T> body) => Write(recorded.Type, recorded.Task, body);

    private Entry Write<T>(string type, string? task, Masked<T> body)
    {
        Entry entry;
        lock (gate)
        {
            RefuseWhenLost();
            var at = clock.GetUtcNow();
            var line = Line(type, task, at, body.Json);
            WriteLine(line);
            seq++;
            previous = ArtifactFolder.HashOf(line);
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 256 });
            entry = new Entry(seq, at, type, Run, task, document.RootElement.GetProperty("body").Clone()) { Line = line };

            Failpoint?.Invoke(entry);
            observers.Await(entry);
        }

        observers.TellAll();
        return entry;
    }

    /// <summary>
    /// Makes sure that all that was appended survives a power cut. Once that failed nothing more is appended: the system forgets
    /// what it could not write, and a second try that succeeds says nothing about it.
    /// </summary>
    /// <exception cref="IOException">It failed, now or before.</exception>
    public void Sync()
    {
        lock (gate)
        {
            RefuseWhenLost();
            if (dirty)
            {
                try
                {
                    file.Flush(flushToDisk: true);
                }
                catch (IOException trouble)
                {
                    lost = trouble;
                    throw;
                }

                dirty = false;
                Flushes++;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (lost is null)
        {
            Sync();
        }

        file.Dispose();
        reserve?.Release();
    }

    private void RefuseWhenLost()
    {
        if (lost is not null)
        {
            throw new IOException(lost.Message, lost);
        }
    }

    private static FileStream OpenFile(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private byte[] Line(string type, string? task, DateTimeOffset at, byte[] body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", seq + 1);
            json.WriteString("at", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("type", type);
            json.WriteString("run", Run);
            if (task is not null)
            {
                json.WriteString("task", task);
            }

            json.WriteString("prev", previous);
            json.WritePropertyName("body");
            json.WriteRawValue(body, skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteLine(byte[] line)
    {
        var whole = new byte[line.Length + 1];
        line.CopyTo(whole, 0);
        whole[^1] = (byte)'\n';
        var start = file.Position;
        if (Write(whole, start) is { } trouble)
        {
            // The disk may be full: what was set aside is for the end of the run.
            trouble = reserve is { IsReleased: false } && reserve.Release() ? Write(whole, start) : trouble;
            if (trouble is not null)
            {
                // A file that may not grow further is an ArgumentException to the runtime.
                throw trouble as IOException ?? new IOException(trouble.Message, trouble);
            }
        }
    }

    private Exception? Write(byte[] whole, long start)
    {
        try
        {
            file.Write(whole);
            dirty = true;
            return null;
        }
        catch (Exception trouble) when (trouble is IOException or ArgumentException)
        {
            file.SetLength(start);
            file.Seek(start, SeekOrigin.Begin);
            return trouble;
        }
    }
}
