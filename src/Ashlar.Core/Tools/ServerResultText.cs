using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Tools;

/// <summary>The parts of a server's result that a model is given: bounded, structured content as JSON text, images as images.</summary>
internal static class ServerResultText
{
    private const int MostText = 30_000;
    private const int Tail = 6_000;
    private const int MostImages = 8;
    private const int LargestImage = 5 * 1024 * 1024;

    /// <summary>The parts.</summary>
    public static IEnumerable<AnswerPart> Of(ServerResult result, ToolContext context)
    {
        var parts = Shown(result).ToList();
        var length = parts.OfType<RawText>().Sum(part => part.Text.Length + 1);
        if (length > MostText)
        {
            var whole = string.Join('\n', parts.OfType<RawText>().Select(part => part.Text));
            parts = [new RawText(Cut(whole, context)), .. parts.OfType<RawImage>()];
        }

        return parts.Count == 0 ? [new RawText("(the result is empty)")] : parts;
    }

    private static IEnumerable<AnswerPart> Shown(ServerResult result)
    {
        var images = 0;
        foreach (var part in result.Parts)
        {
            if (part.Image is not { } bytes)
            {
                var text = Clean(part.Text);
                if (text.Length > 0)
                {
                    yield return new RawText(text);
                }

                continue;
            }

            images++;
            yield return ReadTool.MediaType(bytes.Span) is not { } media ? new RawText("(an image in a form that cannot be shown)")
            : bytes.Length > LargestImage ? new RawText($"(an image of {bytes.Length} bytes; at most {LargestImage} can be shown)")
            : images > MostImages ? new RawText($"(an image; at most {MostImages} are shown)")
            : new RawImage(new ImageBlock(media, Convert.ToBase64String(bytes.Span)));
        }

        // Servers give structured content as text besides, for those who know only that.
        if (result.Structured is { } structured && !result.Parts.Any(part => IsSame(part, structured)))
        {
            yield return new RawText(Clean(structured.GetRawText()));
        }
    }

    private static bool IsSame(ServerPart part, JsonElement structured)
    {
        if (part.Image is null && part.Text.Length > 0 && IsOnly(part.Text, structured))
        {
            return true;
        }

        if (part.Image is not null || part.Text.Length == 0 || part.Text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(part.Text);
            return JsonElement.DeepEquals(document.RootElement, structured);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether structured content is an object with nothing but that text, as some servers wrap it.</summary>
    private static bool IsOnly(string text, JsonElement structured) =>
        structured.ValueKind == JsonValueKind.Object
        && structured.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.String } one]
        && one.Value.GetString() == text;

    private static string Cut(string whole, ToolContext context)
    {
        var hash = context.Offers("Read") ? context.Artifacts.Put(MaskedText.Of(context.Mask, whole)) : null;
        // Masked before it is cut, so that no half of a secret stays.
        whole = context.Mask.Mask(whole);
        var more = hash is null ? "" : $"; whole result: Read artifact:{hash}";
        return whole.Length <= MostText
            ? whole
            : $"{whole[..(MostText - Tail)]}\n… {whole.Length - MostText} of {whole.Length} characters cut here{more} …\n{whole[^Tail..]}";
    }

    private static string Clean(string text) => ShownText.Visible(ConsoleText.Clean(text)).TrimEnd('\n');
}
