using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Php;

/// <summary>Has every PHP process of a command load a file that gives PHPUnit and its like <c>--log-junit</c>; it reaches behind Composer and scripts.</summary>
internal static class PhpReport
{
    private const string Program = """
        <?php
        (static function () {
            $arguments = $_SERVER['argv'] ?? [];
            $name = basename($arguments[0] ?? '');
            $isRunner = in_array($name, ['phpunit', 'pest', 'paratest', 'phpunit.phar', 'simple-phpunit'], true) || ($name === 'artisan' && ($arguments[1] ?? '') === 'test');
            if (!$isRunner || getenv('ASHLAR_RESULTS') === false || array_intersect($arguments, ['--version', '--help', '--list-tests'])) {
                return;
            }
            foreach ($arguments as $argument) {
                if (strpos($argument, '--log-junit') === 0) {
                    return;
                }
            }
            // Paratest and artisan start further processes: what they are told, the first one told them.
            if (getenv('ASHLAR_RUNNER') !== false) {
                return;
            }
            putenv('ASHLAR_RUNNER=' . getmypid());
            $arguments[] = '--log-junit';
            $arguments[] = getenv('ASHLAR_RESULTS') . '/php-' . getmypid() . '.xml';
            $_SERVER['argv'] = $GLOBALS['argv'] = $arguments;
            $_SERVER['argc'] = $GLOBALS['argc'] = count($arguments);
        })();

        """;

    /// <summary>The line; null where it stays as it is.</summary>
    public static ReportedLine? Of(ReportRequest request)
    {
        if (
            request.Place is not { } place
            || request.Command.Tool.Name != PhpStack.Phpunit
            || request.Results is not (PhpStack.Phpunit or "junit")
        )
        {
            return null;
        }

        return new ReportedLine(
            $"mkdir -p \"{place}\"; printf '%s' {ShellWords.Quote(Program)} >\"{place}/ashlar.php\"; printf 'auto_prepend_file=\"%s\"\\n' \"{place}/ashlar.php\" >\"{place}/ashlar.ini\"; "
                + $"export ASHLAR_RESULTS=\"{place}\" PHP_INI_SCAN_DIR=\"${{PHP_INI_SCAN_DIR:-}}:{place}\"; {request.Command.Line}"
        )
        {
            Ending = "",
            FileEnding = ".xml",
        };
    }
}
