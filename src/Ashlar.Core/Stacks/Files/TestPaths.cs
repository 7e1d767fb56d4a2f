namespace Ashlar.Core.Stacks.Files;

/// <summary>Which files are tests, what supports tests, and what is code at all, by their paths.</summary>
public static class TestPaths
{
    private static readonly string[] Folders = ["test", "tests", "__tests__", "spec", "specs", "testing", "e2e", "cypress"];

    private static readonly string[] SupportFolders =
    [
        "fixtures",
        "__snapshots__",
        "snapshots",
        "testdata",
        "__fixtures__",
        "cassettes",
        "golden",
    ];

    private static readonly string[] NoCode = [".md", ".rst", ".txt", ".adoc", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".ico"];

    private static readonly string[] Data =
    [
        .. ".json .jsonc .json5 .ndjson .yml .yaml .toml .xml .xsd .xsl .html .htm .css .scss .less .csv .tsv .sql .ini .cfg .conf .properties".Split(
            ' '
        ),
        .. ".env .lock .proto .graphql .http .rest .plist .spec .tpl .tmpl .in .out .err .log .diff .patch .zip .gz .tar .bin .dat .db .snap".Split(
            ' '
        ),
        .. ".ipynb .bat .cmd .cmake .mk .gradle .nix .dockerfile .tex .po .pot .wav .mp3 .mp4 .webp .ttf .wasm .key .pem .crt .feature".Split(
            ' '
        ),
    ];

    /// <summary>Whether the name says it in a way that no stack claims; a set of stacks asks them first.</summary>
    internal static bool IsTest(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return Path.GetExtension(path) switch
        {
            ".java" or ".kt" => stem.EndsWith("Test", StringComparison.Ordinal)
                || stem.EndsWith("Tests", StringComparison.Ordinal)
                || stem.StartsWith("Test", StringComparison.Ordinal)
                || stem.EndsWith("Spec", StringComparison.Ordinal),
            ".rb" => stem.EndsWith("_spec", StringComparison.Ordinal) || stem.EndsWith("_test", StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>Whether it is set-up, data or a helper of tests in every ecosystem: in a test folder, a snapshot.</summary>
    internal static bool IsSupport(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return IsSupportFolder(path)
            || name.EndsWith(".snap", StringComparison.Ordinal)
            || name.Contains(".verified.", StringComparison.Ordinal)
            || path.Split('/').SkipLast(1).Any(part => Folders.Contains(part, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether the file is code or steers code: everything but documents and pictures.</summary>
    public static bool IsCode(string path) => !NoCode.Contains(Path.GetExtension(path).ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Whether the file is code that could run by itself: no document, and in no form of data, markup or settings.</summary>
    internal static bool IsProgram(string path) =>
        IsCode(path) && !Data.Contains(Path.GetExtension(path).ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Whether a part of the file's name says in any ecosystem's way that it is a test: <c>a_spec</c>, <c>test-a</c>, <c>ATests</c>, <c>t/a.t</c>.</summary>
    internal static bool IsNamedTest(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        var parts = stem.Split('-', '_', '.');
        return Path.GetExtension(path) is ".bats" or ".t"
            || IsWord(parts[0])
            || IsWord(parts[^1])
            || stem.EndsWith("Test", StringComparison.Ordinal)
            || stem.EndsWith("Tests", StringComparison.Ordinal)
            || stem.EndsWith("Spec", StringComparison.Ordinal)
            || parts[^1] is "SUITE" or "runtests";
    }

    private static bool IsWord(string part) => part.ToLowerInvariant() is "test" or "tests" or "spec" or "specs" or "unittest";

    /// <summary>Whether the file lies in a folder of data for tests.</summary>
    internal static bool IsSupportFolder(string path) =>
        path.Split('/').SkipLast(1).Any(part => SupportFolders.Contains(part, StringComparer.Ordinal));
}
