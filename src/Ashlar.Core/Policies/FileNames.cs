namespace Ashlar.Core.Policies;

/// <summary>Words with a dot in code spans: a file (<c>setup.py</c>), or a member of an object (<c>this.state</c>).</summary>
internal static class FileNames
{
    // Endings of files that are spelt like members of objects, and the objects that code asks for them (process.env, console.log).
    private static readonly HashSet<string> members = new(
        "env config conf log list lock db out service mod sum properties feature".Split(' '),
        StringComparer.OrdinalIgnoreCase
    );
    private static readonly HashSet<string> objects = new(
        "this self cls super os sys process window document console math json object array module exports np pd plt tf request response req res ctx context props state event navigator globalthis settings django flask react".Split(
            ' '
        ),
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> endings = new(
        (
            "adoc ada ads adb asm astro avi avif awk bash bat bib bmp bzl c cc cfg cjs clj cljs cls cmake cmd coffee conf config cpp cr crt cs cshtml csproj css csv cts cxx d dart dat db "
            + "diff dll dockerfile docx dot ejs eex elm ex exs env erb erl f90 feature fish fs fsproj fsx gd gemspec gif gitignore gleam glsl go gql gradle graphql groovy h haml handlebars har hbs hcl heex "
            + "hpp hrl hs htm html http hxx ico iml inc ini ino ipynb j2 jar java jinja jinja2 jpeg jpg js json json5 jsonc jsonl jsonnet jsp jsx jl kt kts kdl key ksh lark leex less lhs lib license liquid list lock log lua "
            + "m make markdown md mdc mdx mermaid mjs mk ml mli mm mod mp3 mp4 mts mustache nim nix njk nut odt opml org otf out parquet patch pdf pem php phtml pl plist pm png po pod pot prisma prof properties proto "
            + "ps1 psd1 psm1 pub pug pyd pyi pyx py r rake rb rbi rbs re resx rkt rmd robot ron rs rst rss sass sbt scala scm scss sed service sh sln slnx smali snap sol sql sqlite srt star stories storyboard styl sum sv svelte svg "
            + "swift tab tcl tex textile tf tfvars tgz thrift tif tiff toml ts tsv tsx ttf twig txt typ ui uml v vala vb vbproj vcxproj vhd vhdl vim vue wasm webm webp whl wgsl woff woff2 xaml xcconfig xhtml xlsx xml xsd xsl xslt yaml yml zig zip zsh"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    // Files that every reader knows by their bare name.
    private static readonly HashSet<string> bare = new(
        "CODEOWNERS LICENSE LICENCE NOTICE Makefile GNUmakefile Dockerfile Containerfile Jenkinsfile Procfile Gemfile Rakefile Vagrantfile Brewfile Justfile justfile Pipfile Podfile Fastfile Dangerfile Caddyfile Tiltfile Earthfile".Split(
            ' '
        ),
        StringComparer.Ordinal
    );

    /// <summary>Whether a word without a dot is the name of a file.</summary>
    public static bool IsKnown(string word) => bare.Contains(word);

    /// <summary>Whether a word without a slash is a member of an object rather than a file.</summary>
    /// <param name="word">The word; a pattern with a wildcard or one that begins with a dot is a file.</param>
    public static bool IsMember(string word)
    {
        var dot = word.LastIndexOf('.');
        return dot > 0
            && !word.Contains('*', StringComparison.Ordinal)
            && (!endings.Contains(word[(dot + 1)..]) || (members.Contains(word[(dot + 1)..]) && objects.Contains(word[..dot])));
    }
}
