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
            // A run that stops at a failure is not a whole one.
            $arguments = array_values(array_filter($arguments, static function ($argument) {
                return strpos($argument, '--stop-on-') !== 0 && $argument !== '--bail';
            }));
            $place = null;
            $given = in_array('--no-configuration', $arguments, true) ? '' : getcwd();
            foreach ($arguments as $index => $argument) {
                if (in_array($argument, ['-c', '--configuration'], true) && isset($arguments[$index + 1])) {
                    [$place, $given, $before] = [$index + 1, $arguments[$index + 1], ''];
                } elseif (strpos($argument, '--configuration=') === 0) {
                    [$place, $given, $before] = [$index, substr($argument, 16), '--configuration='];
                }
            }
            $files = is_dir($given) ? [$given . '/phpunit.xml', $given . '/phpunit.dist.xml', $given . '/phpunit.xml.dist'] : [$given];
            $configuration = array_values(array_filter($files, 'is_file'))[0] ?? null;
            $text = $configuration === null ? '' : (string) file_get_contents($configuration);
            $whole = preg_replace('/(\bstopOn\w+\s*=\s*["\'])(?:true|1)(?=["\'])/i', '$1false', $text);
            if ($whole !== $text) {
                // Paths in it are meant from its folder.
                $copy = dirname($configuration) . '/.ashlar-' . getmypid() . '.xml';
                if ($name !== 'artisan' && @file_put_contents($copy, $whole) !== false) {
                    register_shutdown_function(static function () use ($copy) {
                        @unlink($copy);
                    });
                    if ($place === null) {
                        array_splice($arguments, 1, 0, ['--configuration', $copy]);
                    } else {
                        $arguments[$place] = $before . $copy;
                    }
                } else {
                    file_put_contents(getenv('ASHLAR_RESULTS') . '/stops-' . getmypid() . '.xml', '<stops/>');
                }
            }
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
