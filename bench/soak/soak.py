#!/usr/bin/env python3
"""Kills runs at random moments, again and again, resumes them, and holds each ending against that of a run nobody disturbed.

    python3 bench/soak/soak.py artifacts/publish/ashlar --kills 1000 --minutes 60

Two runs take turns, both with a recorded model and no network:
  asking    two tasks one after the other; the first is red once and asks a question, which is answered from outside
  parallel  four tasks, three at once, two of which change one file
Each process is the leader of a process group of its own; SIGKILL goes to that group and to nothing else. Ends with 1 when an ending differs.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

VOLATILE = re.compile(r"^index .*$|(?<=@@) [^@\n]*$|r-\d{8}-[0-9a-f]{4}|\b\d+(?:\.\d+)? ?m?s\b|\"(?:commit|artifact)\":\"[0-9a-f]+\"", re.M)
MOST_LIVES = 12


def call(name, **arguments):
    return name, arguments


def report(created=(), modified=()):
    return call(
        "Report",
        status="READY_FOR_REVIEW",
        summary="The task is done.",
        files=[{"path": path, "change": "created"} for path in created] + [{"path": path, "change": "modified"} for path in modified],
        key_changes=["What the task asks for"],
        tests={"total": 0, "passing": 0, "failing": 0},
        acceptance=[],
    )


def edit(old, new):
    return [call("Read", file_path="shared.txt"), call("Edit", file_path="shared.txt", old_string=old, new_string=new)]


class Scenario:
    """A project, what the model says in it, and how its ending is described."""

    def __init__(self, name, tasks, options, turns, ordered):
        self.name, self.tasks, self.options, self.turns, self.ordered = name, tasks, options, turns, ordered

    def write(self, folder):
        shared = "top\n" + "".join(f"{number}\n" for number in range(20)) + "bottom\n"
        files = {
            "tasks.md": "# Tasks\n\n" + "".join(f"- [ ] {task}\n" for task in self.tasks),
            "shared.txt": shared,
            ".ashlar/config.yaml": 'gates:\n  - {name: check, run: "test ! -e broken"}\n',
            ".claude/agents/worker.md": "---\nname: worker\ndescription: Works.\n---\nUse commit_and_push when a step is done.\n",
        }
        for path, text in files.items():
            target = os.path.join(folder, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="utf-8") as file:
                file.write(text)

    def cassette(self, path):
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps({"ashlar_cassette": 1, "model": "soak"}) + "\n")
            for task, turns in self.turns.items():
                for number, calls in enumerate(turns, 1):
                    content = [
                        {"type": "call", "id": f"{task}_{number}_{index}", "name": name, "arguments": arguments}
                        for index, (name, arguments) in enumerate(calls)
                    ]
                    answer = {"content": content, "stop": "tool_use", "usage": {"input": 10, "output": 10}}
                    file.write(json.dumps({"task": task, "turn": number, "answer": answer}) + "\n")


SCENARIOS = [
    Scenario(
        "asking",
        ["Write the first part", "Write the second part"],
        [],
        {
            "1": [
                [call("Bash", command="echo one > one.txt; touch broken")],
                [report(["one.txt", "broken"])],
                [call("Bash", command="rm broken")],
                [call("Escalate", kind="question", summary="Is one line enough?")],
                edit("top", "top, first"),
                [call("commit_and_push", message="Begin the first part")],
                [report(["one.txt"], ["shared.txt"])],
            ],
            "2": [[call("Bash", command="cat one.txt > two.txt; echo two >> two.txt")], [report(["two.txt"])]],
        },
        ordered=True,
    ),
    Scenario(
        "parallel",
        ["T001 First", "T002 Second", "T003 Third (depends on T001)", "T004 Fourth"],
        ["--parallel", "3"],
        {
            "T001": [edit("top", "top, first"), [report([], ["shared.txt"])]],
            "T002": [
                edit("bottom", "bottom, second"),
                [call("commit_and_push", message="Change the bottom")],
                [call("Write", file_path="second.txt", content="second\n")],
                [report(["second.txt"], ["shared.txt"])],
            ],
            "T003": [[call("Write", file_path="third.txt", content="third\n")], [report(["third.txt"])]],
            "T004": [[call("Bash", command="echo fourth > fourth.txt")], [report(["fourth.txt"])]],
        },
        ordered=False,
    ),
]


class Place:
    """A fresh repository with a state folder of its own."""

    def __init__(self, program, scenario, base):
        self.program, self.scenario = program, scenario
        self.folder = tempfile.mkdtemp(prefix=f"{scenario.name}-", dir=base)
        self.root, self.state = os.path.join(self.folder, "project"), os.path.join(self.folder, "state")
        os.makedirs(self.root)
        self.cassette = os.path.join(self.folder, "cassette.jsonl")
        scenario.write(self.root)
        scenario.cassette(self.cassette)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "ASHLAR_HOME": self.state, "GIT_CONFIG_GLOBAL": "/dev/null", "LANG": "C.UTF-8"}
        if "DOTNET_ROOT" in os.environ:
            self.environment["DOTNET_ROOT"] = os.environ["DOTNET_ROOT"]
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ada Lovelace")
        self.git("config", "user.email", "ada@example.org")
        self.git("add", "-A")
        self.git("commit", "-qm", "Start")

    def git(self, *arguments):
        done = subprocess.run(["git", *arguments], cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def runs(self):
        folder = os.path.join(self.state, "runs")
        names = os.listdir(folder) if os.path.isdir(folder) else []
        journals = {name: os.path.join(folder, name, "journal.jsonl") for name in names}
        return [name for name, path in journals.items() if os.path.exists(path) and b"\n" in open(path, "rb").read(1 << 20)]

    def begin(self):
        """Starts the run, or goes on with it where it has begun."""
        words = ["resume", self.runs()[0]] if self.runs() else [
            "run", "tasks.md", "--trust", "--agent", "worker", "--branch", "work", "--model", f"cassette:{self.cassette}", *self.scenario.options,
        ]
        return self.start(words)

    def start(self, words):
        return subprocess.Popen(
            [self.program, *words], cwd=self.root, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )

    def answer(self):
        done = self.start(["answer", self.runs()[0], "E1", "Yes."])
        words, _ = done.communicate()
        if done.returncode != 0:
            raise RuntimeError(words)

    def ending(self):
        commits = self.git("log", "--reverse", "--format=%H", "main..work").split()
        told = [VOLATILE.sub("", self.git("show", "--format=%an %ae%n%B", "--unified=0", commit)) for commit in commits]
        ending = {"commits": told if self.scenario.ordered else sorted(told), "tree": self.git("rev-parse", "work^{tree}")}
        if self.scenario.ordered:
            shown = self.start(["report", self.runs()[0], "--json"]).communicate()[0]
            for commit in commits:
                shown = shown.replace(commit, "COMMIT")
            ending["reports"] = VOLATILE.sub("", shown)
        return ending

    def left(self):
        """What a run must not leave behind."""
        left = []
        if len(self.git("worktree", "list").splitlines()) > 1:
            left.append("a worktree")
        if self.git("status", "--porcelain"):
            left.append("changes in the checkout")
        if self.git("stash", "list"):
            left.append("a stash")
        if self.git("fsck", "--no-dangling", "--no-progress"):
            left.append("a damaged repository")
        for folder, _, files in os.walk(os.path.join(self.root, ".git")):
            left += [os.path.join(folder, file) for file in files if file.endswith(".lock")]
        for process in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{process}/cmdline", encoding="utf-8", errors="replace") as file:
                    if self.folder in file.read():
                        left.append(f"process {process}")
            except OSError:
                pass
        verified = self.start(["logs", self.runs()[0], "--verify"])
        verified.communicate()
        return left + (["a broken journal"] if verified.returncode else [])


def undisturbed(program, scenario, base):
    place, began = Place(program, scenario, base), time.monotonic()
    while True:
        process = place.begin()
        words, _ = process.communicate()
        if process.returncode == 0:
            break
        if process.returncode != 3:
            raise RuntimeError(f"the undisturbed run ended with {process.returncode}\n{words}")
        place.answer()
    lasted = time.monotonic() - began
    ending, left = place.ending(), place.left()
    if left:
        raise RuntimeError(f"the undisturbed run left {left}")
    shutil.rmtree(place.folder)
    return ending, lasted


def disturbed(program, scenario, base, expected, lasted, chance, most):
    """One run with kills; how many there were, and what differs at its end."""
    place, kills = Place(program, scenario, base), 0
    while True:
        process = place.begin()
        try:
            patience = None if kills >= min(most, MOST_LIVES) else chance.uniform(0, lasted * 0.8)
            words, _ = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            kills += 1
            continue
        if process.returncode == 3:
            place.answer()
        elif process.returncode == 0:
            break
        else:
            return kills, f"ended with {process.returncode} in {place.folder}\n{words}"
    ending, left = place.ending(), place.left()
    wrong = [f"{part}: {ending[part]} instead of {expected[part]}" for part in expected if ending[part] != expected[part]]
    wrong += [f"left behind: {thing}" for thing in left]
    if wrong:
        return kills, f"in {place.folder}: " + "\n".join(wrong)
    shutil.rmtree(place.folder)
    return kills, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the program ashlar")
    parser.add_argument("--kills", type=int, default=1000, help="how many there are to be (1000)")
    parser.add_argument("--minutes", type=float, default=60, help="no run is begun after this (60)")
    parser.add_argument("--seed", type=int, default=None, help="repeats the moments of an earlier soak as far as the machine does")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    chance, until = random.Random(seed), time.monotonic() + options.minutes * 60
    base = tempfile.mkdtemp(prefix="ashlar-soak-")
    expected = {scenario.name: undisturbed(program, scenario, base) for scenario in SCENARIOS}
    kills, runs, troubles = dict.fromkeys(expected, 0), dict.fromkeys(expected, 0), []
    while sum(kills.values()) < options.kills and time.monotonic() < until:
        scenario = SCENARIOS[sum(runs.values()) % len(SCENARIOS)]
        ending, lasted = expected[scenario.name]
        most = options.kills - sum(kills.values())
        count, trouble = disturbed(program, scenario, base, ending, lasted, chance, most)
        kills[scenario.name] += count
        runs[scenario.name] += 1
        if trouble:
            troubles.append(trouble)
            print(f"DIFFERENT: {scenario.name} after {count} kills {trouble}", flush=True)
        print(f"{sum(kills.values())} kills, {sum(runs.values())} runs, {len(troubles)} different", flush=True)
    if not troubles:
        shutil.rmtree(base, ignore_errors=True)
    for name in expected:
        print(f"{name}: {runs[name]} runs, {kills[name]} kills, undisturbed {expected[name][1]:.1f} s")
    print(f"seed {seed}: {sum(kills.values())} kills, {sum(runs.values())} runs, {len(troubles)} different")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
