using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Proof;

/// <summary>The name that a failure says does not exist.</summary>
internal static partial class FailureCause
{
    /// <summary>The name that does not exist, or null when the failure has another cause.</summary>
    public static string? Missing(string text) => Absent(text)?.Name;

    /// <summary>The name that does not exist, and the error's own name.</summary>
    private static (string Error, string Name)? Absent(string text)
    {
        foreach (
            var pattern in (Regex[])
                [
                    CannotImport(),
                    NoModule(),
                    NotDefined(),
                    NoAttribute(),
                    UnexpectedKeyword(),
                    NoReverse(),
                    NoTemplate(),
                    NoField(),
                    NoKey(),
                    ScriptNoExport(),
                    ScriptNotDefined(),
                    ScriptNoModule(),
                    NoFunction(),
                    CompilerName(),
                ]
        )
        {
            if (pattern.FirstIn(text) is { Success: true } match)
            {
                var error = match.Groups["error"] is { Success: true } told ? told.Value : "a missing name";
                return (error, match.Groups["name"].Value);
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?<error>ImportError): cannot import name '(?<name>[\w.]+)'", RegexOptions.None, 1000)]
    private static partial Regex CannotImport();

    [GeneratedRegex(@"(?<error>ModuleNotFoundError|ImportError): No module named '?(?<name>[\w.]+)'?", RegexOptions.None, 1000)]
    private static partial Regex NoModule();

    [GeneratedRegex(@"(?<error>NameError): name '(?<name>\w+)' is not defined", RegexOptions.None, 1000)]
    private static partial Regex NotDefined();

    [GeneratedRegex(
        @"(?<error>AttributeError): .{0,200}?(?:has no attribute|does not have the attribute) '(?<name>\w+)'",
        RegexOptions.None,
        1000
    )]
    private static partial Regex NoAttribute();

    [GeneratedRegex(@"(?<error>TypeError): .{0,200}?unexpected keyword argument '(?<name>\w+)'", RegexOptions.None, 1000)]
    private static partial Regex UnexpectedKeyword();

    [GeneratedRegex(@"(?<error>NoReverseMatch): Reverse for '(?<name>[\w:-]+)' not found", RegexOptions.None, 1000)]
    private static partial Regex NoReverse();

    [GeneratedRegex(@"(?<error>TemplateDoesNotExist): (?<name>[\w./-]+)", RegexOptions.None, 1000)]
    private static partial Regex NoTemplate();

    [GeneratedRegex(
        @"(?<error>FieldError|FieldDoesNotExist|TypeError): (?:Cannot resolve keyword|\w+ has no field named|\w+\(\) got unexpected keyword arguments?:|Invalid field name\(s\) for model \w+:) '(?<name>\w+)'",
        RegexOptions.None,
        1000
    )]
    private static partial Regex NoField();

    [GeneratedRegex(@"(?<error>KeyError): '(?<name>[\w.-]+)'", RegexOptions.None, 1000)]
    private static partial Regex NoKey();

    [GeneratedRegex(
        @"(?<error>SyntaxError): The requested module '[^']{1,300}' does not provide an export named '(?<name>[\w$]+)'",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ScriptNoExport();

    [GeneratedRegex(@"(?<error>ReferenceError): (?<name>[\w$]+) is not defined", RegexOptions.None, 1000)]
    private static partial Regex ScriptNotDefined();

    [GeneratedRegex(
        @"(?<error>ERR_MODULE_NOT_FOUND|Error)\]?: Cannot find (?:module|package) '(?:file://)?[^']*?(?<name>[\w$.-]+?)(?:\.[cm]?[jt]sx?)?'",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ScriptNoModule();

    [GeneratedRegex(@"(?<name>(?<![\w$])[\w$]+)\)? is not a (?:function|constructor)", RegexOptions.None, 1000)]
    private static partial Regex NoFunction();

    [GeneratedRegex(
        @"(?<error>CS0103|CS0117|CS0234|CS0246|CS1061|CS1739|undefined): .{0,200}?(?:name|definition for|namespace name|parameter named)? ?'?(?<name>[A-Za-z_]\w*)'?(?: does not exist| could not be found|\b)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex CompilerName();
}
