using System.Buffers;

namespace Ashlar.Core.Settings;

/// <summary>Whose packages they are.</summary>
public enum PackageRegistry
{
    /// <summary>npm's: <c>npx PACKAGE</c>.</summary>
    Npm,

    /// <summary>Python's: <c>uvx PACKAGE</c>.</summary>
    Python,
}

/// <summary>
/// A package from which a server is started. Programs such as <c>npx</c> fetch it and run it in one; Ashlar fetches it once and runs it from its
/// own store.
/// </summary>
/// <param name="Registry">Whose package it is.</param>
/// <param name="Specs">Packages with their versions, as the registry's program takes them; the first one has the program.</param>
/// <param name="Program">The name of its program; null for the one that the package is named after.</param>
/// <param name="Arguments">The program's arguments.</param>
public sealed record ServerPackage(PackageRegistry Registry, IReadOnlyList<string> Specs, string? Program, IReadOnlyList<string> Arguments)
{
    private static readonly SearchValues<char> versionStart = SearchValues.Create("@=<>~!");

    private static readonly (PackageRegistry Registry, string[] Words, string[] Packages, string[] Ignored)[] forms =
    [
        (PackageRegistry.Npm, ["npx"], ["-p", "--package"], ["-y", "--yes", "-q", "--quiet", "--prefer-online", "--prefer-offline"]),
        (PackageRegistry.Npm, ["npm", "exec"], ["-p", "--package"], ["-y", "--yes", "-q", "--quiet"]),
        (PackageRegistry.Npm, ["npm", "x"], ["-p", "--package"], ["-y", "--yes", "-q", "--quiet"]),
        (PackageRegistry.Npm, ["bunx"], ["-p", "--package"], ["--bun", "--silent"]),
        (PackageRegistry.Npm, ["pnpm", "dlx"], ["--package"], ["--silent", "-s"]),
        (PackageRegistry.Npm, ["yarn", "dlx"], ["-p", "--package"], ["-q", "--quiet"]),
        (PackageRegistry.Python, ["uvx"], ["--from", "--with"], ["-q", "--quiet", "--isolated"]),
        (PackageRegistry.Python, ["uv", "tool", "run"], ["--from", "--with"], ["-q", "--quiet", "--isolated"]),
        (PackageRegistry.Python, ["pipx", "run"], ["--spec"], ["-q", "--quiet"]),
    ];

    /// <summary>What a command line fetches and runs; null where it does neither, or in a form that says more than which package.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ServerPackage? Of(string program, IReadOnlyList<string> arguments)
    {
        List<string> line = [program[(program.LastIndexOf('/') + 1)..], .. arguments];
        foreach (var (registry, words, packages, ignored) in forms)
        {
            if (line.Count > words.Length && line.Take(words.Length).SequenceEqual(words, StringComparer.Ordinal))
            {
                return Read(registry, [.. line.Skip(words.Length)], packages, ignored);
            }
        }

        return null;
    }

    /// <summary>The name of the package that has the program, without its version.</summary>
    public string Name => NameOf(Specs[0]);

    /// <summary>The name of the program.</summary>
    public string ProgramName => Program ?? Name[(Name.LastIndexOf('/') + 1)..];

    private static ServerPackage? Read(PackageRegistry registry, List<string> words, string[] packages, string[] ignored)
    {
        var (specs, with) = (new List<string>(), new List<string>());
        var at = 0;
        for (; at < words.Count && words[at].StartsWith('-'); at++)
        {
            var word = words[at];
            if (word == "--")
            {
                at++;
                break;
            }

            var split = word.IndexOf('=', StringComparison.Ordinal);
            var option = split < 0 ? word : word[..split];
            if (packages.Contains(option, StringComparer.Ordinal))
            {
                if (split < 0 && ++at >= words.Count)
                {
                    return null;
                }

                (option == "--with" ? with : specs).Add(split < 0 ? words[at] : word[(split + 1)..]);
            }
            else if (!ignored.Contains(word, StringComparer.Ordinal))
            {
                return null;
            }
        }

        if (at >= words.Count)
        {
            return null;
        }

        var named = specs.Count > 0;
        var all = named ? specs.Concat(with) : with.Prepend(words[at]);
        List<string> read = [.. all.Select(spec => Spec(registry, spec)).OfType<string>()];
        var program = named ? words[at] : null;
        return read.Count == specs.Count + with.Count + (named ? 0 : 1) && (program is null || IsName(program))
            ? new ServerPackage(registry, read, program, [.. words.Skip(at + 1)])
            : null;
    }

    /// <summary>A package of the registry and nothing else: no address, no file, no alias, no option.</summary>
    private static string? Spec(PackageRegistry registry, string written)
    {
        var name = NameOf(written);
        var scoped = registry == PackageRegistry.Npm && name.StartsWith('@') && name.IndexOf('/', StringComparison.Ordinal) is > 1;
        var parts = scoped ? name[1..].Split('/') : [name];
        var version = written[name.Length..];
        return parts.Length > 2
            || !parts.All(IsName)
            || !version.All(letter => char.IsAsciiLetterOrDigit(letter) || "@.^~*<>=!|+-_,".Contains(letter, StringComparison.Ordinal))
                ? null
            : registry == PackageRegistry.Npm ? written
            // uvx writes `name@version` where the index has `name==version`.
            : version is "" or "@latest" ? name
            : version[0] == '@' ? $"{name}=={version[1..]}"
            : written;
    }

    private static string NameOf(string spec)
    {
        var end = spec.AsSpan(1).IndexOfAny(versionStart) is var index and >= 0 ? index + 1 : spec.Length;
        return spec[..end];
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 100
        && name[0] is not ('-' or '.')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_');
}
