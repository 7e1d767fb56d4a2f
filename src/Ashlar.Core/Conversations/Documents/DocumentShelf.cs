using System.Text;
using Ashlar.Core.Work;

namespace Ashlar.Core.Conversations;

/// <summary>Collects documents once each, within their budgets, and what is wrong with them.</summary>
internal sealed class DocumentShelf(DocumentRequest request, RootFolder root)
{
    private readonly List<FoundDocument> _documents = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<Problem> _problems = [];
    private readonly List<Problem> _missing = [];
    private readonly List<string> _absent = [];
    private int _textBytes;
    private int _images;

    /// <summary>Whether a path ends as documents do.</summary>
    public static bool IsDocument(string path) =>
        MediaType(path) is not null
        || Path.GetExtension(path).ToLowerInvariant() is ".md" or ".mdx" or ".txt" or ".yml" or ".yaml" or ".json" or ".rst" or ".adoc";

    /// <summary>Adds a file that only the task's words name.</summary>
    /// <returns>Whether the file exists inside the root.</returns>
    public bool AddOfTask(string path, string reason)
    {
        var isNew = !_places.ContainsKey(path);
        var exists = Add(path, reason, required: false);
        if (isNew && _places.TryGetValue(path, out var place))
        {
            _documents[place] = _documents[place] with { OfTask = true };
        }

        return exists;
    }

    /// <summary>Adds a file. One that is there already becomes required where it was not.</summary>
    /// <returns>Whether the file exists inside the root.</returns>
    public bool Add(string path, string reason, bool required, int? line = null)
    {
        if (_places.TryGetValue(path, out var place))
        {
            _documents[place] = _documents[place] with { Required = _documents[place].Required || required };
            return true;
        }

        if (!root.IsFile(path))
        {
            return false;
        }

        var size = root.Size(path);
        if (MediaType(path) is { } media)
        {
            Put(Image(path, media, size, reason, required));
            return true;
        }

        var most = Math.Max(0, Math.Min(request.MostBytesEach, request.MostBytes - _textBytes));
        var content = root.Read(path, Math.Max(most, 4096)) ?? [];
        if (content.AsSpan().Contains((byte)0))
        {
            return true;
        }

        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        if (size <= content.Length && UnfilledTemplate.Is(text))
        {
            NotFilledIn(path, required, line);
            return true;
        }

        Put(Fit(path, text, content.Length, most, size, reason, required));
        return true;
    }

    /// <summary>Adds a file that a person named and that lies outside the root.</summary>
    public void AddForeign(string path, string reason)
    {
        if (File.Exists(path))
        {
            var text = OrdinaryFile.ReadAllText(path);
            var size = Encoding.UTF8.GetByteCount(text);
            Put(
                Fit(
                    path,
                    text,
                    size,
                    Math.Min(request.MostBytesEach, Math.Max(0, request.MostBytes - _textBytes)),
                    size,
                    reason,
                    required: true
                )
            );
        }
    }

    /// <summary>Notes a required document that does not exist.</summary>
    public void Missing(string path, string words, int? line) =>
        _missing.Add(
            new Problem("documents.missing", $"the required document {path} is missing")
            {
                Path = request.PromptPath,
                Line = line,
                Observed = words,
                Expected = path,
            }
        );

    /// <summary>Those that are missing, each with one remedy for all of them: a key of the configuration can be written once.</summary>
    private IEnumerable<Problem> AllMissing()
    {
        var optional = string.Join(", ", _missing.Select(problem => problem.Expected).Distinct(StringComparer.Ordinal));
        return _missing.Select(problem =>
            problem with
            {
                Remedy =
                    $"Write {problem.Expected}, or list what may be missing: `documents: {{optional: [{optional}]}}` in .ashlar/config.yaml",
            }
        );
    }

    /// <summary>Notes a path that the task's words name and that is not there.</summary>
    public void Absent(string path)
    {
        if (!_absent.Contains(path, StringComparer.Ordinal))
        {
            _absent.Add(path);
        }
    }

    /// <summary>What was collected.</summary>
    public DocumentSet Set()
    {
        var cut = _documents.Where(document => document.Cut).Select(document => document.Path).ToList();
        if (cut.Count > 0)
        {
            _problems.Add(
                new Problem("documents.cut", $"documents beyond their budget are given in part or by name only: {string.Join(", ", cut)}")
                {
                    Warning = true,
                    Path = cut[0],
                    Remedy = "Shorten them, or split the work order",
                }
            );
        }

        return new DocumentSet(_documents, [.. AllMissing(), .. _problems]) { Absent = _absent };
    }

    private static string? MediaType(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => "image/png",
            ".jpg" or ".jpeg" => "image/jpeg",
            ".webp" => "image/webp",
            ".gif" => "image/gif",
            _ => null,
        };

    private void Put(FoundDocument document)
    {
        _places[document.Path] = _documents.Count;
        _documents.Add(document);
    }

    private FoundDocument Image(string path, string media, long size, string reason, bool required)
    {
        var fits = size <= request.MostImageBytes && _images < request.MostImages;
        _images += fits ? 1 : 0;
        return new FoundDocument
        {
            Path = path,
            Reason = reason,
            Required = required,
            Size = size,
            MediaType = media,
            Bytes = fits ? root.Read(path, request.MostImageBytes) ?? [] : ReadOnlyMemory<byte>.Empty,
            Cut = !fits,
        };
    }

    private FoundDocument Fit(string path, string text, int length, int most, long size, string reason, bool required)
    {
        // A few lines of a document help nobody: below this it is only named.
        const int Least = 512;
        var whole = length <= most && size <= length;
        var kept =
            whole ? text
            : most < Least ? null
            : Beginning(text, most);
        _textBytes += kept is null ? 0 : Encoding.UTF8.GetByteCount(kept);
        return new FoundDocument
        {
            Path = path,
            Reason = reason,
            Required = required,
            Size = size,
            Text = kept,
            Cut = !whole,
        };
    }

    // Up to the last whole line that fits.
    private static string Beginning(string text, int most)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = Math.Min(most, bytes.Length);
        var line = bytes.AsSpan(0, end).LastIndexOf((byte)'\n');
        while (line < 0 && end > 0 && end < bytes.Length && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(bytes, 0, line < 0 ? end : line + 1);
    }

    private void NotFilledIn(string path, bool required, int? line) =>
        _problems.Add(
            new Problem(
                "documents.template",
                $"{path} {(required ? "is required, and " : "")}was never filled in: it is empty or still a template"
            )
            {
                Path = path,
                Line = required ? null : line,
                Warning = !required,
                Remedy = required ? $"Fill in {path}, or list it under documents: {{optional: [{path}]}} in .ashlar/config.yaml" : null,
            }
        );
}
