using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>The files in which Python projects list what they need, and what installs that.</summary>
internal static class PythonRequirements
{
    private const string Extras = "project.optional-dependencies";
    private const string Groups = "dependency-groups";
    private const string Where = " in the project's .venv";

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
        new("pyproject.toml", $"`pip install -e .`{Where}") { IsDescription = true, Closer = Part },
        new("setup.py", $"`pip install -e .`{Where}") { IsDescription = true },
    ];

    /// <summary>An extra or a group of dependencies is not installed with the project itself.</summary>
    private static string? Part(string text, IReadOnlyList<string> missing)
    {
        var entry = IniText
            .Entries(text)
            .FirstOrDefault(entry => entry.Section is Extras or Groups && missing.Any(name => DependencyFetch.Lists(entry.Value, name)));
        return entry?.Section switch
        {
            Extras => $"`pip install -e '.[{entry.Key}]'`{Where}",
            Groups => $"`pip install --group {entry.Key}`{Where}",
            _ => null,
        };
    }
}
