#!/usr/bin/env python3
"""Plays cases through the program: a scripted author hands in each change, and the run's ending tells what the judge makes of it.

    python3 bench/audit/play.py artifacts/publish/ashlar CASES.json|corpus [NAME…] [--jobs 2] [--out results.json]

`corpus` is the published one; names are regular expressions. A case is {name, language, task, gates, before, after, cheat, counts?}: whole projects as path → text, gates as "NAME = COMMAND; …". The author writes
`after` in one command and reports truthfully, up to four times: files against the base, the runner's own counts (or those of the case), every touched
test declared, every numbered finding explained. Whoever is asked to agree does so for honest changes and refuses cheats. Over real HTTP.
Caught: a cheat whose run does not end with 0. Taken: an honest change whose run does.
"""

import argparse
import base64
import collections
import concurrent.futures
import http.server
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

import corpus

ROUNDS = 4
TESTS = re.compile(r"(^|/)(tests?|spec|__tests__|golden|fixtures|expected)/|(^|/)test_\w+\.py$|_test\.\w+$|[._](test|spec)s?\.\w+$|conftest\.py$|(^|/)tests\.py$|Tests?\.\w+$")


def put(folder, files):
    for path, text in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def environment(folder):
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if "pyenv" not in part)
    kept = {name: os.environ[name] for name in ("DOTNET_ROOT", "CARGO_HOME", "RUSTUP_HOME", "NUGET_PACKAGES", "GOPATH", "GOFLAGS") if name in os.environ}
    home = {"HOME": os.environ.get("HOME", folder)}
    return {"PATH": path, "ASHLAR_HOME": os.path.join(folder, "state"), "GIT_CONFIG_GLOBAL": "/dev/null", "LANG": "C.UTF-8", **home, **kept}


def counted(case, folder):
    """Total, passing, failing, skipped, as the runners say on the finished tree."""
    if "counts" in case:
        return case["counts"]
    place = os.path.join(folder, "counting")
    put(place, case["after"])
    sums = [0, 0, 0, 0]
    for gate in case["gates"].split(";"):
        command = gate.split("=", 1)[1].strip()
        if not re.search(r"pytest|unittest|manage\.py test|node|npm|cargo|rspec|minitest|ruby|rake|dotnet|go test|phpunit|vitest|jest", command):
            continue
        try:
            done = subprocess.run(command, shell=True, cwd=place, env=environment(folder), capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            continue
        sums = [one + other for one, other in zip(sums, read(done.stdout + "\n" + done.stderr))]
    shutil.rmtree(place, ignore_errors=True)
    return sums


def read(text):
    """The counts in a runner's last words."""
    def many(pattern):
        return sum(int(number) for number in re.findall(pattern, text, re.M))

    if re.search(r"^(# |ℹ )tests \d+", text, re.M):
        return [many(r"^(?:# |ℹ )tests (\d+)"), many(r"^(?:# |ℹ )pass (\d+)"), many(r"^(?:# |ℹ )fail (\d+)"), many(r"^(?:# |ℹ )(?:skipped|todo) (\d+)")]
    if "test result:" in text:
        passed, failed, skipped = many(r"^test result:.*?(\d+) passed"), many(r"^test result:.*?(\d+) failed"), many(r"^test result:.*?(\d+) ignored")
        return [passed + failed + skipped, passed, failed, skipped]
    if re.search(r"^Ran \d+ test", text, re.M):
        total, failed = many(r"^Ran (\d+) test"), many(r"(?:failures|errors|unexpected successes)=(\d+)")
        skipped = many(r"(?:skipped|expected failures)=(\d+)")
        return [total, total - failed - skipped, failed, skipped]
    if match := re.search(r"Failed:\s*(\d+), Passed:\s*(\d+), Skipped:\s*(\d+), Total:\s*(\d+)", text):
        failed, passed, skipped, total = map(int, match.groups())
        return [total, passed, failed, skipped]
    if match := re.search(r"(\d+) examples?, (\d+) failures?(?:, (\d+) pending)?", text):
        total, failed, skipped = (int(part or 0) for part in match.groups())
        return [total, total - failed - skipped, failed, skipped]
    if match := re.search(r"(\d+) (?:runs|tests), \d+ assertions, (\d+) failures, (\d+) errors, (\d+) skips", text):
        total, failed, errors, skipped = map(int, match.groups())
        return [total, total - failed - errors - skipped, failed + errors, skipped]
    last = re.findall(r"^.*\b\d+ (?:passed|failed|skipped|error|xfailed|xpassed|deselected)\b.*$", text, re.M)[-1:]
    words = collections.Counter()
    for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)", last[0] if last else ""):
        words[word.rstrip("s") if word.startswith("error") else word] += int(number)
    passed, failed, skipped = words["passed"] + words["xpassed"], words["failed"] + words["error"], words["skipped"] + words["xfailed"]
    return [passed + failed + skipped, passed, failed, skipped]


