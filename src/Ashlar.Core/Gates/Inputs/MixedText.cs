using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>Files that hold the work's own things (packages, entry points) beside what steers the judge.</summary>
internal static partial class MixedText
{
    internal static readonly JsonDocumentOptions Tolerant = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
    private static readonly string[] ProductItems = (
        "PackageReference ProjectReference PackageVersion Compile Content None EmbeddedResource Folder "
        + "Reference FrameworkReference InternalsVisibleTo"
    ).Split(' ');
    private static readonly string[] ProductProperties = (
        "Version VersionPrefix VersionSuffix AssemblyVersion FileVersion Authors Company Description "
        + "PackageId PackageTags RootNamespace AssemblyName OutputType Copyright RepositoryUrl UserSecretsId "
        + "ApplicationIcon PackageReadmeFile PackageLicenseExpression Product Title AllowUnsafeBlocks "
        + "TargetFramework TargetFrameworks LangVersion ImplicitUsings"
    ).Split(' ');
    private static readonly string[] SharedPackages = (
        "PackageVersion ManagePackageVersionsCentrally CentralPackageTransitivePinningEnabled CentralPackageVersionOverrideEnabled"
    ).Split(' ');
    private static readonly string[] ProductPom = (
        "dependencies dependencyManagement version name description url licenses developers scm modules "
        + "repositories groupId artifactId"
    ).Split(' ');
    private static readonly string[] ProductCompiler =
    [
        "paths",
        "baseUrl",
        "lib",
        "jsx",
        "target",
        "module",
        "moduleResolution",
        "outDir",
        "rootDir",
    ];

    /// <summary>The part that judges, in a form in which layout does not count; "?" and the text where it cannot be read.</summary>
    public static string Part(string path, string? text, IReadOnlyList<JudgingTool> tools, IReadOnlyList<GateClosure> gates)
    {
        if (text is null)
        {
            return "";
        }

        try
        {
            return JudgingTools.Name(path) switch
            {
                "package.json" or "composer.json" => PackageText.Part(path, text, tools, gates),
                "pom.xml" => Xml(text, element => ProductPom.Contains(element, StringComparer.Ordinal)),
                "build.gradle" or "build.gradle.kts" => Gradle(text),
                "Makefile" or "makefile" or "GNUmakefile" => MakeText.Reached(text, Targets(gates)),
                "Directory.Packages.props" => Xml(text, element => SharedPackages.Contains(element, StringComparer.Ordinal)),
                _ when path.EndsWith("proj", StringComparison.Ordinal) => Xml(
                    text,
                    element =>
                        ProductItems.Contains(element, StringComparer.Ordinal)
                        || ProductProperties.Contains(element, StringComparer.Ordinal)
                ),
                _ when path.EndsWith(".json", StringComparison.Ordinal) => Compiler(text),
                _ => TableText.Part(text, Tables(path, tools), Harmless(tools)),
            };
        }
        catch (Exception trouble) when (trouble is JsonException or XmlException or InvalidOperationException)
        {
            return "?" + text;
        }
    }

    /// <summary>The work's parts of the new text with the judging parts of the old one; the old text where they cannot be told apart.</summary>
    public static string? Merged(
        string path,
        string? before,
        string? after,
        IReadOnlyList<JudgingTool> tools,
        IReadOnlyList<GateClosure> gates
    )
    {
        if (after is null || before is null && JudgingTools.Name(path) is not ("pyproject.toml" or "setup.cfg" or "package.json"))
        {
            return before;
        }

        try
        {
            var merged = JudgingTools.Name(path) switch
            {
                "package.json" => PackageText.Merged(path, before ?? "{}", after, tools, gates),
                "pyproject.toml" or "setup.cfg" or "Cargo.toml" => TableText.Merged(before ?? "", after, Tables(path, tools)),
                _ => before,
            };
            return Part(path, merged, tools, gates) == Part(path, before, tools, gates) ? merged : before;
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return before;
        }
    }

    private static string[] Tables(string path, IReadOnlyList<JudgingTool> tools) =>
        [.. tools.Where(tool => tool.Name == "cargo" == (JudgingTools.Name(path) == "Cargo.toml")).SelectMany(tool => tool.Tables)];

    private static string[] Harmless(IReadOnlyList<JudgingTool> tools) => [.. tools.SelectMany(tool => tool.Harmless)];

    private static HashSet<string> Targets(IReadOnlyList<GateClosure> gates) => [.. gates.SelectMany(gate => gate.Targets)];

    private static string Compiler(string text)
    {
        using var document = JsonDocument.Parse(text, Tolerant);
        var part = new StringBuilder();
        foreach (var property in document.RootElement.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            if (property.NameEquals("compilerOptions") && property.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (
                    var option in property
                        .Value.EnumerateObject()
                        .Where(option => !ProductCompiler.Contains(option.Name, StringComparer.Ordinal))
                        .OrderBy(option => option.Name, StringComparer.Ordinal)
                )
                {
                    part.Append(option.Name).Append(':').Append(PackageText.Plain(option.Value)).Append('\n');
                }
            }
            else if (!property.NameEquals("references"))
            {
                part.Append(property.Name).Append(':').Append(PackageText.Plain(property.Value)).Append('\n');
            }
        }

        return part.ToString();
    }

    private static string Xml(string text, Func<string, bool> isProduct)
    {
        using var reader = XmlReader.Create(new StringReader(text), SafeXml.Settings);
        var document = XDocument.Load(reader);
        document.DescendantNodes().OfType<XComment>().ToList().ForEach(comment => comment.Remove());
        document
            .Descendants()
            .Where(element => element.Parent is not null && isProduct(element.Name.LocalName))
            .ToList()
            .ForEach(element => element.Remove());
        document
            .Descendants()
            .Where(element => element.Name.LocalName is "ItemGroup" or "PropertyGroup" && !element.HasElements)
            .ToList()
            .ForEach(element => element.Remove());
        return document.Root is { HasElements: false, HasAttributes: false } ? "" : document.ToString();
    }

    private static string Gradle(string text) => Blanks().ReplaceIn(Dependencies().ReplaceIn(text, ""), "\n");

    [GeneratedRegex(@"(?ms)^[ \t]*dependencies\s*\{.*?^[ \t]*\}|^[ \t]*(?:version|group)\s*=.*?$", RegexOptions.None, 1000)]
    private static partial Regex Dependencies();

    [GeneratedRegex(@"\s*\n\s*", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
