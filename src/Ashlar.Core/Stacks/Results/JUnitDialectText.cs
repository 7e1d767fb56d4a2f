using System.Xml;
using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Results;

/// <summary>Tells the writers of JUnit files apart and forms ids as the users of each write them.</summary>
internal static class JUnitDialectText
{
    /// <summary>The writer that the suite's own words show.</summary>
    public static JUnitDialect Refine(JUnitDialect known, string suite, XmlReader reader)
    {
        if (known != JUnitDialect.Unknown)
        {
            return known;
        }

        return suite == "pytest" ? JUnitDialect.Pytest
            : reader
                .GetAttribute("noNamespaceSchemaLocation", "http://www.w3.org/2001/XMLSchema-instance")
                ?.Contains("surefire", StringComparison.Ordinal)
                is true
                ? JUnitDialect.Surefire
            : known;
    }

    /// <summary>The writer that a property shows.</summary>
    public static JUnitDialect Refine(JUnitDialect known, string? property) =>
        known != JUnitDialect.Unknown
            ? known
            : property switch
            {
                "go.version" => JUnitDialect.Go,
                "java.version" or "surefire.test.class.path" => JUnitDialect.Surefire,
                _ => known,
            };

    /// <summary>The script file that the element, its class or its suite names, or null. Playwright names it below its own test folder.</summary>
    private static string? ScriptFile(JUnitElement element, CheckoutFiles files)
    {
        foreach (var named in element.Suites.Reverse().Prepend(element.ClassName).Prepend(element.SuiteFile).Prepend(element.File))
        {
            if (
                named is { Length: > 0 }
                && Path.GetExtension(named) is ".js" or ".mjs" or ".cjs" or ".ts" or ".mts" or ".cts" or ".jsx" or ".tsx"
            )
            {
                return files.Relative(named) is { } path && files.Exists(path) ? path : files.EndingWith(named) ?? files.Relative(named);
            }
        }

        return null;
    }

    private static string Method(string name) => name.EndsWith("()", StringComparison.Ordinal) ? name[..^2] : name;

    /// <summary>PHPUnit and Pest, which puts the name behind the file.</summary>
    private static (string Id, string? File)? Php(JUnitElement element, CheckoutFiles files)
    {
        var file = (element.File ?? "").Split("::")[0];
        return file.EndsWith(".php", StringComparison.Ordinal)
            ? ($"{(element.Class is { Length: > 0 } named ? named : element.ClassName)}::{element.Name}", files.Relative(file))
            : null;
    }

    /// <summary>The id and, where it can be told, the file.</summary>
    public static (string Id, string? File) Id(JUnitElement element, JUnitDialect dialect, CheckoutFiles files)
    {
        var told = element.File is { Length: > 0 } given ? files.Relative(given) : null;
        switch (dialect)
        {
            case JUnitDialect.Pytest:
                return PytestText.Id(element.ClassName, element.Name, told, files);
            case JUnitDialect.Unknown when told is not null && told.EndsWith(".py", StringComparison.Ordinal):
                return PytestText.Id(element.ClassName, element.Name, told, files);
            case JUnitDialect.Node when files.Relative(element.Name) is { } whole && files.Exists(whole):
                return (whole, whole);
            case JUnitDialect.Node:
                var path = string.Join(" > ", element.Suites.Where(suite => suite.Length > 0).Append(element.Name));
                return (told is null ? path : $"{told} > {path}", told ?? StackText.FirstOwn(element.Details, files)?.File);
            case JUnitDialect.Jest:
                var jest = element.Name.StartsWith(element.ClassName, StringComparison.Ordinal)
                    ? element.Name
                    : $"{element.ClassName} {element.Name}";
                var suiteFile =
                    told ?? element.Suites.Select(files.Relative).FirstOrDefault(suite => suite is not null && files.Exists(suite));
                return (suiteFile is null ? jest : $"{suiteFile} > {jest}", suiteFile);
            case JUnitDialect.Script:
            case JUnitDialect.Unknown when ScriptFile(element, files) is not null:
                return ScriptFile(element, files) is { } script
                    ? (
                        script == element.Name ? script : $"{script} > {element.Name.Replace(" › ", " > ", StringComparison.Ordinal)}",
                        script
                    )
                    : (
                        element.ClassName.Length == 0 || element.Name.StartsWith(element.ClassName, StringComparison.Ordinal)
                            ? element.Name
                            : $"{element.ClassName} > {element.Name}",
                        null
                    );
            case JUnitDialect.Surefire:
                // JUnit 5 has names of methods with their brackets in some versions and without in others.
                return ($"{element.ClassName}#{Method(element.Name)}", told ?? JvmSources.FileOf(element.ClassName, files));
            case JUnitDialect.Unknown when Php(element, files) is { } php:
                return php;
            case JUnitDialect.Unknown when files.PythonModule(element.ClassName) is { File: not null }:
                return PytestText.Id(element.ClassName, element.Name, null, files);
            default:
                var id =
                    element.ClassName.Length == 0 || element.Name.StartsWith(element.ClassName + ".", StringComparison.Ordinal)
                        ? element.Name
                        : $"{element.ClassName}.{element.Name}";
                return (id, told ?? StackText.FirstOwn(element.Details, files)?.File);
        }
    }
}
