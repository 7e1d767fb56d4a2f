using System.Buffers;
using System.Text;
using System.Text.Json;
using Ashlar.Core;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Secrets;

namespace Ashlar.Cli;

/// <summary>What one command reads from and writes to: the console, its options for all commands, environment and clock.</summary>
internal sealed class CommandIo
{
    /// <summary>Standard output; what a script reads.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error; errors and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The directory to work as if started in: <c>-C</c>, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether <c>--json</c> was given.</summary>
    public required bool Json { get; init; }

    /// <summary>Whether <c>-v</c> was given.</summary>
    public required bool Verbose { get; init; }

    /// <summary>Whether colour may be written to <see cref="Out"/>.</summary>
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

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>What must not be seen, as soon as the command knows it.</summary>
    public SecretMask Mask { get; set; } = SecretMask.None;

    /// <summary>Writes a line to <see cref="Out"/>, masked and cleaned of characters that could forge output.</summary>
    public void Line(string text = "") => Out.WriteLine(ShownText.Clean(Mask.Mask(text)));

    /// <summary>Writes one JSON document to <see cref="Out"/>.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            write(writer);
        }

        Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>Writes a warning to <see cref="Error"/>.</summary>
    public void Warn(Problem problem) => Error.WriteLine($"ashlar: warning: {ShownText.Line(Mask.Mask(problem.ToString()))}");

    private Problem Masked(Problem problem) =>
        problem with
        {
            Message = Mask.Mask(problem.Message),
            Observed = problem.Observed is { } observed ? Mask.Mask(observed) : null,
            Expected = problem.Expected is { } expected ? Mask.Mask(expected) : null,
            Remedy = problem.Remedy is { } remedy ? Mask.Mask(remedy) : null,
        };

    /// <summary>Writes problems the way all commands do: one line each on standard error, and as one JSON object on standard output where that was asked for: the first problem's fields, and all of them as <c>problems</c>.</summary>
    public void Report(IReadOnlyList<Problem> problems)
    {
        foreach (var problem in problems)
        {
            Error.WriteLine($"ashlar: {(problem.Warning ? "warning: " : "")}{ShownText.Line(Mask.Mask(problem.ToString()))}");
        }

        if (Json && problems.Count > 0)
        {
            // One line, since run, resume and logs write lines; the first problem is the object itself, for scripts that look no further.
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                Masked(problems[0]).WriteFieldsTo(json);
                json.WriteStartArray("problems");
                foreach (var problem in problems)
                {
                    Masked(problem).WriteTo(json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            Out.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        }
    }
}
