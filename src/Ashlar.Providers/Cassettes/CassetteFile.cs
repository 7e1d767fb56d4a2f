using System.Text.Json;
using Ashlar.Core;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Cassettes;

/// <summary>One recorded answer.</summary>
/// <param name="Key">Its place in the run.</param>
/// <param name="When">It is meant only for a request whose last message holds this text; null: for any.</param>
/// <param name="Request">What the request was, or null.</param>
/// <param name="Answer">The answer.</param>
internal sealed record CassetteEntry(CassetteKey Key, string? When, RequestText? Request, ModelAnswer Answer);

/// <summary>
/// A cassette as read: JSON lines, first a header, then an answer each.
/// <code>
/// {"ashlar_cassette":1,"model":"anthropic/claude-sonnet-4-5","strict":false}
/// {"task":"2.0","role":null,"turn":1,"answer":{"content":[{"type":"call","name":"Read","arguments":{"file_path":"a.txt"}}]}}
/// {"task":"2.0","turn":2,"answer":{"content":"Done."}}
/// </code>
/// </summary>
/// <param name="Model">The model that was recorded.</param>
/// <param name="Strict">Whether a request that differs from the recorded one is a failure.</param>
/// <param name="Entries">The answers in the order of the file.</param>
internal sealed record CassetteFile(string Model, bool Strict, IReadOnlyList<CassetteEntry> Entries)
{
    /// <summary>The version of the format that this code writes and reads.</summary>
    public const int Version = 1;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 512 };

    /// <summary>Reads a cassette. A last line that was cut off in the middle of writing is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mask">Masks the answers: a cassette may be written by hand.</param>
    /// <exception cref="ProblemException">Exit status 2: it cannot be read, with the line.</exception>
    public static CassetteFile Read(string path, SecretMask mask)
    {
        string text;
        try
        {
            text = OrdinaryFile.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, null, exception.Message);
        }

        var lines = text.Split('\n');
        (string Model, bool Strict)? header = null;
        var entries = new List<CassetteEntry>();
        for (var at = 0; at < lines.Length; at++)
        {
            if (string.IsNullOrWhiteSpace(lines[at]))
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(lines[at], Options);
                if (header is null)
                {
                    header = Header(document.RootElement);
                }
                else
                {
                    entries.Add(Entry(document.RootElement, header.Value.Model, mask));
                }
            }
            catch (JsonException) when (at == lines.Length - 1 && header is not null)
            {
                // Writing was interrupted here.
            }
            catch (JsonException exception)
            {
                throw Invalid(path, at + 1, exception.Message);
            }
        }

        return header is { } found ? new CassetteFile(found.Model, found.Strict, entries) : throw Invalid(path, 1, "it is empty");
    }

    private static (string Model, bool Strict) Header(JsonElement line) =>
        line.Count("ashlar_cassette"u8) switch
        {
            Version => (
                line.Text("model"u8) ?? "unknown",
                line.TryGetProperty("strict"u8, out var strict) && strict.ValueKind is JsonValueKind.True
            ),
            null => throw new JsonException("the first line is no header {\"ashlar_cassette\":1,\"model\":\"…\"}"),
            var other => throw new JsonException($"it is of version {other}, this program reads version {Version}"),
        };

    private static CassetteEntry Entry(JsonElement line, string model, SecretMask mask)
    {
        var turn = line.Count("turn"u8) is { } number and >= 1 and <= int.MaxValue
            ? (int)number
            : throw new JsonException("the line has no \"turn\", a number from 1");
        var answer = line.Object("answer"u8) ?? throw new JsonException("the line has no \"answer\"");
        return new CassetteEntry(
            new CassetteKey(line.Text("task"u8), line.Text("role"u8), turn),
            line.Text("when"u8),
            RequestText.Read(line),
            CassetteJson.Read(answer, model, mask)
        );
    }

    private static ProblemException Invalid(string path, int? line, string what) =>
        new(
            new Problem("model.cassette-invalid", $"the cassette cannot be read: {what.TrimEnd('.')}")
            {
                Path = path,
                Line = line,
                Remedy = "fix that line, or record the run again with --record FILE",
            }
        );
}
