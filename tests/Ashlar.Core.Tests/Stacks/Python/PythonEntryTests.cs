using Ashlar.Core.Gates;
using Ashlar.Core.Tests.Gates;
using Xunit;

namespace Ashlar.Core.Tests.Stacks.Python;

/// <summary>Lines with which projects run tests of Python: in their folders, with their variables and options.</summary>
public sealed class PythonEntryTests : IDisposable
{
    private const string Both = "cd services/billing && python3 -m pytest -q|cd services/core && python3 -m pytest -q";

    private readonly GateScene scene = new();

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("Makefile", "S := billing core\ntest:\n\t@for s in $(S); do (cd services/$$s && python3 -m pytest -q) || exit 1; done\n")]
    [InlineData("Makefile", "test:\n\tset -e; for d in services/*/; do cd $$d; pytest -q; cd ../..; done\n")]
    [InlineData("Makefile", "test:\n\tfor d in services/{billing,core}; do \\\n\t  (cd \"$${d}\" && pytest) || exit 1; \\\n\tdone\n")]
    [InlineData("Makefile", "S = billing core\ntest:\n\t$(foreach s,$(S),(cd services/$(s) && pytest -q) &&) true\n")]
    [InlineData("Makefile", "S = billing core\ntest: $(addprefix test-,$(S))\ntest-%:\n\tcd services/$* && pytest -q\n")]
    [InlineData("Makefile", "S = billing core\ntest: $(S:%=test-%)\ntest-%:\n\tcd services/$* && pytest -q\n")]
    [InlineData("Makefile", "S = billing core\ntest: $(S)\n$(S):\n\tcd services/$@ && pytest -q\n")]
    [InlineData("Makefile", "test:\n\t(cd services/billing && pytest) && (cd services/core && pytest)\n")]
    [InlineData("justfile", "test:\n    for s in billing core; do (cd services/$s && pytest -q); done\n")]
    [InlineData(
        "Taskfile.yml",
        "version: 3\ntasks:\n  test:\n    cmds: ['for s in billing core; do (cd services/$s && pytest -q); done']\n"
    )]
    [InlineData(
        "Taskfile.yml",
        "version: 3\ntasks:\n  test:\n    cmds:\n      - for: [billing, core]\n        cmd: cd services/{{.ITEM}} && pytest -q\n"
    )]
    [InlineData("tox.ini", "[testenv]\ncommands = ./all.sh\n")]
    [InlineData(
        ".github/workflows/ci.yml",
        "jobs:\n  a:\n    strategy:\n      matrix:\n        service: [billing, core]\n        python: ['3.11', '3.12']\n    defaults:\n      run:\n        working-directory: services/${{ matrix.service }}\n    steps:\n      - run: pip install pytest\n      - run: python -m pytest -q\n"
    )]
    [InlineData(
        ".github/workflows/ci.yml",
        "jobs:\n  a:\n    strategy:\n      matrix:\n        include:\n          - {name: a, dir: services/billing}\n          - {name: b, dir: services/core}\n    steps:\n      - run: cd ${{ matrix.dir }} && pytest\n"
    )]
    [InlineData("README.md", "Nothing says how the tests are run.\n")]
    public void Services_whose_tests_have_the_same_names_are_tested_each_in_its_folder(string path, string text)
    {
        Services().With(path, text).With("all.sh", "#!/bin/bash\nfor s in billing core\ndo\n  (cd services/$s && pytest -q)\ndone\n");

        Assert.Equal(Both, Runs());
    }

    [Theory]
    [InlineData("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '-q'\n", 3)]
    [InlineData("pyproject.toml", "[tool.pytest.ini_options]\naddopts = '--import-mode=importlib'\n", 1)]
    [InlineData("pytest.ini", "[pytest]\ntestpaths = services/core\n", 1)]
    public void A_configuration_of_the_root_collects_what_it_can(string path, string text, int count)
    {
        Services().With(path, text).With("test_root.py", "import pytest\n\n\ndef test_root():\n    pass\n");

        Assert.Equal(count, Runs().Split('|').Length);
    }

    [Fact]
    public void Tests_in_packages_may_have_the_same_names()
    {
        Services()
            .With("services/__init__.py", "")
            .With("services/billing/__init__.py", "")
            .With("services/billing/tests/__init__.py", "")
            .With("services/core/__init__.py", "")
            .With("services/core/tests/__init__.py", "");

        Assert.Equal("python3 -m pytest -q", Runs());
    }

    [Theory]
    [InlineData("Makefile", "test:\n\tfor d in $$(git ls-files | xargs dirname); do (cd $$d && pytest -q); done\n")]
    [InlineData("Makefile", "test:\n\tcd $$HERE/app && pytest -q\n")]
    [InlineData("Makefile", "test:\n\tcd services/$(SERVICE) && pytest -q\n")]
    [InlineData("justfile", "test service:\n    cd services/{{service}} && pytest -q\n")]
    [InlineData(
        ".github/workflows/ci.yml",
        "jobs:\n  a:\n    strategy:\n      matrix:\n        d: ${{ fromJSON(needs.x.outputs.d) }}\n    steps:\n      - run: pytest -q\n        working-directory: ${{ matrix.d }}\n"
    )]
    public void Folders_that_only_the_run_tells_are_named(string path, string text)
    {
        scene.With(path, text).With("tests/test_a.py", "import pytest\n");

        var note = Assert.Single(Notes());
        Assert.StartsWith($"{path}: `", note, StringComparison.Ordinal);
        Assert.Contains("in folders that are only told when it runs", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "tox.ini",
        "[testenv]\nsetenv =\n    PYTHONPATH = {toxinidir}/lib\ncommands = pytest tests\n[testenv:it]\nsetenv =\n    {[testenv]setenv}\n    MODE = int\nchangedir = it\ncommands = pytest {posargs:.}\n",
        "PYTHONPATH=./lib python3 -m pytest tests|cd it && PYTHONPATH=../lib MODE=int python3 -m pytest"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.tox]\nlegacy_tox_ini = \"\"\"\n[vars]\nsrc = lib\n[base]\nenv =\n    MODE=x\n[testenv]\nsetenv =\n    {[base]env}\n    PYTHONPATH={toxinidir}/{[vars]src}{:}{toxinidir}\ncommands = pytest {posargs:tests it}\n\"\"\"\n",
        "MODE=x PYTHONPATH=./lib:. python3 -m pytest tests it"
    )]
    [InlineData(
        "tox.toml",
        "env_list = [\"py311\"]\n[env_run_base]\nset_env = { MODE = \"x\", PYTHONPATH = \"{tox_root}/lib\" }\ncommands = [[\"pytest\", { replace = \"posargs\", default = [\"tests\", \"it\"], extend = true }]]\n",
        "MODE=x PYTHONPATH=./lib python3 -m pytest tests it"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.tox.env_run_base]\ncommands = [[\"pytest\", \"tests\", \"it\"]]\n[tool.tox.env_run_base.set_env]\nMODE = \"{env_name}\"\n",
        "MODE=py python3 -m pytest tests it"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.poe.env]\nMODE = \"x\"\nDEEP.default = \"y\"\n[tool.poe.tasks]\n_unit = { cmd = \"pytest tests it\", env = { PYTHONPATH = \"${POE_ROOT}/lib\" } }\ntest = [\"_unit\"]\n",
        "MODE=x DEEP=y PYTHONPATH=./lib python3 -m pytest tests it"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.hatch.envs.default.env-vars]\nMODE = \"x\"\n[tool.hatch.envs.ci]\ntemplate = \"default\"\nenv-vars = { PYTHONPATH = \"lib\" }\n[tool.hatch.envs.ci.scripts]\n_run = \"pytest {args:tests it}\"\ntest = [\"_run\", \"echo ok\"]\n",
        "MODE=x PYTHONPATH=lib python3 -m pytest tests it"
    )]
    [InlineData(
        "pyproject.toml",
        "[tool.pdm.scripts]\n_ = {env = {MODE = \"x\"}}\ntest = \"pytest tests it\"\n",
        "MODE=x python3 -m pytest tests it"
    )]
    [InlineData(
        "noxfile.py",
        "import nox\n\n\n@nox.session\ndef tests(session):\n    session.env.update({\"MODE\": \"x\"})\n    session.env[\"A\"] = 'b'\n    session.run(\"pytest\", \"tests\", \"it\", env={\"C\": \"d\"})\n",
        "MODE=x A=b C=d python3 -m pytest tests it"
    )]
    [InlineData(
        "Makefile",
        "export MODE := x\nexport PYTHONPATH = $(CURDIR)/lib:$(PYTHONPATH)\nPYTEST ?= python3 -m pytest\nTESTS = tests\ntest: $(addprefix test-,$(TESTS)) unit\ntest-%:\n\t$(PYTEST) $*\nunit:\n\tcd it && $(PYTEST)\n",
        "MODE=x PYTHONPATH=lib python3 -m pytest tests|cd it && MODE=x PYTHONPATH=../lib python3 -m pytest"
    )]
    [InlineData(
        "Makefile",
        "MODE = x\nexport MODE\ntest:\n\tDEEP=1 $(MAKE) unit\nunit:\n\tPYTHONPATH=lib:$$PYTHONPATH pytest tests it\n",
        "DEEP=1 MODE=x PYTHONPATH=lib python3 -m pytest tests it"
    )]
    [InlineData(
        "justfile",
        "set dotenv-load := false\nset export := true\nMODE := \"x\"\n\ntest:\n    pytest tests it\n",
        "MODE=x python3 -m pytest tests it"
    )]
    [InlineData(
        "justfile",
        "export MODE := \"x\"\nexport PYTHONPATH := justfile_directory() / \"lib\"\n\ntest:\n    pytest tests it\n",
        "MODE=x PYTHONPATH=lib python3 -m pytest tests it"
    )]
    public void An_entry_runs_with_all_of_its_variables(string path, string text, string runs)
    {
        scene.With(path, text).With("lib/app.py", "").With("tests/test_a.py", "import pytest\n").With("it/test_b.py", "import pytest\n");

        Assert.Equal(runs, Runs());
        Assert.Empty(Notes());
    }

    [Theory]
    [InlineData(
        "tox.ini",
        "[testenv]\nsetenv =\n    A = {envsitepackagesdir}/x\n    B = y\ncommands = pytest tests\n",
        "A='{envsitepackagesdir}/x'"
    )]
    [InlineData("Makefile", "export A = $(shell date)\nexport B = y\ntest:\n\tpytest tests\n", "A='$(shell date)'")]
    [InlineData("justfile", "export A := env_var('X')\nexport B := 'y'\ntest:\n    pytest tests\n", "A='{{env_var('\\''X'\\'')}}'")]
    [InlineData(
        "pyproject.toml",
        "[tool.poe]\nenvfile = \".env\"\n[tool.poe.tasks]\ntest = {cmd = \"pytest tests\", env = {B = \"y\"}}\n",
        "envfile='{.env}'"
    )]
    [InlineData("justfile", "set dotenv-load\nexport B := 'y'\ntest:\n    pytest tests\n", "envfile='{.env}'")]
    [InlineData("justfile", "set dotenv-load := true\nset export\nB := 'y'\ntest:\n    pytest tests\n", "envfile='{.env}'")]
    [InlineData("justfile", "set dotenv-filename := 'ci.env'\nexport B := 'y'\ntest:\n    pytest tests\n", "envfile='{ci.env}'")]
    [InlineData("Taskfile.yml", "dotenv: [.env]\nenv: {B: y}\ntasks:\n  test: pytest tests\n", "envfile='{.env}'")]
    [InlineData("Taskfile.yml", "tasks:\n  test:\n    dotenv: [ci.env]\n    env: {B: y}\n    cmds: [pytest tests]\n", "envfile='{ci.env}'")]
    public void A_variable_that_stays_open_is_named_and_the_others_are_set(string path, string text, string open)
    {
        scene.With(path, text).With("tests/test_a.py", "import pytest\n");

        Assert.Equal("B=y python3 -m pytest tests", Runs());
        Assert.StartsWith($"{path}: `{open}` is only told", Assert.Single(Notes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[testenv]\ncommands = pytest tests --junitxml={toxinidir}/reports/{envname}.xml\n")]
    [InlineData("[testenv]\ncommands = pytest tests --html report.html --basetemp={envtmpdir} -n auto --cov=app\n")]
    public void A_line_that_is_the_gate_does_not_run_beside_it(string text)
    {
        scene.With("tox.ini", text).With("tests/test_a.py", "import pytest\n");

        Assert.Equal("python3 -m pytest tests", Runs());
        Assert.Empty(Notes());
    }

    [Theory]
    [InlineData("python3 manage.py test --exclude-tag slow", "python3 manage.py test --exclude-tag slow")]
    [InlineData("coverage run manage.py test shop --keepdb --failfast", "python3 manage.py test shop --keepdb")]
    [InlineData(
        "MODE=ci python manage.py test --settings conf.ci --tag fast",
        "MODE=ci python3 manage.py test --settings conf.ci --tag fast"
    )]
    [InlineData("python manage.py migrate", "python3 manage.py test")]
    public void Djangos_runner_keeps_the_options_of_the_projects_line(string line, string run)
    {
        scene
            .With("Makefile", $"test:\n\t{line}\n")
            .With("manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'conf')\n")
            .With("shop/tests.py", "from django.test import TestCase\nclass A(TestCase):\n    def test_a(self): pass\n");

        Assert.Equal(run, Runs());
        Assert.Empty(Notes());
    }

    private GateScene Services() =>
        scene
            .With("services/billing/src/billing.py", "")
            .With("services/billing/tests/test_basic.py", "import pytest\n\n\ndef test_one():\n    pass\n")
            .With("services/core/src/core.py", "")
            .With("services/core/tests/test_basic.py", "import pytest\n\n\ndef test_one():\n    pass\n");

    private string Runs() =>
        string.Join(
            '|',
            GateFinder
                .Detect(scene.Root, null)
                .Where(gate => gate.Name.StartsWith("tests", StringComparison.Ordinal))
                .Select(gate => gate.Run)
        );

    private IReadOnlyList<string> Notes() => GateFinder.Select(null, [], scene.Root, null).Notes;
}
