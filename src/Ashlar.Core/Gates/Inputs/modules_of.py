"""Names the modules that tests stand on: the standard library, runners, their plug-ins and what these need."""
import re
import sys
from importlib import metadata

# Modules of the standard library that no runner loads and whose names projects use for their own.
OWN = {"test", "this", "antigravity", "idlelib", "turtle", "turtledemo", "pydoc_data", "lib2to3", "__main__"}
RUNNERS = [
    "pytest", "unittest2", "nose2", "django", "coverage", "tox", "nox", "flake8", "mypy", "black", "isort", "ruff", "pylint", "hypothesis", "attrs",
]


def plain(name):
    return re.sub(r"[-_.]+", "-", name or "").lower()


names = set(getattr(sys, "stdlib_module_names", ())) | set(sys.builtin_module_names)
names -= OWN
installed = {}
for distribution in metadata.distributions():
    try:
        installed.setdefault(plain(distribution.metadata["Name"]), distribution)
    except Exception:
        continue
todo = [plain(name) for name in RUNNERS]
for name, distribution in installed.items():
    try:
        if any(point.group in ("pytest11", "flake8.extension") for point in distribution.entry_points):
            todo.append(name)
    except Exception:
        continue
seen = set()
while todo:
    name = todo.pop()
    distribution = installed.get(name)
    if name in seen or distribution is None:
        continue
    seen.add(name)
    for wanted in distribution.requires or ():
        if "extra ==" not in wanted:
            todo.append(plain(re.split(r"[ ;<>=!~\[(]", wanted)[0]))
    listed = (distribution.read_text("top_level.txt") or "").split()
    if not listed:
        for path in distribution.files or ():
            part = path.parts[0]
            if len(path.parts) > 1 and "." not in part:
                listed.append(part)
            elif len(path.parts) == 1 and path.suffix in (".py", ".so"):
                listed.append(part.split(".")[0])
    names.update(listed)
# Distributions that say nothing of their files.
names |= {"pytest", "_pytest", "pluggy", "iniconfig", "packaging", "exceptiongroup", "tomli", "django", "coverage"}
names -= {"tests", "docs", "examples", "conftest"}
print("ashlar-modules\t" + ",".join(sorted(names)))
