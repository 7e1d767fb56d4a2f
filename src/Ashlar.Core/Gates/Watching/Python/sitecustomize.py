"""Run by every Python of a gate before anything of the repository can be found. PYTEST_DONT_REWRITE

In the tests' runner it loads the runner from the interpreter's own folders and puts a watch on it: what the runner reported and how
it ended goes, sealed with a key that is gone before any test is loaded, to a file of Ashlar's.
"""
import os
import sys


def _words():
    given = getattr(sys, "orig_argv", None)
    if given is None:
        try:
            with open("/proc/self/cmdline", "rb") as file:
                given = [word.decode("utf-8", "replace") for word in file.read().split(b"\0")]
        except OSError:
            given = []
    return list(given)[1:]


def _runner(words):
    """The runner that these words of a Python's command line start, or None."""
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] not in ("-m", "-c"):
        at += 2 if words[at] in ("-W", "-X") else 1
    rest = words[at:]
    if rest[:1] == ["-m"] and len(rest) > 1:
        name, rest = rest[1], rest[2:]
    elif rest and rest[0] != "-c":
        name, rest = os.path.basename(rest[0]), rest[1:]
    else:
        return None
    if name == "coverage" and rest[:1] == ["run"]:
        rest = rest[1:]
        while rest and rest[0].startswith("-") and rest[0] != "-m":
            rest = rest[1:]
        return _runner(rest)
    if name in ("pytest", "py.test"):
        return "pytest"
    if name == "unittest" or (name in ("manage.py", "django-admin", "django") and rest[:1] == ["test"]):
        return "unittest"
    return None


def _claim(place):
    """The name of a key that is this process's own from now on, the key, and the file of the record; None where there is none."""
    try:
        names = sorted(os.listdir(os.path.join(place, "keys")))
    except OSError:
        return None
    for file in names:
        name, _, key = file.partition("-")
        try:
            key = bytes.fromhex(key)
            # Whoever takes the name away has the key.
            os.unlink(os.path.join(place, "keys", file))
        except (OSError, ValueError):
            continue
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
            return name, key, os.open(os.path.join(place, "records", name), flags, 0o600)
        except OSError:
            return None
    return None


def _begin():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]
    place = os.environ.get("ASHLAR_WATCH")
    runner = _runner(_words()) if place else None
    if runner is None:
        return
    # Only this process: what tests start is no run of tests of the gate.
    del os.environ["ASHLAR_WATCH"]
    left = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and os.path.abspath(path) != here]
    if left:
        os.environ["PYTHONPATH"] = os.pathsep.join(left)
    else:
        os.environ.pop("PYTHONPATH", None)
    claimed = _claim(place)
    if claimed is None:
        return
    every = list(sys.path)
    root = os.path.join(os.getcwd(), "")
    sys.path[:] = [path for path in every if "-packages" in path or not os.path.join(os.path.abspath(path or "."), "").startswith(root)]
    try:
        with open(os.path.join(here, "ashlar_watch.py"), encoding="utf-8") as file:
            code = compile(file.read(), "ashlar_watch.py", "exec")
        import types

        module = types.ModuleType("ashlar_watch", "PYTEST_DONT_REWRITE")
        exec(code, module.__dict__)
        module.begin(module, runner, *claimed)
    except ImportError:
        # A runner that is not installed says so itself.
        pass
    finally:
        sys.path[:] = every


def _follow():
    """The interpreter's own sitecustomize, which this one stands before."""
    mine = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError:
        if mine is not None:
            sys.modules["sitecustomize"] = mine


try:
    _begin()
finally:
    _follow()
