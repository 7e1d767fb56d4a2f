using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>Which files something runs, compiles or obeys, so that checks have to read them.</summary>
internal static class FileRoles
{
    private static readonly HashSet<string> Programs = Set(
        ".pyc .pyo .so .pyd .dll .dylib .node .jar .class .whl .egg .pyz .exe .o .a .wasm .phar .gem .nupkg " + ".beam .rlib"
    );

    private static readonly HashSet<string> Sources = Set(
        ".py .pyi .pyw .pyx .pxd .js .mjs .cjs .jsx .ts .mts .cts .tsx .cs .csx .fs .fsx .vb .razor .cshtml "
            + ".java .kt .kts .scala .groovy .clj .go .rs .rb .rake .erb .php .swift .c .h .cc .cpp .cxx .hpp .m "
            + ".mm .ex .exs .erl .dart .lua .pl .pm .t .r .jl .hs .ml .nim .zig .sh .bash .zsh .fish .ps1 .bat .cmd "
            + ".sql .vue .svelte .astro .html .htm .css .scss .less .graphql .proto .tf .cmake .mk .gradle .csproj "
            + ".fsproj .vbproj .props .targets .sln .slnx .runsettings .pth"
    );

    private static readonly HashSet<string> Settings = Set(
        ".json .jsonc .json5 .yaml .yml .toml .ini .cfg .conf .xml .properties .neon .env .lock .config"
    );

    /// <summary>Whether the file is code, a test, or configuration: everything that is run or obeyed.</summary>
    public static bool IsRead(string path)
    {
        var extension = Path.GetExtension(path);
        return IsCode(path)
            || (extension.Length == 0 && !IsDocument(path))
            || (Settings.Contains(extension) && !StackCatalog.All.IsSupport(path));
    }

    /// <summary>Whether the file is code, a test, or configuration of what judges: never data.</summary>
    public static bool IsCode(string path) =>
        Sources.Contains(Path.GetExtension(path)) || JudgeInputs.IsConfiguration(path) || StackCatalog.All.IsTest(path);

    /// <summary>Whether the file is a program in a form that nobody reads.</summary>
    public static bool IsProgram(string path, byte[] bytes) =>
        Programs.Contains(Path.GetExtension(path))
        || JudgingTools.Name(path).Contains(".so.", StringComparison.Ordinal)
        || bytes is [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [0xCA, 0xFE, 0xBA, 0xBE, ..] or [0, (byte)'a', (byte)'s', (byte)'m', ..]
        || (bytes is [(byte)'P', (byte)'K', 3, 4, ..] && IsRead(path));

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.OrdinalIgnoreCase);

    private static bool IsDocument(string path) =>
        JudgingTools.Name(path) is "LICENSE" or "LICENCE" or "COPYING" or "NOTICE" or "AUTHORS" or "README" or "CHANGELOG" or "VERSION";
}
