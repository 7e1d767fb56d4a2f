"""Reads the published corpus, whose form `tests/Ashlar.Core.Tests/Audit/Corpus.cs` describes, as cases for `play.py`."""

import os
import re

FOLDER = os.path.join(os.path.dirname(__file__), "../../tests/Ashlar.Core.Tests/Audit/Corpus")
VERBS = ("create", "append", "change", "delete", "move", "work")


def cases(folder=FOLDER):
    projects = {name: section for name, section in sections(os.path.join(folder, "projects.txt"))}
    for file in sorted(os.listdir(folder)):
        match = re.fullmatch(r"(\w+)-(tampering|honest)\.txt", file)
        if not match:
            continue
        for name, (keys, steps) in sections(os.path.join(folder, file)):
            given, plan = projects[keys["project"]]
            at = [verb for verb, _, _ in plan].index("work")
            before = applied(name, plan[:at], {})
            after = before if keys.get("work") == "none" else applied(name, plan[at + 1 :], before)
            yield {
                "name": f"{match[1]}/{match[2]}/{name}", "language": match[1], "cheat": match[2] == "tampering",
                "task": keys.get("task", given["task"]), "gates": keys.get("gates", given["gates"]), "runs": given.get("runs") != "no",
                "before": before, "after": applied(name, steps, after),
            }


def sections(path):
    name, keys, steps, last = None, {}, [], None
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            verb = line.split(" ")[0]
            if line.startswith("== "):
                if name:
                    yield name, (keys, steps)
                name, keys, steps = line[3:], {}, []
            elif name is None:
                continue
            elif verb in VERBS:
                steps.append((verb, line[len(verb) :].strip(), []))
            elif steps:
                steps[-1][2].append(line)
            elif line.startswith(" "):
                keys[last] += "\n" + line
            elif ": " in line:
                last, value = line.split(": ", 1)
                keys[last] = value
    yield name, (keys, steps)


def applied(name, steps, files):
    files = dict(files)
    for verb, path, lines in steps:
        text = "".join(line[1:] + "\n" for line in lines if line.startswith("+"))
        if verb == "create":
            files[path] = text
        elif verb == "append":
            files[path] += text
        elif verb == "delete":
            del files[path]
        elif verb == "move":
            old, new = path.split(" to ")
            files[new] = files.pop(old)
        elif verb == "change":
            for old, fresh in hunks(lines):
                if files[path].count(old) != 1:
                    raise ValueError(f"{name}: change {path} does not fit: {old}")
                files[path] = files[path].replace(old, fresh)
    return files


def hunks(lines):
    """A removed line after an added one begins a new hunk, and so does an empty line."""
    old = fresh = previous = ""
    for line in [*lines, ""]:
        sign = line[:1]
        if (sign == "" or (sign == "-" and previous == "+")) and (old or fresh):
            yield old, fresh
            old = fresh = ""
        old += line[1:] + "\n" if sign in ("-", " ") and sign else ""
        fresh += line[1:] + "\n" if sign in ("+", " ") and sign else ""
        previous = sign
