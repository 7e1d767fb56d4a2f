using System.Net;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Providers.Shapes;

namespace Ashlar.Providers.Wire;

/// <summary>What a provider's error means: statuses, error objects inside a stream, and exceptions of the connection.</summary>
internal static class ProviderTrouble
{
    private static readonly string[] noCredit = ["insufficient_quota", "credit balance", "billing", "exceeded your current quota"];

    /// <summary>The failure for an HTTP status other than 200.</summary>
    public static ModelFailure FromStatus(HttpResponseMessage response, byte[] body, ModelEndpoint endpoint, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var words = WordsIn(body, response.Content.Headers.ContentType?.MediaType);
        var kind = KindOf(status, words);
        var message = $"{endpoint.Place} answered {status}: {(words.Length > 0 ? words : response.ReasonPhrase ?? "no message")}";
        if (status is >= 300 and < 400)
        {
            message = $"{endpoint.Place} answered {status}, a redirect, which is not followed; set the base URL to the final address";
        }

        return new ModelFailure(kind, endpoint.Clean(message)) { Status = status, RetryAfter = RetryAfterHeaders.Read(response, now) };
    }

    /// <summary>The failure for an error object in a stream or in a body that came with status 200.</summary>
    public static ModelFailure FromError(JsonElement error, ModelEndpoint endpoint)
    {
        var words = WordsOf(error);
        return new ModelFailure(KindOfWords(words) ?? FailureKind.Server, endpoint.Clean($"{endpoint.Place} broke off: {words}"));
    }

    /// <summary>The failure for an exception while connecting or sending.</summary>
    public static ModelFailure FromException(HttpRequestException exception, ModelEndpoint endpoint)
    {
        var untrusted = exception.InnerException is AuthenticationException;
        var proxy = exception.HttpRequestError is HttpRequestError.ProxyTunnelError;
        var words =
            untrusted ? $"the certificate of {endpoint.Place} is not accepted: {exception.InnerException!.Message}"
            : proxy ? $"the proxy refused the connection to {endpoint.Place}: {exception.Message}"
            : $"no connection to {endpoint.Place}: {exception.Message}";
        return new ModelFailure(untrusted || proxy ? FailureKind.Authentication : FailureKind.Connection, endpoint.Clean(words));
    }

    private static FailureKind KindOf(int status, string words) =>
        status switch
        {
            400 or 422 => KindOfWords(words) is FailureKind.TooLong or FailureKind.Authentication
                ? KindOfWords(words)!.Value
                : FailureKind.BadRequest,
            401 or 402 or 403 or 407 => FailureKind.Authentication,
            404 or 405 or 410 or (>= 300 and < 400) => FailureKind.NotFound,
            413 => FailureKind.TooLong,
            408 or 409 or 425 => FailureKind.Server,
            429 => Holds(words, noCredit) ? FailureKind.Authentication : FailureKind.RateLimited,
            529 => FailureKind.Overloaded,
            >= 500 => LengthRefusal.Is(0, words) ? FailureKind.TooLong : FailureKind.Server,
            _ => FailureKind.BadRequest,
        };

    private static FailureKind? KindOfWords(string words) =>
        Holds(words, noCredit) ? FailureKind.Authentication
        : words.StartsWith("rate_limit", StringComparison.OrdinalIgnoreCase) ? FailureKind.RateLimited
        : LengthRefusal.Is(0, words) ? FailureKind.TooLong
        : words.Contains("overloaded", StringComparison.OrdinalIgnoreCase) ? FailureKind.Overloaded
        : words.StartsWith("authentication_error", StringComparison.Ordinal) ? FailureKind.Authentication
        : words.StartsWith("permission_error", StringComparison.Ordinal) ? FailureKind.Authentication
        : words.StartsWith("invalid_api_key", StringComparison.Ordinal) ? FailureKind.Authentication
        : words.StartsWith("not_found_error", StringComparison.Ordinal) ? FailureKind.NotFound
        : words.StartsWith("model_not_found", StringComparison.Ordinal) ? FailureKind.NotFound
        : words.StartsWith("invalid_request_error", StringComparison.Ordinal) ? FailureKind.BadRequest
        : null;

    private static bool Holds(string words, string[] phrases) =>
        Array.Exists(phrases, phrase => words.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    private static string WordsIn(byte[] body, string? mediaType)
    {
        if (body.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) is var at and >= 0 && body[at] is (byte)'{' or (byte)'[')
        {
            try
            {
                using var document = WireText.Parse(body.AsMemory(at));
                return WordsOf(document.RootElement);
            }
            catch (JsonException)
            {
                // Cut off at our bound, or no JSON after all: shown as text.
            }
        }

        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 2000))).Trim();
        return mediaType is "text/html" || text.StartsWith('<') ? HtmlWords(text) : Short(text);
    }

    /// <summary>Code or type and message of an error object, whatever gateway wrote it.</summary>
    private static string WordsOf(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Array)
        {
            return json.GetArrayLength() > 0 ? WordsOf(json[0]) : "";
        }

        if (json.ValueKind is not JsonValueKind.Object)
        {
            return Short(json.Text() ?? json.GetRawText());
        }

        if (json.TryGetProperty("error"u8, out var inner) && inner.ValueKind is JsonValueKind.Object or JsonValueKind.String)
        {
            return WordsOf(inner);
        }

        var kind = json.Text("code"u8) ?? json.Text("type"u8);
        var message = json.Text("message"u8) ?? json.Text("detail"u8) ?? json.GetRawText();
        return Short(kind is null ? message : $"{kind}: {message}");
    }

    private static string HtmlWords(string html)
    {
        var from = html.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var to = from < 0 ? -1 : html.IndexOf('<', from + 7);
        return to < 0 ? "an HTML page" : Short($"an HTML page, \"{WebUtility.HtmlDecode(html[(from + 7)..to]).Trim()}\"");
    }

    private static string Short(string text)
    {
        return string.Join(' ', WireText.Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
