using Ashlar.Core.Gates;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks;

public sealed class InterpreterTests : IDisposable
{
    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public async Task The_python_that_has_the_projects_imports_is_found_behind_one_that_shadows_it()
    {
        scene.With("app/views.py", "import os\nfrom rest_framework.views import APIView\nimport django, json\nfrom app import x\n");
        var imports = PythonImports.Of(scene.Root);

        var python = await Interpreter.FindAsync(scene.Sandbox, scene.World.Mounts, imports, default);

        Assert.Equal(["django", "json", "os", "rest_framework"], imports);
        Assert.NotNull(python);
        Assert.Equal(["django", "rest_framework"], python.Present);
        Assert.Contains("pytest", python.Modules);
        Assert.Empty(python.Missing);
    }

    [Fact]
    public async Task A_virtual_environment_of_the_project_wins_where_it_has_as_much()
    {
        scene.With(".venv/bin/python", "#!/bin/sh\nexec /usr/bin/python3 \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(scene.Root, ".venv/bin/python"), (UnixFileMode)Convert.ToInt32("755", 8));

        var python = await Interpreter.FindAsync(scene.Sandbox, scene.World.Mounts, ["django"], default);

        Assert.Equal(["django"], python!.Present);
    }

    [Fact]
    public async Task One_that_has_the_runner_wins_over_one_that_has_more_optional_modules()
    {
        // This Python has every module but the runner.
        scene.With(
            ".venv/bin/python",
            "#!/bin/sh\nprintf 'ashlar-python\\tother\\t3.11.0\\t\\tyaml_a,yaml_b,yaml_c\\t\\t/nowhere/python3\\n'\n"
        );
        File.SetUnixFileMode(Path.Combine(scene.Root, ".venv/bin/python"), (UnixFileMode)Convert.ToInt32("755", 8));

        var tested = await Interpreter.FindAsync(scene.Sandbox, scene.World.Mounts, ["pytest", "yaml_a", "yaml_b", "yaml_c"], default);
        var untested = await Interpreter.FindAsync(scene.Sandbox, scene.World.Mounts, ["yaml_a", "yaml_b", "yaml_c"], default);

        Assert.Equal(["pytest"], tested!.Present);
        Assert.Equal("/nowhere/python3", untested!.Path);
    }

    [Theory]
    [InlineData("setup.cfg", "[tool:pytest]\naddopts = --doctest-modules\n", true)]
    [InlineData("tox.ini", "[pytest]\n", true)]
    [InlineData("setup.cfg", "[metadata]\nname = x\n", false)]
    public void A_configuration_of_pytest_wants_pytest(string path, string text, bool isWanted) =>
        Assert.Equal(isWanted, PythonImports.Of(scene.With(path, text).Root).Contains("pytest"));

    /// <summary>The runner of a gate is wanted wherever the gate comes from.</summary>
    [Fact]
    public void The_runners_of_gates_are_wanted_and_no_others() =>
        Assert.Equal(
            ["pytest", "pytest", "django"],
            GateProbe.Runners(
                [
                    new GateSetting("a", "cd app && python3 -m pytest -q"),
                    new GateSetting("b", "make check"),
                    new GateSetting("c", "python3 manage.py test"),
                    new GateSetting("d", "python3 -m unittest"),
                    new GateSetting("e", "black --check ."),
                ],
                scene.With("Makefile", "check:\n\tpytest\n").Root
            )
        );

    [Fact]
    public async Task A_runner_that_is_missing_is_named_with_what_brings_it()
    {
        scene.With("setup.cfg", "[tool:pytest]\n").With("bare", "#!/bin/sh\necho \"$0: No module named pytest\" >&2\nexit 1\n");

        var inability = (await scene.Run(new GateSetting("tests", "sh ./bare; exit 1; python3 -m pytest"))).Inability!;

        Assert.Contains("has no module pytest", inability.Why, StringComparison.Ordinal);
        Assert.Contains("pip install pytest", inability.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gates_written_with_python_run_in_it()
    {
        scene.With("test_a.py", "import django\ndef test_a(): assert django.VERSION\n");

        foreach (var line in (string[])["python -m pytest", "python3 -m pytest", "pytest", "sh -c pytest"])
        {
            var result = await scene.Run(new GateSetting("tests", line) { Results = "junit" });
            Assert.Equal((GateStatus.Green, line), (result.Status, result.Run));
        }
    }
}
