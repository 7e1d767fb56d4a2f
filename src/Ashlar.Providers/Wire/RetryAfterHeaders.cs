using System.Globalization;
using System.Text.RegularExpressions;
using Ashlar.Core;

namespace Ashlar.Providers.Wire;

/// <summary>
/// How long a provider asks to wait: <c>retry-after-ms</c>, <c>Retry-After</c> (RFC 9110, section 10.2.3), Anthropic's reset times, the
/// durations until OpenAI's limits are reset (<c>6m0s</c>), and the one reset that gateways tell, as a time or a number of seconds.
/// </summary>
internal static partial class RetryAfterHeaders
{
    private static readonly TimeSpan longest = TimeSpan.FromDays(30);
    private static readonly string[] limits = ["requests", "tokens", "input-tokens", "output-tokens"];

    /// <summary>The time asked for, between 0 and 30 days, or null where none is given or it makes no sense.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        // A date is meant by the provider's clock, which need not agree with ours.
        var there = response.Headers.Date ?? now;
        return Bounded(
            Number(response, "retry-after-ms") is { } milliseconds ? milliseconds / 1000
            : Number(response, "retry-after") is { } seconds ? seconds
            : Date(response, "retry-after") is { } date ? (date - there).TotalSeconds
            : Reset(response) is { } reset ? (reset - there).TotalSeconds
            : LimitReset(response) is { } left ? left
            : Number(response, "x-ratelimit-reset") is { } gateway ? FromNow(gateway, there)
            : null
        );
    }

    private static TimeSpan? Bounded(double? seconds) =>
        seconds is not { } known || !double.IsFinite(known) || known < 0
            ? null
            : TimeSpan.FromSeconds(Math.Min(known, longest.TotalSeconds));

    private static DateTimeOffset? Reset(HttpResponseMessage response) =>
        limits
            .Where(limit => Number(response, $"anthropic-ratelimit-{limit}-remaining") is 0)
            .Select(limit => Date(response, $"anthropic-ratelimit-{limit}-reset"))
            .Max();

    /// <summary>Seconds until the limits of which nothing is left are reset.</summary>
    private static double? LimitReset(HttpResponseMessage response) =>
        limits
            .Where(limit => Number(response, $"x-ratelimit-remaining-{limit}") is 0)
            .Select(limit => Duration(First(response, $"x-ratelimit-reset-{limit}")))
            .Max();

    /// <summary>Seconds of a duration such as <c>1h2m3.5s</c> or <c>120ms</c>.</summary>
    private static double? Duration(string? text)
    {
        var match = DurationText().OrNone().FirstIn(text ?? "");
        return match.Success && match.Length > 0 ? (Part("h") * 3600) + (Part("m") * 60) + Part("s") + (Part("ms") / 1000) : null;

        double Part(string unit) =>
            match.Groups[unit] is { Success: true } group ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>A number that is large enough for one is a time since 1970 in seconds or milliseconds.</summary>
    private static double FromNow(double number, DateTimeOffset there) =>
        number > 1e12 ? (number / 1000) - there.ToUnixTimeSeconds()
        : number > 1e9 ? number - there.ToUnixTimeSeconds()
        : number;

    [GeneratedRegex(
        @"^(?:(?<h>\d{1,4})h)?(?:(?<m>\d{1,5})m(?!s))?(?:(?<s>\d{1,6}(?:\.\d{1,9})?)s)?(?:(?<ms>\d{1,9}(?:\.\d{1,9})?)ms)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex DurationText();

    private static double? Number(HttpResponseMessage response, string name) =>
        double.TryParse(First(response, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Date(HttpResponseMessage response, string name) =>
        DateTimeOffset.TryParse(First(response, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    private static string? First(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
