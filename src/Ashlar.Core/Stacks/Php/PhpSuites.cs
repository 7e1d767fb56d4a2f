using System.Text.RegularExpressions;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Php;

/// <summary>The suites of a configuration, of which a run may take some only.</summary>
internal static partial class PhpSuites
{
    /// <summary>A package for each of several suites that lie in folders of their own.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="configuration">The configuration's path.</param>
    public static IEnumerable<StackPackage> Packages(RepositoryFiles files, string configuration)
    {
        var text = Comment().ReplaceIn(files.Text(configuration) ?? "", "");
        var suites = Suite().AllIn(text);
        return suites.Count < 2
            ? []
            : suites
                .Select(suite =>
                    (Name: suite.Groups[1].Value, Tests: First(files, RepositoryPath.Folder(configuration), suite.Groups[2].Value))
                )
                .Where(suite => suite.Tests is not null)
                .Select(suite => new StackPackage("php", RepositoryPath.Folder(suite.Tests!), configuration)
                {
                    Name = suite.Name,
                    Tests = suite.Tests,
                })
                .Where(suite => suite.Folder.Length > 0 && suite.Folder != RepositoryPath.Folder(configuration))
                .DistinctBy(suite => suite.Folder);
    }

    /// <summary>Whether a command runs a suite.</summary>
    /// <param name="command">A command of PHPUnit.</param>
    /// <param name="suite">One of <see cref="Packages"/>.</param>
    /// <param name="files">The repository.</param>
    public static bool Covers(GateCommand command, StackPackage suite, RepositoryFiles files)
    {
        var configuration = PhpTestScript.ConfigurationFolder(command);
        var paths = command
            .Words.Skip(1)
            .Where(word => !word.StartsWith('-'))
            .Select(word => RepositoryPath.Normal($"{command.Folder}/{word}"))
            .Where(path => files.All.Any(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal)))
            .Where(path =>
                path != configuration
                && !path.EndsWith(".xml", StringComparison.Ordinal)
                && !path.EndsWith(".dist", StringComparison.Ordinal)
            )
            .ToList();
        // A file that is loaded first holds no tests.
        var tests = paths.FindAll(path =>
            !path.EndsWith(".php", StringComparison.Ordinal) || path.EndsWith("Test.php", StringComparison.Ordinal)
        );
        if (tests.Count > 0)
        {
            return tests.Exists(path => suite.Tests == path || suite.Tests!.StartsWith(path + "/", StringComparison.Ordinal));
        }

        return (configuration ?? command.Folder) == RepositoryPath.Folder(suite.Manifest)
            && (Chosen(command) ?? Default(files, suite.Manifest)) is var named
            && (named is null || named.Split(',').Contains(suite.Name, StringComparer.Ordinal));
    }

    private static string? Chosen(GateCommand command)
    {
        const string Option = "--testsuite";
        var at = command.Words.ToList().FindIndex(word => word == Option || word.StartsWith(Option + "=", StringComparison.Ordinal));
        return at < 0 ? null
            : command.Words[at] == Option ? command.Words.ElementAtOrDefault(at + 1)
            : command.Words[at][(Option.Length + 1)..];
    }

    private static string? Default(RepositoryFiles files, string configuration) =>
        Attribute().FirstIn(Comment().ReplaceIn(files.Text(configuration) ?? "", "")) is { Success: true } told
            ? told.Groups[1].Value
            : null;

    /// <summary>The first test file of a suite's folders and files.</summary>
    private static string? First(RepositoryFiles files, string folder, string suite) =>
        Place()
            .AllIn(suite)
            .Select(match =>
                (Path: RepositoryPath.Normal($"{folder}/{match.Groups[2].Value.Trim()}"), Ending: Ending(match.Groups[1].Value))
            )
            .Select(place =>
                files.All.FirstOrDefault(path =>
                    path == place.Path
                    || (
                        path.StartsWith(place.Path + "/", StringComparison.Ordinal) && path.EndsWith(place.Ending, StringComparison.Ordinal)
                    )
                )
            )
            .FirstOrDefault(path => path is not null);

    private static string Ending(string attributes) =>
        Suffix().FirstIn(attributes) is { Success: true } told ? told.Groups[1].Value : "Test.php";

    [GeneratedRegex(@"<!--.*?-->", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"<testsuite\b[^>]*\bname=""([^""]{1,200})""[^>]*>(.*?)</testsuite>", RegexOptions.Singleline, 1000)]
    private static partial Regex Suite();

    [GeneratedRegex(@"\bdefaultTestSuite\s*=\s*""([^""]{1,400})""", RegexOptions.None, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"<(?:directory|file)\b([^<>]*)>([^<>]+)</", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\bsuffix\s*=\s*""([^""]{1,100})""", RegexOptions.None, 1000)]
    private static partial Regex Suffix();
}
