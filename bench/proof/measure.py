#!/usr/bin/env python3
"""What taking the work away costs: the example's three tasks, done by a scripted author over real HTTP, with the times of the run's journal.

    python3 bench/proof/measure.py artifacts/publish/ashlar [--times 3]

For each task: how long its gates took on the tree that was committed, and how long from then until it was proven (the tests as they were, without the
work, and each unit taken away). The goal is at most 1.5 times the former and 10 s.
"""

import argparse
import datetime
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "bench", "audit"))

import play  # noqa: E402

PRICING = '''"""Prices of lines, in cents."""


def discount(price: int, quantity: int) -> int:
    """Give what goes off a price for its quantity, in cents."""
    return price * 5 // 100 if quantity >= 10 else 0


def line_price(unit_price: int, quantity: int) -> int:
    """Give the price of a line in cents."""
    if quantity < 0:
        raise ValueError("a quantity is not negative")
    price = unit_price * quantity
    return price - discount(price, quantity)
'''
ORDERS = '''"""Orders."""

from shop.pricing import line_price


class Order:
    """Lines and a voucher."""

    def __init__(self) -> None:
        """Begin without lines."""
        self.lines: list[tuple[str, int, int]] = []
        self.voucher = 0

    def add(self, name: str, unit_price: int, quantity: int) -> None:
        """Add a line."""
        self.lines.append((name, unit_price, quantity))

    def total(self) -> int:
        """Give the sum of the lines less the voucher."""
        return max(0, sum(line_price(price, count) for _, price, count in self.lines) - self.voucher)
'''
RECEIPT = '''"""Receipts."""

from shop.orders import Order
from shop.pricing import line_price


def money(cents: int) -> str:
    """Write cents as people do."""
    return f"{cents // 100}.{cents % 100:02}"


def receipt(order: Order) -> str:
    """Write each line and the total."""
    lines = [f"{count} x {name}: {money(line_price(price, count))}" for name, price, count in order.lines]
    return "\\n".join([*lines, f"Total: {money(order.total())}"])
'''
PRICING_TESTS = '''

def test_ten_pieces_cost_less() -> None:
    assert line_price(101, 10) == 960


def test_a_negative_quantity_is_refused() -> None:
    with pytest.raises(ValueError):
        line_price(1, -1)
'''
ORDER_TESTS = '''"""Tests of orders."""

from shop.orders import Order


def test_the_total_is_the_sum_less_the_voucher() -> None:
    order = Order()
    order.add("tea", 250, 2)
    order.add("milk", 100, 1)
    assert order.total() == 600
    order.voucher = 150
    assert order.total() == 450
    order.voucher = 1000
    assert order.total() == 0
'''
RECEIPT_TESTS = '''"""Tests of receipts."""

from shop.orders import Order
from shop.receipt import receipt


def test_a_receipt_ends_with_the_total() -> None:
    order = Order()
    order.add("tea", 250, 2)
    order.add("milk", 105, 1)
    assert receipt(order) == "2 x tea: 5.00\\n1 x milk: 1.05\\nTotal: 6.05"
'''


def tasks():
    """Task, its files with their texts, tests that pass afterwards, criteria."""
    old = open(os.path.join(ROOT, "examples/task-list-python/tests/test_pricing.py"), encoding="utf-8").read()
    tests = old.replace("from shop", "import pytest\n\nfrom shop") + PRICING_TESTS
    return [
        ("T-001", {"shop/pricing.py": PRICING, "tests/test_pricing.py": tests}, 3, ["Ten pieces cost 5 % less", "A negative quantity is refused"]),
        ("T-002", {"shop/orders.py": ORDERS, "tests/test_orders.py": ORDER_TESTS}, 4,
         ["The total is the sum of the lines", "A voucher never makes the total negative"]),
        ("T-003", {"shop/receipt.py": RECEIPT, "tests/test_receipt.py": RECEIPT_TESTS}, 5, ["A receipt lists every line and ends with the total"]),
    ]


class Author:
    """Writes each task's files and reports."""

    def __init__(self):
        steps = []
        for number, (_, files, passing, criteria) in enumerate(tasks()):
            for path, text in files.items():
                steps.append(("Bash", {"command": f"cat > {path} <<'END-OF-FILE'\n{text}END-OF-FILE"}))
            steps.append(("Report", {
                "status": "READY_FOR_REVIEW", "summary": "Done.", "key_changes": ["It is done."],
                "files": [{"path": path, "change": "modified" if number == 0 else "created"} for path in files],
                "tests": {"total": passing, "passing": passing, "failing": 0},
                "acceptance": [{"criterion": one, "met": True, "shown_by": "the tests"} for one in criteria],
            }))
        self.steps = iter(steps)

    def answer(self, tools, texts):
        return next(self.steps, (None, "Nothing is left."))


def run(program):
    """The seconds of each task: its gates, and its proof."""
    folder = tempfile.mkdtemp(prefix="proof-")
    root = os.path.join(folder, "project")
    shutil.copytree(os.path.join(ROOT, "examples/task-list-python"), root)
    world = play.environment(folder)
    for words in (["init", "-q", "-b", "main"], ["config", "user.name", "Ada"], ["config", "user.email", "ada@example.org"], ["add", "-A"], ["commit", "-qm", "Start"]):
        subprocess.run(["git", *words], cwd=root, env=world, check=True, capture_output=True)
    server = play.Server(Author())
    world |= {"OPENAI_BASE_URL": f"http://127.0.0.1:{server.server_address[1]}/v1", "OPENAI_API_KEY": "made-up"}
    done = subprocess.run([program, "run", "tasks/backend_tasks.md", "--trust", "--agent", "backend", "--branch", "work", "--model", "openai/scripted"],
                          cwd=root, env=world, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900, check=False)
    server.shutdown()
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    with open(glob.glob(os.path.join(folder, "state/runs/*/journal.jsonl"))[0], encoding="utf-8") as file:
        entries = [json.loads(line) for line in file]
    shutil.rmtree(folder, ignore_errors=True)
    return seconds(entries)


def length(text):
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def seconds(entries):
    """By task: its gates, its proof, its units."""
    found, gates, began = {}, {}, {}
    for entry in entries:
        task, at = entry.get("task"), datetime.datetime.fromisoformat(entry["at"])
        if entry["type"] == "gate.finished":
            gates[task] = gates.get(task, 0) + length(entry["body"]["result"]["duration"])
            began[task] = at
        elif entry["type"] == "effect.finished" and entry["body"]["effect"] == "proof":
            noticed = entry["body"]["verdict"]["units"]
            found[task] = (gates[task], (at - began[task]).total_seconds(), len(noticed))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    runs = [run(os.path.abspath(options.program)) for _ in range(options.times)]
    print("| task | units | green run, s | proof, s | goal, s |\n| --- | --- | --- | --- | --- |")
    missed = 0
    for task in runs[0]:
        green, proof = (statistics.median(one[task][part] for one in runs) for part in (0, 1))
        missed += proof > 1.5 * green + 10
        print(f"| {task} | {runs[0][task][2]} | {green:.2f} | {proof:.2f} | {1.5 * green + 10:.1f} |")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
