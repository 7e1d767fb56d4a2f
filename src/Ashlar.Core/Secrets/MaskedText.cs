using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace Ashlar.Core.Secrets;

/// <summary>
/// Text that holds no known secret: it went through the mask when it was received, or it is Ashlar's own words. Whatever keeps, sends or
/// shows text takes this type, so a place that was forgotten does not compile. The one way out is <see cref="Text"/>.
/// </summary>
[JsonConverter(typeof(MaskedTextJson))]
public readonly record struct MaskedText
{
    private readonly string? text;

    private MaskedText(string text) => this.text = text;

    /// <summary>No text.</summary>
    public static MaskedText Empty => default;

    /// <summary>The text, to serialise, hash, match or print.</summary>
    public string Text => text ?? "";

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>Receives a text: every secret that the mask knows reads <c>[secret NAME]</c> from here on.</summary>
    public static MaskedText Of(SecretMask mask, string text) => new(mask.Mask(text));

    /// <summary>As <see cref="Of"/> for a text that was cut out of a longer one: what remains of a value at its two ends is masked too.</summary>
    public static MaskedText OfCut(SecretMask mask, string text) => new(mask.MaskCut(text));

    /// <summary>Receives a JSON document: the strings in it are masked, so that it remains one.</summary>
    public static MaskedText OfJson(SecretMask mask, ReadOnlySpan<byte> json) =>
        new(Encoding.UTF8.GetString(RecordMask.Masked(json, mask) ?? json));

    /// <summary>A text of a record; it was masked when it was written.</summary>
    internal static MaskedText Recorded(string text) => new(text);

    /// <summary>Ashlar's own words.</summary>
    public static MaskedText Literal([ConstantExpected] string words) => new(words);

    /// <summary>Ashlar's own words around masked texts and numbers: <c>MaskedText.Compose($"the task {title} is done")</c>.</summary>
    public static MaskedText Compose(Composition words) => new(words.ToText());

    /// <summary>The first line.</summary>
    public MaskedText FirstLine() => new(Text.Split('\n')[0]);

    /// <summary>The text without white space at its ends.</summary>
    public MaskedText Trim() => new(Text.Trim());

    /// <summary>A text in another layout: wrapped, cut, without control characters.</summary>
    /// <exception cref="InvalidOperationException">It holds a word that the text does not: a layout adds nothing.</exception>
    public MaskedText Laid(Func<string, string> layout)
    {
        var laid = layout(Text);
        return IsWithin(laid, Text) ? new(laid) : throw new InvalidOperationException("a layout added words to a masked text");
    }

    /// <summary>The texts after one another.</summary>
    public static MaskedText operator +(MaskedText left, MaskedText right) => new(left.Text + right.Text);

    /// <inheritdoc/>
    public override string ToString() => Text;

    // White space and the mark of a cut apart, what was laid out is in the text in the same order.
    private static bool IsWithin(string laid, string text)
    {
        var at = 0;
        foreach (var sign in laid)
        {
            if (char.IsWhiteSpace(sign) || sign == '…')
            {
                continue;
            }

            at = text.IndexOf(sign, at) + 1;
            if (at == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An interpolated string of constant words, masked texts and numbers; any other string does not compile.</summary>
    [InterpolatedStringHandler]
    public readonly struct Composition
    {
        private readonly StringBuilder words;

        /// <summary>Begins.</summary>
        public Composition(int literalLength, int formattedCount) => words = new StringBuilder(literalLength + (16 * formattedCount));

        /// <summary>Adds constant words.</summary>
        public void AppendLiteral(string literal) => words.Append(literal);

        /// <summary>Adds a masked text.</summary>
        public void AppendFormatted(MaskedText text) => words.Append(text.Text);

        /// <summary>Adds a path, a branch, an id: what a mask must leave as it is.</summary>
        public void AppendFormatted(Structure structure) => words.Append(structure.Value);

        /// <summary>Adds a number.</summary>
        public void AppendFormatted(long number) => words.Append(number.ToString(CultureInfo.InvariantCulture));

        internal string ToText() => words.ToString();
    }
}

/// <summary>A path, a branch, an id or the name of a test, by which things are found again; never masked, and never a text of anybody's.</summary>
/// <param name="Value">It.</param>
public readonly record struct Structure(string Value);
