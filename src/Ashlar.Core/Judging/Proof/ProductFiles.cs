using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Judging.Proof;

/// <summary>Whether a file of the product is code that a test could notice, or a document, configuration, data or looks.</summary>
internal static class ProductFiles
{
    private static readonly HashSet<string> Silent = new(
        (
            ".css .scss .sass .less .styl .json .jsonc .json5 .yaml .yml .toml .ini .cfg .conf .xml .properties .neon .env .lock .config "
            + ".csproj .fsproj .vbproj .props .targets .sln .slnx .runsettings .editorconfig .csv .tsv .webp .woff .woff2 .ttf .po .pot"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>What is taken away: documents only where a change has nothing else and tests of its own.</summary>
    public static IReadOnlyList<ChangedFile> Measured(IReadOnlyList<ChangedFile> product, bool hasOwnTests)
    {
        var files = product.Where(file => TestPaths.IsCode(file.Path)).ToList();
        return files.Count == 0 && hasOwnTests ? product : files;
    }

    /// <summary>Whether it is code. What is not known for anything else is.</summary>
    public static bool AreCode(ChangedFile file)
    {
        var (extension, text) = (Path.GetExtension(file.Path), file.After ?? file.Before ?? "");
        return SourceDialect.Of(file.Path, text).Language != SourceLanguage.Other
            || (
                extension.Length == 0 || extension.Length == Path.GetFileName(file.Path).Length
                    ? text.StartsWith("#!", StringComparison.Ordinal)
                    : TestPaths.IsCode(file.Path) && !Silent.Contains(extension)
            );
    }
}