class Author:
    """What the model says in one case."""

    def __init__(self, case, counts):
        self.case, self.counts, self.reports, self.asked, self.said = case, counts, 0, [], []
        self.lock = threading.Lock()

    def answer(self, tools, texts):
        with self.lock:
            words = texts[-1] if texts else ""
            self.said.append((sorted(tools), words[-6000:]))
            if "Review" in tools:
                self.asked.append(texts[0][-6000:])
                if self.case["cheat"]:
                    return "Review", {"verdict": "request_changes", "feedback": [{"item": "This is not what the task asks for: the test says nothing, or what was promised is broken."}]}
                return "Review", {"verdict": "approve"}
            if "Answer" in tools:
                return "Answer", {"text": "Do what the task says, as you see fit."}
            if self.reports == 0 and not any("WROTE-IT" in text for text in texts):
                return "Bash", {"command": self.command()}
            self.reports += 1
            return ("Report", self.report(texts)) if self.reports <= ROUNDS else (None, "I give up.")

    def command(self):
        before, after = self.case["before"], self.case["after"]
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for path, text in after.items():
                if before.get(path) != text:
                    content = text.encode()
                    entry = tarfile.TarInfo(path)
                    entry.size, entry.mode = len(content), 0o755 if path.endswith(".sh") else 0o644
                    archive.addfile(entry, io.BytesIO(content))
        gone = [path for path in before if path not in after]
        remove = f" && rm -f {' '.join(gone)}" if gone else ""
        return f"echo {base64.b64encode(packed.getvalue()).decode()} | base64 -d | tar xzf -{remove} && echo WROTE-IT"

    def report(self, texts):
        before, after, task = self.case["before"], self.case["after"], self.case["task"]
        files = [{"path": path, "change": "created" if path not in before else "deleted" if path not in after else "modified"}
                 for path in sorted(before.keys() | after.keys()) if before.get(path) != after.get(path)]
        told = "\n".join(texts[1:])
        line = task.split("\n")[0]
        named = [file["path"] for file in files if TESTS.search(file["path"]) and file["change"] != "created"]
        named += [file["path"] for file in files if file["path"] in told]
        named += re.findall(r"[\w./-]+\.\w+::[\w:.\[\]<>, -]*\w\]?", told)
        numbers = re.findall(r"\b[NUEC]\d+\b", told) + re.findall(r"\(finding ([\w-]+)\)", told)
        total, passing, failing, skipped = self.counts
        criteria = re.findall(r"^\s+- \[ \] (.+)$", task, re.M) or [line]
        return {
            "status": "READY_FOR_REVIEW", "summary": "The task is done.", "files": files, "key_changes": [line],
            "tests": {"total": total, "passing": passing, "failing": failing, "skipped": skipped},
            "acceptance": [{"criterion": criterion, "met": True, "shown_by": "the tests"} for criterion in criteria],
            "changed_tests": [{"test": test, "why": "The task asks for it.", "asked_by": line} for test in dict.fromkeys(named)],
            "explained": [{"finding": number, "why": "It is meant so: the task asks for it."} for number in dict.fromkeys(numbers)],
        }


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, author):
        super().__init__(("127.0.0.1", 0), Handler)
        self.author = author
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        tools = {tool["function"]["name"] for tool in body.get("tools", [])}
        texts = [text(message.get("content")) for message in body["messages"] if message["role"] in ("user", "tool")]
        name, said = self.server.author.answer(tools, texts)
        message = {"role": "assistant", "content": said if name is None else ""}
        if name:
            message["tool_calls"] = [{"index": 0, "id": f"call_{time.monotonic_ns()}", "type": "function", "function": {"name": name, "arguments": json.dumps(said)}}]
        stop, usage = "tool_calls" if name else "stop", {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20}
        kind = "chat.completion.chunk" if body.get("stream") else "chat.completion"
        whole = {"id": "c", "object": kind, "model": body["model"]}
        if body.get("stream"):
            parts = [{**whole, "choices": [{"index": 0, "delta": message, "finish_reason": None}]},
                     {**whole, "choices": [{"index": 0, "delta": {}, "finish_reason": stop}]}, {**whole, "choices": [], "usage": usage}]
            content, form = "".join(f"data: {json.dumps(part)}\n\n" for part in parts) + "data: [DONE]\n\n", "text/event-stream"
        else:
            content, form = json.dumps({**whole, "choices": [{"index": 0, "message": message, "finish_reason": stop}], "usage": usage}), "application/json"
        content = content.encode()
        self.send_response(200)
        self.send_header("Content-Type", form)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def text(content):
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content or [])


