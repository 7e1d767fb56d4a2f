"""Reads Python test files without running them: tests, assertions, marks, names.

Arguments: a JSON file {path: text}, and the file that the answer is written to.
"""

import ast
import hashlib
import json
import sys

SKIPS = ("skip", "skipif", "skipIf", "skipUnless", "xfail", "expectedFailure", "importorskip", "SkipTest")
QUIET = ("print", "len", "range", "str", "repr", "int", "float", "list", "dict", "set", "tuple", "sorted", "enumerate")
HELPERS = ("assert", "check", "expect", "verify", "ensure", "validate", "should")


def name_of(node):
    """The last part of a dotted name or of what is called."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return ""


def dotted(node):
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return dotted(node.value) + "." + node.attr
    return node.id if isinstance(node, ast.Name) else ""


def constant(node):
    """Whether the value is fixed in the text, and what its truth is; None when it is not."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)) and all(constant(e) is not None for e in node.elts):
        return bool(node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = constant(node.operand)
        return None if inner is None else not inner
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = node.left, node.comparators[0]
        if isinstance(node.ops[0], (ast.Eq, ast.Is, ast.GtE, ast.LtE)) and ast.dump(left) == ast.dump(right):
            if not any(isinstance(n, ast.Call) for n in ast.walk(left)):
                return True
        if constant(left) is not None and constant(right) is not None:
            try:
                return bool(eval(compile(ast.Expression(node), "x", "eval"), {"__builtins__": {}}))
            except Exception:
                return None
    if isinstance(node, ast.BoolOp):
        values = [constant(v) for v in node.values]
        if isinstance(node.op, ast.Or) and True in values:
            return True
        if isinstance(node.op, ast.And) and all(v is True for v in values):
            return True
    return None


def trivial(call):
    """assertTrue(True), assertEqual(1, 1) and their like."""
    name = name_of(call)
    if name in ("assertTrue", "assert_", "ok_"):
        return bool(call.args) and constant(call.args[0]) is True
    if name == "assertFalse":
        return bool(call.args) and constant(call.args[0]) is False
    if name in ("assertEqual", "assertEquals", "assertIs") and len(call.args) >= 2:
        same = ast.dump(call.args[0]) == ast.dump(call.args[1])
        return same and not any(isinstance(n, ast.Call) for n in ast.walk(call.args[0]))
    if name == "assertIsNone":
        return bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value is None
    return False


def swallows(handler):
    names = [name_of(t) for t in (handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type])] if handler.type else [""]
    caught = any(n in ("", "Exception", "BaseException", "AssertionError") for n in names)
    raises = any(
        isinstance(n, (ast.Raise, ast.Assert)) or (isinstance(n, ast.Call) and name_of(n) in ("fail", "assertFail"))
        for s in handler.body
        for n in ast.walk(s)
    )
    return caught and not raises


