"""Reads Python test files without running them: tests, assertions, marks, names.

Arguments: a JSON file {path: text}, and the file that the answer is written to.
"""

import ast
import copy
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


def plain(node):
    """The expression as text, where self.x and x are the same."""

    class Bare(ast.NodeTransformer):
        def visit_Attribute(self, inner):
            self.generic_visit(inner)
            if isinstance(inner.value, ast.Name) and inner.value.id == "self":
                return ast.copy_location(ast.Name(id=inner.attr, ctx=ast.Load()), inner)
            return inner

    return getattr(ast, "unparse", ast.dump)(Bare().visit(copy.deepcopy(node)))


EQUAL = {"assertEqual": "==", "assertEquals": "==", "assertListEqual": "==", "assertDictEqual": "==", "assertSetEqual": "==",
         "assertTupleEqual": "==", "assertSequenceEqual": "==", "assertMultiLineEqual": "==", "assertCountEqual": "==", "assertIs": "is",
         "assertJSONEqual": "==", "assertHTMLEqual": "==", "assertQuerySetEqual": "==", "assertQuerysetEqual": "=="}
ORDER = {"assertIn": "in", "assertGreater": ">", "assertLess": "<", "assertGreaterEqual": ">=", "assertLessEqual": "<="}
LOOSE = {"assertNotEqual": "!=", "assertNotIn": "not in", "assertIsNot": "is not"}


def tolerance(call):
    """How exact a comparison with a tolerance is: 3 is fine, 2 is coarse."""
    for keyword in call.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        if keyword.arg in ("rel", "abs", "delta", "msg") and isinstance(value, (int, float)) and value > 0.01:
            return 2
        if keyword.arg == "places" and isinstance(value, int) and value < 2:
            return 2
    for extra in call.args[1:] if name_of(call) == "approx" else []:
        if isinstance(extra, ast.Constant) and isinstance(extra.value, (int, float)) and extra.value > 0.01:
            return 2
    return 3


def strength(node):
    """3: one exact result; 2: a part or bound of it; 1: hardly anything."""
    if isinstance(node, ast.Compare):
        op, right = node.ops[0], node.comparators[0]
        for call in [c for c in (right, node.left) if isinstance(c, ast.Call) and name_of(c) == "approx"]:
            return tolerance(call)
        fixed = right.value if isinstance(right, ast.Constant) else ...
        if isinstance(op, (ast.Eq, ast.Is)):
            return 2 if fixed is True or fixed is False or fixed is None else 3
        if isinstance(op, (ast.NotEq, ast.NotIn, ast.IsNot)):
            return 1
        return 2
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return 2
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return min(1, min(strength(v) for v in node.values))
    if isinstance(node, ast.Call):
        return 1 if name_of(node) in ("isinstance", "any", "bool", "hasattr", "callable") else 2
    return 1


