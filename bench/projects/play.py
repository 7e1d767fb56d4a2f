#!/usr/bin/env python3
"""Plays public repositories, as they are, through the program: what their runner says in a terminal, what `ashlar gates` says, and two scripted changes.

    python3 bench/projects/play.py artifacts/publish/ashlar TRIALS.json [NAME…] [--out results.json]

A trial is {name, stack, folder, run, env?, config?, honest, broken}: `folder` a clone with its dependencies installed, `run` the project's own command for its tests, `honest` and
`broken` a change each: {task, edits: {path: [[old, new], …]}, where an old text that is empty appends}. The honest change brings a test and has to end with 0; the broken one breaks a
test that was there and must not: it waits or fails. The author is the scripted one of bench/audit: it does the change in one command, reports the runner's own counts, declares and explains what is asked.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "audit"))
import play as audit


# Exits that are right: an honest change is done; one that breaks a test waits or fails. That nothing could start is neither.
RIGHT = {"honest": (0,), "broken": (1, 3)}


def counts(text):
    """Total, passing, failing, skipped of a runner's last words, whichever runner it is; several calls are added."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)

    def many(pattern):
        return sum(int(number) for number in re.findall(pattern, text, re.M))

    def of(passed, failed, skipped):
        return [passed + failed + skipped, passed, failed, skipped]

    if re.search(r"^Tests:\s+.*\d+ total", text, re.M):
        return of(many(r"^Tests:.*?(\d+) passed"), many(r"^Tests:.*?(\d+) failed"), many(r"^Tests:.*?(\d+) (?:skipped|todo)"))
    if re.search(r"^\s+Tests  .*\(\d+\)", text, re.M):
        return of(many(r"^\s+Tests  .*?(\d+) passed"), many(r"^\s+Tests  .*?(\d+) failed"), many(r"^\s+Tests  .*?(\d+) skipped"))
    if re.search(r"^\s+\d+ passing", text, re.M):
        return of(many(r"^\s+(\d+) passing"), many(r"^\s+(\d+) failing"), many(r"^\s+(\d+) pending"))
    if re.search(r"^--- (PASS|FAIL|SKIP): |^\s+--- (PASS|FAIL|SKIP): ", text, re.M):
        told = re.findall(r"^\s*--- (PASS|FAIL|SKIP): ", text, re.M)
        return of(told.count("PASS"), told.count("FAIL"), told.count("SKIP"))
    if last := re.findall(r"Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)\s*$", text, re.M):
        total, failed, errors, skipped = (sum(int(part[at]) for part in last) for at in range(4))
        return [total, total - failed - errors - skipped, failed + errors, skipped]
    if match := re.search(r"^OK \((\d+) tests?", text, re.M):
        return of(int(match[1]), 0, 0)
    if match := re.search(r"^Tests: (\d+), Assertions: \d+(.*)\.$", text, re.M):
        parts = {name: int(number) for name, number in re.findall(r"(\w+): (\d+)", match[2])}
        failed, skipped = parts.get("Failures", 0) + parts.get("Errors", 0), parts.get("Skipped", 0) + parts.get("Incomplete", 0) + parts.get("Risky", 0)
        return [int(match[1]), int(match[1]) - failed - skipped, failed, skipped]
    if match := re.search(r"tests passed, (\d+) tests failed out of (\d+)", text):
        return of(int(match[2]) - int(match[1]), int(match[1]), 0)
    if re.search(r"^# TOTAL: +\d+", text, re.M):
        failed = many(r"^# (?:FAIL|ERROR|XPASS): +(\d+)")
        return of(many(r"^# PASS: +(\d+)"), failed, many(r"^# (?:SKIP|XFAIL): +(\d+)"))
    if found := re.findall(r"Failed:\s*(\d+), Passed:\s*(\d+), Skipped:\s*(\d+), Total:\s*(\d+)", text):
        failed, passed, skipped, total = (sum(int(part[at]) for part in found) for at in range(4))
        return [total, passed, failed, skipped]
    if re.search(r"^Ran \d+ tests? in", text, re.M):
        return audit.read(text)
    return audit.read(text)


def world(trial, state):
    return {**os.environ, "ASHLAR_HOME": state, "GIT_CONFIG_GLOBAL": "/dev/null", "LANG": "C.UTF-8", "NO_COLOR": "1", **trial.get("env", {})}


def git(trial, *words):
    return subprocess.run(["git", *words], cwd=trial["folder"], check=False, capture_output=True, text=True).stdout


def terminal(trial, state):
    began = time.monotonic()
    try:
        done = subprocess.run(trial["run"], shell=True, cwd=trial["folder"], env=world(trial, state), capture_output=True, text=True, errors="replace", timeout=900, check=False)
    except subprocess.TimeoutExpired:
        return {"exit": -1, "counts": [0, 0, 0, 0], "seconds": 900}
    return {"exit": done.returncode, "counts": counts(done.stdout + "\n" + done.stderr), "seconds": round(time.monotonic() - began, 1), "tail": (done.stdout + done.stderr)[-1500:]}