class Body:
    """What one function really checks: statements that cannot be reached or whose failure is swallowed do not count."""

    def __init__(self, statements):
        self.checks = []
        self.calls = []
        self.trivial = 0
        self.skips = False
        self.work = 0
        self.block(statements, True)

    def block(self, statements, counts):
        for statement in statements:
            if isinstance(statement, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
                self.expression(statement, counts)
                break
            self.statement(statement, counts)

    def statement(self, node, counts):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            # A nested function counts where it stands; whether it is called is not followed.
            self.block(node.body, counts)
        elif isinstance(node, ast.Assert):
            if constant(node.test) is True:
                self.trivial += 1
            elif counts:
                self.checks.append(ast.dump(node.test))
            self.expression(node.test, counts)
        elif isinstance(node, ast.If):
            truth = constant(node.test)
            self.expression(node.test, counts)
            if truth is not False:
                self.block(node.body, counts)
            if truth is not True:
                self.block(node.orelse, counts)
        elif isinstance(node, ast.While):
            self.expression(node.test, counts)
            if constant(node.test) is not False:
                self.block(node.body, counts)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.expression(node.iter, counts)
            if constant(node.iter) is not False:
                self.block(node.body, counts)
            self.block(node.orelse, counts)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            quiet = False
            for item in node.items:
                name = name_of(item.context_expr)
                if name in ("suppress", "suppressed"):
                    names = [name_of(a) for a in item.context_expr.args] if isinstance(item.context_expr, ast.Call) else []
                    quiet = any(n in ("Exception", "BaseException", "AssertionError") for n in names)
                self.expression(item.context_expr, counts)
            self.block(node.body, counts and not quiet)
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            quiet = any(swallows(h) for h in node.handlers)
            self.block(node.body, counts and not quiet)
            for handler in node.handlers:
                self.block(handler.body, counts)
            self.block(node.orelse, counts)
            self.block(node.finalbody, counts)
        elif isinstance(node, ast.Match) if hasattr(ast, "Match") else False:
            for case in node.cases:
                self.block(case.body, counts)
        else:
            self.expression(node, counts)

    def expression(self, node, counts):
        for inner in ast.walk(node):
            if not isinstance(inner, ast.Call):
                continue
            name = name_of(inner)
            if name in ("skip", "skipTest", "xfail", "importorskip", "SkipTest"):
                self.skips = self.skips or dotted(inner) in ("pytest.skip", "pytest.xfail", "self.skipTest", "pytest.importorskip", "unittest.SkipTest", "SkipTest")
            if trivial(inner):
                self.trivial += 1
                continue
            if not counts:
                continue
            if name not in QUIET:
                self.work += 1
            if name in ("raises", "warns", "fail", "deprecated_call") or (name.startswith("assert") and not isinstance(inner.func, ast.Name)):
                self.checks.append(ast.dump(inner))
            else:
                self.calls.append(name)


def marks(decorators):
    skip = any(name_of(d) in SKIPS for d in decorators)
    size = None
    for d in decorators:
        if isinstance(d, ast.Call) and name_of(d) in ("parametrize", "expand", "parameterized"):
            values = d.args[1] if name_of(d) == "parametrize" and len(d.args) > 1 else d.args[0] if d.args else None
            for k in d.keywords:
                values = k.value if k.arg == "argvalues" else values
            if isinstance(values, (ast.List, ast.Tuple, ast.Set)):
                size = (size or 1) * len([v for v in values.elts if not (isinstance(v, ast.Call) and any(
                    k.arg == "marks" and any(name_of(m) in SKIPS for m in ast.walk(k.value)) for k in v.keywords))])
    return skip, size


def strip_doc(body):
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
        return body[1:]
    return body


def read(text):
    tree = ast.parse(text)
    functions, tests = {}, {}
    module_skip = False
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(name_of(t) == "pytestmark" for t in node.targets):
            module_skip = any(name_of(n) in SKIPS for n in ast.walk(node.value))
        if isinstance(node, ast.Expr) and dotted(node.value) in ("pytest.skip", "pytest.importorskip"):
            module_skip = True

    def visit(body, prefix, skip, in_test_class, depth):
        for node in body:
            if isinstance(node, (ast.If, ast.Try)) and depth < 8:
                visit(node.body, prefix, skip, in_test_class, depth + 1)
            elif isinstance(node, ast.ClassDef) and depth < 8:
                class_skip, _ = marks(node.decorator_list)
                for inner in node.body:
                    if isinstance(inner, ast.Assign) and any(name_of(t) == "pytestmark" for t in inner.targets):
                        class_skip = class_skip or any(name_of(n) in SKIPS for n in ast.walk(inner.value))
                    if isinstance(inner, ast.Assign) and any(name_of(t) == "__test__" for t in inner.targets):
                        class_skip = class_skip or constant(inner.value) is False
                is_test = node.name.startswith("Test") or any("Test" in name_of(b) or "Case" in name_of(b) for b in node.bases) or node.name.endswith(("Test", "Tests", "TestCase"))
                visit(node.body, prefix + [node.name], skip or class_skip, is_test or bool(node.bases), depth + 1)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                own_skip, size = marks(node.decorator_list)
                statements = strip_doc(node.body)
                content = Body(statements)
                names = sorted({n.id for n in ast.walk(node) if isinstance(n, ast.Name)} | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
                               | {a.arg for a in node.args.args} | {k.arg for n in ast.walk(node) if isinstance(n, ast.Call) for k in n.keywords if k.arg}
                               | {a.name.split(".")[-1] for n in ast.walk(node) if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names})
                strings = sorted({n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str) and len(n.value) < 200})
                entry = {
                    "name": "::".join(prefix + [node.name]),
                    "line": node.lineno,
                    "skip": bool(skip or own_skip or module_skip or content.skips),
                    "size": size,
                    "checks": content.checks,
                    "calls": content.calls,
                    "trivial": content.trivial,
                    "work": content.work,
                    "names": names,
                    "strings": strings,
                    "hash": hashlib.sha256("".join(ast.dump(s) for s in statements).encode()).hexdigest()[:16],
                }
                functions.setdefault(node.name, entry)
                if node.name.startswith("test") and (not prefix or in_test_class):
                    tests[entry["name"]] = entry

    visit(tree.body, [], False, False, 0)

    def effective(entry, seen):
        count = len(entry["checks"])
        for call in entry["calls"]:
            if call in functions and call not in seen:
                count += effective(functions[call], seen | {call})
            elif call.lower().lstrip("_").startswith(HELPERS):
                count += 1
        return count

    def reached(entry, seen):
        names = set(entry["names"]) | set(entry["strings"])
        for name in entry["names"]:
            if name in functions and name not in seen:
                names |= reached(functions[name], seen | {name})
        return names

    imports = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for a in node.names:
                imports[a.asname or a.name] = ((node.module or "") + "." + a.name).strip(".")
        elif isinstance(node, ast.Import):
            for a in node.names:
                imports[a.asname or a.name.split(".")[0]] = a.name
    answer = []
    for entry in tests.values():
        entry["effective"] = effective(entry, {entry["name"]})
        entry["reached"] = sorted(reached(entry, {entry["name"]}))
        # Nothing is called and nothing is checked: no code can make it fail.
        entry["cannot_fail"] = entry["effective"] == 0 and entry["work"] == 0
        answer.append({k: entry[k] for k in ("name", "line", "skip", "size", "checks", "effective", "cannot_fail", "hash", "reached")})
    return {"tests": answer, "imports": imports}


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        files = json.load(f)
    answers = {}
    for path, text in files.items():
        try:
            answers[path] = read(text)
        except (SyntaxError, ValueError, RecursionError) as trouble:
            answers[path] = {"error": str(trouble), "tests": [], "imports": {}}
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        json.dump(answers, f)


main()
