using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Gates of Django projects, found by <c>manage.py</c> in the root or one folder below it.</summary>
internal static class DjangoGates
{
    /// <summary>System checks, and that models and migrations agree.</summary>
    public static IEnumerable<GateSetting> Checks(RepositoryFiles files)
    {
        if (Manage(files) is not { } manage)
        {
            return [];
        }

        return
        [
            new GateSetting("check", Line(manage, "check")) { SourcePath = manage },
            new GateSetting("migrations", Line(manage, "makemigrations --check --dry-run")) { SourcePath = manage },
        ];
    }

    /// <summary>
    /// pytest where pytest-django is configured, or where tests are written for pytest and it is there; else Django's own runner. Null
    /// without <c>manage.py</c>.
    /// </summary>
    public static GateSetting? Tests(RepositoryFiles files, Interpreter? python)
    {
        if (Manage(files) is not { } manage)
        {
            return null;
        }

        var hasPytest = python?.Modules.Contains("pytest", StringComparer.Ordinal) ?? false;
        var folder = Path.GetDirectoryName(manage)?.Replace('\\', '/') ?? "";
        if (PytestSettings(files, folder) is { } place)
        {
            return new GateSetting("tests", InFolder(folder, "python3 -m pytest -q")) { SourcePath = place.Path, SourceLine = place.Line };
        }

        return hasPytest && PythonGates.IsPytestStyle(files)
            ? new GateSetting("tests", InFolder(folder, "python3 -m pytest -q")) { SourcePath = manage }
            : new GateSetting("tests", Line(manage, "test")) { SourcePath = manage };
    }

    private static string? Manage(RepositoryFiles files) =>
        files.All.FirstOrDefault(path =>
            (path == "manage.py" || (path.EndsWith("/manage.py", StringComparison.Ordinal) && path.Count(sign => sign == '/') == 1))
            && (files.Text(path)?.Contains("DJANGO_SETTINGS_MODULE", StringComparison.Ordinal) ?? false)
        );

    private static (string Path, int? Line)? PytestSettings(RepositoryFiles files, string folder)
    {
        string[] places = ["pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini", "conftest.py"];
        foreach (var name in places)
        {
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            if (files.LineOf(path, "DJANGO_SETTINGS_MODULE") is { } line)
            {
                return (path, line);
            }
        }

        return folder.Length > 0 ? PytestSettings(files, "") : null;
    }

    private static string Line(string manage, string command)
    {
        var folder = Path.GetDirectoryName(manage)?.Replace('\\', '/') ?? "";
        return InFolder(folder, $"python3 manage.py {command}");
    }

    private static string InFolder(string folder, string line) => folder.Length == 0 ? line : $"cd {ShellWords.Quote(folder)} && {line}";
}
