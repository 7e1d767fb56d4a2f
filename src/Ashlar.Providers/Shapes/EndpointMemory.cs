using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ashlar.Core;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Shapes;

/// <summary>
/// How endpoints want to be asked, once one has refused something: for the life of the process and, where there is a folder, beyond it. A
/// file is named by a hash of address and model and holds neither; after a month what it says is found out again.
/// </summary>
/// <param name="folder">Where it is kept, or null for nowhere; made when first needed.</param>
/// <param name="clock">Tells how old it is.</param>
public sealed class EndpointMemory(string? folder, TimeProvider clock)
{
    private const int Version = 1;
    private static readonly TimeSpan longest = TimeSpan.FromDays(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, RequestShape> shapes = new(StringComparer.Ordinal);

    /// <summary>The name under which an endpoint and model are kept.</summary>
    internal static string Key(Uri address, string model) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address.AbsoluteUri}\n{model}")))[..32];

    /// <summary>How an endpoint is asked.</summary>
    internal RequestShape Of(string key)
    {
        lock (gate)
        {
            if (!shapes.TryGetValue(key, out var shape))
            {
                shapes[key] = shape = Load(key);
            }

            return shape;
        }
    }

    /// <summary>Remembers changes; returns those that were not known before.</summary>
    /// <param name="key">The endpoint.</param>
    /// <param name="shape">How it was asked.</param>
    /// <param name="answered">Whether it answered, so that it may be kept beyond the process.</param>
    internal IReadOnlyList<ShapeChange> Keep(string key, RequestShape shape, bool answered)
    {
        lock (gate)
        {
            var before = Of(key);
            var added = shape.Changes.Where(change => !before.Changes.Contains(change)).ToList();
            if (added.Count > 0)
            {
                shapes[key] = new RequestShape([.. before.Changes, .. added]);
            }

            if (answered && shapes[key].Changes.Count > 0 && (added.Count > 0 || !File.Exists(PathOf(key))))
            {
                Save(key, shapes[key]);
            }

            return added;
        }
    }

    private string? PathOf(string key) => folder is null ? null : Path.Combine(folder, key + ".json");

    private RequestShape Load(string key)
    {
        try
        {
            if (PathOf(key) is not { } path || !File.Exists(path))
            {
                return RequestShape.Usual;
            }

            using var document = JsonDocument.Parse(OrdinaryFile.ReadAllBytes(path));
            var root = document.RootElement;
            if (root.Count("version"u8) != Version || clock.GetUtcNow() - root.GetProperty("at"u8).GetDateTimeOffset() > longest)
            {
                return RequestShape.Usual;
            }

            var changes = root.Items("changes"u8).Select(tag => ShapeChange.Read(tag.GetString() ?? "")).OfType<ShapeChange>();
            return new RequestShape([.. changes.Distinct()]);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or FormatException
            )
        {
            // Found out again.
            return RequestShape.Usual;
        }
    }

    private void Save(string key, RequestShape shape)
    {
        if (PathOf(key) is not { } path)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder!);
            var beside = $"{path}.{Environment.ProcessId}";
            using (var file = File.Create(beside))
            using (var json = new Utf8JsonWriter(file))
            {
                json.WriteStartObject();
                json.WriteNumber("version"u8, Version);
                json.WriteString("at"u8, clock.GetUtcNow());
                json.WriteStartArray("changes"u8);
                foreach (var change in shape.Changes)
                {
                    json.WriteStringValue(change.Tag);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run finds it out again.
        }
    }
}
