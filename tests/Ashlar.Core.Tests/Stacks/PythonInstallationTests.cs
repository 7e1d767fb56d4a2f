using Ashlar.Core.Settings;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class PythonInstallationTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("src/shop/__init__.py", "from shop.keys import twice", true)]
    [InlineData("lib/python/shop/__init__.py", "import shop", true)]
    // What the work may bring: a package that is nowhere, and a module of one that is there.
    [InlineData("src/other/__init__.py", "from shop.keys import twice", false)]
    [InlineData("shop/__init__.py", "from shop.keys import twice", false)]
    public async Task A_package_of_the_project_that_is_not_installed_is_no_work(string path, string import, bool expected)
    {
        scene.With(path, "").With("tests/test_keys.py", $"{import}\n\n\ndef test_twice():\n    assert twice(1) == 2\n");

        var result = await scene.Run(new GateSetting("tests", "python3 -m pytest -q"));

        Assert.NotNull(result.Inability);
        Assert.Equal(expected, result.Inability.LacksDependency);
    }
}
