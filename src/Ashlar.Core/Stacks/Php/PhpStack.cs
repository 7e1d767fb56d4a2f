using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Php;

/// <summary>PHP: PHPUnit and Pest, alone, through Composer and Laravel's artisan.</summary>
internal sealed class PhpStack : IStack
{
    /// <summary>PHPUnit and what is built on it.</summary>
    public const string Phpunit = "phpunit";

    private static readonly string[] Runners = ["phpunit", "pest", "paratest", "phpunit.phar", "simple-phpunit"];

    /// <inheritdoc/>
    public string Name => "php";

    /// <inheritdoc/>
    public IReadOnlyList<StackTool> Tools { get; } =
    [
        new(Phpunit, ToolUse.Tests)
        {
            IsReadBehind = true,
            Results = Phpunit,
            FoundAs = "`vendor/bin/phpunit`, `vendor/bin/pest`, `php artisan test`, `composer test`",
            ReadFrom = "JUnit XML (`--log-junit`)",
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Sources { get; } = [".php"];

    /// <inheritdoc/>
    public IReadOnlyList<string> ForeignFolders { get; } = ["vendor"];

    /// <inheritdoc/>
    public IReadOnlyList<JudgingTool> Configuration { get; } =
    [
        new(
            "php",
            ["phpunit", "composer", "pest", "phpstan", "psalm", "php"],
            [
                "phpunit.xml",
                "phpunit.*",
                "Pest.php",
                "phpstan.neon",
                "phpstan.neon.dist",
                "phpstan.dist.neon",
                "psalm.xml",
                ".php-cs-fixer.*",
                "phpcs.xml",
                "phpcs.xml.dist",
            ]
        )
        {
            Keys = ["scripts"],
        },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IPackageStore> Stores { get; } = [new ComposerStore()];

    /// <inheritdoc/>
    public ToolWord? Recognise(IReadOnlyList<ShellWord> words, int at)
    {
        var program = GateTool.Name(words[at].Text);
        if (Runners.Contains(program, StringComparer.Ordinal))
        {
            return new ToolWord(Phpunit, at);
        }

        if (program == "composer")
        {
            return new ToolWord(StackTool.None, at);
        }

        if (program != "php" && program != "artisan")
        {
            return null;
        }

        for (var next = program == "php" ? at + 1 : at; next < words.Count; next++)
        {
            var word = words[next].Text;
            if (Runners.Contains(GateTool.Name(word), StringComparer.Ordinal))
            {
                return new ToolWord(Phpunit, next);
            }

            if (GateTool.Name(word) == "artisan")
            {
                return GateTool.At(words, next + 1) == "test" ? new ToolWord(Phpunit, next + 1) : new ToolWord(StackTool.None, at);
            }

            if (word is "-d" or "-c")
            {
                next++;
            }
            else if (!word.StartsWith('-'))
            {
                break;
            }
        }

        return new ToolWord(StackTool.None, at);
    }

    /// <inheritdoc/>
    public void Follow(GateCommand command, ReachedCommands reached) => PhpScripts.Follow(command, reached);

    /// <inheritdoc/>
    public IReadOnlyList<StackPackage> Packages(RepositoryFiles files) => [.. PhpGates.Packages(files), .. PhpGates.Suites(files)];

    /// <inheritdoc/>
    public IEnumerable<GateSetting> Gates(GateSearch search) => PhpGates.Find(search.Files);

    /// <inheritdoc/>
    public bool Covers(GateCommand command, StackPackage package, RepositoryFiles files) =>
        RepositoryPath.Folder(package.Manifest) != package.Folder
            ? PhpSuites.Covers(command, package, files)
            : command.Folder == package.Folder || PhpTestScript.ConfigurationFolder(command) == package.Folder;

    /// <inheritdoc/>
    public ReportedLine? Report(ReportRequest request) => PhpReport.Of(request);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IResultReader> Readers { get; } =
        new Dictionary<string, IResultReader>(StringComparer.Ordinal) { [Phpunit] = new PhpunitReader() };

    /// <inheritdoc/>
    public TestRole RoleOf(string path)
    {
        if (Path.GetExtension(path) != ".php")
        {
            return TestRole.None;
        }

        return Path.GetFileNameWithoutExtension(path).EndsWith("Test", StringComparison.Ordinal) ? TestRole.Test
            : path.Split('/').SkipLast(1).Any(part => part is "tests" or "Tests") ? TestRole.Support
            : TestRole.None;
    }

    /// <inheritdoc/>
    public StackFault? Fault(FailedCommand failed) => failed.Command.Tool.Name == Phpunit ? PhpFaults.Of(failed.Text) : null;

    /// <inheritdoc/>
    public string? Remedy(string program) =>
        program switch
        {
            "php" => "Install it: apt install php-cli php-xml php-mbstring",
            "phpunit" => "Install it: apt install phpunit, or composer install where composer.json has it",
            "composer" => "Install it: apt install composer",
            "vendor/bin/phpunit" or "./vendor/bin/phpunit" or "vendor/bin/pest" or "./vendor/bin/pest" =>
                "Install what composer.json asks for: composer install",
            _ => null,
        };

    /// <inheritdoc/>
    public IReadOnlyList<DependencyFile> Dependencies { get; } = [new("composer.json", "`composer install`")];
}
