using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Python;
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

    /// <summary>pytest speaks of options and plug-ins, a project lists them beside pytest.</summary>
    [Theory]
    [InlineData(
        "pyproject.toml",
        "[project]\nname = \"x\"\n[project.optional-dependencies]\ndocs = [\"sphinx\"]\ntest = [\"pytest\", \"pytest-frobnicate\"]\n",
        "__main__.py: error: unrecognized arguments: --frobnicate=calc --frob-report=term",
        "`pip install -e '.[test]'` in the project's .venv"
    )]
    [InlineData(
        "pyproject.toml",
        "[project]\nname = \"x\"\n[dependency-groups]\nfirst = [\"pytest\"]\ndev = [\"pytest-frobnicate\"]\n",
        "ERROR: Missing required plugins: pytest-frobnicate",
        "`pip install --group dev` in the project's .venv"
    )]
    [InlineData(
        "setup.cfg",
        "[metadata]\nname = x\n[options.extras_require]\ncheck =\n    pytest\n    pytest-timeout\n",
        "error: unrecognized arguments: --timeout=3",
        "`pip install -e '.[check]'` in the project's .venv"
    )]
    [InlineData("setup.cfg", "[tool:pytest]\naddopts = --timeout=3\n", "error: unrecognized arguments: --timeout=3", null)]
    [InlineData("pyproject.toml", "[project]\nname = \"x\"\n", "assert 1 == 2", "`pip install -e .` in the project's .venv")]
    public void A_plug_in_that_pytest_lacks_is_brought_by_the_group_that_lists_it(string path, string text, string said, string? fetch)
    {
        folder.Write(path, text);

        var told = new DependencyFetch(new RepositoryFiles(folder.Path, StackCatalog.All)).Of(
            StackCatalog.All.Parse("pytest"),
            PytestPlugins.Wanted(said)
        );

        Assert.Equal(fetch, told);
    }
}
