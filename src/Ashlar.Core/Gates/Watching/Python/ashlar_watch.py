"""Watches the tests' runner. PYTEST_DONT_REWRITE"""
import hmac
import json
import os
import secrets
import sys
import types
import unittest
import unittest.case
import unittest.result
import unittest.runner
import unittest.suite

FUNCTION = types.FunctionType


def sealed(name, key, out):
    """A function that writes one line of the record; the key lives in its closure alone."""
    digest, dumps, write, getpid, owner = hmac.digest, json.dumps, os.write, os.getpid, os.getpid()
    count = iter(range(1000000))

    def record(value):
        if getpid() == owner:
            line = dumps({"n": next(count), **value}).encode("ascii")
            seal = digest(key, line, "sha256").hex()
            write(out, f"{name} {seal} ".encode("ascii") + line + b"\n")

    return record


def functions(modules):
    """The functions and methods that modules define, with their code."""
    found = {}
    for module in modules:
        for name, value in list(vars(module).items()):
            if isinstance(value, type) and value.__module__ == module.__name__:
                for part, method in list(vars(value).items()):
                    inner = getattr(method, "__func__", method)
                    if isinstance(inner, FUNCTION):
                        found[f"{module.__name__}.{name}.{part}"] = (value, part, inner, inner.__code__)
            elif isinstance(value, FUNCTION) and value.__module__ == module.__name__:
                found[f"{module.__name__}.{name}"] = (module, name, value, value.__code__)
    return found


def replaced(known):
    """Names of functions that are others now."""
    names = []
    for name, (owner, part, function, code) in known.items():
        now = vars(owner).get(part)
        if getattr(now, "__func__", now) is not function or function.__code__ is not code:
            names.append(name)
    return sorted(names)[:5]


def begin(module, runner, name, key, out):
    record = sealed(name, key, out)
    if runner == "pytest":
        import pytest

        watch_pytest(module, pytest, record)
    else:
        watch_unittest(record)
    record({"start": runner})
    record({"begin": "run"})


def watch_pytest(module, pytest, record):
    import _pytest.assertion.rewrite
    import _pytest.main
    import _pytest.nodes
    import _pytest.outcomes
    import _pytest.python
    import _pytest.reports
    import _pytest.runner
    import _pytest.skipping
    import _pytest.unittest

    run = _pytest.runner.runtestprotocol
    modules = [
        _pytest.assertion.rewrite,
        _pytest.main,
        _pytest.nodes,
        _pytest.outcomes,
        _pytest.python,
        _pytest.reports,
        _pytest.runner,
        _pytest.skipping,
        _pytest.unittest,
        unittest.case,
    ]
    for name in ("pluggy._callers", "pluggy.callers", "pluggy._hooks", "pluggy.hooks"):
        if name in sys.modules:
            modules.append(sys.modules[name])
    state = {"passed": 0, "failed": 0, "exit": None, "sentinel": None, "known": {}, "given": os.environ.get("PYTEST_PLUGINS")}

    def example():
        """Must fail."""

    class Sentinel(pytest.Item):
        function = staticmethod(example)
        obj = staticmethod(example)
        cls = None
        instance = None
        module = types.ModuleType("sentinel")
        funcargs = {}
        fixturenames = []
        originalname = "sentinel"

        def runtest(self):
            raise AssertionError(self.name)

        def reportinfo(self):
            return "sentinel", 0, self.name

    def sentinels(session):
        """One beside the tests of each folder, since each may have hooks of its own."""
        places = {}
        for item in getattr(session, "items", None) or []:
            path = getattr(item, "path", None)
            if path is not None:
                places.setdefault(path.parent, path)
        told = [sentinel(session, path) for path in list(places.values())[:50] or [None]]
        return next((words for words in told if words != "failed"), "failed")

    def sentinel(session, path):
        name = "test_" + secrets.token_hex(8)
        try:
            item = Sentinel.from_parent(session, name=name)
            if path is not None:
                item.path = path
            reports = run(item, log=False, nextitem=None)
        except Exception as trouble:
            return f"{type(trouble).__name__}: {trouble}"[:200]
        calls = [report for report in reports if report.when == "call"]
        if not calls:
            return "not run"
        return "failed" if calls[0].outcome == "failed" and name in str(calls[0].longrepr) else calls[0].outcome

    class Watch:
        @pytest.hookimpl(tryfirst=True)
        def pytest_load_initial_conftests(self):
            state["known"] = functions(modules)
            if state["given"] is None:
                os.environ.pop("PYTEST_PLUGINS", None)
            else:
                os.environ["PYTEST_PLUGINS"] = state["given"]

        @pytest.hookimpl(tryfirst=True)
        def pytest_configure(self, config):
            # A run that stops at a failure is not a whole one, whatever the configuration says.
            for option, value in (("maxfail", 0), ("stepwise", False), ("stepwise_skip", False)):
                if hasattr(config.option, option):
                    setattr(config.option, option, value)

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_logreport(self, report):
            if report.outcome == "passed" and report.when == "call":
                state["passed"] += 1
            elif report.outcome == "failed":
                state["failed"] += 1

        @pytest.hookimpl(tryfirst=True)
        def pytest_collectreport(self, report):
            if report.outcome == "failed":
                state["failed"] += 1

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_runtestloop(self, session):
            yield
            if getattr(session, "items", None) or session.testscollected:
                state["sentinel"] = sentinels(session)

        @pytest.hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_sessionfinish(self, session):
            yield
            state["exit"] = int(session.exitstatus)

        @pytest.hookimpl(trylast=True)
        def pytest_unconfigure(self):
            finish()

    def finish():
        record(
            {
                "end": "run",
                "through": True,
                "passed": state["passed"],
                "failed": state["failed"],
                "exit": state["exit"],
                "sentinel": state["sentinel"],
                "replaced": replaced(state["known"]),
            }
        )

    watch = Watch()
    for name in dir(watch):
        if name.startswith("pytest_"):
            setattr(module, name, getattr(watch, name))
    module.__loader__ = None
    sys.modules["ashlar_watch"] = module
    os.environ["PYTEST_PLUGINS"] = ",".join(filter(None, [state["given"], "ashlar_watch"]))


def watch_unittest(record):
    known = functions([unittest.case, unittest.result, unittest.suite])
    original = unittest.runner.TextTestRunner.run
    case, collect = unittest.case.TestCase, unittest.result.TestResult
    total = {"tests": 0, "failed": 0}

    def sentinel():
        name = "test_" + secrets.token_hex(8)
        kind = type("Sentinel", (case,), {"runTest": lambda self: self.assertEqual(name, None)})
        result = collect()
        try:
            kind().run(result)
        except Exception as trouble:
            return f"{type(trouble).__name__}: {trouble}"[:200]
        return "failed" if len(result.failures) == 1 and name in result.failures[0][1] and not result.wasSuccessful() else "passed"

    def run(self, test):
        self.failfast = False
        result = original(self, test)
        total["tests"] += result.testsRun
        total["failed"] += len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
        record(
            {
                "end": "run",
                "through": True,
                "passed": total["tests"],
                "failed": total["failed"],
                "exit": None,
                "sentinel": sentinel() if result.testsRun else None,
                "replaced": replaced(known),
            }
        )
        return result

    unittest.runner.TextTestRunner.run = run
