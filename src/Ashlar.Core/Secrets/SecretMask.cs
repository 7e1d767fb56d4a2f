using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ashlar.Core.Secrets;

/// <summary>
/// Replaces secret values by <c>[secret NAME]</c>, at every sink, at write time. Immutable: any number of threads may use one.
/// Masked are the forms listed at <see cref="SecretForms"/>; other transformations (reversed, compressed, split) are not promised.
/// </summary>
public sealed class SecretMask
{
    /// <summary>Shorter values cannot be masked without masking ordinary text.</summary>
    public const int LeastLength = 6;

    private const string Opening = "[secret ";

    private readonly (string Name, string Value)[] secrets;
    private readonly SecretFinder<char> letters;
    private readonly Lazy<SecretFinder<byte>> bytes;
    private readonly Lazy<SecretSearch> search;

    private SecretMask((string Name, string Value)[] secrets)
    {
        this.secrets = secrets;
        var forms = secrets
            .SelectMany((secret, index) => SecretForms.Of(secret.Value).Select(form => (form, index)))
            .DistinctBy(pair => pair.form.Text, StringComparer.Ordinal)
            .ToList();
        var printed = new PrintedMatcher(secrets.SelectMany((secret, index) => PrintedForm.Of(secret.Value, index)));
        letters = new SecretFinder<char>(
            new SecretMatcher<char>([
                .. forms.Select(pair => new Pattern<char>(pair.form.Text.ToCharArray(), pair.index, pair.form.Broken, pair.form.Weak)),
            ]),
            printed
        );
        search = new Lazy<SecretSearch>(() => new SecretSearch(this, this.secrets));
        bytes = new Lazy<SecretFinder<byte>>(() =>
            new SecretFinder<byte>(
                new SecretMatcher<byte>([
                    .. forms.Select(pair => new Pattern<byte>(
                        Encoding.UTF8.GetBytes(pair.form.Text),
                        pair.index,
                        pair.form.Broken,
                        pair.form.Weak
                    )),
                ]),
                printed
            )
        );
    }

    /// <summary>A mask that knows no secret.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>The names of the secrets it knows.</summary>
    public IEnumerable<string> Names => secrets.Select(secret => secret.Name);

    internal SecretFinder<byte> Bytes => bytes.Value;

    /// <summary>Whether it knows no secret.</summary>
    internal bool IsEmpty => secrets.Length == 0;

    /// <summary>Looks for the secrets in files of any kind.</summary>
    internal SecretSearch Search => search.Value;

    /// <summary>A mask of these secrets: name and value.</summary>
    /// <exception cref="ProblemException">Values that cannot be masked; all of them are named. Exit status 2.</exception>
    public static SecretMask Of(IEnumerable<KeyValuePair<string, string>> secrets)
    {
        var distinct = secrets.DistinctBy(secret => (secret.Key, secret.Value)).ToList();
        var refusals = distinct.Select(secret => SecretRefusal.Of(secret.Key, secret.Value)).OfType<Problem>().ToList();
        return refusals.Count > 0 ? throw new ProblemException(refusals)
            : distinct.Count == 0 ? None
            : new SecretMask([.. distinct.Select(secret => (secret.Key, secret.Value))]);
    }

    /// <summary>This mask with further secrets.</summary>
    /// <exception cref="ProblemException">As <see cref="Of"/>.</exception>
    public SecretMask With(IEnumerable<KeyValuePair<string, string>> more) =>
        Of(secrets.Select(secret => KeyValuePair.Create(secret.Name, secret.Value)).Concat(more));

    /// <summary>The text with every known value replaced; the same instance where there is none.</summary>
    public string Mask(string text) => Masked(text, cut: false);

    /// <summary>As <see cref="Mask(string)"/> for text that was cut out of a longer one: remains of four or more letters of a value at its two ends are replaced too.</summary>
    public string MaskCut(string text) => Masked(text, cut: true);

