using System.Globalization;

namespace Ashlar.Providers.Wire;

/// <summary>How long a provider asks to wait: <c>retry-after-ms</c>, <c>Retry-After</c> (RFC 9110, section 10.2.3), Anthropic's reset times.</summary>
internal static class RetryAfterHeaders
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

    private static double? Number(HttpResponseMessage response, string name) =>
        double.TryParse(First(response, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Date(HttpResponseMessage response, string name) =>
        DateTimeOffset.TryParse(First(response, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    private static string? First(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
