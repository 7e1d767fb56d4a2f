using System.Buffers;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Secrets;

/// <summary>Whether a value is a credential, judged by its name and its look.</summary>
internal static partial class Credential
{
    /// <summary>Below this many characters a literal in prose is not taken for a secret.</summary>
    public const int LeastLength = 12;

    private const int LeastRow = 6;

    private static readonly HashSet<string> CommonWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "access",
        "admin",
        "administrator",
        "app",
        "application",
        "auth",
        "better",
        "change",
        "changed",
        "changeme",
        "default",
        "demo",
        "dev",
        "develop",
        "development",
        "django",
        "dummy",
        "example",
        "fake",
        "foobar",
        "for",
        "guest",
        "here",
        "insecure",
        "in",
        "jwt",
        "key",
        "local",
        "localhost",
        "main",
        "master",
        "me",
        "mysecret",
        "my",
        "mysql",
        "none",
        "not",
        "only",
        "pass",
        "passwd",
        "password",
        "placeholder",
        "please",
        "postgres",
        "postgresql",
        "prod",
        "production",
        "qwerty",
        "random",
        "redis",
        "replace",
        "replaceme",
        "root",
        "sample",
        "secret",
        "secrets",
        "staging",
        "string",
        "super",
        "supersecret",
        "test",
        "testing",
        "tests",
        "this",
        "to",
        "token",
        "true",
        "false",
        "undefined",
        "unsafe",
        "use",
        "user",
        "username",
        "value",
        "very",
        "with",
        "withheld",
        "your",
        "123456",
        "1234567",
        "12345678",
        "123456789",
        "1234567890",
        "password1",
        "000000",
        "111111",
    };

    private static readonly SearchValues<char> CodeLetters = SearchValues.Create("(){}<> \t");

    /// <summary>Whether a value is a word that appears everywhere: masking it would mask ordinary text.</summary>
    public static bool IsCommonWord(string value) => CommonWords.Contains(value);

    /// <summary>Whether a variable holds a secret.</summary>
    public static bool LooksSecret(string name, string value)
    {
        if (value.Length < LeastLength)
        {
            return false;
        }

        if (value.Contains("://", StringComparison.Ordinal))
        {
            return IsSecretUrl(value);
        }

        if (IsPlaceholder(value))
        {
            return false;
        }

        return HasSecretName(name) ? IsOpaque(value) : !PublicName().IsIn(name) && value.Length >= 20 && IsRandom(value);
    }

    /// <summary>Whether a variable of a file of settings holds a secret, where even a short value is one.</summary>
    public static bool IsSecretSetting(string name, string value) => value.Length >= 8 && HasSecretName(name) && IsOpaque(value);

    /// <summary>Whether a name is one that people give to credentials.</summary>
    public static bool HasSecretName(string name) => SecretName().IsIn(name) && !PublicName().IsIn(name);

    /// <summary>Whether a URL carries a password that is not a development default.</summary>
    public static bool IsSecretUrl(string url)
    {
        if (UserInfo(url) is not ({ } user, { } password, { } host) || IsPlaceholder(password))
        {
            return false;
        }

        var words = password.Length == 0 || string.Equals(user, password, StringComparison.OrdinalIgnoreCase) || IsDefault(password);
        return !words && (password.Length >= 6 || !IsLocal(host));
    }

    /// <summary>User, password and host of a URL as written, or null where it has no password.</summary>
    public static (string User, string Password, string Host)? UserInfo(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return null;
        }

        var rest = url[(scheme + 3)..];
        var end = rest.AsSpan().IndexOfAny("/?#");
        var authority = end < 0 ? rest : rest[..end];
        var at = authority.LastIndexOf('@');
        var colon = at < 0 ? -1 : authority.IndexOf(':', 0, at);
        return colon < 0 ? null : (authority[..colon], authority[(colon + 1)..at], authority[(at + 1)..]);
    }

    /// <summary>Whether a value looks drawn at random: letters and digits, no code, no path, no words, which are in long hexadecimal numbers by chance.</summary>
    public static bool IsRandom(string value) =>
        value.Length >= LeastLength
        && IsOpaque(value)
        && value.Any(char.IsAsciiDigit)
        && value.Any(char.IsAsciiLetter)
        && Entropy(value) >= 3.0
        && !Ordinary().IsIn(value)
        && ((value.Length >= 20 && value.All(char.IsAsciiHexDigit)) || !IsWordy(value));

    /// <summary>Whether a value that has the form of an issued key is one, and not a sample from a manual.</summary>
    public static bool IsIssued(string value) => !IsPlaceholder(value) && Entropy(value) >= 3.0;

    private static bool IsOpaque(string value) =>
        !IsPlaceholder(value)
        && !IsDefault(value)
        && value.AsSpan().IndexOfAny(CodeLetters) < 0
        && value[0] is not ('/' or '.' or '~' or '$')
        && !FilePath().IsIn(value)
        && value.Distinct().Count() >= 5;

    // A default is made of nothing but everyday words: dev-secret-key, change_me_in_production.
    private static bool IsDefault(string value) =>
        value
            .Split('-', '_', '.', ' ', '!')
            .All(part => part.Length == 0 || CommonWords.Contains(part.TrimEnd('0', '1', '2', '3')) || IsCommonWord(part));

    /// <summary>Whether a value stands for one that somebody is to fill in.</summary>
    public static bool IsPlaceholder(string value) => Placeholder().IsIn(value) || HasRow(value);

    /// <summary>Whether a value holds a row such as <c>123456</c> or <c>abcdef</c>, as only samples do.</summary>
    private static bool HasRow(string value)
    {
        var length = 1;
        for (var at = 1; at < value.Length; at++)
        {
            length = value[at] - value[at - 1] == 1 || (value[at] == '0' && value[at - 1] == '9') ? length + 1 : 1;
            if (length == LeastRow)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether most letters stand in runs that can be spoken, as in <c>SecurePass123!</c>: people make up samples so.</summary>
    private static bool IsWordy(string value)
    {
        var letters = value.Count(char.IsAsciiLetter);
        return SpokenRun().AllIn(value).Sum(run => run.Length) * 3 >= letters * 2;
    }

    private static bool IsLocal(string host) =>
        host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
        || host.StartsWith("127.", StringComparison.Ordinal)
        || !host.Contains('.', StringComparison.Ordinal);

    private static double Entropy(string value) =>
        value.GroupBy(letter => letter).Select(group => (double)group.Count() / value.Length).Sum(share => -share * Math.Log2(share));

    [GeneratedRegex(
        "secret|token|passw|pwd|credential|api_?-?key|private_?-?key|access_?-?key|signing_?-?key|encryption_?-?key|auth_?-?key|_key$|salt$|_dsn$|^dsn$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex SecretName();

    [GeneratedRegex(
        "public|publishable|_url$|_uri$|_id$|_name$|_path$|_file$|_dir$|_host$|_port$|_algorithm$|_expir|_ttl$|_minutes$|_seconds$|_hours$|_days$|_length$|_type$|_header$|commit|sha|hash|digest|checksum|address|version|max_tokens",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex PublicName();

    [GeneratedRegex(
        @"[<>]|\$\{|\{\{|\$\(|^\[|\.\.\.|…|xxxx|\*\*\*\*|\byour|_your_|your[-_ ]|changeme|change[-_ ]?(?:me|this|it)\b|change[-_ ](?:me|this|it|in|for|before|when|at|on|after|later|now)(?![a-z])|to[-_ ]be[-_ ](?:changed|set|replaced|filled)|set[-_ ](?:me|this)(?![a-z])|replace[-_ ]?(?:me|this|with)|example|placeholder|insert[-_]|path[/\\]to|goes[-_ ]here|fill[-_ ]?(?:me|in|this)|\bdummy|\btbd\b|^(?:some|an?|the)[-_ ][a-z]|process\.env|os\.environ|getenv|\[secret ",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Placeholder();

    [GeneratedRegex("[A-Z]?(?=[a-z]*[aeiouy])[a-z]{3,}|(?=[A-Z]*[AEIOUY])[A-Z]{4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SpokenRun();

    [GeneratedRegex(@"^[\w.-]+(?:[/\\][\w.-]+)+\.[A-Za-z]{1,5}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FilePath();

    // Dotted or slashed names, dates and versions: src/api/v1.py, settings.SECRET_KEY_1, 2024-01-02.
    [GeneratedRegex(
        @"^[A-Za-z_][\w-]*(?:[./][\w-]+)+$|^[\d.:TZ+-]+$|^[a-z]+(?:[-_][a-z]+)*[-_]?\d{0,3}$|^v?\d+(?:\.\d+)+",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Ordinary();
}