def parts(node):
    """A conjunction is several checks."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [p for v in node.values for p in parts(v)]
    return [node]


def check(form, level, *nodes):
    constants = sorted({repr(n.value) for node in nodes for n in ast.walk(node) if isinstance(n, ast.Constant) and not isinstance(n.value, bool)})
    calls = sorted({name_of(n) for node in nodes for n in ast.walk(node) if isinstance(n, ast.Call)} - {""})
    return {"form": form, "strength": level, "values": constants, "calls": calls}


def of_call(node):
    """What a call of an assertion checks."""
    name, args = name_of(node), node.args
    if name in EQUAL and len(args) >= 2:
        return [check(f"{plain(args[0])} {EQUAL[name]} {plain(args[1])}", strength(ast.Compare(args[0], [ast.Eq()], [args[1]])), *args[:2])]
    if name in ("assertAlmostEqual", "assertAlmostEquals") and len(args) >= 2:
        return [check(f"{plain(args[0])} == approx({plain(args[1])})", tolerance(node), *args[:2])]
    if name in ORDER and len(args) >= 2:
        return [check(f"{plain(args[0])} {ORDER[name]} {plain(args[1])}", 2, *args[:2])]
    if name in LOOSE and len(args) >= 2:
        return [check(f"{plain(args[0])} {LOOSE[name]} {plain(args[1])}", 1, *args[:2])]
    if name in ("assertTrue", "assert_", "ok_") and args:
        return [check(plain(p), strength(p), p) for p in parts(args[0])]
    if name == "assertFalse" and args:
        return [check(plain(ast.UnaryOp(ast.Not(), args[0])), 2, args[0])]
    if name == "assertIsNone" and args:
        return [check(f"{plain(args[0])} is None", 2, args[0])]
    if name == "assertIsNotNone" and args:
        return [check(f"{plain(args[0])} is not None", 1, args[0])]
    if name == "assertIsInstance" and args:
        return [check(plain(node), 1, *args)]
    if name in ("raises", "assertRaises", "assertRaisesRegex", "assertRaisesMessage", "warns", "assertWarns", "deprecated_call"):
        kinds = sorted(name_of(k) for k in (args[0].elts if args and isinstance(args[0], ast.Tuple) else args[:1]))
        told = name in ("assertRaisesRegex", "assertRaisesMessage") or any(k.arg == "match" for k in node.keywords)
        broad = not kinds or any(k in ("Exception", "BaseException") for k in kinds)
        return [check(f"raises {','.join(kinds)}", 1 if broad and not told else 3 if told else 2, *args[:1])]
    if name in ("assert_called", "assert_not_called", "assert_awaited"):
        return [check(plain(node), 2, node)]
    return [check(plain(node), 3, node)]


class Body:
    """What one function really checks: statements that cannot be reached or whose failure is swallowed do not count."""

    def __init__(self, statements):
        self.checks = []
        self.calls = []
        self.table = []
        self.skips = False
        self.work = 0
        self.conditional = 0
        self.mentioned = {n.id for s in statements for n in ast.walk(s) if isinstance(n, ast.Name)} | {
            n.attr for s in statements for n in ast.walk(s) if isinstance(n, ast.Attribute)}
        self.block(statements, True)

    def add(self, checks):
        self.checks += [{**c, "strength": 1} if self.conditional else c for c in checks]

    def block(self, statements, counts):
        for statement in statements:
            if isinstance(statement, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
                self.expression(statement, counts)
                break
            self.statement(statement, counts)

    def statement(self, node, counts):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            # A nested function counts where it stands, when something mentions it.
            self.block(node.body, counts and (isinstance(node, ast.ClassDef) or node.name in self.mentioned))
        elif isinstance(node, ast.Assert):
            always = constant(node.test) is True or (isinstance(node.test, ast.Tuple) and node.test.elts)
            if counts and not always:
                self.add([check(plain(p), strength(p), p) for p in parts(node.test) if constant(p) is not True])
            self.expression(node.test, counts and not always)
        elif isinstance(node, ast.If):
            truth = constant(node.test)
            self.expression(node.test, counts)
            self.conditional += truth is None
            if truth is not False:
                self.block(node.body, counts)
            if truth is not True:
                self.block(node.orelse, counts)
            self.conditional -= truth is None
        elif isinstance(node, ast.While):
            self.expression(node.test, counts)
            if constant(node.test) is not False:
                self.block(node.body, counts)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            self.expression(node.iter, counts)
            if isinstance(node.iter, (ast.List, ast.Tuple, ast.Set)):
                self.table += values_of(node.iter)
            empty = constant(node.iter) is False or (isinstance(node.iter, ast.Call) and name_of(node.iter) in QUIET and not node.iter.args)
            if not empty:
                self.block(node.body, counts)
            self.block(node.orelse, counts)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            quiet = False
            for item in node.items:
                call = item.context_expr
                names = [name_of(a) for a in call.args] if isinstance(call, ast.Call) else []
                wide = any(n in ("Exception", "BaseException", "AssertionError") for n in names)
                quiet = quiet or (wide and name_of(call) in ("suppress", "suppressed", "raises", "assertRaises"))
                self.expression(call, counts)
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
            if trivial(inner) or not counts:
                continue
            if name not in QUIET:
                self.work += 1
            own = name in EQUAL or name in ORDER or name in LOOSE or isinstance(inner.func, ast.Attribute)
            if name in ("raises", "warns", "fail", "deprecated_call") or (name.startswith("assert") and own):
                self.add(of_call(inner))
            else:
                self.calls.append(name)


def values_of(node):
    return [repr(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant)]


def fakes(function):
    """The name that a test replaces and then calls itself, or None: it tests its own stand-in."""
    replaced = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and dotted(node).split(".")[0] in ("mock", "patch", "mocker", "monkeypatch", "unittest"):
            strings = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name_of(node) in ("patch", "setattr") and strings:
                replaced.add(strings[0].split(".")[-1])
            elif name_of(node) in ("object", "setitem") and strings:
                replaced.add(strings[0])
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
            stand_in = isinstance(node.value, ast.Lambda) or (isinstance(node.value, ast.Call) and name_of(node.value).endswith("Mock"))
            if stand_in and not dotted(node.targets[0]).startswith("self."):
                replaced.add(node.targets[0].attr)
    called = {name_of(n) for n in ast.walk(function) if isinstance(n, ast.Call)}
    return next(iter(sorted(replaced & called)), None)


def marks(decorators, aliases):
    skip = any(name_of(d) in SKIPS or name_of(d) in aliases for d in decorators)
    size, table = None, []
    for d in decorators:
        if isinstance(d, ast.Call) and name_of(d) in ("parametrize", "expand", "parameterized"):
            values = d.args[1] if name_of(d) == "parametrize" and len(d.args) > 1 else d.args[0] if d.args else None
            for k in d.keywords:
                values = k.value if k.arg == "argvalues" else values
            if isinstance(values, (ast.List, ast.Tuple, ast.Set)):
                table += values_of(values)
                size = (size or 1) * len([v for v in values.elts if not (isinstance(v, ast.Call) and any(
                    k.arg == "marks" and any(name_of(m) in SKIPS for m in ast.walk(k.value)) for k in v.keywords))])
    return skip, size, table


def strip_doc(body):
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and isinstance(body[0].value.value, str):
        return body[1:]
    return body


def tricks(tree, tests):
    """Statements of a test file that change how tests end."""
    found = []
    names = {name.split("::")[-1] for name in tests}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and (target.attr.startswith("assert") or target.attr in ("fail", "failureException")):
                    found.append((node.lineno, f"{dotted(target)} is replaced"))
        if isinstance(node, ast.Call) and name_of(node) == "setattr" and any(
                isinstance(a, ast.Constant) and isinstance(a.value, str) and a.value.split(".")[-1].startswith("assert") for a in node.args):
            found.append((node.lineno, "an assertion is replaced"))
        if isinstance(node, ast.Call) and dotted(node) in ("os._exit", "pytest.exit"):
            found.append((node.lineno, f"{dotted(node)} ends the run"))
        if isinstance(node, ast.FunctionDef) and node.name == "load_tests":
            found.append((node.lineno, "load_tests chooses the tests"))
    for node in tree.body:
        targets = node.targets if isinstance(node, (ast.Assign, ast.Delete)) else []
        for target in targets:
            if isinstance(target, ast.Name) and target.id in names:
                found.append((node.lineno, f"{target.id} is replaced or deleted"))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and dotted(node.value) in ("sys.exit", "exit", "quit"):
            found.append((node.lineno, f"{dotted(node.value)} ends the run"))
    return [{"line": line, "what": what} for line, what in found]


def read(text):
    tree = ast.parse(text)
    functions, tests = {}, {}
    module_skip = False
    aliases = {t.id for n in tree.body if isinstance(n, ast.Assign) and name_of(n.value) in SKIPS for t in n.targets if isinstance(t, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(name_of(t) == "pytestmark" for t in node.targets):
            module_skip = any(name_of(n) in SKIPS for n in ast.walk(node.value))
        if isinstance(node, ast.Expr) and dotted(node.value) in ("pytest.skip", "pytest.importorskip"):
            module_skip = True
        if isinstance(node, ast.Raise) and node.exc is not None and name_of(node.exc) == "SkipTest":
            module_skip = True

    def visit(body, prefix, skip, in_test_class, depth):
        for node in body:
            if isinstance(node, (ast.If, ast.Try)) and depth < 8:
                visit(node.body, prefix, skip or (isinstance(node, ast.If) and constant(node.test) is False), in_test_class, depth + 1)
            elif isinstance(node, ast.ClassDef) and depth < 8:
                class_skip, _, _ = marks(node.decorator_list, aliases)
                for inner in node.body:
                    if isinstance(inner, ast.Assign) and any(name_of(t) == "pytestmark" for t in inner.targets):
                        class_skip = class_skip or any(name_of(n) in SKIPS for n in ast.walk(inner.value))
                    if isinstance(inner, ast.Assign) and any(name_of(t) == "__test__" for t in inner.targets):
                        class_skip = class_skip or constant(inner.value) is False
                is_test = node.name.startswith("Test") or any("Test" in name_of(b) or "Case" in name_of(b) for b in node.bases)
                visit(node.body, prefix + [node.name], skip or class_skip, is_test or bool(node.bases), depth + 1)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                own_skip, size, table = marks(node.decorator_list, aliases)
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
                    "table": sorted(set(table + content.table)),
                    "values": sorted({repr(n.value) for n in ast.walk(node) if isinstance(n, ast.Constant) and not isinstance(n.value, bool)}),
                    "work": content.work,
                    "fakes": fakes(node),
                    "names": names,
                    "strings": strings,
                    "hash": hashlib.sha256("".join(ast.dump(s) for s in statements).encode()).hexdigest()[:16],
                }
                functions[node.name] = entry
                if node.name.startswith("test") and (not prefix or in_test_class):
                    tests[entry["name"]] = entry

    visit(tree.body, [], False, False, 0)
    imports = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for a in node.names:
                imports[a.asname or a.name] = ((node.module or "") + "." + a.name).strip(".")
        elif isinstance(node, ast.Import):
            for a in node.names:
                imports[a.asname or a.name.split(".")[0]] = a.name
    return {"functions": functions, "tests": tests, "imports": imports, "tricks": tricks(tree, tests)}


def answer(file, others):
    """What a file shows, where helpers of the other files are known too."""
    functions = {**{n: f for o in others for n, f in o["functions"].items() if n in file["imports"]}, **file["functions"]}

    def effective(entry, seen):
        levels = [c["strength"] for c in entry["checks"]]
        for call in entry["calls"]:
            if call in functions and call not in seen and not call.startswith("test"):
                levels += effective(functions[call], seen | {call})
            elif call not in functions and call.lower().lstrip("_").startswith(HELPERS):
                levels.append(3)
        return levels

    def reached(entry, seen):
        names = set(entry["names"]) | set(entry["strings"])
        for name in entry["names"]:
            if name in functions and name not in seen:
                names |= reached(functions[name], seen | {name})
        return names

    def shown(entry):
        levels = effective(entry, {entry["name"]})
        return {
            **{k: entry[k] for k in ("name", "line", "skip", "size", "checks", "table", "values", "fakes", "hash")},
            "levels": [len([v for v in levels if v >= least]) for least in (1, 2, 3)],
            "reached": sorted(reached(entry, {entry["name"]})),
            # Nothing is called and nothing is checked: no code can make it fail.
            "cannot_fail": not levels and entry["work"] == 0,
        }

    helpers = [e for n, e in file["functions"].items() if e["name"] not in file["tests"]]
    return {
        "tests": [shown(e) for e in file["tests"].values()],
        "helpers": [shown(e) for e in helpers],
        "imports": file["imports"],
        "tricks": file["tricks"],
    }


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        files = json.load(f)
    known, answers = {}, {}
    for path, text in files.items():
        try:
            known[path] = read(text)
        except (SyntaxError, ValueError, RecursionError) as trouble:
            answers[path] = {"error": str(trouble), "tests": [], "helpers": [], "imports": {}, "tricks": []}
    for path, file in known.items():
        answers[path] = answer(file, [other for name, other in known.items() if name != path])
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        json.dump(answers, f)


main()
