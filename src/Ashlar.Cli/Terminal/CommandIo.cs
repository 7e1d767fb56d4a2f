using System.Buffers;
using System.Text;
using System.Text.Json;
using Ashlar.Core;
using Ashlar.Core.Journal;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Secrets;

namespace Ashlar.Cli.Terminal;

/// <summary>What one command reads from and writes to: the console, its options for all commands, environment and clock.</summary>
internal sealed class CommandIo
{
    private SecretMask? mask;

    /// <summary>Standard output and standard error.</summary>
    public required MaskedConsole Console { get; init; }

    /// <summary>The directory to work as if started in: <c>-C</c>, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether <c>--json</c> was given.</summary>
    public required bool Json { get; init; }

    /// <summary>Whether <c>-v</c> was given.</summary>
    public required bool Verbose { get; init; }

    /// <summary>Whether colour may be written to <see cref="Console"/>.</summary>
    public required bool Color { get; init; }

    /// <summary>Whether a person sits at a terminal: output and input are one, and JSON is not asked for.</summary>
    public required bool Interactive { get; init; }

    /// <summary>Environment look-up of the process.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The programs of the host; found, and what was passed over told, when the first command asks.</summary>
    public required Lazy<HostPrograms> FoundPrograms { get; init; }

    /// <summary>The programs of the host.</summary>
    /// <exception cref="ProblemException">The state folder lies in a repository; exit status 2.</exception>
    public HostPrograms Programs => FoundPrograms.Value;

    /// <summary>The connections to models that all of the process share; opened when the first model is chosen.</summary>
    public required Lazy<HttpMessageHandler> Connections { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>What must not be seen: what is known at the place of the command, or all of a run as soon as the command knows it.</summary>
    public SecretMask Mask
    {
        get => mask ??= KnownSecrets.At(Directory, Environment);
        set => mask = value;
    }

    /// <summary>Receives a text for the console.</summary>
    private MaskedText Masked(string text) => MaskedText.Of(Mask, text);

    /// <summary>Writes a line to standard output, masked and cleaned of characters that could forge output.</summary>
    public void Line(string text = "") => Console.Line(Masked(text).Laid(ShownText.Clean));

    /// <summary>Writes text to standard output without a line end.</summary>
    public void Part(string text) => Console.Part(Masked(text));

    /// <summary>Writes a line to standard error.</summary>
    public void Note(string text) => Console.Trouble(Masked(text).Laid(ShownText.Line));

    /// <summary>Writes a line of a journal, as it is there, to standard output.</summary>
    public void Record(Entry entry)
    {
        Console.Line(Masked(Encoding.UTF8.GetString(entry.Line)));
        Console.Flush();
    }

    /// <summary>Writes where in the program something went wrong.</summary>
    public void Trace(Exception trouble) => Console.Trouble(Masked(trouble.ToString()).Laid(ShownText.Clean));

    /// <summary>Writes one JSON document to standard output.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            write(writer);
        }

        Console.Line(MaskedText.OfJson(Mask, buffer.WrittenSpan));
    }

    /// <summary>Writes a warning to standard error.</summary>
    public void Warn(Problem problem) => Note($"ashlar: warning: {problem}");

    /// <summary>Writes problems the way all commands do: one line each on standard error, and as one JSON object on standard output where that was asked for: the first problem's fields, and all of them as <c>problems</c>.</summary>
    public void Report(IReadOnlyList<Problem> problems)
    {
        foreach (var problem in problems)
        {
            Note($"ashlar: {(problem.Warning ? "warning: " : "")}{problem}");
        }

        if (Json && problems.Count > 0)
        {
            // One line, since run, resume and logs write lines; the first problem is the object itself, for scripts that look no further.
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                problems[0].WriteFieldsTo(json);
                json.WriteStartArray("problems");
                foreach (var problem in problems)
                {
                    problem.WriteTo(json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            Console.Line(MaskedText.OfJson(Mask, buffer.WrittenSpan));
        }
    }
}