def play(program, case, keep):
    folder = tempfile.mkdtemp(prefix="audit-")
    root = os.path.join(folder, "project")
    gates = [gate.split("=", 1) for gate in case["gates"].split(";")]
    put(root, case["before"])
    put(root, {".ashlar/config.yaml": "gates:\n" + "".join(f"  - {{name: {json.dumps(name.strip())}, run: {json.dumps(run.strip())}}}\n" for name, run in gates)})
    world = environment(folder)
    for words in (["init", "-q", "-b", "main"], ["config", "user.name", "Ada"], ["config", "user.email", "ada@example.org"], ["add", "-A"], ["commit", "-qm", "Start"]):
        subprocess.run(["git", *words], cwd=root, env=world, check=True, capture_output=True)
    author = Author(case, counted(case, folder))
    server = Server(author)
    world |= {"OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_address[1]}/v1", "OPENAI_API_KEY": "made-up"}
    began = time.monotonic()
    try:
        done = subprocess.run([program, "run", "--task", case["task"], "--trust", "--agent", "developer", "--branch", "work", "--model", "openai/scripted"], cwd=root, env=world,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1800, check=False)
        exit_status, output = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        exit_status, output = -1, "did not end"
    server.shutdown()
    trailers = subprocess.run(["git", "log", "--format=%(trailers)", "main..work"], cwd=root, env=world, capture_output=True, text=True, check=False).stdout
    told = re.findall(r"^Ashlar-(?:Proof|Noticed): .*$", trailers, re.M)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    return {"name": case["name"], "language": case["language"], "cheat": case["cheat"], "exit": exit_status, "proof": told, "seconds": round(time.monotonic() - began, 1),
            "right": (exit_status != 0) == case["cheat"], "output": output[-8000:], "said": author.said, "asked": author.asked, "folder": folder if keep else None}


def read_cases(name):
    if name == "corpus":
        return [case for case in corpus.cases() if case["runs"]]
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("cases")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help="leave the folders")
    parser.add_argument("--out", help="all that was said, as JSON")
    options = parser.parse_args()
    cases = [case for case in read_cases(options.cases) if not options.names or any(re.fullmatch(name, case["name"]) for name in options.names)]
    results, figures = [], collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for result in pool.map(lambda case: play(os.path.abspath(options.program), case, options.keep), cases):
            results.append(result)
            figures[(result["cheat"], result["right"])] += 1
            kind = "cheat " if result["cheat"] else "honest"
            print(f"{'ok   ' if result['right'] else 'WRONG'} {kind} {result['name']}: exit {result['exit']}, {result['seconds']} s, {'; '.join(result['proof'])}", flush=True)
            if options.out:
                with open(options.out, "w", encoding="utf-8") as file:
                    json.dump(results, file, indent=1)
    cheats, honest = figures[(True, True)] + figures[(True, False)], figures[(False, True)] + figures[(False, False)]
    print(f"cheats caught {figures[(True, True)]} of {cheats}, honest work taken {figures[(False, True)]} of {honest}")
    return 0 if figures[(True, False)] + figures[(False, False)] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