    /// <summary>The bytes with every known value replaced.</summary>
    public byte[] Mask(ReadOnlySpan<byte> content)
    {
        if (Bytes.Find(content) is null)
        {
            return content.ToArray();
        }

        var output = new ArrayBufferWriter<byte>(content.Length);
        var stream = Stream();
        stream.Write(content, output);
        stream.Finish(output, cut: false);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Receives a record; the same instance is inside where it holds no secret.</summary>
    /// <param name="value">The record.</param>
    /// <param name="form">Its form in JSON.</param>
    public Masked<T> Received<T>(T value, JsonTypeInfo<T> form)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, form);
        return RecordMask.Masked(json, form, this) is { } masked
            ? new Masked<T>(JsonSerializer.Deserialize(masked, form)!, masked)
            : new Masked<T>(value, json);
    }

    /// <summary>A mask for bytes that arrive in pieces. One for each stream; not thread-safe.</summary>
    public StreamingMask Stream() => new(this);

    /// <summary>The names of the secrets that a text holds in any form, in order of appearance. Lines that ordinary text may hold too do not count.</summary>
    public IReadOnlyList<string> FindSecrets(string text)
    {
        var names = new List<string>();
        foreach (var span in letters.Find(text) ?? [])
        {
            if (!span.Weak && !names.Contains(NameAt(span.Secret), StringComparer.Ordinal))
            {
                names.Add(NameAt(span.Secret));
            }
        }

        return names;
    }

    /// <summary>How often bytes hold each secret, by name, in any form. Lines that ordinary text may hold too do not count.</summary>
    internal void Count(ReadOnlySpan<byte> content, Dictionary<string, int> counts)
    {
        var done = 0;
        foreach (var span in Bytes.Find(content) ?? [])
        {
            if (!span.Weak && span.Start >= done)
            {
                counts[NameAt(span.Secret)] = counts.GetValueOrDefault(NameAt(span.Secret)) + 1;
                done = span.End;
            }
        }
    }

    /// <summary>Puts values back where a text says <c>[secret NAME]</c>, for these names only; others stay as they are.</summary>
    public string Reveal(string text, IReadOnlySet<string> allowedNames) =>
        Revealed(text, name => allowedNames.Contains(name) && ValueOf(name) is { } value ? value : null);

    /// <summary>
    /// Puts values back where a text says <c>[secret NAME]</c> and the file held that secret before, in the form in which the file
    /// held it. Where it held several forms, they are given back in order if as many are asked for, else the plain value if it was among them.
    /// </summary>
    /// <param name="text">What a model wrote.</param>
    /// <param name="before">The file's content before.</param>
    public string Reveal(string text, string before)
    {
        if (!text.Contains(Opening, StringComparison.Ordinal))
        {
            return text;
        }

        var held = Spans(before, cut: false)
            .GroupBy(span => secrets[span.Secret].Name, span => before[span.Start..span.End], StringComparer.Ordinal);
        var forms = held.ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return Revealed(
            text,
            name =>
            {
                if (!forms.TryGetValue(name, out var held))
                {
                    return null;
                }

                var number = used[name] = used.GetValueOrDefault(name) + 1;
                return held.Distinct(StringComparer.Ordinal).Count() == 1 ? held[0]
                    : text.Split(Placeholder(name)).Length - 1 == held.Count ? held[number - 1]
                    : held.Contains(ValueOf(name)!, StringComparer.Ordinal) ? ValueOf(name)
                    : null;
            }
        );
    }

    /// <summary>What stands in the place of a secret.</summary>
    public static string Placeholder(string name) => $"{Opening}{name}]";

    internal string NameAt(int index) => secrets[index].Name;

    private string? ValueOf(string name) =>
        secrets.FirstOrDefault(secret => string.Equals(secret.Name, name, StringComparison.Ordinal)).Value;

    private string Masked(string text, bool cut)
    {
        var spans = Spans(text, cut);
        if (spans.Count == 0)
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        var at = 0;
        foreach (var span in spans)
        {
            masked.Append(text, at, span.Start - at).Append(Placeholder(NameAt(span.Secret)));
            at = span.End;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    // Stretches that are replaced, in order; matches that overlap are one stretch under the first one's name.
    private List<(int Start, int End, int Secret)> Spans(string text, bool cut)
    {
        var spans = new List<(int Start, int End, int Secret)>();
        if (cut && letters.Tail(text, out var cutSecret) is > 0 and var length)
        {
            spans.Add((0, length, cutSecret));
        }

        foreach (var span in letters.Find(text) ?? [])
        {
            Add(spans, span.Start, span.End, span.Secret);
        }

        if (cut && letters.Remains(text, spans.Count == 0 ? 0 : spans[^1].End, out var secret) is var remains && remains < text.Length)
        {
            Add(spans, remains, text.Length, secret);
        }

        return spans;
    }

    private static void Add(List<(int Start, int End, int Secret)> spans, int start, int end, int secret)
    {
        if (spans.Count > 0 && start < spans[^1].End)
        {
            spans[^1] = spans[^1] with { End = Math.Max(spans[^1].End, end) };
        }
        else
        {
            spans.Add((start, end, secret));
        }
    }

    private static string Revealed(string text, Func<string, string?> valueOf)
    {
        var revealed = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf(Opening, at, StringComparison.Ordinal) is >= 0 and var start)
        {
            var name = start + Opening.Length;
            var close = text.IndexOf(']', name);
            if (close < 0)
            {
                break;
            }

            var value = valueOf(text[name..close]);
            revealed.Append(text, at, start - at).Append(value ?? Opening);
            at = value is null ? name : close + 1;
        }

        return revealed.Append(text, at, text.Length - at).ToString();
    }
}
