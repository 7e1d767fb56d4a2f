using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>The files in which Python projects list what they need, and what installs that.</summary>
internal static class PythonRequirements
{
    private const string Extras = "project.optional-dependencies";
    private const string Groups = "dependency-groups";
    private const string Legacy = "options.extras_require";
    private const string Where = " in the project's .venv";
    private const string Project = $"`pip install -e .`{Where}";

    /// <summary>The files, those that say most first.</summary>
    public static IReadOnlyList<DependencyFile> All { get; } =
    [
        new("uv.lock", "`uv sync`"),
        new("poetry.lock", "`poetry install`"),
        new("pdm.lock", "`pdm install`"),
        new("Pipfile.lock", "`pipenv sync --dev`"),
        new("*requirements*dev*.txt", $"`pip install -r {{path}}`{Where}"),
        new("*dev*requirements*.txt", $"`pip install -r {{path}}`{Where}"),
        new("*requirements*.txt", $"`pip install -r {{path}}`{Where}"),
        new("requirements/*.txt", $"`pip install -r {{path}}`{Where}"),
        new("pyproject.toml", Project)
        {
            IsDescription = true,
            Closer = Part,
            Brings = IsProject,
        },
        new("setup.cfg", Project)
        {
            IsDescription = true,
            Closer = Part,
            Brings = IsProject,
        },
        new("setup.py", Project) { IsDescription = true },
    ];

    /// <summary>An extra or a group of dependencies is not installed with the project itself.</summary>
    private static string? Part(string text, IReadOnlyList<string> missing)
    {
        var parts = IniText.Entries(text).Where(entry => entry.Section is Extras or Groups or Legacy).ToList();
        var entry = missing
            .Select(name => parts.Find(part => DependencyFetch.Lists(part.Value, name)))
            .FirstOrDefault(part => part is not null);
        return entry?.Section switch
        {
            Extras or Legacy => $"`pip install -e '.[{entry.Key}]'`{Where}",
            Groups => $"`pip install --group {entry.Key}`{Where}",
            _ => null,
        };
    }

    /// <summary>Such files configure tools of many; only some describe a project that can be installed.</summary>
    private static bool IsProject(string text) =>
        IniText
            .Sections(text)
            .Any(section => section.Name is "project" or "dependency-groups" or "build-system" or "tool.poetry" or "metadata" or "options");
}
