using System.Text.RegularExpressions;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>Why a test failed on the task base.</summary>
/// <param name="introduced">What the task introduces.</param>
/// <param name="product">Product files that the task changes.</param>
/// <param name="sources">Texts of the test files, by path.</param>
internal sealed partial class FailureCause(
    IntroducedNames introduced,
    IReadOnlySet<string> product,
    IReadOnlyDictionary<string, string> sources
)
{
    /// <summary>The cause and what was seen.</summary>
    /// <param name="failure">The failing test, or the file that could not be collected.</param>
    /// <param name="test">The test as its text shows it.</param>
    /// <param name="imports">What imported names of its file stand for.</param>
    public (BaseFailure Cause, string Reason) Of(TestCase failure, TestSource test, IReadOnlyDictionary<string, string> imports)
    {
        var text = $"{failure.Message}\n{failure.Details}";
        var isWholeFile = failure.Id == failure.File || !test.IsCase(failure);
        if (Absent(text) is { } missing)
        {
            var used = introduced.Has(missing.Name) && Uses(test, missing.Name, imports);
            return used
                ? (BaseFailure.Absent, $"{missing.Name} does not exist there yet")
                : (isWholeFile ? BaseFailure.Collection : BaseFailure.Other, $"{missing.Error} of `{missing.Name}`");
        }

        if (isWholeFile || failure.Outcome == TestOutcome.Error && !AssertionText.Is(failure) && !IsUnittestError(failure))
        {
            return (BaseFailure.Collection, FailureText.Line(failure.Message ?? "it cannot be collected or set up"));
        }

        if (TimedOut().IsIn(text))
        {
            return (BaseFailure.Timeout, "a time-out");
        }

        if (AssertionText.Is(failure))
        {
            return (BaseFailure.Assertion, failure.Message ?? "an assertion");
        }

        return
            AssertionText.Evaluates(failure.Details ?? "", test.File, sources.GetValueOrDefault(test.File))
            && RaisedInProduct(failure.Details ?? "")
            ? (BaseFailure.Raised, failure.Message ?? "an error in the product code")
            : (BaseFailure.Other, FailureText.Line(failure.Message ?? "an error"));
    }

    /// <summary>The name that does not exist, or null when the failure has another cause.</summary>
    public static string? Missing(string text) => Absent(text)?.Name;

    /// <summary>The name that a failure says does not exist; null for any other failure.</summary>
    public static string? MissingName(TestCase failure) => Missing($"{failure.Message}\n{failure.Details}");

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

    /// <summary>Whether the test uses the name: by itself, by an alias that it was imported under, or as the module of a name it uses.</summary>
    private static bool Uses(TestSource test, string name, IReadOnlyDictionary<string, string> imports)
    {
        var last = name[(name.LastIndexOfAny(['.', '/']) + 1)..];
        if (test.Uses.Contains(name) || test.Uses.Contains(last))
        {
            return true;
        }

        return imports.Any(import =>
            test.Uses.Contains(import.Key)
            && (
                import.Value == name
                || import.Value.StartsWith(name + ".", StringComparison.Ordinal)
                || import.Value.EndsWith("." + last, StringComparison.Ordinal)
            )
        );
    }

    /// <summary>unittest calls every exception an error, where pytest tells set-up from the test's own part.</summary>
    private static bool IsUnittestError(TestCase failure) =>
        !failure.Id.Contains("::", StringComparison.Ordinal) && !failure.Id.StartsWith("set-up of ", StringComparison.Ordinal);

    /// <summary>The last place named in the trace lies in a product file that the task changes.</summary>
    private bool RaisedInProduct(string details)
    {
        string? last = null;
        foreach (Match match in Place().AllIn(details))
        {
            last = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
        }

        last ??= Script().FirstIn(details) is { Success: true } frame ? frame.Groups[1].Value : null;
        return last is not null && product.Any(path => last == path || last.EndsWith("/" + path, StringComparison.Ordinal));
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

    [GeneratedRegex(@"\bTimeout(?:Error|Expired|Exception)?\b.{0,40}|timed out after", RegexOptions.None, 1000)]
    private static partial Regex TimedOut();

    [GeneratedRegex(@"\bat .{0,200}?(?:file://)?([^\s():]+):\d+:\d+\)?$", RegexOptions.Multiline, 1000)]
    private static partial Regex Script();

    [GeneratedRegex(@"^[ \t]*File ""([^""\n]{1,500})"", line \d+|^([^\s:][^:\n]{0,300}\.\w{1,4}):\d+: ", RegexOptions.Multiline, 1000)]
    private static partial Regex Place();
}
