using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Php;

/// <summary>What composer.json says about how its tests are run: the lines of its test script, which need no Composer.</summary>
internal static partial class PhpTestScript
{
    private static readonly string[] Names =
    [
        "test",
        "tests",
        "phpunit",
        "pest",
        "test:unit",
        "test-unit",
        "unit",
        "unit-test",
        "unit-tests",
        "test:phpunit",
        "test:pest",
    ];

    /// <summary>Programs that look at the sources: what they find does not concern the tests, and would keep them from running.</summary>
    private static readonly string[] Checks =
    [
        "phpstan",
        "psalm",
        "phan",
        "phpcs",
        "phpcbf",
        "php-cs-fixer",
        "ecs",
        "pint",
        "rector",
        "phpmd",
        "phpcpd",
        "parallel-lint",
        "phplint",
        "deptrac",
        "infection",
        "composer",
        "composer.phar",
        "composer-unused",
        "composer-require-checker",
    ];

    /// <summary>A line for each command of the script that runs tests, with what comes before it; empty where it runs none that are read.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="folder">The folder of the composer.json.</param>
    public static IReadOnlyList<string> Lines(RepositoryFiles files, string folder)
    {
        if (files.Text(RepositoryPath.In(folder, "composer.json")) is not { } text)
        {
            return [];
        }

        var lines = Names
            .Select(name => PhpScripts.Lines(text, name, 0).ToList())
            .FirstOrDefault(own => own.Exists(line => RunsTests(files, line)));
        var found = new List<string>();
        var before = new List<string>();
        foreach (var line in lines ?? [])
        {
            if (RunsTests(files, line))
            {
                found.Add(string.Join(" && ", before.Append(Installed(line, text))));
            }
            else if (line.StartsWith("@putenv ", StringComparison.Ordinal))
            {
                if (line["@putenv ".Length..].Trim().Split('=', 2) is [var name, var value])
                {
                    before.Add($"export {name}={ShellWords.Quote(value)}");
                }
            }
            else if (!IsCheck(line) && !IsCallback().IsIn(line))
            {
                before.Add(line);
            }
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The folder of the configuration that a command of PHPUnit names; null for none.</summary>
    public static string? ConfigurationFolder(GateCommand command) =>
        Configuration(command) is { } path ? (IsFile(path) ? RepositoryPath.Folder(path) : path) : null;

    /// <summary>Configurations that the test scripts name, wherever they lie.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="folders">The folders of the composer.json files.</param>
    public static IEnumerable<string> Configurations(RepositoryFiles files, IEnumerable<string> folders) =>
        folders
            .SelectMany(folder => Lines(files, folder).Select(line => ShellWords.In(folder, line)))
            .SelectMany(files.Stacks.Commands)
            .Select(Configuration)
            .OfType<string>()
            .Where(path => IsFile(path) && files.Has(path));

    private static bool IsFile(string path) => Path.GetExtension(path) is ".xml" or ".dist";

    /// <summary>The configuration that a command of PHPUnit names, a file or a folder.</summary>
    private static string? Configuration(GateCommand command)
    {
        const string Long = "--configuration";
        for (var at = 0; at < command.Words.Count; at++)
        {
            var word = command.Words[at];
            var named =
                word == "-c" || word == Long ? command.Words.ElementAtOrDefault(at + 1)
                : word.StartsWith(Long + "=", StringComparison.Ordinal) ? word[(Long.Length + 1)..]
                : null;
            if (named is not null)
            {
                return RepositoryPath.Normal($"{command.Folder}/{named}");
            }
        }

        return null;
    }

    private static bool RunsTests(RepositoryFiles files, string line) =>
        !line.StartsWith('@') && files.Stacks.Commands(line).Any(command => command.Tool.Name == PhpStack.Phpunit);

    private static bool IsCheck(string line) =>
        ShellWords.Commands(line) is [var words, ..]
        && words.Take(2).Any(word => Checks.Contains(GateTool.Name(word.Text), StringComparer.Ordinal));

    /// <summary>Composer finds what it installed by the name alone.</summary>
    private static string Installed(string line, string composer)
    {
        var bin = Bin().FirstIn(composer) is { Success: true } given ? given.Groups[1].Value.TrimEnd('/') : "vendor/bin";
        foreach (var words in ShellWords.Commands(line))
        {
            foreach (var word in words)
            {
                var package = word.Text switch
                {
                    "phpunit" => "\"phpunit/phpunit\"",
                    "pest" => "\"pestphp/pest\"",
                    "paratest" => "\"brianium/paratest\"",
                    "simple-phpunit" => "\"symfony/phpunit-bridge\"",
                    _ => null,
                };
                if (package is not null)
                {
                    return composer.Contains(package, StringComparison.Ordinal) ? line.Insert(word.Start, bin + "/") : line;
                }
            }
        }

        return line;
    }

    [GeneratedRegex(@"""bin-dir""\s*:\s*""([^""]{1,200})""", RegexOptions.None, 1000)]
    private static partial Regex Bin();

    [GeneratedRegex(@"^\\?[A-Za-z_][\w\\]*::\w+(?: |$)", RegexOptions.None, 1000)]
    private static partial Regex IsCallback();
}
