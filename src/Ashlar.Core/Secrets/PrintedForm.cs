using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>A value, or an encoding of it, as the letters and digits by which it is found however it is printed.</summary>
/// <param name="Letters">At least eight, in lower case.</param>
/// <param name="Secret">Index of the secret.</param>
/// <param name="Apart">Whether it counts only where a third of the letters stands apart or is escaped, since ordinary text may hold them.</param>
internal sealed record PrintedForm(byte[] Letters, int Secret, bool Apart)
{
    /// <summary>Fewer letters prove nothing.</summary>
    public const int Least = 8;

    // Longer ones are looked for in parts.
    private const int Most = 192;
    private const int MostOfEncodedTwice = 256;

    /// <summary>The forms of a secret.</summary>
    public static IEnumerable<PrintedForm> Of(string value, int secret)
    {
        foreach (var part in SecretForms.Parts(value).Where(part => !part.Weak).Select(part => part.Text).Distinct(StringComparer.Ordinal))
        {
            var letters = PrintedText.LettersOf(part);
            foreach (var form in Whole(letters, secret, IsOrdinary(letters)))
            {
                yield return form;
            }

            foreach (var text in Encoded(part))
            {
                foreach (var form in Whole(PrintedText.LettersOf(text), secret, apart: false).Where(form => form.Letters.Length >= 11))
                {
                    yield return form;
                }
            }
        }
    }

    private static IEnumerable<PrintedForm> Whole(byte[] letters, int secret, bool apart)
    {
        if (letters.Length is >= Least and <= Most)
        {
            yield return new PrintedForm(letters, secret, apart);
        }
        else if (letters.Length > Most)
        {
            for (var at = 0; at < letters.Length; at += Most)
            {
                var from = Math.Min(at, letters.Length - Least);
                yield return new PrintedForm(letters[from..Math.Min(at + Most, letters.Length)], secret, apart);
            }
        }
    }

    private static IEnumerable<string> Encoded(string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        var wide = Encoding.Unicode.GetBytes(part);
        foreach (var number in SecretForms.Numbers(bytes))
        {
            yield return number;
        }

        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexStringLower(wide);
        for (var before = 0; before < 3; before++)
        {
            yield return Base64(bytes, before);
            yield return Base64(wide, before);
            if (bytes.Length <= MostOfEncodedTwice)
            {
                yield return Base64(Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), before);
            }
        }

        for (var before = 0; before < 5; before++)
        {
            yield return Base32(bytes, before);
        }
    }

    // The letters that bytes alone decide when so many others stand before them.
    private static string Base64(byte[] bytes, int before)
    {
        byte[] shifted = [.. new byte[before], .. bytes];
        return Convert.ToBase64String(shifted)[(before == 0 ? 0 : before + 1)..(shifted.Length * 8 / 6)];
    }

    private static string Base32(byte[] bytes, int before)
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        byte[] shifted = [.. new byte[before], .. bytes];
        var text = new StringBuilder();
        for (var bit = 0; bit + 5 <= shifted.Length * 8; bit += 5)
        {
            var pair = (shifted[bit / 8] << 8) | (bit / 8 + 1 < shifted.Length ? shifted[bit / 8 + 1] : 0);
            _ = text.Append(Alphabet[(pair >> (11 - (bit % 8))) & 31]);
        }

        return text.ToString((before * 8 + 4) / 5, text.Length - (before * 8 + 4) / 5);
    }

    // Words, or a word with a number: `summer2025` is in ordinary text as Summer 2025.
    private static bool IsOrdinary(byte[] letters)
    {
        var turns = 0;
        for (var i = 1; i < letters.Length; i++)
        {
            turns += char.IsAsciiDigit((char)letters[i]) == char.IsAsciiDigit((char)letters[i - 1]) ? 0 : 1;
        }

        return turns < 2 && letters.Length < 24;
    }
}
