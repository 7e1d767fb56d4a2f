using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Php;

/// <summary>Tells from what PHP and PHPUnit print that the runner could not start: packages, extensions, unknown options.</summary>
internal static partial class PhpFaults
{
    /// <summary>Why the runner could not start; null where it did.</summary>
    public static StackFault? Of(string text)
    {
        if (Packages().IsIn(text))
        {
            return new StackFault(FaultKind.Restore, "the packages of composer.json are not installed")
            {
                Remedy = "Run `composer install` once yourself",
            };
        }

        return Extensions().FirstIn(text) is { Success: true } extension
                ? new StackFault(FaultKind.Missing, FailureText.Line(extension.Value))
                {
                    Remedy = "Install the extension: apt install php-xml php-mbstring",
                }
            : Help().IsIn(text)
                ? new StackFault(FaultKind.Usage, "the runner prints its help: its command names no tests, and no phpunit.xml does")
                {
                    Remedy = "Name the tests in the gate's command (`run` in .ashlar/config.yaml), or commit a phpunit.xml that does",
                }
            : Usage().FirstIn(text) is { Success: true } usage
                ? new StackFault(FaultKind.Usage, $"the runner does not take its command line: {FailureText.Line(usage.Value)}")
                {
                    Remedy = "Change the gate's command (`run` in .ashlar/config.yaml) to what this version of the runner takes",
                }
            : null;
    }

    [GeneratedRegex(
        @"vendor/autoload\.php'?.{0,80}(?:No such file|include_path)|(?:Failed opening required|Failed to open stream).{0,300}vendor/autoload\.php|vendor/autoload\.php\): [Ff]ailed to open stream|Could not open input file: \S*vendor/bin/|vendor/bin/\S{1,100}: (?:not found|No such file or directory)|You need to set up the project dependencies using",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Packages();

    [GeneratedRegex(
        @"PHPUnit requires the .{1,200} extensions?.{0,100}|requires (?:PHP|php).{0,40} version .{1,100}",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Extensions();

    [GeneratedRegex(@"^PHPUnit \d[^\n]{0,200}\n\s{0,20}^Usage:\r?\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Help();

    [GeneratedRegex(
        @"^Unknown option "".{1,100}""|^Cannot open file "".{1,300}""|^Could not read ""?.{1,300}""?\.$",
        RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Usage();
}
