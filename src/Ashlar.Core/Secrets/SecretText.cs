using System.Text.RegularExpressions;

namespace Ashlar.Core.Secrets;

/// <summary>
/// Prose (an agent's prompt, a document) read for literal secrets and environment blocks. Secrets are lifted out: in their place
/// stands <c>[secret NAME]</c> (contract section 5: at least 12 characters, credential-like, no development default).
/// </summary>
public static partial class SecretText
{
    // No key holds an ellipsis: what is before one is the beginning of a sample, unless it is as long as a key.
    private const int LeastBeforeEllipsis = 20;

    /// <summary>Lifts the secrets out of a text.</summary>
    /// <param name="text">The text; line ends may be LF or CRLF and stay as they are.</param>
    /// <returns>The text without the secrets, the secrets, and the plain pairs of environment blocks.</returns>
    public static LiftedText Lift(string text)
    {
        var pairs = new List<LiftedPair>();
        var found = new Dictionary<string, LiftedPair>(StringComparer.Ordinal);
        foreach (var assignment in EnvironmentBlock.Assignments(text))
        {
            if (Credential.LooksSecret(assignment.Name, assignment.Value))
            {
                Add(found, assignment.Name, assignment.Value, assignment.Line);
            }
            else if (assignment.InBlock)
            {
                pairs.Add(new LiftedPair(assignment.Name, assignment.Value, assignment.Line));
            }
        }

        AddShapes(found, text);
        var lifted = text;
        foreach (var secret in found.Values.OrderByDescending(secret => secret.Value.Length))
        {
            lifted = lifted.Replace(secret.Value, $"[secret {secret.Name}]", StringComparison.Ordinal);
        }

        return new LiftedText(lifted, [.. found.Values.OrderBy(secret => secret.Line)], pairs);
    }

    /// <summary>
    /// The credentials in a file of settings such as <c>.env</c>: what would be lifted out of prose, and shorter values whose name says that
    /// they are secret.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> InSettings(string text) =>
        Lift(text)
            .Secrets.Select(secret => KeyValuePair.Create(secret.Name, secret.Value))
            .Concat(
                EnvironmentBlock
                    .Assignments(text)
                    .Where(assignment => Credential.IsSecretSetting(assignment.Name, assignment.Value))
                    .Select(assignment => KeyValuePair.Create(assignment.Name, assignment.Value))
            );

    private static void AddShapes(Dictionary<string, LiftedPair> found, string text)
    {
        foreach (Match match in PrivateKey().AllIn(text))
        {
            Add(found, "PRIVATE_KEY", match.Value, LineOf(text, match.Index));
        }

        foreach (Match match in Token().AllIn(text))
        {
            if (Credential.IsIssued(match.Value))
            {
                Add(found, "TOKEN", match.Value, LineOf(text, match.Index));
            }
        }

        foreach (Match match in UrlWithUserInfo().AllIn(text))
        {
            var url = match.Value.TrimEnd('.', ',', ';', ')');
            if (Credential.IsSecretUrl(url))
            {
                Add(found, "URL", url, LineOf(text, match.Index));
            }
        }

        foreach (Match match in NamedValue().AllIn(text))
        {
            var written = match.Groups["value"].Value;
            var value = written.TrimEnd('.');
            var isCut = written.Length > value.Length + 2 || text.AsSpan(match.Index + match.Length) is ['…', ..];
            if (
                value.Length >= (isCut ? LeastBeforeEllipsis : Credential.LeastLength)
                && (match.Groups["name"].Value.StartsWith('-') || Credential.HasSecretName(match.Groups["name"].Value))
                && Credential.IsRandom(value)
            )
            {
                Add(
                    found,
                    match.Groups["name"].Value.StartsWith('-') ? "PASSWORD" : NameFrom(match.Groups["name"].Value),
                    value,
                    LineOf(text, match.Index)
                );
            }
        }
    }

