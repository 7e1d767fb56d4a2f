using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Stacks.Files;

/// <summary>The command that fetches what a project depends on, told by the files that list it.</summary>
internal static class FetchCommand
{
    private static readonly (string File, string Command)[] Lists =
    [
        (".gitmodules", "`git submodule update --init --recursive`"),
        ("uv.lock", "`uv sync`"),
        ("poetry.lock", "`poetry install`"),
        ("Pipfile.lock", "`pipenv sync --dev`"),
        ("requirements-dev.txt", "`pip install -r requirements-dev.txt` in the project's .venv"),
        ("requirements.txt", "`pip install -r requirements.txt` in the project's .venv"),
        ("pnpm-lock.yaml", "`pnpm install`"),
        ("yarn.lock", "`yarn install`"),
        ("package-lock.json", "`npm ci`"),
        ("package.json", "`npm install`"),
        ("Cargo.toml", "`cargo fetch`"),
        ("go.mod", "`go mod download`"),
        ("Gemfile", "`bundle install`"),
        ("composer.json", "`composer install`"),
        ("pom.xml", "`mvn dependency:go-offline`"),
        ("pyproject.toml", "`pip install -e .` in the project's .venv"),
        ("setup.py", "`pip install -e .` in the project's .venv"),
    ];

    /// <summary>The commands for the lists at the root of the checkout; null where there is none.</summary>
    public static string? Of(string root)
    {
        var commands = Lists.Where(list => OrdinaryFiles.Has(root, list.File)).Select(list => list.Command).Take(2).ToList();
        return commands.Count == 0 ? null : string.Join(" or ", commands);
    }
}
