using System.Diagnostics;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.HonestWork;

/// <summary>Python projects with an environment of their own in the checkout, beside which nothing need be installed.</summary>
public sealed class ProjectEnvironments
{
    [Theory]
    [InlineData(".venv/bin/python -m unittest")]
    [InlineData("python3 -m unittest")]
    public async Task Tests_are_read_and_run_by_the_environment_of_the_checkout(string run)
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] Add `cheapest` to shop.py\n"),
            (".gitignore", ".venv/\n__pycache__/\n"),
            (".ashlar/config.yaml", $"gates:\n  - {{name: tests, run: {run}}}\n"),
            ("shop.py", "from prices import base\n\n\ndef total(prices):\n    return base + sum(prices)\n"),
            ("test_total.py", Test("Total", "total([1, 2])", 3))
        );
        using var made = Process.Start("python3", ["-m", "venv", "--without-pip", Path.Combine(project.Root, ".venv")]);
        await made.WaitForExitAsync();
        var packages = Directory.GetDirectories(Path.Combine(project.Root, ".venv/lib"), "python3*")[0];
        await File.WriteAllTextAsync(Path.Combine(packages, "site-packages/prices.py"), "base = 0\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("printf '\\n\\ndef cheapest(prices):\\n    return base + min(prices)\\n' >> shop.py"),
                Say.Write("test_cheapest.py", Test("Cheapest", "cheapest([1, 2])", 1)),
                Say.Report(["test_cheapest.py"], ["shop.py"], passing: 2)
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["red-green"], project.Trailers("work", "Ashlar-Proof").Where(proof => proof.Length > 0));
    }

    [Theory]
    [InlineData("project/shop/.venv")]
    [InlineData("environments/shop")]
    public async Task An_environment_beside_a_package_and_an_active_one_elsewhere_are_found(string place)
    {
        using var project = Project.With(
            (".gitignore", ".venv/\n__pycache__/\n"),
            ("shop/pyproject.toml", "[project]\nname = \"shop\"\n"),
            ("shop/shop.py", "from prices import base\n\n\ndef total(prices):\n    return base + sum(prices)\n"),
            ("shop/test_total.py", Test("Total", "total([1, 2])", 3))
        );
        var before = await project.Ashlar("gates", "--json").RunAsync();
        var environment = Path.Combine(project.Beside(place.Split('/')[0]), place[(place.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        using var made = Process.Start("python3", ["-m", "venv", "--without-pip", environment]);
        await made.WaitForExitAsync();
        var packages = Directory.GetDirectories(Path.Combine(environment, "lib"), "python3*")[0];
        await File.WriteAllTextAsync(Path.Combine(packages, "site-packages/prices.py"), "base = 0\n");
        var gates = project.Ashlar("gates", "--json");
        if (!place.StartsWith("project", StringComparison.Ordinal))
        {
            gates = gates.With("VIRTUAL_ENV", environment).With("PATH", $"{environment}/bin:{Environment.GetEnvironmentVariable("PATH")}");
        }

        var gate = (await gates.RunAsync()).Json.GetProperty("gates")[0];

        Assert.Equal("env", before.Json.GetProperty("gates")[0].GetProperty("status").GetString());
        Assert.Equal("green", gate.GetProperty("status").GetString());
        Assert.Equal(1, gate.GetProperty("tests").GetProperty("passing").GetInt32());
    }

    private static string Test(string name, string call, int value) =>
        $"import unittest\n\nimport shop\n\n\nclass {name}(unittest.TestCase):\n    def test_{name.ToLowerInvariant()}(self):\n"
        + $"        self.assertEqual(shop.{call}, {value})\n";
}
