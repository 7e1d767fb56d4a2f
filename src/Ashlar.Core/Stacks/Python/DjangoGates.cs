using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>What is checked in a Django project besides its tests.</summary>
internal static class DjangoGates
{
    /// <summary>System checks, and that models and migrations agree, for each <c>manage.py</c>.</summary>
    public static IEnumerable<GateSetting> Checks(RepositoryFiles files)
    {
        foreach (var package in PythonPackage.All(files).Where(package => package.Manage is not null))
        {
            foreach (var (name, command) in ((string, string)[])[("check", "check"), ("migrations", "makemigrations --check --dry-run")])
            {
                yield return new GateSetting(
                    PackageFiles.Name(name, package.Folder),
                    ShellWords.In(package.Folder, $"python3 manage.py {command}")
                )
                {
                    SourcePath = package.Manage,
                    When = package.Folder.Length == 0 ? [] : PackageFiles.When(package.Folder),
                };
            }
        }
    }

    /// <summary>Where pytest is told Django's settings, in the project's folder or the root; null where it is not.</summary>
    public static (string Path, int? Line)? PytestSettings(RepositoryFiles files, string folder)
    {
        foreach (var name in (string[])["pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini", "conftest.py"])
        {
            var path = RepositoryPath.In(folder, name);
            if (files.LineOf(path, "DJANGO_SETTINGS_MODULE") is { } line)
            {
                return (path, line);
            }
        }

        return folder.Length > 0 ? PytestSettings(files, "") : null;
    }
}
