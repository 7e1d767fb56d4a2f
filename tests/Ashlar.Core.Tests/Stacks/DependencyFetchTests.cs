using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Seam;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class DependencyFetchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(
        "pytest",
        "time_machine",
        "`pip install -r requirements-test.txt` in the project's .venv or `pip install -r requirements.txt` in the project's .venv"
    )]
    [InlineData(
        "pytest",
        "attr",
        "`pip install -e '.[check]'` in the project's .venv or `pip install -r requirements-test.txt` in the project's .venv"
    )]
    [InlineData(
        "pytest",
        "hypothesis",
        "`pip install --group fuzz` in the project's .venv or `pip install -r requirements-test.txt` in the project's .venv"
    )]
    [InlineData(
        "pytest",
        "anything",
        "`pip install -r requirements-test.txt` in the project's .venv or `pip install -r requirements.txt` in the project's .venv"
    )]
    [InlineData("cd web && npx jest", "left-pad", "`npm ci` or `npm install`")]
    [InlineData("go test ./...", "x", null)]
    public void What_is_missing_is_fetched_by_the_list_that_names_it(string line, string missing, string? fetch)
    {
        folder.Write("requirements.txt", "django\n");
        folder.Write("requirements-test.txt", "time-machine>=2\n");
        folder.Write(
            "pyproject.toml",
            "[project]\nname = \"x\"\n[project.optional-dependencies]\ncheck = [\n  \"attr>=1\",\n]\n[dependency-groups]\nfuzz = [\"hypothesis\"]\n"
        );
        folder.Write("web/package.json", "{\"dependencies\": {\"left-pad\": \"1\"}}");
        folder.Write("web/package-lock.json", "{\"packages\": {\"node_modules/left-pad\": {}}}");

        var told = new DependencyFetch(new RepositoryFiles(folder.Path, StackCatalog.All)).Of(StackCatalog.All.Parse(line), [missing]);

        Assert.Equal(fetch, told);
    }
}