    private static void Add(Dictionary<string, LiftedPair> found, string name, string value, int line)
    {
        if (found.ContainsKey(value) || found.Keys.Any(known => known.Contains(value, StringComparison.Ordinal)))
        {
            return;
        }

        var unique = name;
        for (var number = 2; found.Values.Any(secret => string.Equals(secret.Name, unique, StringComparison.Ordinal)); number++)
        {
            unique = $"{name}_{number}";
        }

        found.Add(value, new LiftedPair(unique, value, line));
    }

    private static string NameFrom(string name) => name.Replace('-', '_').Replace('.', '_').Replace(' ', '_').ToUpperInvariant();

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(
        "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{40,20000}-----END [A-Z ]{0,30}PRIVATE KEY-----",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex PrivateKey();

    // Prefixes that issuers of keys document: OpenAI and Anthropic, GitHub, GitLab, AWS, Slack, Google, Stripe, Neon, npm, JSON web tokens.
    [GeneratedRegex(
        @"\b(?:sk-[A-Za-z0-9_-]{16,200}|gh[pousr]_[A-Za-z0-9]{20,100}|github_pat_[A-Za-z0-9_]{20,150}|glpat-[A-Za-z0-9_-]{16,64}|(?:AKIA|ASIA)[A-Z0-9]{16}|xox[abprs]-[A-Za-z0-9-]{16,150}|AIza[A-Za-z0-9_-]{30,40}|[rs]k_(?:live|test)_[A-Za-z0-9]{16,150}|npg_[A-Za-z0-9]{10,64}|npm_[A-Za-z0-9]{30,50}|eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,2000})",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Token();

    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.-]{1,30}://[^\s/@:""'`<>]{1,100}:[^\s/@""'`<>]{1,200}@[^\s""'`<>]{1,300}",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex UrlWithUserInfo();

    [GeneratedRegex(
        @"\b(?<name>[A-Za-z][A-Za-z0-9_.-]{1,60})[""']?\s{0,3}[:=]\s{0,3}[""'`]?(?<value>[A-Za-z0-9+/=_.~!@#$%^&*?-]{12,500})"
            // The password `…`, a bearer's token, and a user's password as curl takes it.
            + @"|(?i)\b(?<name>password|passwd|passphrase|secret|token|credentials?|(?:api|access|secret)[ _-]?key)s?[ \t]{1,3}(?:is[ \t]{1,3})?[""'`](?<value>[A-Za-z0-9+/=_.~!@#$%^&*?-]{12,500})(?=[""'`])"
            + @"|\b(?<name>authorization)\W{1,6}(?:bearer|basic|token)[ \t]{1,3}(?<value>[A-Za-z0-9+/=_.~-]{12,500})"
            + @"|\bcurl\b[^\n]{0,200}?[ \t](?<name>-u|--user)[ =]?[""']?[\w.@-]{1,60}:(?<value>[A-Za-z0-9+/=_.~!@#$%^&*?-]{12,500})",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex NamedValue();
}

/// <summary>What <see cref="SecretText.Lift"/> makes of a text.</summary>
/// <param name="Text">The text with <c>[secret NAME]</c> in place of each secret.</param>
/// <param name="Secrets">The secrets in order of their lines; names are unique.</param>
/// <param name="Pairs">Non-secret pairs of environment blocks, in order of their lines; the same name may occur twice.</param>
public sealed record LiftedText(string Text, IReadOnlyList<LiftedPair> Secrets, IReadOnlyList<LiftedPair> Pairs);

/// <summary>A name and a value found in a text.</summary>
/// <param name="Name">The variable's name; for a secret without one a name made of its kind, such as <c>TOKEN</c> or <c>URL_2</c>.</param>
/// <param name="Value">The value, without quotes.</param>
/// <param name="Line">The line of the text, from 1.</param>
public sealed record LiftedPair(string Name, string Value, int Line);