def gates(program, trial, state):
    began = time.monotonic()
    done = subprocess.run([program, "gates", "--trust", "--json"], cwd=trial["folder"], env=world(trial, state), capture_output=True, text=True, timeout=1800, check=False)
    try:
        told = json.loads(done.stdout)
    except json.JSONDecodeError:
        told = {}
    if "gates" not in told:
        return {"exit": done.returncode, "error": done.stdout[-2000:] + done.stderr[-2000:]}
    tests = [gate["tests"] for gate in told["gates"] if gate.get("tests")]
    return {
        "exit": done.returncode, "seconds": round(time.monotonic() - began, 1), "counts": [sum(test[name] for test in tests) for name in ("total", "passing", "failing", "skipped")],
        "gates": [[gate["name"], gate["status"], gate["run"], gate["message"]] for gate in told["gates"]], "uncovered": told["uncovered"], "errors": done.stderr[-1500:],
    }


def edited(trial, change):
    """The texts of the touched files, before and after; a text is replaced once, and one that is not there is an error of the trial."""
    before, after = {}, {}
    for path, edits in change["edits"].items():
        place = os.path.join(trial["folder"], path)
        text = ""
        if os.path.exists(place):
            with open(place, encoding="utf-8", newline="") as file:
                before[path] = text = file.read()
        for old, new in edits:
            if old and old not in text:
                raise ValueError(f"{trial['name']}: {path} does not have {old!r}")
            text = text.replace(old, new, 1) if old else text + new
        after[path] = text
    return before, after


def change_counts(trial, after, state):
    audit.put(trial["folder"], after)
    try:
        return terminal(trial, state)
    finally:
        git(trial, "checkout", "-q", "--", ".")
        for path in after:
            if not git(trial, "ls-files", "--", path).strip():
                os.remove(os.path.join(trial["folder"], path))


def run(program, trial, change, cheat, state):
    before, after = edited(trial, change)
    told = change_counts(trial, after, state)
    case = {"before": before, "after": after, "task": change["task"], "cheat": cheat, "gates": "", "name": trial["name"], "language": trial["stack"]}
    author = audit.Author(case, told["counts"])
    server = audit.Server(author)
    where = world(trial, state) | {"OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_address[1]}/v1", "OPENAI_API_KEY": "made-up"}
    branch = f"trial-{'broken' if cheat else 'honest'}-{time.time_ns()}"
    began = time.monotonic()
    try:
        words = [program, "run", "--task", change["task"], "--trust", "--agent", "developer", "--branch", branch, "--model", "openai/scripted"]
        done = subprocess.run(words, cwd=trial["folder"], env=where, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=2400, check=False)
        status, output = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        status, output = -1, "did not end"
    server.shutdown()
    trailers = git(trial, "log", "--format=%(trailers)", f"HEAD..{branch}")
    git(trial, "branch", "-D", branch)
    proof = re.findall(r"^Ashlar-(?:Proof|Noticed): (.*)$", trailers, re.M)
    return {"exit": status, "proof": proof, "terminal": told["counts"], "terminal_exit": told["exit"], "seconds": round(time.monotonic() - began, 1), "output": output[-8000:],
            "said": [words for _, words in author.said][-3:]}


def play(program, trial, state):
    config = os.path.join(trial["folder"], ".ashlar", "config.yaml")
    if trial.get("config"):
        os.makedirs(os.path.dirname(config), exist_ok=True)
        with open(config, "w", encoding="utf-8") as file:
            file.write(trial["config"])
        git(trial, "add", "-f", ".ashlar/config.yaml")
        git(trial, "commit", "-qm", "Gates", "--no-verify")
    result = {"name": trial["name"], "stack": trial["stack"], "commit": git(trial, "log", "-1", "--format=%h").strip(), "run": trial["run"]}
    result["terminal"] = terminal(trial, state)
    result["gates"] = gates(program, trial, state)
    print(f"{trial['stack']:12} {trial['name']:18} terminal {result['terminal']['counts']} gates {result['gates'].get('counts')} exit {result['gates']['exit']}", flush=True)
    for name in ("honest", "broken"):
        if trial.get(name):
            result[name] = run(program, trial, trial[name], name == "broken", state)
            right = result[name]["exit"] in RIGHT[name]
            print(f"{'ok   ' if right else 'WRONG'} {name} {trial['name']}: exit {result[name]['exit']}, {'; '.join(result[name]['proof'])}, {result[name]['seconds']} s", flush=True)
            if not right:
                print(result[name]["output"][-3000:], flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("trials")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--out", help="all that was said, as JSON")
    options = parser.parse_args()
    with open(options.trials, encoding="utf-8") as file:
        trials = [trial for trial in json.load(file) if not options.names or trial["name"] in options.names]
    results, state = [], tempfile.mkdtemp(prefix="projects-")
    for trial in trials:
        results.append(play(os.path.abspath(options.program), trial, state))
        if options.out:
            with open(options.out, "w", encoding="utf-8") as file:
                json.dump(results, file, indent=1)
    right = [result for result in results if all(result[name]["exit"] in RIGHT[name] for name in RIGHT if name in result)]
    print(f"{len(right)} of {len(results)} projects right")
    return 0 if len(right) == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
